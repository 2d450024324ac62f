"""The team's report: what people did since the closing before, once, in the team's channel, if anybody did anything."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from connectors.contracts import load_folder
from connectors.store import Connection, Store, journal
from rules import events
from rules.contract import Audience, Criticality, PauseReason
from rules.effects import PostRoom, Say, Tell, Write
from rules.events import Actor
from scheduler.lists.evening_list import MOST, last_day
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RM, House
from tests.scheduler.list_samples import (
    amended,
    chapters,
    choose,
    happen,
    line,
    look,
    qualified,
    raised,
    said,
    sent,
    worded,
)

ROBOT = Actor("U0DEV", "Développeur", DEV.roles, human=False)


async def test_each_anomaly_handled_has_its_line_with_who_did_what_and_what_is_left(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", *qualified(), (events.CauseFound("Session"), DEV))
    await happen(house, "a2", *qualified(), (events.Paused(PauseReason.CLIENT, "un compte"), DEV))
    await happen(house, "a3", raised())
    await happen(house, "a4", raised(), (events.Taken(), ROBOT))
    await happen(house, "a5", raised(), (events.Taken(), DEV), (events.Taken(), CP))
    await look(house, "2026-11-09 18:00")
    (told,) = sent(house, Say.EVENING)
    assert isinstance(told, PostRoom)
    assert told.audience is Audience.TEAM
    assert chapters(told.message) == {"handled": ["a1", "a2", "a5"]}
    text = worded(told.message)
    assert text.split("\n")[0] == "🌇 Compte rendu de la journée, du ven. 6 nov. 17:00 au lun. 9 nov. 18:00"
    assert (
        "prise en charge (Développeur), qualification (Cheffe de projet), cause enregistrée (Développeur) "
        "· phase Délai · délais à communiquer (Cheffe de projet (prestataire)) "
        "· Contournement : reste 8 h ouvrées, échéance mar. 10 nov. 18:00"
    ) in text
    assert "mise en pause (Développeur) · phase Délai · réponse du client attendue" in text
    assert "attente du client depuis le lun. 9 nov. 09:07" in text
    assert line(told.message, "a5")["deeds"] == ("Développeur:taken",)


async def test_what_is_done_after_the_closing_is_in_the_next_report(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", *qualified())
    await look(house, "2026-11-09 18:00")
    house.hand.turn("2026-11-10 18:30")
    await happen(house, "a1", (events.CauseFound("Session"), DEV))
    await look(house, "2026-11-10 18:45")
    await look(house, "2026-11-11 18:01")
    await look(house, "2026-11-12 17:59")
    assert len(said(house, Say.EVENING)) == 1
    await look(house, "2026-11-12 18:00")
    message = said(house, Say.EVENING)[-1]
    assert line(message, "a1")["deeds"] == ("Développeur:cause_found",)
    assert message.values["since"] == at("2026-11-10 18:00")


@pytest.mark.parametrize(
    ("looks", "gone"),
    [
        (("2026-11-09 17:59", "2026-11-09 18:00", "2026-11-09 18:01", "2026-11-10 09:00"), [0, 1, 1, 1]),
        (("2026-11-09 20:59", "2026-11-09 23:00"), [1, 1]),
        (("2026-11-09 21:00", "2026-11-10 03:00", "2026-11-10 08:59", "2026-11-10 09:00"), [0, 0, 0, 1]),
        (("2026-11-10 18:00", "2026-11-10 18:01"), [0, 0]),
    ],
    ids=["at closing", "late", "missed: not at night", "missed: not after the next"],
)
async def test_a_report_goes_once_and_a_missed_one_waits_for_the_opening(
    sqlite_store: Store, looks: tuple[str, ...], gone: list[int]
) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", *qualified())
    for when, count in zip(looks, gone, strict=True):
        await look(house, when)
        assert len(said(house, Say.EVENING)) == count, when


@pytest.mark.parametrize(
    ("contract", "now", "since", "until"),
    [
        ("boutique-exemple", "2026-11-13 17:00", "2026-11-12 18:00", "2026-11-13 17:00"),
        ("boutique-exemple", "2026-11-16 17:59", "2026-11-12 18:00", "2026-11-13 17:00"),
        ("boutique-exemple", "2026-11-12 18:00", "2026-11-10 18:00", "2026-11-12 18:00"),
        ("boutique-exemple", "2027-01-04 18:00", "2026-12-23 18:00", "2027-01-04 18:00"),
        ("portail-exemple", "2026-03-29 18:00", "2026-03-28 18:00", "2026-03-29 18:00"),
        ("portail-exemple", "2026-10-25 17:59", "2026-10-23 18:00", "2026-10-24 18:00"),
        ("portail-exemple", "2026-10-25 18:00", "2026-10-24 18:00", "2026-10-25 18:00"),
    ],
)
def test_a_report_covers_from_closing_to_closing_over_weekends_holidays_and_changes_of_hour(
    contract: str, now: str, since: str, until: str
) -> None:
    held = next(one for one in load_folder(PLAIN).all if one.id == contract)
    day = last_day(held, at(now))
    assert day is not None
    assert (day.since, day.until) == (at(since), at(until))
    hours = {"2026-03-29 18:00": 23, "2026-10-25 18:00": 25}.get(now)
    assert hours is None or day.until - day.since == timedelta(hours=hours)


async def test_contracts_that_share_a_channel_share_the_report(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", *qualified())
    await happen(house, "b1", *qualified(), contract="portail-exemple")
    await look(house, "2026-11-09 18:00")
    (message,) = said(house, Say.EVENING)
    assert [line(message, name)["client"] for name in ("a1", "b1")] == ["Boutique Exemple", "Portail Exemple"]


async def test_without_a_channel_each_cp_is_told_in_private_where_they_chose(
    sqlite_store: Store, tmp_path: Path
) -> None:
    house = House(sqlite_store)
    amended(house, tmp_path, ("  équipe: C0EQUIPE ", "  # équipe: C0EQUIPE "))
    await choose(house, "U0CP", lists="both")
    await happen(house, "a1", *qualified())
    await happen(house, "b1", *qualified(), contract="portail-exemple")
    await look(house, "2026-11-09 18:00")
    found = {type(one): list(chapters(one.message).values()) for one in sent(house, Say.EVENING)}
    assert found == {PostRoom: [["b1"]], Tell: [["a1"]], Write: [["a1"]]}


async def test_the_title_of_a_security_anomaly_stays_out_of_the_report(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised(Criticality.SECURITE, "Fuite de données"), (events.Taken(), DEV))
    await look(house, "2026-11-09 18:00")
    (message,) = said(house, Say.EVENING)
    assert "Fuite" not in repr(message)
    assert "🟣 a1 · anomalie de sécurité" in worded(message)


async def test_a_long_day_ends_with_how_many_are_left_out(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    for number in range(MOST + 5):
        await house.hear(events.Raised("Panier", Criticality.MAJEURE), RM, f"a{number:02}")
        await house.hear(events.Taken(), DEV, f"a{number:02}")
    await house.settle()
    await look(house, "2026-11-09 18:00")
    (message,) = said(house, Say.EVENING)
    assert worded(message).endswith("et 5 autres")


async def test_nothing_is_posted_where_nobody_did_anything(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", raised(), (events.ClientAnswered("Voici"), RM))
    await look(house, "2026-11-09 18:00")
    assert sent(house, Say.EVENING) == []


async def test_what_happened_in_a_day_is_found_by_its_instants_alone(store: Store) -> None:
    house = House(store)
    await happen(house, "a1", *qualified())
    house.hand.turn("2026-11-10 09:00")
    await happen(house, "a2", raised())
    for _ in range(3):  # alerts by the dozen
        house.hand.later(hours=4)
        await house.sweep.once()
        await house.settle()
    days = [(at(f"2026-11-{day:02} 00:00"), at(f"2026-11-{day + 1:02} 00:00")) for day in (8, 9, 10)]
    found = [await store.read(partial(journal.touched, start=start, end=end)) for start, end in days]
    assert found == [[], [("boutique-exemple", "a1")], [("boutique-exemple", "a2")]]
    if store.dialect == "sqlite":
        plan = await store.read(lambda tx: _plan(tx, *days[0]))
        assert "facts_at" in plan
        assert "SCAN" not in plan


def _plan(tx: Connection, start: datetime, end: datetime) -> str:
    sql = journal._TOUCHED._for(tx).sql
    rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", journal._TOUCHED._for(tx).bind({"start": start, "end": end}))
    return "\n".join(str(row) for row in rows)
