"""What a contract grants and sells, a clause each, in the words of its file."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from connectors.contracts import budget_words as words
from connectors.contracts.yaml_words import Words, key_in
from connectors.documents.agreed_clause import AgreedClause, Chapter
from connectors.wording import Wording
from connectors.wording.money import money, number
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.contract.budget_terms import NON_BILLABLE, OUT_OF_SCOPE, Budget, Category, Questions, Regie, Rounding
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode

_THOUSAND = 1000
# The choices of the budget, by the keys of the file, which are those of its terms too.
_CHOICES: tuple[tuple[str, Words[Any]], ...] = (
    ("proration", words.PRORATIONS),
    ("amendment", words.AMENDMENTS),
    ("belongs_by", words.BELONGS_BY),
    ("straddling", words.STRADDLINGS),
    ("unknown_author", words.UNKNOWN_AUTHORS),
    ("drawn_at", words.DRAWN_AT),
    ("given_back", words.GIVEN_BACK),
    ("final_balance", words.FINAL_BALANCES),
    ("client_sees", words.CLIENT_SEES),
)


def budget_clauses(contract: Contract, wording: Wording) -> Iterator[AgreedClause]:
    """The subscription, the envelopes and what else is granted or sold; none where nothing is counted."""
    if contract.budget is None:
        return
    for label, value in _Teller(wording, contract.budget).told():
        yield AgreedClause(Chapter.BUDGET, label, value)


class _Teller:
    def __init__(self, wording: Wording, budget: Budget) -> None:
        self._wording, self._budget = wording, budget

    def told(self) -> Iterator[tuple[str, str]]:
        if self._budget.fee:
            yield (
                self._text("terms.budget.fee"),
                self._text("terms.budget.by_month", amount=self._money(self._budget.fee)),
            )
        for envelope in self._budget.envelopes:
            yield self._text("terms.budget.envelope", name=one_line(envelope.name)), self._envelope(envelope)
        yield from self._sold()
        if self._budget.regie is not None:
            yield from self._regie(self._budget.regie)
        if self._budget.questions is not None:
            yield self._text("terms.budget.questions"), self._questions(self._budget.questions)
        if self._budget.rounding is not None:
            yield self._text("terms.budget.rounding"), self._rounding(self._budget.rounding)
        thresholds = ", ".join(self._text("terms.budget.percent", percent=one) for one in self._budget.thresholds)
        yield self._text("terms.budget.thresholds"), thresholds
        for category in self._budget.categories:
            yield self._text("terms.budget.category", name=self._kind(category.name)), self._category(category)
        for key, known in _CHOICES:
            yield key_in(key, self._language), known.spelling(getattr(self._budget, key), self._language)
        if self._budget.ends is not None:
            yield self._text("terms.budget.ends"), self._wording.instants.full_day(self._budget.ends)

    def _sold(self) -> Iterator[tuple[str, str]]:
        for one in self._budget.booklets:
            units, price = self._units(one.units), self._money(one.price)
            value = self._text(
                "terms.budget.booklet_value", units=units, price=price, bought=one.bought, expires=one.expires
            )
            yield self._text("terms.budget.booklet", name=one_line(one.name)), value
        for kind, taken in self._budget.tariff.items():
            yield self._text("terms.budget.tariff", kind=one_line(kind)), self._units(taken)
        for credit in self._budget.credits:
            paid = None if credit.price is None else self._money(credit.price)
            length, remainder = timedelta(minutes=credit.minutes), credit.remainder.mode
            value = self._text(
                "terms.budget.credit_value",
                length=length,
                price=paid,
                since=credit.since,
                until=credit.until,
                remainder=words.REMAINDERS.spelling(remainder, self._language),
            )
            yield self._text("terms.budget.credit", name=one_line(credit.name)), value
        for lot in self._budget.batches:
            shown = {"budget": self._money(lot.budget), "rate": self._money(lot.hourly_rate)}
            value = self._text("terms.budget.lot_value", **shown, since=lot.since, until=lot.until)
            yield self._text("terms.budget.lot", name=one_line(lot.name)), value

    def _category(self, category: Category) -> str:
        named = {"types": category.issue_types, "labels": category.labels}
        told = [
            self._text(f"terms.budget.category_{key}", names=one_line(", ".join(names)))
            for key, names in named.items()
            if names
        ]
        for field, values in category.field.items():
            told.append(
                self._text("terms.budget.category_field", field=one_line(field), names=one_line(", ".join(values)))
            )
        return ", ".join(told)

    def _envelope(self, envelope: Envelope) -> str:
        return self._text(
            "terms.budget.envelope_value",
            grant=timedelta(minutes=envelope.grant),
            pays=self._wording.join(tuple(self._kind(one) for one in envelope.categories)),
            carry=self._carry(envelope.carry),
            overrun=self._overrun(envelope.overrun),
            order=words.DRAW_ORDERS.spelling(envelope.order, self._language),
        )

    def _carry(self, carry: Carry) -> str:
        if carry.mode is CarryMode.WINDOW:
            length = carry.window.length
            window = words.WINDOWS.spelling(length, self._language) if carry.window.ends is None else None
            return self._text("terms.budget.carry_window", window=window)
        unlimited = carry.mode is CarryMode.KEPT
        if not unlimited or (carry.cap is None and carry.expires_after is None):
            return words.UNLIMITED.spelling(unlimited, self._language)
        cap = None if carry.cap is None else timedelta(minutes=carry.cap)
        months = carry.expires_after
        lasts = None if months is None else self._wording.plural("terms.months", months)
        return self._text("terms.budget.carry_kept", cap=cap, lasts=lasts)

    def _overrun(self, overrun: Overrun) -> str:
        match overrun.mode:
            case OverrunMode.CASCADE:
                return self._text("terms.budget.cascade", to=one_line(overrun.to))
            case OverrunMode.BILLED:
                step = timedelta(minutes=overrun.step) if overrun.step else None
                return self._text("terms.budget.billed", rate=self._money(overrun.rate), step=step)
            case OverrunMode.DEBT:
                cap = None if overrun.debt_cap is None else timedelta(minutes=overrun.debt_cap)
                return self._text("terms.budget.debt", cap=cap)
            case OverrunMode.TO_AGREE:
                return words.OVERRUNS.spelling(overrun.mode, self._language)

    def _regie(self, regie: Regie) -> Iterator[tuple[str, str]]:
        unit = words.REGIE_UNITS.spelling(regie.unit, self._language)
        for profile, rate in regie.rates.items():
            yield (
                self._text("terms.budget.regie", profile=one_line(profile)),
                self._text("terms.budget.regie_value", rate=self._money(rate), unit=unit),
            )
        if regie.ceiling is not None:
            yield self._text("terms.budget.regie_ceiling"), self._money(regie.ceiling)

    def _questions(self, questions: Questions) -> str:
        beyond = words.BEYOND.spelling(questions.beyond, self._language)
        price = self._money(questions.price) if questions.price else None
        return self._text("terms.budget.questions_value", included=questions.included, beyond=beyond, price=price)

    def _rounding(self, rounding: Rounding) -> str:
        way = words.ROUNDING_WAYS.spelling(rounding.way, self._language)
        scope = words.ROUNDING_SCOPES.spelling(rounding.scope, self._language)
        return self._text("terms.budget.rounding_value", step=timedelta(minutes=rounding.step), way=way, scope=scope)

    @property
    def _language(self) -> str:
        return self._wording.language

    def _units(self, thousandths: int) -> str:
        units = Fraction(thousandths, _THOUSAND)
        return self._wording.plural("terms.units", ceil(units), units=number(units, self._language, 3))

    def _money(self, cents: int) -> str:
        return money(cents, self._language, self._budget.currency)

    def _kind(self, category: str) -> str:
        """The name of a category as people read it: two of them go by names of ours."""
        return self._text(f"requests.{category}") if category in (OUT_OF_SCOPE, NON_BILLABLE) else one_line(category)

    def _text(self, key: str, **values: object) -> str:
        return self._wording.text(key, **values)
