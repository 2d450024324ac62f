"""A hybrid contract over thirteen months and two amendments, from Jira and Slack over HTTP: figures worked by hand."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.demo import EXAMPLES
from connectors.store import chain, closed_months, mailbox
from rules.economy.bookkeeping import Books
from rules.workdays.month import Month
from sandbox.jira.mischief import Mischief
from scheduler.ledger.ledger_book import books
from tests.rules.calendars import at
from tests.stories.hands import ACCOUNTS, CP, DEV, RM, Hands, story

BOUTIQUE, JANUARY = "boutique-exemple", Month(2026, 1)
EVOLUTION = "10101"

# A subscription, a planned envelope that keeps up to 4 h, and a corrective provision that keeps nothing.
BUDGET = """budget:
  abonnement: {fee}
  catégories: {{correctif: {{types: [Anomalie]}}, évolutif: {{types: [Évolution]}}}}
  enveloppes:
    planifiée:
      dotation: {planned}h
      pour: évolutif
      report: {{plafond: 4h}}
      dépassement: {{cascade: provision}}
    provision: {{dotation: {provision}h, pour: correctif}}
  clôture: le 3 à 8h
"""
VERSIONS = {
    "2026-01-01": BUDGET.format(fee=1500, planned=8, provision=5),
    "2026-05-01": BUDGET.format(fee=1800, planned=10, provision=5),  # first amendment: ten hours planned
    "2026-10-01": BUDGET.format(fee=1400, planned=5, provision=6),  # second one: five planned, six of provision
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


def written(folder: Path) -> Path:
    """The example contracts, the boutique's in three versions, without what asks for work beside the budget."""
    for file in EXAMPLES.glob("*.yaml"):
        text = file.read_text("utf-8")
        if not file.name.startswith(BOUTIQUE):
            (folder / file.name).write_text(text, "utf-8")
            continue
        before, after = re.split(r"^budget:\n(?:  .*\n)+", text, flags=re.MULTILINE)
        for day, budget in VERSIONS.items():
            version = f"{before}{budget}{after}".replace("effet: 2026-01-01", f"effet: {day}")
            (folder / f"{BOUTIQUE}-{day}.yaml").write_text(version, "utf-8")
    return folder


class Life:
    """The house of the contract, month after month."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.site = hands, hands.sandbox.jira
        self.demande = self.anomaly = self.april = ""

    async def begins(self) -> None:
        """A demande and an anomaly of the first days."""
        asked = {"summary": "Refondre la recherche", "issuetype": {"id": EVOLUTION}}
        self.demande = await self.site.create("BOU", ACCOUNTS[RM], asked)
        self.anomaly = await self.site.create("BOU", ACCOUNTS[RM], {"summary": "Police illisible"})
        await self.hands.settle()

    async def passes(self, month: Month, told: Told) -> None:
        """Work in the month; what nobody heard is found again."""
        work = self.site.discussion
        await self.hands.turn(f"{month}-14 10:00")
        if told.planned:
            if told.loses:
                self.site.mischief.append(Mischief("lose", "worklog_created"))
            if month.number == 4:
                self.april = (await work.log_work(self.demande, ACCOUNTS[DEV], TAKEN_BACK * 60)).id
            spent = told.planned - (TAKEN_BACK if month.number == 4 else 0)
            edited = await work.log_work(self.demande, ACCOUNTS[CP], 600 if month.number == 8 else spent * 60)
            if month.number == 8:
                await self.hands.settle()
                await work.edit_work(self.demande, edited.id, ACCOUNTS[CP], spent * 60)
        if told.corrective:
            await work.log_work(self.anomaly, ACCOUNTS[DEV], told.corrective * 60)
        await self.hands.settle()
        if told.loses:
            figures = (await self.books()).month(month)
            assert figures is not None
            assert figures.envelopes[0].consumed == 0, "its webhook was lost"
            await self.looked_again(f"{month}-14 11:00")

    async def looked_again(self, when: str) -> None:
        """An hour passes, for Vigie and for the machine, so that Jira is read again."""
        self.hands.wall.pass_to(self.hands.wall() + timedelta(hours=1))
        await self.hands.turn(when)

    async def closes(self, month: Month) -> None:
        """The CP presses the button that comes on the third of the next month."""
        await self.hands.turn(f"{month.plus(1)}-03 09:00")
        if at(f"{month.plus(1)}-03 09:00").isoweekday() > 5:
            await self.hands.turn(f"{month.plus(1)}-05 09:00")
        await self.hands.press_at_budget(CP, "close_month")
        if month == Month(2026, 4):
            await self.site.discussion.delete_work(self.demande, self.april, ACCOUNTS[DEV])
            await self.hands.settle()

    async def books(self) -> Books:
        """The books as of now."""
        vigie = self.hands.vigie
        now = vigie.clocks.now()
        found = await vigie.store.read(lambda tx: books(tx, vigie.casebook.contracts, BOUTIQUE, now))
        assert found is not None
        return found


@pytest.mark.parametrize("months", [2, pytest.param(13, marks=pytest.mark.long)])
async def test_a_hybrid_contract_is_kept_to_the_minute_month_after_month(
    store_url: str, tmp_path: Path, months: int
) -> None:
    async with story(at("2026-01-05 09:00"), store_url, contracts=written(tmp_path)) as hands:
        await lives(Life(hands), months)


async def lives(life: Life, months: int) -> None:
    """So many months, each closed; no close changes what an earlier one said."""
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
    store = life.hands.vigie.store
    assert await store.read(chain.verify) == []
    assert len(await store.read(lambda tx: closed_months.of(tx, BOUTIQUE))) == months
    assert not (await store.read(mailbox.count_by_state)).get("parked")
