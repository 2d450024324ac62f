"""The money and time that a contract grants, as its parties wrote them: subscription, envelopes, booklets, lots.

Time is whole minutes, money whole cents before tax, units of a booklet thousandths; shares and rates are decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.contract.envelope_terms import Envelope

OUT_OF_SCOPE = "out_of_scope"
NON_BILLABLE = "non_billable"
"""The two categories that are shown and never drawn, under our names."""


class Proration(StrEnum):
    """The part of a monthly amount that a version gives when it holds a part of the month."""

    CALENDAR = "calendar"
    THIRTIETHS = "thirtieths"
    NONE = "none"


class AmendmentStart(StrEnum):
    """When an amendment dated within a month begins."""

    AT_DATE = "at_date"
    NEXT_MONTH = "next_month"


class BelongsBy(StrEnum):
    """What decides the month of a time entry: the work, or the moment when it was entered."""

    WORK = "work"
    ENTRY = "entry"


class Straddling(StrEnum):
    """Whether an entry that goes on past midnight of a month's last day is of its first month, or of both."""

    START = "start"
    SPLIT = "split"


class UnknownAuthor(StrEnum):
    """What becomes of time entered by somebody whom the contract does not name."""

    TO_VALIDATE = "to_validate"
    COUNTED = "counted"
    IGNORED = "ignored"


class RoundingScope(StrEnum):
    """The entries whose seconds are summed before they are rounded."""

    ENTRY = "entry"
    TICKET = "ticket"
    MONTH = "month"
    PERSON_DAY = "person_day"


class RoundingWay(StrEnum):
    """The multiple of the step that is kept."""

    UP = "up"
    NEAREST = "nearest"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The rounding of time to a step of minutes, by groups of entries."""

    step: int
    scope: RoundingScope = RoundingScope.ENTRY
    way: RoundingWay = RoundingWay.UP


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of work, and the issues that are of it: by type, by label, or by the value of a Jira field.

    `field` maps a Jira field, by its id or its name, to the values that mean this category.
    """

    name: str
    issue_types: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    field: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class DrawnAt(StrEnum):
    """The step of a request that takes units from a booklet."""

    QUALIFICATION = "qualification"
    CREATION = "creation"
    CLOSURE = "closure"


class GivenBack(StrEnum):
    """What becomes of units given back to a booklet that has expired."""

    LOST = "lost"
    LATEST_LOT = "latest_lot"


@dataclass(frozen=True, slots=True)
class Booklet:
    """A purchase of units: thousandths of a unit, the price of all of it in cents, and the last day when it is good."""

    name: str
    units: int
    price: int
    bought: date
    expires: date | None = None


class RemainderMode(StrEnum):
    """What becomes of prepaid time that is not used by the end of its period."""

    LOST = "lost"
    CARRIED = "carried"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Remainder:
    """The fate of what is left of a period: the share of it that is carried, and at most how many minutes."""

    mode: RemainderMode = RemainderMode.LOST
    share: Decimal = Decimal(1)
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class TimeCredit:
    """Prepaid minutes of one period, both dates included, at a price in cents (None where none is said)."""

    name: str
    minutes: int
    price: int | None
    since: date
    until: date
    remainder: Remainder = Remainder()


class RegieUnit(StrEnum):
    """The unit in which time and means are sold."""

    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class FlatRegie:
    """Days sold for one price, with a tolerance; rates in cents a day, beyond and below it."""

    days: Decimal
    price: int
    over_rate: int
    tolerance: Decimal = Decimal(0)
    under_rate: int = 0


@dataclass(frozen=True, slots=True)
class Regie:
    """Time and means: `step` is in units of the day, or in minutes of an hour; rates in cents a unit, by profile."""

    rates: Mapping[str, int]
    unit: RegieUnit = RegieUnit.DAY
    step: Decimal = Decimal("0.5")
    flat: FlatRegie | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A lot of evolutions with its own budget in cents, spent at a rate in cents an hour, between two dates."""

    name: str
    budget: int
    hourly_rate: int
    since: date
    until: date
    thresholds: tuple[int, ...] = (50, 80, 100)


class BeyondQuestions(StrEnum):
    """What becomes of functional questions beyond those that a month includes."""

    COUNTED = "counted"
    REFUSED = "refused"
    BILLED = "billed"


@dataclass(frozen=True, slots=True)
class Questions:
    """The functional questions that a month includes, and the price in cents of each one beyond."""

    included: int
    beyond: BeyondQuestions = BeyondQuestions.COUNTED
    price: int = 0


class Pace(StrEnum):
    """The days by which consumption is projected to the month's end."""

    OPENING_DAYS = "opening_days"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a month is projected, silent before that many days of it are gone."""

    pace: Pace = Pace.OPENING_DAYS
    minimum_days: int = 3


class ClientSees(StrEnum):
    """What the responsable de maintenance reads of the budget."""

    TIME = "time"
    TIME_AND_MONEY = "time_and_money"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ClosingTime:
    """When the close of a month is proposed: a day of the next month, and minutes since its local midnight."""

    day: int = 3
    minutes: int = 480


class FinalBalance(StrEnum):
    """What becomes of the balance at the contract's end."""

    LOST = "lost"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Budget:
    """The economy of one version of a contract.

    `fee` is the monthly subscription; `tariff` maps a kind of request to thousandths of a unit, `unit_minutes` is
    what one unit is worth instead; `overrun_price` is the price of a unit beyond the booklets; `ends` is the last
    day of the contract where one is in sight; `thresholds` are the percentages of an envelope that warn.
    """

    currency: str = "EUR"
    fee: int = 0
    day_minutes: int = 420
    proration: Proration = Proration.CALENDAR
    amendment: AmendmentStart = AmendmentStart.AT_DATE
    belongs_by: BelongsBy = BelongsBy.WORK
    straddling: Straddling = Straddling.START
    unknown_author: UnknownAuthor = UnknownAuthor.TO_VALIDATE
    rounding: Rounding | None = None
    categories: tuple[Category, ...] = ()
    envelopes: tuple[Envelope, ...] = ()
    booklets: tuple[Booklet, ...] = ()
    tariff: Mapping[str, int] = field(default_factory=dict)
    unit_minutes: int | None = None
    drawn_at: DrawnAt = DrawnAt.QUALIFICATION
    given_back: GivenBack = GivenBack.LOST
    overrun_price: int | None = None
    credits: tuple[TimeCredit, ...] = ()
    regie: Regie | None = None
    batches: tuple[Batch, ...] = ()
    questions: Questions | None = None
    thresholds: tuple[int, ...] = (50, 80, 100)
    forecast: Forecast = Forecast()
    final_balance: FinalBalance = FinalBalance.LOST
    ends: date | None = None
    closing: ClosingTime = ClosingTime()
    client_sees: ClientSees = ClientSees.TIME

    @property
    def fields(self) -> frozenset[str]:
        """The Jira fields, by id or name, that its categories read."""
        return frozenset(name for one in self.categories for name in one.field)
