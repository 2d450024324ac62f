"""What a contract says that a missed promise costs, a clause each, in the words of its file."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from connectors.contracts import compensation_words as words
from connectors.documents.agreed_clause import AgreedClause, Chapter
from connectors.wording import Wording
from connectors.wording.money import currency_of, money, number
from connectors.wording.one_line import one_line
from rules.contract import ClockName, Contract, Criticality
from rules.contract.compensation_terms import (
    AmountPerUnit,
    AvailabilityTerms,
    Cap,
    Compensations,
    ExclusionTerm,
    KeptRateTerms,
    LateSteps,
    LateUnit,
    PercentPerUnit,
    PerPoint,
    ScaleLine,
    Tiers,
    ValueFormula,
)

_DAYS = (LateUnit.CALENDAR_DAY, LateUnit.WORKING_DAY)


def compensation_clauses(contract: Contract, wording: Wording) -> Iterator[AgreedClause]:
    """The lines of the scale, then the caps and the choices; none where the contract prices nothing."""
    if contract.compensations is None:
        return
    teller = _Teller(wording, currency_of(contract))
    for label, value in (*teller.lines(contract.compensations), *teller.choices(contract.compensations)):
        yield AgreedClause(Chapter.COMPENSATIONS, label, value)


class _Teller:
    def __init__(self, wording: Wording, currency: str) -> None:
        self._wording, self._currency = wording, currency

    def lines(self, terms: Compensations) -> Iterator[tuple[str, str]]:
        for line in terms.scale:
            yield self._subject(line.clocks, line.criticalities), self._line(line)
        for rate in terms.rates:
            window = words.WINDOWS.spelling(rate.window, self._wording.language)
            yield self._text("terms.compensation.rate", window=window), self._rate(rate)
        for one in terms.availability:
            yield self._text("terms.compensation.availability"), self._availability(one)

    def choices(self, terms: Compensations) -> Iterator[tuple[str, str]]:
        language = self._wording.language
        base = words.FEE.spelling(True, language) if terms.base is None else self._money(terms.base)
        yield self._text("terms.compensation.base"), base
        for name in ("anomaly_cap", "month_cap", "contract_cap"):
            cap: Cap | None = getattr(terms, name)
            if cap is not None:
                yield self._text(f"terms.compensation.{name}"), self._cap(cap)
        if terms.exemption is not None:
            yield self._text("terms.compensation.exemption"), self._money(terms.exemption)
        yield self._text("terms.compensation.cumulation"), words.CUMULATIONS.spelling(terms.cumulation, language)
        yield self._text("terms.compensation.posted"), words.POSTINGS.spelling(terms.posted, language)
        yield self._text("terms.compensation.priced_at"), words.PRICED_AT.spelling(terms.priced_at, language)
        if terms.exclusions:
            yield self._text("terms.compensation.exclusions"), ", ".join(map(self._exclusion, terms.exclusions))
        yield self._text("terms.compensation.observations"), self._wording.plural("terms.days", terms.observations)

    def _line(self, line: ScaleLine) -> str:
        minutes = line.grace.minutes
        return self._text(
            "terms.compensation.line",
            price=self._price(line),
            unit=None if line.unit is LateUnit.FLAT else self._unit(line),
            grace=timedelta(minutes=minutes) if minutes and not line.grace.deducted else None,
            deducted=timedelta(minutes=minutes) if minutes and line.grace.deducted else None,
            free=self._wording.plural("terms.days", line.free_days) if line.free_days else None,
            cap=None if line.cap is None else self._money(line.cap),
            value=None if line.value is None else self._money(line.value),
            clause=one_line(line.clause) or None,
        )

    def _price(self, line: ScaleLine) -> str:
        match line.price:
            case AmountPerUnit(cents):
                return self._money(cents)
            case PercentPerUnit(percent):
                return self._text("terms.compensation.percent_of_v", percent=self._number(percent))
            case ValueFormula(divisor, factor):
                factored = "" if factor == 1 else f"{self._number(factor)} × "
                return f"{factored}V × R / {self._number(divisor)}"
            case LateSteps(steps):
                told = (
                    self._text("terms.compensation.step", late=timedelta(minutes=late), percent=self._number(percent))
                    for late, percent in steps
                )
                return ", ".join(told)

    def _unit(self, line: ScaleLine) -> str:
        counts = line.begun and line.unit not in _DAYS
        return words.UNITS.spelling((line.unit, counts), self._wording.language)

    def _rate(self, rate: KeptRateTerms) -> str:
        bonus, language = rate.bonus, self._wording.language
        return self._text(
            "terms.compensation.rate_price",
            price=self._points(rate.price) if isinstance(rate.price, PerPoint) else self._tiers(rate.price),
            denominator=words.DENOMINATORS.spelling(rate.denominator, language),
            subject=self._subject(rate.clocks, rate.criticalities) or None,
            minimum=rate.minimum if rate.minimum > 1 else None,
            since=self._number(bonus.since) if bonus else None,
            bonus=self._number(bonus.percent) if bonus else None,
            clause=one_line(rate.clause) or None,
        )

    def _points(self, price: PerPoint) -> str:
        point = words.POINTS.spelling(price.begun, self._wording.language)
        shown = {"threshold": price.threshold, "percent": price.percent, "cap": price.cap}
        return self._text(
            "terms.compensation.per_point", point=point, **{name: self._number(one) for name, one in shown.items()}
        )

    def _tiers(self, tiers: Tiers) -> str:
        under = zip([edge for edge, _ in tiers], [percent for _, percent in tiers[1:]], strict=False)
        return ", ".join(
            self._text("terms.compensation.tier", rate=self._number(rate), percent=self._number(percent))
            for rate, percent in under
        )

    def _availability(self, one: AvailabilityTerms) -> str:
        clause = one_line(one.clause) or None
        return self._text("terms.compensation.availability_price", price=self._tiers(one.tiers), clause=clause)

    def _subject(self, clocks: tuple[ClockName, ...], criticalities: tuple[Criticality, ...]) -> str:
        levels = (
            "" if set(criticalities) == set(Criticality) else ", ".join(map(self._wording.criticality, criticalities))
        )
        return " · ".join(part for part in (", ".join(map(self._wording.clock, clocks)), one_line(levels)) if part)

    def _cap(self, cap: Cap) -> str:
        if cap.percent is not None:
            return self._text("terms.compensation.percent_of_v", percent=self._number(cap.percent))
        return self._money(cap.cents or 0)

    def _exclusion(self, term: ExclusionTerm) -> str:
        cause = words.CAUSES.spelling(term.cause, self._wording.language)
        if not term.notice_days:
            return cause
        return f"{cause} {self._wording.plural('terms.days', term.notice_days)}"

    def _money(self, cents: int) -> str:
        return money(cents, self._wording.language, self._currency)

    def _number(self, value: Decimal) -> str:
        return number(value, self._wording.language, 4)

    def _text(self, key: str, **values: object) -> str:
        return self._wording.text(key, **values)
