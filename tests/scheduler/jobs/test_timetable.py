"""What happens at regular hours happens once a period, in the contract's zone, and is made up for after a downtime."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.contracts import load_folder
from connectors.store import Connection, Store, absences
from rules import events
from rules.effects import PostRoom, Say
from rules.people.stand_ins import Absence
from scheduler.jobs.housekeeping import AT_ONCE
from scheduler.jobs.regular_jobs import JOBS
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, TICKET, House
from tests.scheduler.list_samples import said, timetable

MONTHLY, _ = JOBS
PARIS = ZoneInfo("Europe/Paris")


def local(text: str) -> datetime:
    """A local instant."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_the_months_summary_is_made_up_for_within_a_week() -> None:
    hours = MONTHLY.hours(load_folder(PLAIN).all[0])
    assert hours is not None
    assert hours.latest("Europe/Paris", local("2026-12-04 12:00")) == local("2026-12-01 07:30")
    assert hours.latest("Europe/Paris", local("2026-12-20 12:00")) is None


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
    assert kinds == {"PostRoom", "Write"}
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
    posts = [one for one, _ in house.performer.done[before:] if isinstance(one, PostRoom)]
    assert len(posts) == 1
    assert at("2026-12-01 07:31") - house.hand.now() == timedelta()


def over(number: int, last: date) -> Absence:
    """An absence that ended on a day."""
    return Absence(f"{last}:{number}", "U0CP", last, last, "", at("2026-01-01 09:00"))


async def kept(store: Store, *every: Absence) -> None:
    """Keep absences."""

    def keep(tx: Connection) -> None:
        for one in every:
            absences.keep(tx, one)

    await store.write(keep)


async def test_absences_a_month_old_are_forgotten_each_night(store: Store) -> None:
    house, recent = House(store), (over(0, date(2026, 10, 31)), over(0, date(2026, 11, 30)))
    await kept(store, over(0, date(2026, 10, 30)), *recent)
    house.hand.turn("2026-12-01 08:00")
    await timetable(house).once()
    assert await store.read(lambda tx: absences.since(tx, date.min)) == recent


async def test_work_with_steps_left_is_done_to_its_end(store: Store) -> None:
    house = House(store)
    await kept(store, *(over(number, date(2026, 1, 2)) for number in range(2 * AT_ONCE + 1)))
    house.hand.turn("2026-12-01 08:00")
    await timetable(house).once()
    assert await store.read(lambda tx: absences.since(tx, date.min)) == ()


async def test_a_night_is_worked_once_whatever_looks_again(store: Store) -> None:
    house, old = House(store), over(0, date(2026, 1, 2))
    house.hand.turn("2026-12-01 08:00")
    first, second = timetable(house), timetable(house)
    await first.once()
    await kept(store, old)
    await first.once()
    await second.once()
    assert await store.read(lambda tx: absences.since(tx, date.min)) == (old,)
    house.hand.turn("2026-12-02 08:00")
    await second.once()
    assert await store.read(lambda tx: absences.since(tx, date.min)) == ()
