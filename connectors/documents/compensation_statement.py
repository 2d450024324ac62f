"""Tells a month's compensation line by line: its clause, its formula with the numbers in it, and what was left out."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from connectors.documents.compensation_formulas import clause_of, formula_of
from connectors.documents.intervals import NAME, WHY, begun_by, source
from connectors.documents.proof_times import Moments
from connectors.wording import Wording
from connectors.wording.money import currency_of, money, number
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.economy.compensation.availability import Availability
from rules.economy.compensation.exposure import Exposed, Exposure
from rules.economy.compensation.misses import Held, LateClock
from rules.economy.compensation.rate_lines import WindowRate
from rules.economy.compensation.statement import MissCharge, Statement, StatementLine


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line in words: `formula` ends with its amount, `notes` say what was left out or cut, `facts` where to check.

    `amount` is what is left of it after every cap. Each text is on one line; `clause` and `formula` may be "".
    """

    title: str
    amount: str
    clause: str
    formula: str
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A month's compensation in words: its title, its lines, its totals in order, and the reserve on all of it."""

    title: str
    lines: tuple[ToldLine, ...]
    totals: tuple[str, ...]
    reserve: str


def told_statement(found: Statement, contract: Contract, wording: Wording, now: datetime) -> ToldStatement:
    """A statement for the readers of a contract, in their language; it never says that an amount is owed."""
    teller = _Teller(contract, wording, Moments(wording, now))
    month = wording.instants.month(found.month.first)
    return ToldStatement(
        title=wording.text("compensation.title", month=month, client=one_line(contract.client)),
        lines=tuple(teller.line(one) for one in found.lines),
        totals=tuple(teller.totals(found)),
        reserve=wording.text("compensation.reserve"),
    )


def told_exposure(found: Exposure, contract: Contract, wording: Wording, now: datetime) -> tuple[str, ...]:
    """What is late now in words, its total first; none where nothing is late."""
    teller = _Teller(contract, wording, Moments(wording, now))
    if not found.lines:
        return ()
    total = wording.text("compensation.exposure", amount=teller.money(found.cents))
    return (total, *(teller.exposed(one) for one in found.lines))


@dataclass(frozen=True, slots=True)
class _Teller:
    contract: Contract
    wording: Wording
    moments: Moments

    def money(self, cents: int) -> str:
        return money(cents, self.wording.language, currency_of(self.contract))

    def number(self, value: Fraction | int, places: int = 2, cut: bool = False) -> str:
        return number(value, self.wording.language, places, cut)

    def line(self, line: StatementLine) -> ToldLine:
        match line.charge:
            case MissCharge() as charge:
                return self._miss(line, charge)
            case WindowRate() as charge:
                return self._rate(line, charge)
            case Availability() as charge:
                return self._availability(line, charge)

    def exposed(self, one: Exposed) -> str:
        late = one.late
        return self.wording.text("compensation.exposed", what=self._late(late), amount=self.money(one.cents))

    def totals(self, found: Statement) -> list[str]:
        """The sums that differ from the one before them, and why."""
        if not found.lines:
            return [self.wording.text("compensation.nothing")]
        total, text = found.total, self.wording.text
        told = [text("compensation.gross", amount=self.money(found.gross))]
        if found.net != found.gross:
            told.append(text("compensation.net", amount=self.money(found.net)))
        if total.exempt:
            told.append(text("compensation.exempt", already=self.money(found.before.already + found.net)))
        if total.crossed:
            told.append(text("compensation.crossed", amount=self.money(total.crossed)))
        if total.over_cap:
            told.append(text("compensation.over_cap", amount=self.money(total.over_cap)))
        told.append(text("compensation.calculated", amount=self.money(total.calculated)))
        if found.credit:
            told.append(text("compensation.credit", amount=self.money(found.credit)))
        return told

    def _miss(self, line: StatementLine, charge: MissCharge) -> ToldLine:
        late = charge.late
        reason = self._reason(late.miss.exclusion)
        notes = [self._held(one) for one in late.held if one.minutes]
        notes += [self._days_out(late)] if late.miss.days_out else []
        return ToldLine(
            title=self._late(late),
            amount=self.money(line.net),
            clause=self._clause(charge.priced.line.clause),
            formula=self._sum(formula_of(charge.priced, self.wording, self.money), charge.priced.before_cap),
            notes=(*notes, *self._adjusted(line, reason)),
            facts=tuple(source(one, self.wording) for one in charge.facts),
        )

    def _rate(self, line: StatementLine, charge: WindowRate) -> ToldLine:
        found, text = charge.found, self.wording.text
        first, last = self._days(charge.start, charge.end)
        title = text("compensation.rate", first=first, last=last)
        formula = self._kept(charge)
        notes = [text("compensation.missed", names=", ".join(found.missed))] if found.missed else []
        return ToldLine(
            title=title,
            amount=self.money(line.net),
            clause=self._clause(charge.terms.clause),
            formula=self._sum(formula, line.reached) if found.rate is not None else formula,
            notes=(*notes, *self._adjusted(line, "")),
        )

    def _kept(self, charge: WindowRate) -> str:
        found, text = charge.found, self.wording.text
        denominator = text(f"compensation.denominator.{charge.terms.denominator}")
        shown = {"kept": found.kept, "total": len(found.counted), "denominator": denominator}
        if found.rate is None:
            return text("compensation.too_few", **shown, minimum=charge.terms.minimum)
        percent = self.number(found.percent)
        return text("compensation.kept", **shown, rate=self.number(found.rate), percent=percent)

    def _availability(self, line: StatementLine, found: Availability) -> ToldLine:
        text = self.wording.text
        shown = {"down": self.number(found.down), "minutes": self.number(found.minutes)}
        rate, percent = self.number(found.rate, 4, cut=True), self.number(found.percent)
        formula = text("compensation.available", **shown, rate=rate, percent=percent)
        return ToldLine(
            title=text("compensation.availability"),
            amount=self.money(line.net),
            clause=self._clause(""),
            formula=self._sum(formula, found.cents),
            notes=self._adjusted(line, ""),
        )

    def _reason(self, exclusion: str) -> str:
        key = f"compensation.cause.{exclusion}"
        return self.wording.text(key) if self.wording.has(key) else one_line(exclusion, WHY)

    def _late(self, late: LateClock) -> str:
        return self.wording.text(
            "compensation.late" if late.stopped_at else "compensation.still_late",
            name=one_line(late.anomaly.name, NAME),
            clock=late.miss.clock,
            criticality=one_line(self.wording.criticality(late.miss.criticality), NAME),
            deadline=self.moments.short(late.deadline),
            until=self.moments.short(late.until),
        )

    def _clause(self, clause: str) -> str:
        return clause_of(self.contract, clause, self.wording)

    def _sum(self, formula: str, cents: int) -> str:
        return self.wording.text("compensation.sum", formula=formula, amount=self.money(cents))

    def _held(self, held: Held) -> str:
        label = begun_by(held.label, self.wording)
        return self.wording.text(
            "compensation.held",
            when=self.moments.between(held.start, held.end),
            minutes=self.number(held.minutes),
            why=self.wording.text(f"sla.reason.{held.reason}", label=label),
        )

    def _days_out(self, late: LateClock) -> str:
        days = sorted(late.miss.days_out)
        return self.wording.text("compensation.days_out", days=self.wording.join(tuple(map(self._day, days))))

    def _day(self, day: date) -> str:
        return self.wording.instants.full_day(day)

    def _adjusted(self, line: StatementLine, reason: str) -> tuple[str, ...]:
        values = {"reason": reason, "brute": self.money(line.brute), "net": self.money(line.net)}
        return tuple(self.wording.text(f"compensation.adjusted.{one}", **values) for one in line.adjusted)

    def _days(self, start: datetime, end: datetime) -> tuple[str, str]:
        said = self.wording.instants
        last = date.fromordinal(said.local_date(end).toordinal() - 1)
        return self._day(said.local_date(start)), self._day(last)
