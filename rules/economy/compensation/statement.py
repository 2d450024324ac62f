"""The compensation of a contract's month, line by line, each with what it rests on: calculated, subject to review."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.contract.compensation_terms import Cumulation, Posting
from rules.economy.compensation.amounts import Priced
from rules.economy.compensation.availability import Availability, availability
from rules.economy.compensation.caps import Total
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.misses import LateClock
from rules.economy.compensation.months import month_bounds
from rules.economy.compensation.rate_lines import WindowRate, window_rates
from rules.economy.compensation.settlement import Settlement, settled
from rules.workdays.month import Month


class Adjusted(StrEnum):
    """Why a line is not at the amount of its formula."""

    EXCLUDED = "excluded"
    LINE_CAP = "line_cap"
    POSTED_BEFORE = "posted_before"
    ABSORBED = "absorbed"
    ANOMALY_CAP = "anomaly_cap"
    MONTH_CAP = "month_cap"


@dataclass(frozen=True, slots=True)
class MissCharge:
    """A missed clock with its price."""

    late: LateClock
    priced: Priced

    @property
    def facts(self) -> tuple[str, ...]:
        """The sources of the marks of the clock, in order: where each can be checked."""
        reading = self.late.reading
        return tuple(
            dict.fromkeys(
                mark.source
                for mark in self.late.anomaly.marks
                if mark.clock is reading.clock and mark.cycle == reading.cycle and mark.source
            )
        )


Charge = MissCharge | WindowRate | Availability
"""What a line charges for."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line, in cents: what it had reached, what it adds this month (`brute`), and what is left after the caps.

    `id` is the same in every month in which the line comes back.
    """

    id: str
    charge: Charge
    reached: int
    brute: int
    net: int
    adjusted: tuple[Adjusted, ...]

    @property
    def anomaly(self) -> str | None:
        """The id of its anomaly, for a missed clock."""
        return _anomaly(self.charge)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the months before leave: what each line had reached, what each anomaly cost, and the total calculated."""

    reached: Mapping[str, int] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)
    already: int = 0


FIRST = Carried()
"""What the first month of a contract begins with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The compensation of a month, in cents: `gross`, `net` of the month's caps, and `total`.

    `credit` is the bonus that the contract pays, apart from the rest.
    """

    contract: str
    month: Month
    lines: tuple[StatementLine, ...]
    gross: int
    net: int
    total: Total
    credit: int = 0
    before: Carried = FIRST

    @property
    def after(self) -> Carried:
        """What this month leaves to the next one."""
        reached = {**self.before.reached, **{line.id: line.reached for line in self.lines}}
        spent = dict(self.before.spent)
        for line in self.lines:
            if line.anomaly is not None:
                spent[line.anomaly] = spent.get(line.anomaly, 0) + line.brute
        return Carried(reached, spent, self.before.already + self.net)


def statement(dossier: Dossier, month: Month, now: datetime, before: Carried = FIRST) -> Statement:
    """The statement of a month, as `now` knows it; `before` is what the months before leave.

    A miss is posted in the month of its stop, or in each month for its own share where the contract posts as it goes.
    Raises ValueError when `now` is naive.
    """
    drafts = [
        _draft(dossier, name, charge, cents, before)
        for name, charge, cents in (*_misses(dossier, month, now), *_periods(dossier, month, now))
    ]
    added, anomalies = [one.added for one in drafts], [one.anomaly for one in drafts]
    found = settled(dossier.terms, added, anomalies, dossier.base, before.already, before.spent)
    lines = tuple(_line(draft, rank, found) for rank, draft in enumerate(drafts))
    credit = sum(one.charge.credit for one in drafts if isinstance(one.charge, WindowRate))
    return Statement(dossier.contract.id, month, lines, found.gross, sum(found.net), found.total, credit, before)


def statements(dossier_of: Callable[[Month], Dossier], months: Iterable[Month], now: datetime) -> tuple[Statement, ...]:
    """The statements of months that follow one another, each after those before it."""
    found: list[Statement] = []
    for month in months:
        found.append(statement(dossier_of(month), month, now, found[-1].after if found else FIRST))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before the caps that lines share: what it had reached, and what it adds this month."""

    id: str
    charge: Charge
    reached: int
    added: int

    @property
    def anomaly(self) -> str | None:
        return _anomaly(self.charge)


def _draft(dossier: Dossier, name: str, charge: Charge, cents: int, before: Carried) -> _Draft:
    """A line, less what the months before charged: for it, or for its anomaly where one line stands for all."""
    anomaly = _anomaly(charge)
    if anomaly is not None and dossier.terms.cumulation is Cumulation.HIGHEST_PER_ANOMALY:
        charged = before.spent.get(anomaly, 0)
    else:
        charged = before.reached.get(name, 0)
    return _Draft(name, charge, cents, max(0, cents - charged))


def _anomaly(charge: Charge) -> str | None:
    return charge.late.anomaly.id if isinstance(charge, MissCharge) else None


def _misses(dossier: Dossier, month: Month, now: datetime) -> Iterable[tuple[str, Charge, int]]:
    start, end = month_bounds(month, dossier.zone)
    if now < start:
        return
    as_it_goes = dossier.terms.posted is Posting.AS_IT_GOES
    for late, price in dossier.charged(min(now, end), start):
        stopped = late.stopped_at
        if as_it_goes if stopped is None else as_it_goes or stopped < end:
            yield late.miss.id, MissCharge(late, price), price.cents


def _periods(dossier: Dossier, month: Month, now: datetime) -> Iterable[tuple[str, Charge, int]]:
    for rate in window_rates(dossier, month, now):
        yield f"rate:{rate.rank}:{month}", rate, rate.cents
    if dossier.outages is None or month_bounds(month, dossier.zone)[1] > now:
        return
    for rank, terms in enumerate(dossier.terms.availability):
        found = availability(terms, dossier.outages, month, dossier.zone, dossier.base)
        yield f"availability:{rank}:{month}", found, found.cents


def _line(draft: _Draft, rank: int, found: Settlement) -> StatementLine:
    charge, brute, net = draft.charge, found.brute[rank], found.net[rank]
    miss = charge if isinstance(charge, MissCharge) else None
    kept = 0 if rank in found.absorbed else draft.added
    reasons = {
        Adjusted.EXCLUDED: miss is not None and bool(miss.late.miss.exclusion),
        Adjusted.LINE_CAP: miss is not None and miss.priced.cents < miss.priced.before_cap,
        Adjusted.POSTED_BEFORE: draft.added < draft.reached,
        Adjusted.ABSORBED: rank in found.absorbed,
        Adjusted.ANOMALY_CAP: brute < kept,
        Adjusted.MONTH_CAP: net < brute,
    }
    adjusted = tuple(reason for reason, holds in reasons.items() if holds)
    return StatementLine(draft.id, charge, draft.reached, brute, net, adjusted)
