"""What a contract says that a missed promise costs: its scale, its caps, and what it leaves out."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.contract.terms import ClockName, Criticality

WHOLE = Decimal(100)


class LateUnit(StrEnum):
    """What lateness is counted in; FLAT counts once, however late."""

    FLAT = "flat"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    OPENING_HOUR = "opening_hour"
    HALF_DAY = "half_day"
    OPENING_DAY = "opening_day"


class Cumulation(StrEnum):
    """Whether all that one anomaly missed adds up, or its dearest line alone stays."""

    ALL = "all"
    HIGHEST_PER_ANOMALY = "highest_per_anomaly"


class Posting(StrEnum):
    """The month of the amount of a miss: that of the stop, or each month for its own share."""

    AT_STOP = "at_stop"
    AS_IT_GOES = "as_it_goes"


class PricedAt(StrEnum):
    """The criticality that prices a miss: in force when the promise was missed, or at the end."""

    MISS = "miss"
    CLOSE = "close"


class Spread(StrEnum):
    """How a cap bears on several lines: each in proportion, or the first lines whole and the last ones cut."""

    PRO_RATA = "pro_rata"
    IN_ORDER = "in_order"


class Denominator(StrEnum):
    """The clocks that a rate counts: settled (kept at the stop, missed at the deadline), stopped, or fallen due."""

    SETTLED = "settled"
    STOPPED = "stopped"
    DUE = "due"


class Window(StrEnum):
    """The months over which a rate is computed."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The number of its months."""
        return {Window.MONTH: 1, Window.QUARTER: 3, Window.HALF_YEAR: 6, Window.YEAR: 12}[self]


class ExclusionCause(StrEnum):
    """The causes for which a contract agrees that a miss costs nothing."""

    CLIENT = "client"
    FORCE_MAJEURE = "force_majeure"
    THIRD_PARTY = "third_party"
    ANNOUNCED_MAINTENANCE = "announced_maintenance"


@dataclass(frozen=True, slots=True)
class ExclusionTerm:
    """A cause that the contract excludes; a maintenance may have to be announced `notice_days` before."""

    cause: ExclusionCause
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class AmountPerUnit:
    """So many cents for each unit of lateness."""

    cents: int


@dataclass(frozen=True, slots=True)
class ValueFormula:
    """`factor` × V × R / `divisor`: V the value, R the lateness."""

    divisor: Decimal
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class PercentPerUnit:
    """A percentage of the value for each unit of lateness."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class LateSteps:
    """Percentages of the value, each beyond so many minutes late, by ascending minutes."""

    steps: tuple[tuple[int, Decimal], ...]


Price = AmountPerUnit | ValueFormula | PercentPerUnit | LateSteps


@dataclass(frozen=True, slots=True)
class Grace:
    """Minutes late that cost nothing: a threshold past which all counts, unless they are `deducted`."""

    minutes: int = 0
    deducted: bool = False


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """One line of the scale: what a miss of one of its clocks costs, at one of its criticalities.

    `begun` counts a begun unit whole. `day_minutes` is the opening day in minutes (the unit of OPENING_DAY alone).
    `free_days` are days late that cost nothing (units of days alone). `cap` and `value` are cents; without a value of
    its own, V is the contract's base. `clause` is the article of the paper contract, "" where the file names none.
    """

    clocks: tuple[ClockName, ...]
    price: Price
    criticalities: tuple[Criticality, ...] = tuple(Criticality)
    unit: LateUnit = LateUnit.FLAT
    grace: Grace = Grace()
    begun: bool = True
    day_minutes: int = 420
    free_days: int = 0
    cap: int | None = None
    value: int | None = None
    clause: str = ""

    def bears_on(self, clock: ClockName, criticality: Criticality) -> bool:
        """Whether it prices a miss of this clock at this criticality."""
        return clock in self.clocks and criticality in self.criticalities


Tiers = tuple[tuple[Decimal, Decimal], ...]
"""Rates by descending order, each with the percentage of the value from that rate on, up to the tier before."""


@dataclass(frozen=True, slots=True)
class PerPoint:
    """A percentage for each point of the rate under the threshold, at most `cap`; a begun point may count whole."""

    threshold: Decimal
    percent: Decimal
    begun: bool = True
    cap: Decimal = WHOLE


@dataclass(frozen=True, slots=True)
class BonusTerms:
    """The bonus of the months that reach `since`, which compensates malus and is not `paid` unless said."""

    since: Decimal
    percent: Decimal
    paid: bool = False


@dataclass(frozen=True, slots=True)
class KeptRateTerms:
    """What the share of kept clocks costs; under `minimum` clocks there is no rate, but the facts one by one.

    With a `bonus`, the rate is that of each month of the window, and the price is per point.
    """

    price: Tiers | PerPoint
    window: Window = Window.MONTH
    denominator: Denominator = Denominator.SETTLED
    clocks: tuple[ClockName, ...] = ()
    criticalities: tuple[Criticality, ...] = tuple(Criticality)
    minimum: int = 1
    bonus: BonusTerms | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class AvailabilityTerms:
    """What the month's unavailability costs."""

    tiers: Tiers
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """A cap in cents, or as a percentage of a reference."""

    cents: int | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Compensations:
    """The compensation that the parties agreed; amounts are in cents before tax.

    `base` is V where a line says no value of its own: None for the contract's monthly fee. `anomaly_cap` bounds the
    lines of one anomaly, `month_cap` a month (a percentage is of the base), `contract_cap` the contract (a percentage
    is of twelve bases). Nothing is owed up to the `exemption`. `observations` is the number of days that the provider
    has to answer a notice.
    """

    scale: tuple[ScaleLine, ...] = ()
    rates: tuple[KeptRateTerms, ...] = ()
    availability: tuple[AvailabilityTerms, ...] = ()
    base: int | None = None
    cumulation: Cumulation = Cumulation.ALL
    posted: Posting = Posting.AT_STOP
    priced_at: PricedAt = PricedAt.MISS
    spread: Spread = Spread.PRO_RATA
    anomaly_cap: Cap | None = None
    month_cap: Cap | None = None
    contract_cap: Cap | None = None
    exemption: int | None = None
    exclusions: tuple[ExclusionTerm, ...] = ()
    observations: int = 15

    def line_for(self, clock: ClockName, criticality: Criticality) -> ScaleLine | None:
        """The first line of the scale that prices a miss; None where it costs nothing."""
        return next((line for line in self.scale if line.bears_on(clock, criticality)), None)
