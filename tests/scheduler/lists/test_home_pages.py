"""Each person's Home tells them what they owe and may know, counted from rows exactly as their clocks would be read."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from connectors.channels.home_data import DUES, Sheet
from connectors.preference_choices import Preferences
from connectors.store import Connection, Store, clocks
from connectors.store.tables import anomalies as table
from connectors.wording import Wording
from rules import events
from rules.anomaly.state import Ticket
from rules.clock import State, read
from rules.contract import ClockName, Contract, Criticality, Role
from rules.events import Actor, Deadline, Happening
from scheduler.catching_up.backfill_turns import take_stock
from scheduler.lists.home_pages import Reader, seen
from scheduler.lists.person_portfolio import Books
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RM, House

ALL = Actor("U0ALL", "Toute l'équipe", frozenset(Role))
LEVELS = tuple(Criticality)


def raised(level: Criticality = Criticality.MAJEURE) -> Happening:
    return events.Raised("Panier vide", level)


@dataclass
class Seen:
    """A house in which people open their Home."""

    house: House

    async def home(self, user: str, page: int = 1) -> Sheet:
        reader = Reader(user, page, Preferences(), _voice, _browse)
        found = await self.house.store.read(partial(_seen, self.house, reader))
        assert found is not None
        return found

    async def owed(self, user: str) -> list[tuple[str, str]]:
        return [(one.anomaly.id, one.move) for one in (await self.home(user)).dues]

    async def hear(self, anomaly: str, *facts: tuple[Happening, Actor], contract: str = "boutique-exemple") -> None:
        for what, by in facts:
            await self.house.hear(what, by, anomaly, contract=contract)
            self.house.hand.later(minutes=1)
        await self.house.settle()


@pytest.fixture
def homes(store: Store) -> Seen:
    return Seen(House(store))


async def test_each_step_stands_on_the_home_of_who_owes_it(homes: Seen) -> None:
    await homes.hear("a1", (raised(), RM))
    assert await homes.owed("U0CP") == await homes.owed("U0DEV") == [("a1", "take")]
    await homes.hear("a1", (events.Taken(), DEV), (events.Qualified(Criticality.MAJEURE), CP))
    assert await homes.owed("U0CP") == [("a1", "communicate")]
    await homes.hear("a1", (events.DelayCommunicated(""), CP))
    assert (await homes.owed("U0CP"), await homes.owed("U0DEV")) == ([], [("a1", "deliver")])
    await homes.hear("a1", (events.Delivered(), DEV))
    assert (await homes.owed("U0DEV"), await homes.owed("U0RM")) == ([], [("a1", "accept")])
    assert await homes.owed("U0AGENT") == []


@pytest.mark.parametrize(
    ("user", "leads", "answers"), [("U0CP", True, False), ("U0RM", False, True), ("U0DEV", False, False)]
)
async def test_each_is_known_for_the_lists_that_they_get(homes: Seen, user: str, leads: bool, answers: bool) -> None:
    sheet = await homes.home(user)
    assert (sheet.leads, sheet.answers, sheet.mailed) == (leads, answers, True)


async def test_the_least_opening_time_left_comes_first_whatever_the_dates(homes: Seen) -> None:
    """On a Friday evening, the office's Monday is nearer, in its opening hours, than the on-call team's tonight."""
    homes.house.hand.turn("2026-11-13 15:00")
    await homes.hear("monday", (raised(Criticality.MAJEURE), RM))
    homes.house.hand.turn("2026-11-13 18:00")
    await homes.hear("tonight", (raised(Criticality.BLOQUANTE), RM), (events.Taken(), CP))
    sheet = await homes.home("U0CP")
    deadlines = [one.reading.deadline for one in sheet.dues if one.reading and one.reading.deadline]
    assert [one.anomaly.id for one in sheet.dues] == ["monday", "tonight"]
    assert deadlines == sorted(deadlines, reverse=True)


async def test_another_clients_people_see_nothing_of_it_and_its_agent_no_security_anomaly(homes: Seen) -> None:
    await homes.hear("a1", (raised(), RM))
    await homes.hear("a2", (raised(Criticality.SECURITE), RM))
    other = await homes.home("U0RM2")
    assert [(one.contract.id, sum(one.levels.values())) for one in other.tallies] == [("portail-exemple", 0)]
    assert other.dues == ()
    assert sum((await homes.home("U0AGENT")).tallies[0].levels.values()) == 1
    assert sum((await homes.home("U0RM")).tallies[0].levels.values()) == 2
    reader = Reader("U0NOBODY", 1, Preferences(), _voice, _browse)
    assert await homes.house.store.read(partial(_seen, homes.house, reader)) is None


async def test_rows_are_late_exactly_when_the_clocks_are(homes: Seen) -> None:
    for number, level in enumerate(LEVELS):
        await homes.hear(f"a{number}", (raised(level), RM))
        await homes.hear(f"b{number}", (raised(level), RM), contract="portail-exemple")
    for hours in range(0, 24 * 6, 5):
        now = at("2026-11-09 09:10") + timedelta(hours=hours, minutes=hours % 7)
        for one, left, late in await homes.house.store.read(partial(_compared, homes.house, now)):
            assert one == (left, late), now


async def test_a_long_list_goes_on_page_after_page_and_every_page_is_full_or_last(homes: Seen) -> None:
    for number in range(DUES + 2):
        await homes.hear(f"a{number:02}", (raised(), RM))
    first, second, beyond = [await homes.home("U0CP", page) for page in (1, 2, 99)]
    assert (first.owed, first.pages, len(first.dues), len(second.dues)) == (DUES + 2, 2, DUES, 2)
    assert (beyond.page, beyond.dues) == (2, second.dues)
    assert len({one.anomaly.id for one in (*first.dues, *second.dues)}) == DUES + 2


async def test_the_dates_promised_show_when_they_are_near_today_or_gone(homes: Seen) -> None:
    told = events.DelayCommunicated("", (Deadline(ClockName.RESOLUTION, at("2026-11-12 10:00")),))
    await homes.hear(
        "a1", (raised(), RM), (events.Taken(), DEV), (events.Qualified(Criticality.MAJEURE), CP), (told, CP)
    )
    for now, count in (
        ("2026-11-10 09:00", 0),
        ("2026-11-11 23:59", 1),
        ("2026-11-12 09:00", 1),
        ("2026-11-13 09:00", 1),
    ):
        homes.house.hand.turn(now)
        for user in ("U0CP", "U0DEV", "U0RM"):
            assert (await homes.home(user)).promised == count, (now, user)
    assert (await homes.home("U0AGENT")).promised == 0
    await homes.hear("a1", (events.Delivered(), DEV), (events.Accepted(), RM), (events.Deployed(), DEV))
    assert (await homes.home("U0CP")).promised == 0


async def test_the_direction_sees_what_this_month_missed_and_what_is_late(homes: Seen) -> None:
    await homes.hear("a1", (raised(), RM))
    homes.house.hand.turn("2026-11-20 09:00")
    for _ in range(5):
        await homes.house.sweep.once()
        await homes.house.settle()
    (exposure,) = (await homes.home("U0DIR")).exposures or ()
    assert (exposure.late, set(exposure.missed)) == (
        1,
        {ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND, ClockName.RESOLUTION},
    )
    assert (await homes.home("U0CP")).exposures is None
    homes.house.hand.turn("2026-12-01 09:00")
    (exposure,) = (await homes.home("U0DIR")).exposures or ()
    assert (exposure.late, exposure.missed.total()) == (1, 0)


async def test_anomalies_saved_before_turns_were_kept_are_told_of_at_the_next_start(homes: Seen) -> None:
    told = events.DelayCommunicated("", (Deadline(ClockName.RESOLUTION, at("2026-11-09 18:00")),))
    await homes.hear(
        "a1", (raised(), RM), (events.Taken(), DEV), (events.Qualified(Criticality.MAJEURE), CP), (told, CP)
    )
    before = await homes.house.store.read(lambda tx: clocks.of(tx, "a1"))
    await homes.house.store.write(_as_before)
    assert (await homes.owed("U0DEV"), (await homes.home("U0DEV")).promised) == ([], 0)
    await take_stock(homes.house.store, homes.house.casebook, homes.house.hand.now())
    assert (await homes.owed("U0DEV"), (await homes.home("U0DEV")).promised) == ([("a1", "deliver")], 1)
    assert await homes.house.store.read(lambda tx: clocks.of(tx, "a1")) == before


def _seen(house: House, reader: Reader, tx: Connection) -> Sheet | None:
    return seen(tx, house.casebook, reader, house.hand.now())


def _compared(
    house: House, now: datetime, tx: Connection
) -> list[tuple[tuple[timedelta, bool], timedelta | None, bool]]:
    """Of each anomaly: what its rows say is left and whether it is late, and what reading its clocks says."""
    books = Books(house.casebook, "U0CP", now)
    found = []
    for contract in books.theirs:
        for one in books.standings(tx, contract):
            case = next(case for case in house.casebook.open_cases(tx, contract.id, now) if case.id == one.row.id)
            readings = [read(clock, case.anomaly.marks, case.contract, now) for clock in case.contract.clocks]
            running = [each for each in readings if each.state is State.RUNNING and each.deadline]
            nearest = min(running, key=lambda each: each.deadline or now, default=None)
            left, late = (nearest.remaining, nearest.breached) if nearest else (timedelta.max, False)
            found.append(((books.left(one), one.late), left, late))
    return found


def _as_before(tx: Connection) -> None:
    tx.execute(table.update().values(owed=None))
    clocks.save(tx, [replace(one, promised=None) for one in clocks.of(tx, "a1")])


def _voice(contract: Contract | None) -> Wording:
    return Wording("fr", contract.zone if contract else "UTC")


def _browse(ticket: Ticket) -> str:
    return f"https://jira.example/browse/{ticket.key}"
