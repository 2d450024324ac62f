"""The `budget` of a contract file: subscription, envelopes, booklets, time credits, régie, lots and questions."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, Tag, model_validator

from connectors.contracts import budget_parsers as parsers
from connectors.contracts import budget_words as words
from connectors.contracts import jira_fields_section as texts
from connectors.contracts import money_parsers
from connectors.contracts.budget_checks import refuse_what_cannot_hold
from connectors.contracts.envelope_section import DAY, EnvelopeSection, Minutes, Money, SomeTime
from connectors.contracts.problems import refusal
from connectors.contracts.sections import ByShape, OneOrMany, Reads, Section, Spelled, SpelledSoFar
from rules.contract.budget_terms import (
    AmendmentStart,
    BelongsBy,
    BeyondQuestions,
    ClientSees,
    ClosingTime,
    DrawnAt,
    FinalBalance,
    GivenBack,
    Pace,
    Proration,
    RegieUnit,
    RemainderMode,
    RoundingScope,
    RoundingWay,
    Straddling,
    UnknownAuthor,
)

_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {"type": ["string", "number"]}

Units = Annotated[int, Reads(parsers.thousandths, _NUMBER | {"examples": ["20", "0.5"]})]
Number = Annotated[int, Reads(parsers.number, _NUMBER | {"examples": ["4", "10"]})]
Threshold = Annotated[int, Reads(parsers.threshold, _NUMBER | {"examples": ["50%", "80%"]})]
Thresholds = Annotated[tuple[Threshold, ...], OneOrMany(), Field(min_length=1)]
Percentage = Annotated[Decimal, Reads(money_parsers.percentage, _TEXT | {"examples": ["25%", "50%"]})]
Closing = Annotated[ClosingTime, Reads(parsers.closing, _TEXT | {"examples": ["le 3", "le 3 à 8h"]})]
Names = Annotated[tuple[texts.Text, ...], OneOrMany()]


class RoundingSection(Section):
    """The rounding of time."""

    rounding_step: Minutes
    rounding_way: Annotated[RoundingWay, Spelled(words.ROUNDING_WAYS)] = RoundingWay.UP
    rounding_by: Annotated[RoundingScope, Spelled(words.ROUNDING_SCOPES)] = RoundingScope.ENTRY


class CategorySection(Section):
    """The issues of a category: by type, by label, or by a field's value."""

    issue_types: Names = ()
    category_labels: Names = ()
    category_field: Mapping[texts.Text, Names] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.issue_types or self.category_labels or self.category_field):
            raise refusal("empty_category")
        return self


class BookletSection(Section):
    """A purchase of units."""

    units: Units
    price: Money
    bought: texts.Date
    expires: texts.Date | None = None

    @model_validator(mode="after")
    def _good_for_a_while(self) -> Self:
        if self.expires is not None and self.expires < self.bought:
            raise refusal("expires_early", ("expires",), value=self.expires.isoformat(), bought=self.bought.isoformat())
        return self


class CarriedSection(Section):
    """The part of what is left that goes on to the next period."""

    carried_share: Percentage = Decimal(100)
    carry_cap: SomeTime | None = None
    carry_base: Annotated[bool, Spelled(words.CARRY_BASES)] = False


class RemainderSection(Section):
    """What is left of a period, carried in part."""

    carried: CarriedSection


class PeriodSection(Section):
    """Two dates, both included."""

    first_day: texts.Date
    last_day: texts.Date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise refusal("period_reversed", ("last_day",), value=self.last_day.isoformat())
        return self


class CreditSection(PeriodSection):
    """Prepaid time of one period."""

    credit_days: Units | None = None
    credit_length: SomeTime | None = None
    price: Money | None = None
    remainder: Annotated[
        Annotated[Annotated[RemainderMode, Spelled(words.REMAINDERS)], Tag("text")]
        | Annotated[RemainderSection, Tag("group")],
        ByShape("remainder_shape"),
    ] = RemainderMode.LOST

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.credit_days is None) is (self.credit_length is None):
            raise refusal("one_length")
        if self.remainder is RemainderMode.REFUNDED and self.price is None:
            raise refusal("no_price", ("remainder",))
        return self


class FlatSection(Section):
    """Days sold for one price."""

    flat_days: Units
    price: Money
    over_rate: Money
    tolerance: SomeTime | None = None
    under_rate: Money = 0


class RegieSection(Section):
    """Time and means, by profile."""

    regie_unit: Annotated[RegieUnit, Spelled(words.REGIE_UNITS)] = RegieUnit.DAY
    rounding_step: SomeTime | None = None
    rates: Annotated[dict[texts.Text, Money], Field(min_length=1)]
    ceiling: Money | None = None
    flat: FlatSection | None = None

    @model_validator(mode="after")
    def _step_of_its_unit(self) -> Self:
        step = self.rounding_step
        if step is not None and bool(step.days) is not (self.regie_unit is RegieUnit.DAY):
            raise refusal("regie_step", ("rounding_step",))
        return self


class LotSection(PeriodSection):
    """A lot of evolutions with its own budget."""

    lot_budget: Money
    hourly_rate: Money
    warnings: Thresholds = (50, 80, 100)


class QuestionSection(Section):
    """The functional questions of a month."""

    included: Number
    beyond: Annotated[BeyondQuestions, Spelled(words.BEYOND)] = BeyondQuestions.COUNTED
    price: Money | None = None

    @model_validator(mode="after")
    def _priced_if_billed(self) -> Self:
        if self.beyond is BeyondQuestions.BILLED and self.price is None:
            raise refusal("no_price", ("beyond",))
        return self


class ForecastSection(Section):
    """How the month is projected."""

    pace: Annotated[Pace, Spelled(words.PACES)] = Pace.OPENING_DAYS
    forecast_from: texts.DaysCount = 3


Tariff = Annotated[
    Annotated[Minutes, Tag("text")] | Annotated[Annotated[dict[texts.Text, Units], Field(min_length=1)], Tag("group")],
    ByShape("tariff_shape"),
]


class BudgetSection(Section):
    """The whole of it; a key left out keeps its default, and what is not said is not counted."""

    currency: Annotated[str, Spelled(words.CURRENCIES)] = "EUR"
    fee: Money = 0
    day_length: texts.Duration = DAY
    ends: texts.Date | None = None
    proration: Annotated[Proration, Spelled(words.PRORATIONS)] = Proration.CALENDAR
    amendment: Annotated[AmendmentStart, Spelled(words.AMENDMENTS)] = AmendmentStart.AT_DATE
    belongs_by: Annotated[BelongsBy, Spelled(words.BELONGS_BY)] = BelongsBy.WORK
    straddling: Annotated[Straddling, Spelled(words.STRADDLINGS)] = Straddling.START
    unknown_author: Annotated[UnknownAuthor, Spelled(words.UNKNOWN_AUTHORS)] = UnknownAuthor.TO_VALIDATE
    closed_month: Annotated[bool, SpelledSoFar(words.CLOSED_MONTHS, words.CLOSED_MONTHS_LATER)] = True
    closing: Closing = ClosingTime()
    client_sees: Annotated[ClientSees, Spelled(words.CLIENT_SEES)] = ClientSees.TIME
    rounding: RoundingSection | None = None
    categories: dict[texts.Text, CategorySection] = Field(default_factory=dict)
    envelopes: dict[texts.Text, EnvelopeSection] = Field(default_factory=dict)
    booklets: dict[texts.Text, BookletSection] = Field(default_factory=dict)
    tariff: Tariff | None = None
    drawn_at: Annotated[DrawnAt, Spelled(words.DRAWN_AT)] = DrawnAt.QUALIFICATION
    given_back: Annotated[GivenBack, Spelled(words.GIVEN_BACK)] = GivenBack.LOST
    unit_beyond: Money | None = None
    credits: dict[texts.Text, CreditSection] = Field(default_factory=dict)
    regie: RegieSection | None = None
    lots: dict[texts.Text, LotSection] = Field(default_factory=dict)
    questions: QuestionSection | None = None
    warnings: Thresholds = (50, 80, 100)
    forecast: ForecastSection = Field(default_factory=ForecastSection)
    final_balance: Annotated[FinalBalance, Spelled(words.FINAL_BALANCES)] = FinalBalance.LOST

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.day_length == timedelta():
            raise refusal("zero", ("day_length",), value="0h")
        refuse_what_cannot_hold(self.categories, self.envelopes, self.booklets)
        if self.booklets and self.tariff is None:
            raise refusal("no_tariff", ("booklets",))
        return self
