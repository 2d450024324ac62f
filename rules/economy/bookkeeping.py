"""Keep the books of a contract: from its versions, its time entries and its closes to months and ledger rows.

The months are a function of what is given, in whatever order: a closed month is computed from what was known at its
close, and what is learnt later is posted in the first open month, by the difference of the rounded figures.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from rules.contract.budget_terms import FinalBalance
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.agreement import Agreement
from rules.economy.amended import Amended
from rules.economy.consumption import Cell, Consumption
from rules.economy.drawing import Loss, Lots, Use, capped, drawn, expired, without
from rules.economy.entries import Aside, EntryFact, in_order
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.ledger_rows import Kind, Row, lot
from rules.economy.month_rows import MonthRows
from rules.economy.month_terms import MonthTerms
from rules.economy.overrun import exceeding
from rules.economy.postings import Postings
from rules.economy.settlements import Debt, Settlement, ToAgree, Way, posted_in
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Close:
    """A month closed at an instant, by somebody where a person did it."""

    month: Month
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """The months of a contract, the rows of its ledger, the minutes shown and not drawn, and those to be agreed."""

    months: tuple[MonthFigures, ...]
    rows: tuple[Row, ...]
    set_aside: Mapping[Aside, int]
    to_agree: tuple[ToAgree, ...] = ()

    def month(self, month: Month) -> MonthFigures | None:
        """The figures of a month; None where the books do not reach it."""
        return next((one for one in self.months if one.month == month), None)


def keep(
    agreement: Agreement,
    facts: Iterable[EntryFact],
    closes: Iterable[Close],
    months: Sequence[Month],
    today: date | None = None,
    *,
    settlements: Iterable[Settlement] = (),
    rows: bool = True,
) -> Books:
    """The books of consecutive months, which begin empty with the first.

    A close counts if all months before it are closed. `today` keeps a month that is not over from losing anything by
    itself (None: all of them are over). Without `rows` the figures alone are computed, in half the time.
    """
    closed = _closed(closes, months)

    @cache
    def terms(month: Month) -> MonthTerms:
        at = closed[month].at if month in closed else None
        return MonthTerms(month, agreement if at is None else agreement.as_of(at))

    consumption = Consumption(agreement, terms)
    instants = {month: closed[month].at if month in closed else None for month in months}
    desk, waiting = _Desk(consumption, posted_in(settlements, instants), rows=rows), in_order(facts)
    heard = 0
    for month in months:
        close = closed.get(month)
        while heard < len(waiting) and (close is None or waiting[heard].known < close.at):
            consumption.hear(waiting[heard])
            heard += 1
        desk.month(terms(month), close, over=today is None or month.last < today)
    for fact in waiting[heard:]:
        consumption.hear(fact)
    return Books(tuple(desk.months), tuple(desk.rows), consumption.set_aside(), desk.to_agree())


def _closed(closes: Iterable[Close], months: Sequence[Month]) -> Mapping[Month, Close]:
    """The closes of the first months, without a hole; the first of several of one month."""
    found: dict[Month, Close] = {}
    for close in sorted(closes, key=lambda one: one.at):
        found.setdefault(close.month, close)
    kept: dict[Month, Close] = {}
    for month in months:
        if month not in found:
            break
        kept[month] = found[month]
    return kept


class _Desk:
    """The lots and debts of a contract as its months pass."""

    def __init__(self, consumption: Consumption, settled: Mapping[Month, list[Settlement]], *, rows: bool) -> None:
        self.months: list[MonthFigures] = []
        self.rows: list[Row] = []
        self._wanted = rows
        self._settled = settled
        self._postings = Postings(consumption)
        self._amended = Amended()
        self._lots: dict[str, Lots] = {}
        self._debts: dict[str, Debt] = {}
        self._rules: dict[str, Envelope] = {}
        self._to_agree: dict[tuple[Month, str], int] = {}

    def to_agree(self) -> tuple[ToAgree, ...]:
        """What is left to be agreed, month by month."""
        left = self._to_agree.items()
        return tuple(ToAgree(month, envelope, minutes) for (month, envelope), minutes in left if minutes)

    def month(self, terms: MonthTerms, close: Close | None, *, over: bool) -> None:
        """Compute one month, and keep what it leaves to the next."""
        rows = self._blank(terms, close)
        rows.subscription()
        regrants, cents = self._amended.regrants(terms.agreement)
        rows.fee_corrected(cents)
        corrections = self._postings.corrections()
        settled = self._settled.get(terms.month, [])
        owing = {name for name, reason in corrections if reason is None} | regrants.keys()
        present = self._present(terms, owing | {one.envelope for one in settled})
        sent: dict[str, list[Use]] = {}
        figures: list[EnvelopeFigures] = []
        drawings: list[MonthRows] = []
        for rank, envelope in enumerate(present):
            name, apart = envelope.name, self._blank(terms, close)
            sources = (corrections.get((name, None), ()), regrants.get(name, ()), sent.get(name, ()))
            uses = tuple(use for source in sources for use in source)
            page = _Page(terms, apart, {one.name for one in present[rank + 1 :]}, close is not None, over)
            figures.append(self._envelope(envelope, uses, page, sent))
            drawings.append(apart)
        # Last envelope first: it pays what the others then give.
        for apart in reversed(drawings):
            rows.rows += apart.rows
        for taken in self._postings.aside(terms.month, corrections):
            rows.aside(taken)
        self._postings.post(terms.month, corrections, rows.rows, closed=close is not None)
        if close is not None:
            self._amended.close(terms)
        self.rows += rows.rows
        self.months.append(MonthFigures(terms.month, terms.fee, close is not None, tuple(figures), cents))

    def _blank(self, terms: MonthTerms, close: Close | None) -> MonthRows:
        return MonthRows(terms, close.at if close else None, self._postings.facts, self._wanted)

    def _present(self, terms: MonthTerms, named: Set[str]) -> list[Envelope]:
        """The envelopes of the month, then those that it has no more and that still hold or receive something."""
        self._rules |= {one.name: one for one in terms.envelopes}
        names = {one.name for one in terms.envelopes}
        left = {name for name, lots in self._lots.items() if lots} | {
            name for name, debt in self._debts.items() if debt.total
        }
        return [*terms.envelopes, *(rules for name, rules in self._rules.items() if name in (left | named) - names)]

    def _envelope(
        self, envelope: Envelope, others: Sequence[Use], page: "_Page", sent: dict[str, list[Use]]
    ) -> EnvelopeFigures:
        terms, rows = page.terms, page.rows
        name, month = envelope.name, terms.month
        lots, debt = dict(self._lots.get(name, {})), self._debts.setdefault(name, Debt())
        opening = sum(lots.values()) - debt.total
        granted = self._granted(name, page)
        repaid = debt.pay(granted)
        if repaid:
            rows.repayment(name, repaid)
        lots[month] = granted - repaid
        uses = self._postings.uses(Cell(name, None, month))
        drawing = drawn((*uses, *others), lots, month, envelope.order)
        found = exceeding(drawing.excess, envelope.overrun, debt.total, page.later)
        rows.exceeded(envelope, drawing.excess, found)
        rows.draws(envelope, drawing)
        if found.cascaded:
            target = lot(name, month)
            sent.setdefault(envelope.overrun.to, []).append(Use(found.cascaded, target, Kind.CASCADE, month, name))
        debt.at_once += found.owed
        settled, spread = self._settle(name, debt, page)
        kept, losses, dropped, forgiven = _carried(envelope, drawing.lots, debt, page)
        self._lots[name] = kept
        pending = found.pending + forgiven
        self._to_agree[month, name] = self._to_agree.get((month, name), 0) + pending
        return EnvelopeFigures(
            envelope=name,
            opening=opening,
            granted=granted,
            regranted=-sum(use.minutes for use in others if use.kind is Kind.GRANT),
            repaid=repaid,
            consumed=sum(use.minutes for use in uses),
            corrected=sum(use.minutes for use in others if use.kind is Kind.CORRECTION),
            cascaded_in=sum(use.minutes for use in others if use.kind is Kind.CASCADE),
            cascaded_out=found.cascaded,
            excess=drawing.excess,
            owed=found.owed,
            pending=pending,
            settled=settled,
            spread=spread,
            billed=found.billed,
            cents=found.cents,
            lapsed=sum(loss.minutes for loss in losses),
            lapsed_cap=sum(loss.minutes for loss in dropped),
            closing=sum(kept.values()) - debt.total,
            debt=debt.total,
            lots=kept,
        )

    def _granted(self, name: str, page: "_Page") -> int:
        grants = page.terms.grants(name)
        for part, minutes in grants:
            page.rows.grant(name, part, minutes)
        return sum(minutes for _, minutes in grants)

    def _settle(self, name: str, debt: Debt, page: "_Page") -> tuple[int, int]:
        """The minutes settled in the month, and those of them that the next grants pay."""
        settled = spread = 0
        for one in self._settled.get(page.terms.month, ()):
            if one.envelope == name:
                page.rows.settled(one)
                settled += one.minutes
                self._to_agree[one.month, name] = self._to_agree.get((one.month, name), 0) - one.minutes
                if one.way is Way.SPREAD:
                    debt.spread_over(one.minutes, one.months)
                    spread += one.minutes
        return settled, spread


@dataclass(frozen=True, slots=True)
class _Page:
    """One envelope in one month: where its rows go, the envelopes after it, whether the month is closed, and over."""

    terms: MonthTerms
    rows: MonthRows
    later: Set[str]
    closed: bool
    over: bool


def _carried(
    envelope: Envelope, lots: Lots, debt: Debt, page: _Page
) -> tuple[Lots, tuple[Loss, ...], tuple[Loss, ...], int]:
    """The lots that the month leaves, those that lapse, those over the cap, and the debt that a window forgives."""
    name, terms, rows = envelope.name, page.terms, page.rows
    if not (page.closed or (envelope.carry.at_end and page.over)):
        return without(lots, ()), (), (), 0
    losses = expired(lots, envelope.carry, terms.month, ends=terms.ends)
    kept = without(lots, losses)
    dropped = capped(kept, envelope.carry)
    kept = without(kept, dropped)
    rows.lost(name, (*losses, *dropped), refunded=terms.terms.budget.final_balance is FinalBalance.REFUNDED)
    forgiven = debt.forgive() if _window_ends(envelope.carry, terms.month) else 0
    if forgiven:
        rows.window_end(name, forgiven)
    if page.closed:
        rows.carried(name, kept)
    return kept, losses, dropped, forgiven


def _window_ends(carry: Carry, month: Month) -> bool:
    return carry.mode is CarryMode.WINDOW and carry.window.closes(month)
