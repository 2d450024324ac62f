"""What happens at regular hours happens once a period, in the contract's zone, and is made up for after a downtime."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import EXAMPLES
from connectors.contracts import load_folder
from connectors.store import Connection, Store, preferences
from rules import events
from rules.effects import Mail, Message, Morning, PostTeam, Say, Tell
from scheduler.casebook import Casebook
from scheduler.mornings import due
from scheduler.timetable import JOBS, Timetable, latest
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, TICKET, House

(MONTHLY,) = JOBS
PARIS = ZoneInfo("Europe/Paris")


def local(text: str) -> datetime:
    """A local instant."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("hour", "now", "expected"),
    [
        ("08:30", "2026-11-09 08:29", None),
        ("08:30", "2026-11-09 08:30", "2026-11-09 08:30"),
        ("08:30", "2026-11-09 20:00", "2026-11-09 08:30"),
        ("08:30", "2026-11-09 21:00", None),
        ("08:30", "2026-11-14 09:00", None),
        ("08:30", "2026-10-26 08:45", "2026-10-26 08:30"),
        ("10:00", "2026-11-09 09:59", None),
        ("10:00", "2026-11-09 10:00", "2026-11-09 10:00"),
        ("none", "2026-11-09 10:00", None),
    ],
)
def test_the_morning_list_is_due_at_the_hour_that_was_chosen_and_not_a_day_late(
    hour: str, now: str, expected: str | None
) -> None:
    contract = next(iter(load_folder(EXAMPLES).all))
    found = [one.at for one in due({"U0CP": contract}, {"U0CP": hour}, local(now))]
    assert found == ([local(expected)] if expected else [])


def test_the_months_summary_is_made_up_for_within_a_week() -> None:
    assert latest(MONTHLY, "Europe/Paris", local("2026-12-04 12:00")) == local("2026-12-01 07:30")
    assert latest(MONTHLY, "Europe/Paris", local("2026-12-20 12:00")) is None


def timetable(house: House) -> Timetable:
    """A timetable over the house's store; made anew, it is the same as after a restart."""
    casebook = Casebook(house.store, load_folder(EXAMPLES))
    return Timetable(house.store, casebook, house.hand.now, house.wall.now, lambda: None)


def said(house: House, say: Say) -> list[Message]:
    """The messages of a kind that were sent."""
    sent = [one for one, _ in house.performer.done if isinstance(one, Tell | Mail | PostTeam)]
    return [one.message for one in sent if one.message.say is say]


def contracts(message: Message) -> list[Morning]:
    """How the contracts of a morning list stand."""
    told = message.values["contracts"]
    assert isinstance(told, tuple)
    return [one for one in told if isinstance(one, Morning)]


def choose(hour: str, tx: Connection) -> None:
    preferences.keep(tx, "U0CP", "morning", hour, at("2026-11-10 00:00"))


async def raised_in_both(house: House) -> None:
    """An anomaly in each of the example contracts."""
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.hear(RAISED, anomaly="b1", contract="portail-exemple")
    await house.settle()


async def test_the_cp_gets_one_morning_list_whatever_restarts(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.hear(events.DescriptionRejected("un compte de test"), CP)
    await house.settle()
    house.hand.turn("2026-11-10 08:31")
    for _ in range(3):
        await timetable(house).once()
        await house.settle()
    (message,) = said(house, Say.DAILY)
    (told,) = contracts(message)
    assert (told.client, told.open, told.waiting) == ("Boutique Exemple", 1, ("BOU-1",))


async def test_the_cp_of_two_contracts_gets_one_morning_list(store: Store) -> None:
    house = House(store)
    await raised_in_both(house)
    house.hand.turn("2026-11-10 08:31")
    first, second = timetable(house), timetable(house)
    await first.once()
    await second.once()
    await house.settle()
    (message,) = said(house, Say.DAILY)
    assert [one.client for one in contracts(message)] == ["Boutique Exemple", "Portail Exemple"]


async def test_the_hour_that_a_cp_chose_decides_when_the_list_goes_and_moving_it_sends_no_second_one(
    store: Store,
) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    await store.write(partial(choose, "10:00"))
    for now, lists in (("09:30", 0), ("10:01", 1)):
        house.hand.turn(f"2026-11-10 {now}")
        await timetable(house).once()
        await house.settle()
        assert len(said(house, Say.DAILY)) == lists
    await store.write(partial(choose, "07:00"))
    await timetable(house).once()
    await house.settle()
    assert len(said(house, Say.DAILY)) == 1


async def test_who_wants_no_morning_list_gets_none(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    await store.write(partial(choose, "none"))
    house.hand.turn("2026-11-10 08:31")
    await timetable(house).once()
    await house.settle()
    assert said(house, Say.DAILY) == []


async def test_what_is_late_in_the_morning_list_is_late_by_the_version_it_is_pinned_to(
    store: Store, tmp_path: Path
) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.hear(events.Taken(), CP)
    await house.settle()
    file = EXAMPLES / "boutique-exemple-2026-01.yaml"
    text = file.read_text("utf-8")
    (tmp_path / file.name).write_text(text, "utf-8")
    amended = text.replace("effet: 2026-01-01", "effet: 2026-11-10").replace("[4h, 16h, 24h]", "[1h, 2h, 4h]")
    (tmp_path / "avenant.yaml").write_text(amended, "utf-8")
    house.hand.turn("2026-11-10 08:31")
    casebook = Casebook(store, load_folder(tmp_path))
    await Timetable(store, casebook, house.hand.now, house.wall.now, lambda: None).once()
    await house.settle()
    (message,) = said(house, Say.DAILY)
    (told,) = contracts(message)
    assert (told.late, told.today) == ((), ("BOU-1",))


async def test_nothing_is_said_where_there_is_nothing_to_say(store: Store) -> None:
    house = House(store)
    house.hand.turn("2026-12-01 08:31")
    await timetable(house).once()
    await house.settle()
    assert house.performer.done == []


async def test_the_month_is_summed_up_in_slack_and_by_mail(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    house.hand.turn("2026-11-09 10:00")
    await house.hear(events.Taken(), CP)
    await house.settle()
    house.hand.turn("2026-12-01 07:31")
    await timetable(house).once()
    await house.settle()
    kinds = {
        type(one).__name__
        for one, _ in house.performer.done
        if getattr(one, "message", None) in said(house, Say.MONTHLY)
    }
    assert kinds == {"PostTeam", "Mail"}
    values = said(house, Say.MONTHLY)[0].values
    assert (values["raised"], values["closed"], values["open"]) == (1, 0, 1)
    assert (values["acknowledgement_kept"], values["acknowledgement_missed"]) == (1, 0)
    assert (values["resolution_kept"], values["resolution_missed"]) == (0, 1)


async def test_two_replicas_sum_a_month_up_once(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-12-01 07:31")
    before = len(house.performer.done)
    first, second = timetable(house), timetable(house)
    await first.once()
    await second.once()
    await house.settle()
    posts = [one for one, _ in house.performer.done[before:] if isinstance(one, PostTeam)]
    assert len(posts) == 1
    assert at("2026-12-01 07:31") - house.hand.now() == timedelta()
