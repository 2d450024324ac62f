"""The data that a portfolio shows, already read from the database: contracts, and what each asks for first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.contract import ClockName, Contract
from rules.economy.budget_summary import EnvelopeShort


@dataclass(frozen=True, slots=True)
class Pressing:
    """The running clock of a contract that ends first: opening time left, below 0 once late, and who acts next.

    `move` is the move that everybody waits for, `owner` the name of whoever is in charge, "" for nobody.
    """

    contract: Contract
    name: str
    clock: ClockName
    left: timedelta
    move: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What the late clocks of a contract would cost if they stopped now, in cents; `first` costs most."""

    contract: Contract
    cents: int
    currency: str
    late: int
    first: str


@dataclass(frozen=True, slots=True)
class Spending:
    """The envelope of a contract that asks for something first."""

    contract: Contract
    envelope: EnvelopeShort


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The contracts that somebody answers for, thrice: by time left, by exposure, by envelope; the first to act on
    first. `contracts` is how many there are, `as_of` the age of the oldest figure of money or time (None: none), told
    on the wall clock of `zone`, that of the first contract."""

    contracts: int
    pressing: tuple[Pressing, ...]
    exposed: tuple[Exposed, ...]
    spending: tuple[Spending, ...]
    as_of: datetime | None = None
    zone: str = "UTC"
