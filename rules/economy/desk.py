"""The desk at which the books of a contract are kept: each month in turn, and what it leaves to the next."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from rules.contract.budget_terms import FinalBalance
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.amended import Amended
from rules.economy.closes import Close
from rules.economy.consumption import Cell, Consumption
from rules.economy.drawing import Loss, Lots, Use, capped, drawn, expired, without
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.ledger_rows import Kind, Row, lot
from rules.economy.month_rows import MonthRows
from rules.economy.month_terms import MonthTerms
from rules.economy.overrun import exceeding
from rules.economy.postings import Postings
from rules.economy.settlements import Debt, Settlement, ToAgree, Way
from rules.workdays.month import Month


class Desk:
    """The lots and debts of a contract as its months pass; without `rows` the figures alone are computed."""

    def __init__(self, consumption: Consumption, *, rows: bool) -> None:
        self.months: list[MonthFigures] = []
        self.rows: list[Row] = []
        self.settled: Mapping[Month, list[Settlement]] = {}
        """What was agreed, by the month that posts it."""
        self.postings = Postings(consumption)
        self.amended = Amended()
        self.lots: dict[str, Lots] = {}
        self.debts: dict[str, Debt] = {}
        self.rules: dict[str, tuple[Envelope, Month]] = {}
        """Each envelope as the last month that had it ruled it."""
        self.pending: dict[tuple[Month, str], int] = {}
        self._wanted = rows

    def copy(self, consumption: Consumption, *, rows: bool) -> "Desk":
        """Another one where this one stands, without its rows."""
        other = Desk(consumption, rows=rows)
        other.months, other.postings, other.amended = (
            [*self.months],
            self.postings.copy(consumption),
            self.amended.copy(),
        )
        other.lots, other.rules, other.pending = {**self.lots}, {**self.rules}, {**self.pending}
        other.debts = {name: debt.copy() for name, debt in self.debts.items()}
        return other

    def to_agree(self) -> tuple[ToAgree, ...]:
        """What is left to be agreed, month by month."""
        left = self.pending.items()
        return tuple(ToAgree(month, envelope, minutes) for (month, envelope), minutes in left if minutes)

    def month(self, terms: MonthTerms, close: Close | None, *, over: bool) -> None:
        """Compute one month, and keep what it leaves to the next."""
        rows = self._blank(terms, close)
        rows.subscription()
        regrants, cents = self.amended.regrants(terms.agreement)
        rows.fee_corrected(cents)
        corrections = self.postings.corrections()
        settled = self.settled.get(terms.month, [])
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
        if self._wanted:
            for taken in self.postings.aside(terms.month, corrections):
                rows.aside(taken)
        self.postings.post(terms.month, corrections, rows.rows, closed=close is not None)
        if close is not None:
            self.amended.close(terms)
        self.rows += rows.rows
        self.months.append(MonthFigures(terms.month, terms.fee, close is not None, tuple(figures), cents))

    def _blank(self, terms: MonthTerms, close: Close | None) -> MonthRows:
        return MonthRows(terms, close.at if close else None, self._wanted)

    def _present(self, terms: MonthTerms, named: Set[str]) -> list[Envelope]:
        """The envelopes of the month, then those that it has no more and that still hold or receive something."""
        self.rules |= {one.name: (one, terms.month) for one in terms.envelopes}
        names = {one.name for one in terms.envelopes}
        left = {name for name, lots in self.lots.items() if lots} | {
            name for name, debt in self.debts.items() if debt.total
        }
        return [*terms.envelopes, *(rules for name, (rules, _) in self.rules.items() if name in (left | named) - names)]

    def _envelope(
        self, envelope: Envelope, others: Sequence[Use], page: "_Page", sent: dict[str, list[Use]]
    ) -> EnvelopeFigures:
        terms, rows = page.terms, page.rows
        name, month = envelope.name, terms.month
        lots, debt = dict(self.lots.get(name, {})), self.debts.setdefault(name, Debt())
        opening = sum(lots.values()) - debt.total
        granted = self._granted(name, page)
        repaid = debt.pay(granted)
        if repaid:
            rows.repayment(name, repaid)
        lots[month] = granted - repaid
        cell = Cell(name, None, month)
        uses = self.postings.uses(cell) if self._wanted else self.postings.asked(cell)
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
        self.lots[name] = kept
        pending = found.pending + forgiven
        self.pending[month, name] = self.pending.get((month, name), 0) + pending
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
        for one in self.settled.get(page.terms.month, ()):
            if one.envelope == name:
                page.rows.settled(one)
                settled += one.minutes
                self.pending[one.month, name] = self.pending.get((one.month, name), 0) - one.minutes
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
