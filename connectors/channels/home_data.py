"""The data that one page of a Home shows, already read from the database."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from connectors.channels.portfolio_data import Portfolio
from connectors.preference_choices import Preferences
from connectors.wording import Wording
from rules.anomaly.state import Anomaly
from rules.clock import Reading
from rules.contract import ClockName, Contract, Criticality, Role
from rules.reminders.promised_dates import Promise

FIRST = 1
DIGITS = 4

DUES = 15
PROMISES = 8
CONTRACTS = 10
ABSENCES = 5
"""How many of each stand on one page."""


def page_of(written: str) -> int:
    """The page that a number written by the Home names, as it came back; the first for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= DIGITS else FIRST


@dataclass(frozen=True, slots=True)
class Due:
    """A step that the person owes, by its move, and the running clock that ends first; `url` opens the issue."""

    anomaly: Anomaly
    contract: Contract
    move: str
    reading: Reading | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A date promised to the client."""

    anomaly: Anomaly
    contract: Contract
    promise: Promise
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """A contract's state for a person of these roles: open anomalies by level, and those that need action."""

    contract: Contract
    roles: frozenset[Role]
    levels: Mapping[Criticality | None, int]
    late: int = 0
    today: int = 0
    answers: int = 0
    recettes: int = 0
    unowned: int = 0


@dataclass(frozen=True, slots=True)
class Exposure:
    """A contract's breaches this month, by clock, and its late anomalies now."""

    contract: Contract
    missed: Counter[ClockName]
    late: int


@dataclass(frozen=True, slots=True)
class Away:
    """An absence, from its first day to its last; `name` is the other person's: who stands in, or who is away."""

    id: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `owed`, `late` and `promised` count all; `exposures` is None outside the direction.
    `portfolio` is None for whoever answers for no contract, and beyond the first page.
    `absences` are the person's own, `places` those in which they stand in for somebody.

    `voice` words what concerns a contract, and with None what concerns none; `leads` is whether they are a CP,
    `answers` whether they are an RM, `mailed` whether a contract gives their e-mail address.
    """

    now: datetime
    voice: Callable[[Contract | None], Wording]
    preferences: Preferences
    page: int = FIRST
    pages: int = 1
    several: bool = False
    leads: bool = False
    answers: bool = False
    mailed: bool = False
    owed: int = 0
    late: int = 0
    dues: tuple[Due, ...] = ()
    promised: int = 0
    promises: tuple[Told, ...] = ()
    tallies: tuple[Tally, ...] = ()
    exposures: tuple[Exposure, ...] | None = None
    absences: tuple[Away, ...] = ()
    places: tuple[Away, ...] = ()
    portfolio: Portfolio | None = None
