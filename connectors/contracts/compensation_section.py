"""The `compensations` of a contract file: what a missed promise costs, and the caps that the parties agreed."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from connectors.contracts import compensation_words as words
from connectors.contracts import jira_fields_section as texts
from connectors.contracts import money_parsers, value_parsers, yaml_words
from connectors.contracts.budget_words import AVAILABILITY_LATER
from connectors.contracts.problems import quoted, refusal, repetition
from connectors.contracts.sections import ByShape, OneOrMany, Reads, Section, Spelled
from connectors.contracts.yaml_words import SPELLINGS, fold, spelled
from rules.contract import ClockName, Criticality
from rules.contract.compensation_terms import (
    AmountPerUnit,
    Cap,
    Cumulation,
    Denominator,
    ExclusionTerm,
    LateUnit,
    PercentPerUnit,
    Posting,
    PricedAt,
    Spread,
    ValueFormula,
    Window,
)

_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {"type": ["string", "number"]}
Some = TypeVar("Some", tuple[Any, ...], dict[Any, Any])

Money = Annotated[int, Reads(money_parsers.cents, _NUMBER | {"examples": ["80", "1500.50"]})]
MoneyOrFee = Annotated[int | None, Reads(lambda text: None if words.FEE.find(text) else money_parsers.cents(text),
                                         _NUMBER | {"examples": ["abonnement", "1500"]})]  # fmt: skip
Percentage = Annotated[Decimal, Reads(money_parsers.percentage, _TEXT | {"examples": ["10%", "99.9%"]})]
CapText = Annotated[Cap, Reads(money_parsers.cap, _NUMBER | {"examples": ["300", "10%"]})]
UnitPrice = Annotated[
    AmountPerUnit | PercentPerUnit, Reads(money_parsers.unit_price, _NUMBER | {"examples": ["80", "2%"]})
]
Formula = Annotated[
    ValueFormula, Reads(money_parsers.formula, _TEXT | {"examples": ["V × R / 1000", "0,5 × V × R / 100"]})
]
ExcludedCause = Annotated[
    ExclusionTerm, Reads(money_parsers.exclusion, _TEXT | {"examples": ["force majeure", "maintenance annoncée 7j"]})
]
Count = Annotated[int, Reads(money_parsers.count, _NUMBER | {"examples": ["5", "3"]})]
ClockWord = Annotated[ClockName, Spelled(yaml_words.CLOCKS)]


def _some(values: Some) -> Some:
    """The values as they are; none at all is a key that is missing."""
    if not values:
        raise refusal("missing")
    return values


Clocks = Annotated[tuple[ClockWord, ...], OneOrMany(), AfterValidator(_some)]
Criticalities = Annotated[tuple[texts.CriticalityWord, ...], OneOrMany(), AfterValidator(_some)]


def _each_once(parse: Callable[[str], object]) -> BeforeValidator:
    """Refuses two keys of a group that say the same, however each is written: the last would hold without a word."""

    def look(written: object) -> object:
        seen: dict[object, str] = {}
        for key in written if isinstance(written, dict) else ():
            try:
                value = parse(key)
            except PydanticCustomError:
                continue  # the key itself is refused
            if value in seen:
                raise repetition(key, seen[value])
            seen[value] = key
        return written

    return BeforeValidator(look)


Under = Annotated[dict[Percentage, Percentage], AfterValidator(_some), _each_once(money_parsers.percentage)]


class Grace(Section):
    """The lateness that costs nothing, as a threshold or deducted."""

    grace_threshold: texts.Duration | None = None
    grace_deducted: texts.Duration | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Grace":
        if (self.grace_threshold is None) is (self.grace_deducted is None):
            raise refusal("grace", threshold=spelled("grace_threshold"), deducted=spelled("grace_deducted"))
        return self


GraceTime = Annotated[
    Annotated[texts.Duration, Tag("text")] | Annotated[Grace, Tag("group")],
    ByShape("grace_shape"),
]


class MissEntry(Section):
    """What a miss of some clocks costs, at some criticalities."""

    clocks: Clocks
    criticalities: Criticalities = tuple(Criticality)
    per: Annotated[tuple[LateUnit, bool], Spelled(words.UNITS)] = (LateUnit.FLAT, False)
    amount: UnitPrice | None = None
    formula: Formula | None = None
    late_steps: (
        Annotated[dict[texts.Duration, Percentage], AfterValidator(_some), _each_once(value_parsers.duration)] | None
    ) = None
    grace: GraceTime = timedelta()
    unit_counts: Annotated[bool, Spelled(words.BEGUN)] | None = None
    opening_day: texts.Duration = timedelta(hours=7)
    free_days: texts.DaysCount = 0
    line_cap: Money | None = None
    line_value: Money | None = None
    clause: texts.Text = ""

    @model_validator(mode="after")
    def _one_price(self) -> "MissEntry":
        given = [name for name in ("amount", "formula", "late_steps") if getattr(self, name) is not None]
        if len(given) != 1:
            names = [spelled(name) for name in ("amount", "formula", "late_steps")]
            raise refusal("one_price", amount=names[0], formula=names[1], steps=names[2])
        if self.per[1] and self.unit_counts is False:
            raise refusal("begun_or_not", ("unit_counts",), key=spelled("per"))
        steps = list(self.late_steps.items()) if self.late_steps else []
        if steps != sorted(steps) or [percent for _, percent in steps] != sorted(percent for _, percent in steps):
            raise refusal("steps_order", ("late_steps",))
        if not self.opening_day:
            raise refusal("zero", ("opening_day",), value=quoted("0min"))
        return self


class Bonus(Section):
    """What the months that reach a rate bring."""

    bonus_from: Percentage
    bonus_percent: Percentage
    bonus_paid: texts.YesOrNo = False


class RateEntry(Section):
    """What the share of kept clocks costs."""

    kept_rate: Annotated[Window, Spelled(words.WINDOWS)]
    under: Under | None = None
    rate_threshold: Percentage | None = None
    per_point: Percentage | None = None
    point_counts: Annotated[bool, Spelled(words.POINTS)] = True
    rate_cap: Percentage = Decimal(100)
    denominator: Annotated[Denominator, Spelled(words.DENOMINATORS)] = Denominator.SETTLED
    clocks: Clocks | None = None
    criticalities: Criticalities = tuple(Criticality)
    minimum: Count = 5
    bonus: Bonus | None = None
    clause: texts.Text = ""

    @model_validator(mode="after")
    def _one_price(self) -> "RateEntry":
        points = self.rate_threshold is not None and self.per_point is not None
        one_of_two = (self.rate_threshold is None) is not (self.per_point is None)
        if one_of_two or points is (self.under is not None):
            threshold, point = spelled("rate_threshold"), spelled("per_point")
            raise refusal("rate_price", under=spelled("under"), threshold=threshold, point=point)
        if self.bonus is not None and not points:
            raise refusal("bonus_points", ("bonus",), threshold=spelled("rate_threshold"), point=spelled("per_point"))
        if self.bonus is not None and self.rate_threshold is not None and self.bonus.bonus_from < self.rate_threshold:
            raise refusal("bonus_below", ("bonus", "bonus_from"), threshold=f"{self.rate_threshold}%")
        _descending(self.under)
        return self


class AvailabilityEntry(Section):
    """What the month's unavailability costs."""

    unread = AVAILABILITY_LATER

    availability: Annotated[bool, Spelled(words.MONTHLY)]
    under: Under
    clause: texts.Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> "AvailabilityEntry":
        _descending(self.under)
        return self


def _descending(under: Mapping[Decimal, Decimal] | None) -> None:
    """Refuse tiers of which the rates do not fall, or the percentages do not grow."""
    rates, percents = list(under or ()), list((under or {}).values())
    if rates != sorted(rates, reverse=True) or percents != sorted(percents):
        raise refusal("tiers_order", ("under",))


# The key that tells an entry from a miss. No tag is the name of a key, for which the path of a problem would take it.
_KINDS = {"kept_rate": "rate", "availability": "uptime"}


def _kind(value: Any) -> str:
    keys = {fold(key) for key in value} if isinstance(value, dict) else set()
    return next((kind for key, kind in _KINDS.items() if keys & SPELLINGS[key]), "miss")


Entry = Annotated[
    Annotated[MissEntry, Tag("miss")] | Annotated[RateEntry, Tag("rate")] | Annotated[AvailabilityEntry, Tag("uptime")],
    Discriminator(_kind),
]


def _none_excluded(value: Any) -> Any:
    return [] if isinstance(value, str) and yaml_words.NONE.find(value) else value


class Caps(Section):
    """The caps, in the order in which they bear."""

    anomaly_cap: CapText | None = None
    month_cap: CapText | None = None
    contract_cap: CapText | None = None


class CompensationSection(Section):
    """The whole of it; a key left out keeps its default."""

    base: MoneyOrFee = None
    cumulation: Annotated[Cumulation, Spelled(words.CUMULATIONS)] = Cumulation.ALL
    posted: Annotated[Posting, Spelled(words.POSTINGS)] = Posting.AT_STOP
    priced_at: Annotated[PricedAt, Spelled(words.PRICED_AT)] = PricedAt.MISS
    spread: Annotated[Spread, Spelled(words.SPREADS)] = Spread.PRO_RATA
    caps: Caps = Field(default_factory=Caps)
    exemption: Money | None = None
    scale: Annotated[tuple[Entry, ...], AfterValidator(_some)]
    exclusions: Annotated[tuple[ExcludedCause, ...], OneOrMany(), BeforeValidator(_none_excluded)] = ()
    observations: texts.DaysCount = 15
