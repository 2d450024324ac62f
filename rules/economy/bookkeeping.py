"""Keep the books of a contract: from its versions, its time entries and its closes to months and ledger rows.

The months are a function of what is given, in whatever order: a closed month is computed from what was known at its
close, and what is learnt later is posted in the first open month, by the difference of the rounded figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from rules.contract.budget_terms import FinalBalance
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.agreement import Agreement
from rules.economy.consumption import Cell, Consumption
from rules.economy.drawing import Loss, Lots, Use, capped, drawn, expired, without
from rules.economy.entries import Aside, EntryFact, in_order
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.ledger_rows import Kind, Row, lot
from rules.economy.month_rows import MonthRows
from rules.economy.month_terms import MonthTerms
from rules.economy.overrun import exceeding
from rules.economy.postings import Postings
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Close:
    """A month closed at an instant, by somebody where a person did it."""

    month: Month
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """The months of a contract, the rows of its ledger, and the minutes shown and not drawn, by reason."""

    months: tuple[MonthFigures, ...]
    rows: tuple[Row, ...]
    set_aside: Mapping[Aside, int]

    def month(self, month: Month) -> MonthFigures | None:
        """The figures of a month; None where the books do not reach it."""
        return next((one for one in self.months if one.month == month), None)


def keep(
    agreement: Agreement,
    facts: Iterable[EntryFact],
    closes: Iterable[Close],
    months: Sequence[Month],
    today: date | None = None,
) -> Books:
    """The books of consecutive months, which begin empty with the first.

    A close counts if all months before it are closed. `today` keeps a month that is not over from losing anything by
    itself (None: all of them are over).
    """
    closed = _closed(closes, months)

    @cache
    def terms(month: Month) -> MonthTerms:
        at = closed[month].at if month in closed else None
        return MonthTerms(month, agreement if at is None else agreement.as_of(at))

    consumption = Consumption(agreement, terms)
    desk, waiting = _Desk(consumption), in_order(facts)
    heard = 0
    for month in months:
        close = closed.get(month)
        while heard < len(waiting) and (close is None or waiting[heard].known < close.at):
            consumption.hear(waiting[heard])
            heard += 1
        desk.month(terms(month), close, over=today is None or month.last < today)
    for fact in waiting[heard:]:
        consumption.hear(fact)
    return Books(tuple(desk.months), tuple(desk.rows), consumption.set_aside())


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

    def __init__(self, consumption: Consumption) -> None:
        self.months: list[MonthFigures] = []
        self.rows: list[Row] = []
        self._consumption = consumption
        self._postings = Postings(consumption)
        self._lots: dict[str, Lots] = {}
        self._debts: dict[str, int] = {}
        self._rules: dict[str, Envelope] = {}

    def month(self, terms: MonthTerms, close: Close | None, *, over: bool) -> None:
        """Compute one month, and keep what it leaves to the next."""
        rows = MonthRows(terms, close.at if close else None, self._postings.facts)
        rows.subscription()
        corrections = self._postings.corrections()
        present = self._present(terms, corrections)
        sent: dict[str, list[Use]] = {}
        figures: list[EnvelopeFigures] = []
        drawings: list[MonthRows] = []
        for rank, envelope in enumerate(present):
            later = {one.name for one in present[rank + 1 :]}
            apart = MonthRows(terms, rows.closed_at, self._postings.facts)
            uses = (*corrections.get((envelope.name, None), ()), *sent.get(envelope.name, ()))
            figures.append(self._envelope(terms, envelope, uses, later, sent, apart, (close is not None, over)))
            drawings.append(apart)
        # Last envelope first: it pays what the others then give.
        for apart in reversed(drawings):
            rows.rows += apart.rows
        for taken in self._postings.aside(terms.month, corrections):
            rows.aside(taken)
        self._postings.post(terms.month, corrections, rows.rows, closed=close is not None)
        self.rows += rows.rows
        self.months.append(MonthFigures(terms.month, terms.fee, close is not None, tuple(figures)))

    def _present(self, terms: MonthTerms, corrections: Mapping[tuple[str, Aside | None], object]) -> list[Envelope]:
        """The envelopes of the month, then those that it has no more and that still hold or receive something."""
        self._rules |= {one.name: one for one in terms.envelopes}
        names = {one.name for one in terms.envelopes}
        left = {name for name, lots in self._lots.items() if lots} | {
            name for name, owed in self._debts.items() if owed
        }
        left |= {name for name, reason in corrections if reason is None}
        return [*terms.envelopes, *(rules for name, rules in self._rules.items() if name in left - names)]

    def _envelope(
        self,
        terms: MonthTerms,
        envelope: Envelope,
        others: Sequence[Use],
        later: set[str],
        sent: dict[str, list[Use]],
        rows: MonthRows,
        state: tuple[bool, bool],
    ) -> EnvelopeFigures:
        name, month = envelope.name, terms.month
        lots, owed = dict(self._lots.get(name, {})), self._debts.get(name, 0)
        opening = sum(lots.values()) - owed
        grants = terms.grants(name)
        for part, minutes in grants:
            rows.grant(name, part, minutes)
        granted = sum(minutes for _, minutes in grants)
        repaid = min(owed, granted)
        if repaid:
            rows.repayment(name, repaid)
        lots[month] = granted - repaid
        owed -= repaid
        uses = self._postings.uses(Cell(name, None, month))
        drawing = drawn((*uses, *others), lots, month, envelope.order)
        found = exceeding(drawing.excess, envelope.overrun, owed, later)
        rows.exceeded(envelope, drawing.excess, found)
        rows.draws(envelope, drawing)
        if found.cascaded:
            target = lot(name, month)
            sent.setdefault(envelope.overrun.to, []).append(Use(found.cascaded, target, Kind.CASCADE, month, name))
        closed, over = state
        kept = drawing.lots
        losses: tuple[Loss, ...] = ()
        dropped: tuple[Loss, ...] = ()
        forgiven = 0
        if closed or (envelope.carry.at_end and over):
            losses = expired(kept, envelope.carry, month, ends=terms.ends)
            kept = without(kept, losses)
            dropped = capped(kept, envelope.carry)
            kept = without(kept, dropped)
            forgiven = owed + found.owed if _window_ends(envelope.carry, month) else 0
            rows.lost(name, (*losses, *dropped), refunded=terms.terms.budget.final_balance is FinalBalance.REFUNDED)
            if forgiven:
                rows.window_end(name, forgiven)
            if closed:
                rows.carried(name, kept)
        kept = {origin: minutes for origin, minutes in sorted(kept.items()) if minutes}
        owed += found.owed - forgiven
        self._lots[name], self._debts[name] = kept, owed
        return EnvelopeFigures(
            envelope=name,
            opening=opening,
            granted=granted,
            repaid=repaid,
            consumed=sum(use.minutes for use in uses),
            corrected=sum(use.minutes for use in others if use.kind is Kind.CORRECTION),
            cascaded_in=sum(use.minutes for use in others if use.kind is Kind.CASCADE),
            cascaded_out=found.cascaded,
            excess=drawing.excess,
            owed=found.owed,
            pending=found.pending + forgiven,
            billed=found.billed,
            cents=found.cents,
            lapsed=sum(loss.minutes for loss in losses),
            lapsed_cap=sum(loss.minutes for loss in dropped),
            closing=sum(kept.values()) - owed,
            debt=owed,
            lots=kept,
        )


def _window_ends(carry: Carry, month: Month) -> bool:
    return carry.mode is CarryMode.WINDOW and carry.window.closes(month)
