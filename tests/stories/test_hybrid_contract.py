"""A hybrid contract over thirteen months and two amendments, through a Jira over HTTP: figures worked by hand."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from bot.commands.demo import EXAMPLES
from connectors.contracts import Contracts, load_folder
from connectors.store import Store, chain, closed_months
from rules.contract import Role
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode
from rules.economy.bookkeeping import Books
from rules.events import Actor, Source, System
from rules.events.ledger_events import LedgerFact, MonthClosed
from rules.workdays.month import Month
from sandbox.jira.mischief import Mischief
from scheduler.ledger.ledger_book import books
from scheduler.ledger.ledger_deliveries import booking
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, House, World, world

BOUTIQUE, JANUARY = "boutique-exemple", Month(2026, 1)
BY = Actor("U0CP", "Marc Aubry", frozenset({Role.CP}))


def budget(fee: int, planned: int, provision: int) -> Budget:
    """A subscription, a planned envelope that keeps up to 4 h, and a corrective provision that keeps nothing."""
    kept, cascade = Carry(CarryMode.KEPT, cap=240), Overrun(OverrunMode.CASCADE, "provision")
    return Budget(
        fee=fee,
        categories=(Category("évolutif", ("Évolution",)),),
        envelopes=(
            Envelope("planifiée", planned, ("évolutif",), carry=kept, overrun=cascade),
            Envelope("provision", provision, ("correctif",)),
        ),
    )


VERSIONS = {
    date(2026, 1, 1): budget(150_000, 480, 300),
    date(2026, 5, 1): budget(180_000, 600, 300),  # first amendment: ten hours planned
    date(2026, 10, 1): budget(140_000, 300, 360),  # second one: five hours planned, six of provision
}


@dataclass(frozen=True)
class Told:
    """What happens in a month, in minutes, and what its close says of it.

    `planned` and `corrective` are worked on a demande and on an anomaly; `loses` loses the webhook of the former.
    """

    planned: int
    corrective: int
    opening: int
    over_cap: int
    closing: int
    fee: int = 150_000
    cascaded: int = 0
    corrected: int = 0
    loses: bool = False


# Planned: opening + grant - consumed - corrected + cascaded - over the cap = closing, 240 at most.
LIFE = (
    Told(300, 60, 0, 0, 180),  # January: 480 - 300
    Told(100, 0, 180, 320, 240, loses=True),  # February: 180 + 480 - 100 = 560
    Told(780, 120, 240, 0, 0, cascaded=60),  # March: 240 + 480 - 780 = -60, which the provision pays
    Told(480, 0, 0, 0, 0),  # April: all of it; an hour of it is taken back in May, once it is closed
    Told(400, 0, 0, 20, 240, 180_000, corrected=-60),  # May: 600 - 400 + 60 = 260
    Told(0, 30, 240, 600, 240, 180_000),  # June: 240 + 600
    Told(200, 0, 240, 400, 240, 180_000, loses=True),  # July: 840 - 200 = 640
    Told(300, 0, 240, 300, 240, 180_000),  # August: 840 - 300 = 540
    Told(840, 10, 240, 0, 0, 180_000),  # September: all of it
    Told(100, 0, 0, 0, 200, 140_000, loses=True),  # October: 300 - 100
    Told(0, 360, 200, 260, 240, 140_000),  # November: 200 + 300 = 500
    Told(600, 0, 240, 0, 0, 140_000, cascaded=60),  # December: 240 + 300 - 600 = -60
    Told(45, 0, 0, 15, 240, 140_000),  # January again: 300 - 45 = 255
)
TAKEN_BACK = 60  # minutes of April


def contracts() -> Contracts:
    """The boutique's contract in three versions."""
    whole = load_folder(EXAMPLES).all
    boutique = next(one for one in whole if one.id == BOUTIQUE)
    others = tuple(one for one in whole if one.id != BOUTIQUE)
    return Contracts((*others, *(replace(boutique, effective=day, budget=each) for day, each in VERSIONS.items())))


class Life:
    """The house of the contract, month after month."""

    def __init__(self, house: House) -> None:
        self.house, self.world = house, house.world
        self.demande = self.anomaly = ""
        self.entries: dict[Month, str] = {}

    async def begins(self) -> None:
        """A demande and an anomaly of the first days."""
        self.demande = await self.world.opened(summary="Refondre la recherche", issuetype={"id": "10101"})
        self.anomaly = await self.world.opened()
        await self.hear()

    async def hear(self) -> None:
        """Hear all that Jira said, once."""
        self.world.later(minutes=3)
        webhooks = await self.world.webhooks()
        self.world.listener.heard.clear()
        await self.house.hear(webhooks)

    async def passes(self, month: Month, told: Told) -> None:
        """Work in the month; what nobody heard is found again."""
        discussion = self.world.site.discussion
        self.world.clock.jump(at(f"{month}-14 10:00"))
        if told.planned:
            if told.loses:
                self.world.site.mischief.append(Mischief("lose", "worklog_created"))
            if month.number == 4:
                entry = await discussion.log_work(self.demande, DEV, TAKEN_BACK * 60)
                self.entries[month] = entry.id
            spent = told.planned - (TAKEN_BACK if month.number == 4 else 0)
            edited = await discussion.log_work(self.demande, CP, 600 if month.number == 8 else spent * 60)
            if month.number == 8:
                await self.hear()
                await discussion.edit_work(self.demande, edited.id, CP, spent * 60)
        if told.corrective:
            await discussion.log_work(self.anomaly, DEV, told.corrective * 60)
        await self.hear()
        if told.loses:
            figures = (await self.books()).month(month)
            assert figures is not None
            assert figures.envelopes[0].consumed == 0, "its webhook was lost"
            self.world.later(hours=1)
            await self.house.reconcile()

    async def closes(self, month: Month) -> None:
        """The CP closes the month on the third of the next."""
        self.world.clock.jump(at(f"{month.plus(1)}-03 09:00"))
        now = self.world.clock.now()
        fact = LedgerFact(f"close:{month}", now, BY, Source(System.SLACK, "clôture"), MonthClosed(str(month), ""))
        await self.house.store.hear(booking(BOUTIQUE, fact, now))
        await self.house.settle()
        if month == Month(2026, 4):
            await self.world.site.discussion.delete_work(self.demande, self.entries[month], DEV)
            await self.hear()

    async def books(self) -> Books:
        """The books as of now."""
        now = self.world.clock.now()
        found = await self.house.store.read(lambda tx: books(tx, self.house.casebook.contracts, BOUTIQUE, now))
        assert found is not None
        return found


@pytest.mark.parametrize("months", [5, pytest.param(13, marks=pytest.mark.long)])
async def test_a_hybrid_contract_is_kept_to_the_minute_month_after_month(store: Store, months: int) -> None:
    async with world(at("2026-01-05 09:00")) as jira:
        house = House(store, jira, contracts=contracts())
        await house.reconcile()
        jira.later(minutes=1)
        await lives(house, jira, months)
        await house.history.close()


async def lives(house: House, jira: World, months: int) -> None:
    """So many months, each closed; no close changes what an earlier one said."""
    life = Life(house)
    await life.begins()
    before: list[object] = []
    for rank, told in enumerate(LIFE[:months]):
        month = JANUARY.plus(rank)
        await life.passes(month, told)
        await life.closes(month)
        found = (await life.books()).months
        assert list(found[:rank]) == before, f"the close of {month} changed an earlier month"
        before = list(found[: rank + 1])
        figures = found[rank]
        planned, provision = figures.envelopes
        assert (figures.closed, figures.fee) == (True, told.fee), month
        assert (planned.opening, planned.consumed, planned.corrected) == (
            told.opening,
            told.planned,
            told.corrected,
        ), month
        assert (planned.cascaded_out, planned.lapsed_cap, planned.lapsed) == (told.cascaded, told.over_cap, 0), month
        assert planned.closing == told.closing, month
        assert (provision.consumed, provision.cascaded_in) == (told.corrective, told.cascaded), month
        grant = 360 if rank >= 9 else 300
        assert (provision.granted, provision.closing) == (grant, 0), month
        assert provision.lapsed == grant - told.corrective - told.cascaded, month
    jira.later(days=1)
    await house.reconcile()
    assert list((await life.books()).months[:months]) == before, "reading Jira again changes nothing"
    assert await house.store.read(chain.verify) == []
    assert len(await house.store.read(lambda tx: closed_months.of(tx, BOUTIQUE))) == months
