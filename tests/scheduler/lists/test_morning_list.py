"""A CP's morning list: once a day, at the hour and where they chose, each line with what is left and who owes it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.channels.mail.mail_channel import written
from connectors.channels.render_context import Stage
from connectors.channels.slack.message_blocks import directed
from connectors.contracts import load_folder
from connectors.preference_choices import Preferences
from connectors.store import Store
from connectors.wording import Wording
from rules import events
from rules.anomaly.state import Ticket
from rules.contract import ClockName, Criticality, PauseReason
from rules.effects import PERSONAL, Say, Tell, Write
from sandbox.slack.pings import pings
from scheduler.cases.case_loader import Casebook
from scheduler.lists.morning_list import MOST, due
from tests.connectors.channels.block_kit import check
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RAISED, RM, TICKET, House
from tests.scheduler.list_samples import (
    amended,
    away,
    chapters,
    choose,
    happen,
    line,
    look,
    promised,
    qualified,
    raised,
    said,
    sent,
    spoil,
    timetable,
    worded,
)


@pytest.mark.parametrize(
    ("hour", "now", "expected"),
    [
        ("08:30", "2026-11-09 08:29", None),
        ("08:30", "2026-11-09 08:30", "2026-11-09"),
        ("08:30", "2026-11-09 20:00", "2026-11-09"),
        ("08:30", "2026-11-09 21:00", None),
        ("08:30", "2026-11-14 09:00", None),
        ("08:30", "2026-03-29 08:45", None),
        ("08:30", "2026-03-30 08:29", None),
        ("08:30", "2026-03-30 08:30", "2026-03-30"),
        ("08:30", "2026-10-26 08:29", None),
        ("08:30", "2026-10-26 08:45", "2026-10-26"),
        ("10:00", "2026-11-09 09:59", None),
        ("10:00", "2026-11-09 10:00", "2026-11-09"),
        ("none", "2026-11-09 10:00", None),
    ],
)
def test_the_morning_list_is_due_at_the_hour_that_was_chosen_and_not_a_day_late(
    sqlite_store: Store, hour: str, now: str, expected: str | None
) -> None:
    casebook = Casebook(sqlite_store, load_folder(PLAIN))
    found = [one.period for one in due(casebook, {"U0CP": Preferences(morning=hour)}, at(now))]
    assert found == ([expected] if expected else [])


async def test_each_line_says_what_is_left_and_who_owes_what(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "late", raised())
    await happen(house, "asked", raised(), (events.DescriptionRejected("un  compte\nde test"), CP))
    await happen(house, "judged", *qualified(), (events.Delivered(), DEV))
    await happen(house, "silent", *qualified(), (events.Paused(PauseReason.THIRD_PARTY), DEV))
    await happen(house, "clear", *qualified(), (events.Paused(PauseReason.THIRD_PARTY, "l’hébergeur"), DEV))
    house.hand.turn("2026-11-09 16:00")
    await happen(house, "today", raised(Criticality.MAJEURE))
    await look(house, "2026-11-10 08:31")
    (message,) = said(house, Say.DAILY)
    assert chapters(message) == {
        "late": ["late"],
        "today": ["today"],
        "waiting": ["asked", "judged"],
        "unexplained": ["silent"],
    }
    told = line(message, "late")
    assert (told["clock"], told["over"], told["unit"]) == (ClockName.ACKNOWLEDGEMENT, timedelta(hours=4), "opening")
    assert (told["step"], told["owes"]) == ("take", ("Cheffe de projet (prestataire)", "Développeur (prestataire)"))
    told = line(message, "today")
    assert (told["left"], told["at"]) == (timedelta(hours=2), at("2026-11-10 11:00"))
    text = worded(message)
    assert "réponse attendue depuis le lun. 9 nov. 09:02, demandée par Cheffe de projet : « un compte de test »" in text
    assert "recette à prononcer depuis le lun. 9 nov. 09:06" in text
    assert "attente d’un tiers depuis le lun. 9 nov. 09:10, mise en pause par Développeur" in text


async def test_the_dates_promised_show_when_they_are_today_near_or_gone_and_not_twice(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "gone", *qualified(), promised("2026-11-09 17:00"))
    await happen(house, "today", *qualified(), promised("2026-11-10 17:00"))
    await happen(house, "far", *qualified(), promised("2026-11-27 17:00"))
    await look(house, "2026-11-10 08:31")
    (message,) = said(house, Say.DAILY)
    assert chapters(message)["promised"] == ["gone", "today"]
    text = worded(message)
    assert "Résolution : promis pour le lun. 9 nov. 17:00, date passée · correction à livrer en recette" in text
    await look(house, "2026-11-12 08:31")
    message = said(house, Say.DAILY)[-1]
    deadline = line(message, "far")["at"]
    assert isinstance(deadline, datetime)
    assert chapters(message) == {"today": ["gone", "today", "far"], "promised": ["gone", "today"]}


async def test_a_promise_that_is_the_contracts_own_deadline_is_told_once(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", *qualified(), promised("2026-11-12 18:00"), (events.WorkaroundDelivered(), DEV))
    await happen(house, "a1", (events.WorkaroundValidated(), RM))
    await look(house, "2026-11-12 08:31")
    (message,) = said(house, Say.DAILY)
    assert chapters(message) == {"today": ["a1"]}
    assert line(message, "a1")["at"] == at("2026-11-12 18:00")


async def test_the_cp_gets_one_morning_list_whatever_restarts(store: Store) -> None:
    house = House(store)
    await happen(house, "a1", (RAISED, RM), (TICKET, RM), (events.DescriptionRejected("un compte de test"), CP))
    for minute in (31, 32, 33):
        await look(house, f"2026-11-10 08:{minute}")
    (message,) = said(house, Say.DAILY)
    assert chapters(message) == {"waiting": ["BOU-1"]}


async def test_two_replicas_send_one_list(store: Store) -> None:
    house = House(store)
    await happen(house, "a1", raised())
    house.hand.turn("2026-11-10 08:31")
    first, second = timetable(house), timetable(house)
    await first.once()
    await second.once()
    await house.settle()
    assert len(said(house, Say.DAILY)) == 1


async def test_the_cp_of_two_contracts_gets_one_list_that_names_their_clients(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised())
    await happen(house, "b1", raised(), contract="portail-exemple")
    await look(house, "2026-11-10 08:31")
    (message,) = said(house, Say.DAILY)
    assert chapters(message) == {"late": ["b1", "a1"]}
    assert [line(message, name)["client"] for name in ("a1", "b1")] == ["Boutique Exemple", "Portail Exemple"]


async def test_a_contract_on_holiday_is_left_out_and_nothing_is_sent_where_nothing_is_left(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised())
    await look(house, "2026-11-11 08:31")
    assert said(house, Say.DAILY) == []
    await happen(house, "b1", raised(), contract="portail-exemple")
    await look(house, "2026-11-12 08:31")
    assert chapters(said(house, Say.DAILY)[-1])["late"] == ["b1", "a1"]


async def test_whoever_stands_in_for_the_cp_gets_the_list_and_the_cp_none(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised(), (events.DescriptionRejected("un compte"), CP))
    await happen(house, "a2", *qualified(), promised("2026-11-10 17:00"))
    await away(house, "U0CP", "U0DEV", "2026-11-10")
    await choose(house, "U0DEV", morning="09:00")
    await look(house, "2026-11-10 08:31")
    assert sent(house, Say.DAILY) == []
    await look(house, "2026-11-10 09:00")
    (told,) = sent(house, Say.DAILY)
    assert isinstance(told, Tell)
    assert (told.to.chat, told.to.instead) == ("U0DEV", "Cheffe de projet (prestataire)")
    assert chapters(told.message) == {"promised": ["a2"], "waiting": ["a1"]}
    await look(house, "2026-11-12 08:31")
    assert [one.to.chat for one in sent(house, Say.DAILY) if isinstance(one, Tell)] == ["U0DEV", "U0CP"]


async def test_an_anomaly_that_cannot_be_read_keeps_the_others_from_no_list(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    for name in ("a1", "a2"):
        await happen(house, name, raised(), (events.DescriptionRejected("un compte"), CP))
    await spoil(house, "a1")
    await look(house, "2026-11-09 18:00")
    await look(house, "2026-11-10 08:31")
    await look(house, "2026-11-16 08:31")
    found = {say: chapters(said(house, say)[0]) for say in PERSONAL}
    assert found == {
        Say.EVENING: {"handled": ["a2"]},
        Say.DAILY: {"waiting": ["a2"]},
        Say.WEEKLY: {"answer": ["a2"]},
    }


async def test_an_empty_list_is_not_sent(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await look(house, "2026-12-02 08:31")
    await happen(house, "a1", raised(Criticality.MINEURE), (events.Taken(), DEV))
    await look(house, "2026-12-03 08:31")
    assert said(house, Say.DAILY) == []


async def test_moving_the_hour_of_a_list_that_has_gone_sends_no_second_one(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised())
    await choose(house, "U0CP", morning="10:00")
    for now, lists in (("09:30", 0), ("10:01", 1)):
        await look(house, f"2026-11-10 {now}")
        assert len(said(house, Say.DAILY)) == lists
    await choose(house, "U0CP", morning="07:00")
    await look(house, "2026-11-10 10:02")
    assert len(said(house, Say.DAILY)) == 1


async def test_who_wants_no_morning_list_gets_none(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised())
    await choose(house, "U0CP", morning="none")
    await look(house, "2026-11-10 08:31")
    assert said(house, Say.DAILY) == []


@pytest.mark.parametrize(
    ("where", "address", "kinds"),
    [
        ("slack", True, [Tell]),
        ("mail", True, [Write]),
        ("both", True, [Tell, Write]),
        ("mail", False, [Tell]),
        ("both", False, [Tell]),
    ],
)
async def test_a_list_goes_where_its_reader_chose_and_to_slack_for_want_of_an_address(
    sqlite_store: Store, tmp_path: Path, where: str, address: bool, kinds: list[type]
) -> None:
    house = House(sqlite_store)
    if not address:
        amended(house, tmp_path, ("      email: cp@prestataire.example\n", ""), contract="")
    await happen(house, "a1", raised())
    await choose(house, "U0CP", lists=where)
    await look(house, "2026-11-10 08:31")
    assert sorted(type(one).__name__ for one in sent(house, Say.DAILY)) == sorted(one.__name__ for one in kinds)


async def test_an_address_that_one_contract_gives_serves_for_all_of_them(sqlite_store: Store, tmp_path: Path) -> None:
    house = House(sqlite_store)
    amended(house, tmp_path, ("      email: cp@prestataire.example\n", ""))
    await choose(house, "U0CP", lists="mail")
    await happen(house, "a1", raised())
    await look(house, "2026-11-10 08:31")
    (told,) = sent(house, Say.DAILY)
    assert isinstance(told, Write)
    assert told.to.email == "cp@prestataire.example"


async def test_what_is_late_is_late_by_the_version_it_is_pinned_to(sqlite_store: Store, tmp_path: Path) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", (RAISED, RM), (TICKET, RM), (events.Taken(), CP))
    file = PLAIN / "boutique-exemple-2026-01.yaml"
    text = file.read_text("utf-8")
    (tmp_path / file.name).write_text(text, "utf-8")
    later = text.replace("effet: 2026-01-01", "effet: 2026-11-10").replace("[4h, 16h, 24h]", "[1h, 2h, 4h]")
    (tmp_path / "avenant.yaml").write_text(later, "utf-8")
    house.casebook = Casebook(sqlite_store, load_folder(tmp_path))
    await look(house, "2026-11-10 08:31")
    (message,) = said(house, Say.DAILY)
    assert chapters(message) == {"today": ["BOU-1"]}


async def test_three_hundred_anomalies_hold_in_one_message_that_says_how_many_are_left_out(
    sqlite_store: Store,
) -> None:
    house = House(sqlite_store)
    title = "<!channel> <@U0RM> Panier vide après connexion, quel que soit le navigateur & le client " * 4
    for number in range(100):
        await house.hear(events.Raised(title, Criticality.MAJEURE), RM, f"late-{number:03}")
        await house.hear(events.Raised(title, Criticality.SECURITE), RM, f"secret-{number:03}")
        await house.hear(events.Raised(title, Criticality.MAJEURE), RM, f"wait-{number:03}")
        await house.hear(events.DescriptionRejected("il nous manque ceci " * 40), CP, f"wait-{number:03}")
    await house.settle()
    await look(house, "2026-11-10 08:31")
    (told,) = sent(house, Say.DAILY)
    assert isinstance(told, Tell)
    message = told.message
    assert [len(names) for names in chapters(message).values()] == [MOST, MOST]
    contract = house.casebook.contracts.current("boutique-exemple", house.hand.now())
    for language, more in (("fr", ("et 194 autres", "et 94 autres")), ("en", ("and 194 more", "and 94 more"))):
        wording = Wording(language, "Europe/Paris")
        stage = Stage(None, contract, wording, house.hand.now(), None, "k", browse=_browse)
        post = directed(told, stage)
        check(post)
        assert pings(post.text, list(post.blocks)) == ()
        shown = "\n".join(block["text"]["text"] for block in post.blocks).replace("\u00a0", " ")
        letter = written(Write(told.to, message), stage)
        for text in (shown, letter.text.replace("\u00a0", " ")):
            assert all(one in text for one in more)
        assert letter.html.count("•") == 2 * MOST


def _browse(ticket: Ticket) -> str:
    return f"https://prestataire.atlassian.example/browse/{ticket.key}"
