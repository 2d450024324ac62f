"""The types of intent: make a move, open a form, get an answer, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.slack.intake.source_message import Quoted
from connectors.parsed_delivery import AboutAnomaly, AboutHere, AboutKey

About = AboutAnomaly | AboutKey | AboutHere


@dataclass(frozen=True, slots=True)
class Act:
    """Make a move that needs no form."""

    move: str
    about: About


@dataclass(frozen=True, slots=True)
class Ask:
    """Show the form of that name (mostly a move's) with what is known already.

    `given` holds it by the field's name, or "rest" for the main field. Without `about` the anomaly does not exist yet.
    `otherwise` is the move whose form is shown to a person who may not make the first one. `quoted` is the message of
    Slack's that it is made from.
    """

    move: str
    about: About | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """Make a move with what was typed in its form, by its name; `meta` came back with it, not to be trusted."""

    form: str
    values: Mapping[str, str]
    meta: str


@dataclass(frozen=True, slots=True)
class Consult:
    """Be told something: `what` names a row of `Consulting`; `here` stands for a key that was not said.

    `typed` is what was typed beside the key, and `page` the address that was pasted for it.
    """

    what: str
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    here: AboutHere | None = None
    typed: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Have the anomalies shown that these addresses, in a message that was just written, lead to."""

    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefer:
    """Choose something for oneself: a value that is offered under that name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Be shown the form of an absence: one's own of that id, "" for a new one."""

    absence: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Be away as was typed in the form of an absence; `meta` came back with it, not to be trusted."""

    values: Mapping[str, str]
    meta: str


@dataclass(frozen=True, slots=True)
class Stay:
    """Not be away after all: cancel one's own absence of that id."""

    absence: str


@dataclass(frozen=True, slots=True)
class Log:
    """Have the time counted that one spent on the issue of a key: whole minutes, and days of the contract's own.

    Without any time, take back what one had counted last, of that issue where a key is said.
    """

    key: str
    minutes: int = 0
    days: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Ask for a quote of the issue of a key, or of what the words say where there is none."""

    key: str
    note: str


@dataclass(frozen=True, slots=True)
class QuoteForm:
    """Be shown the form that answers the quote of that name, of a contract where a button bears it."""

    name: str
    contract: str = ""


@dataclass(frozen=True, slots=True)
class QuoteFilled:
    """Answer a quote as was typed in its form; `meta` came back with it, not to be trusted."""

    values: Mapping[str, str]
    meta: str


@dataclass(frozen=True, slots=True)
class Idle:
    """Of no consequence, by that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Book:
    """Do something to the ledger of a contract by a button: its act, and what it is about."""

    act: str
    contract: str
    of: str


@dataclass(frozen=True, slots=True)
class BookForm:
    """Be shown the form of an act on the ledger of a contract."""

    act: str
    contract: str
    of: str


@dataclass(frozen=True, slots=True)
class BookFilled:
    """Do it as was typed in its form; `meta` came back with it, not to be trusted."""

    act: str
    values: Mapping[str, str]
    meta: str


Intent = (
    Act
    | Ask
    | Fill
    | Consult
    | Preview
    | Prefer
    | Plan
    | Leave
    | Stay
    | Book
    | BookForm
    | BookFilled
    | Log
    | Quote
    | QuoteForm
    | QuoteFilled
    | Idle
)
