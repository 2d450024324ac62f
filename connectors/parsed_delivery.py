"""The result of parsing a delivery: plain values that can be compared, stored and logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Any, Protocol

from connectors.route import SLACK
from rules.contract import Contract
from rules.events import Fact
from rules.events.compensation_events import CompensationEvent
from rules.events.ledger_events import LedgerFact, LedgerHappening
from rules.people.stand_ins import Absence


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as received. `source` is slack, jira or clock; `identity` is unique within it.

    `headers` holds only those that the reader needs, never a credential. `topics` names what it is about (see
    `connectors.topics`), two at most: empty when it is about no anomaly, None when only reading it can tell.
    """

    source: str
    site: str
    identity: str
    body: bytes
    received_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    id: int = 0
    topics: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class AboutIssue:
    """An anomaly known by its Jira issue; `reserved` is the anomaly id that Vigie wrote in the issue it created."""

    site: str
    id: str
    key: str
    project: str
    reserved: str | None = None


@dataclass(frozen=True, slots=True)
class AboutKey:
    """An anomaly named by a person, as typed (`BOU-214`), or by its issue on a Jira `site`.

    `page` is the address that they pasted to name it, "" where they typed the key: the site is then that page's.
    `user` asks from `channel`, "" for nobody in particular. `said` is what was typed beside the key, taken up again
    where the key is that of several anomalies and one is chosen.
    """

    key: str
    site: str = ""
    user: str = ""
    channel: str = ""
    said: str = field(default="", repr=False)
    page: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AboutAnomaly:
    """An anomaly by our own id; `contract` is set when it does not exist yet and must be opened under that contract."""

    id: str
    contract: str | None = None


@dataclass(frozen=True, slots=True)
class AboutHere:
    """The anomaly that goes without saying where `user` stands: the thread's, else the only one that can be meant.

    `move` is what is to be done to it, "" to look at it; `said` is what was typed, taken up again once one is chosen.
    Unless `sure`, what was typed may have named another: they choose, whatever the place tells.
    """

    move: str = ""
    said: str = field(default="", repr=False)
    user: str = ""
    channel: str = ""
    thread: str = ""
    sure: bool = True


About = AboutIssue | AboutKey | AboutAnomaly | AboutHere


@dataclass(frozen=True, slots=True)
class Reply:
    """The place where the person who acted waits: their id in the chat, the room, the one-time address if any.

    `thread` is the timestamp of the message under which they spoke, "" where they did not; `home` is the page of their
    Home on which they acted, 0 when it was elsewhere; `via` names the channel of that chat.
    """

    user: str
    channel: str = ""
    url: str = field(default="", repr=False)
    thread: str = ""
    home: int = 0
    via: str = SLACK


@dataclass(frozen=True, slots=True)
class Ignored:
    """Read, understood, and of no consequence: `name` says why in a few words (`jira: sprint_started`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not what its sender promises; parked with `why`, which quotes no content."""

    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of an anomaly: `said` is the event or the gesture itself, whose facts its reader tells.

    `refusable` facts are a person's request, refused with an explanation when their preconditions fail; the others
    have happened whatever we think of them. `shows` says that the anomaly's ticket exists, for one that was thought
    deleted and of which nothing else is told. `midway` says that an anomaly which does not exist yet began before
    this: it takes its history to raise it as it was. `other` is the key of the issue that a `Pair` tied to this one.
    """

    about: About
    at: datetime
    said: Any = field(repr=False)
    refusable: bool = False
    reply: Reply | None = None
    shows: bool = False
    midway: bool = False
    other: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Something said of two issues: a claim about the first, once the key of the `other` is known."""

    about: AboutIssue
    other: AboutIssue
    at: datetime
    said: Any = field(repr=False)

    def claim(self, key: str) -> Claim:
        """The claim about the first issue, where the other one has this key."""
        return Claim(self.about, self.at, self.said, other=key)


@dataclass(frozen=True, slots=True)
class Preferred:
    """A person's own choice: a value that `connectors.preferences` offers under a name."""

    name: str
    value: str
    at: datetime
    reply: Reply


@dataclass(frozen=True, slots=True)
class Planned:
    """When a person said that they are away."""

    absence: Absence
    reply: Reply


@dataclass(frozen=True, slots=True)
class CalledOff:
    """That the person who waits for the reply is not away after all: the id of their absence."""

    absence: str
    at: datetime
    reply: Reply


@dataclass(frozen=True, slots=True)
class Edited:
    """That the file of a contract's version says something else than before, and what that moves.

    `digest` and `before` are the SHA-256 (hexadecimal) of the new text and of the one that it replaces. `late` names
    the first of the `moved` anomalies whose deadlines it moves.
    """

    contract: str
    effective: date
    number: int
    file: str
    digest: str
    before: str
    at: datetime
    moved: int = 0
    late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booked:
    """Something that the ledger of a contract rests on."""

    contract: str
    fact: LedgerFact = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person wants to do to the ledger of a contract, refused with a word where it cannot be done.

    `act` is the move, `what` its fact as far as the gesture tells it; `identity` and `ref` tell where it comes from.
    """

    contract: str
    identity: str
    act: str
    what: LedgerHappening = field(repr=False)
    at: datetime
    ref: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class PenaltyStep:
    """A step that a person makes on a penalty of a contract, refused with a word where it cannot be made.

    `act` is the move, `what` its fact as far as the gesture tells it; `identity` tells where it comes from.
    """

    contract: str
    identity: str
    act: str
    what: CompensationEvent = field(repr=False)
    at: datetime
    reply: Reply


class DueKind(StrEnum):
    """What time brings to the compensations of a contract: a month to calculate, a term that ends."""

    SETTLE = "settle"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class CompensationDue:
    """Time brought something to the compensations of a contract; `of` is the month, or the day on which a term ends."""

    contract: str
    what: DueKind
    of: str
    at: datetime


class Stand(Enum):
    """Where the issue of a claim was thought to be before it.

    PRESENT in a project of the contract, UNSEEN where it was thought deleted or out of sight, ELSEWHERE in a project
    that is not the contract's.
    """

    PRESENT = auto()
    UNSEEN = auto()
    ELSEWHERE = auto()


@dataclass(frozen=True, slots=True)
class TimeTyped:
    """Time that a person says they spent on the issue of a key: whole minutes, and days of the contract's own.

    Without any time, it takes back what they had counted last, of that issue where there is a key. `ref` is its
    reference in the chat.
    """

    key: str
    minutes: int
    days: Decimal
    note: str = field(repr=False)
    at: datetime
    ref: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class QuoteTyped:
    """A quote that a person asks for: of the issue of a key, or of what the `note` says where there is none."""

    key: str
    note: str = field(repr=False)
    at: datetime
    ref: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class QuoteReplied:
    """A person's answer to the quote of that name: whole cents before tax, and days of the contract's own.

    `contract` is whose quote it is; "" where somebody typed its name alone.
    """

    name: str
    contract: str
    accepted: bool
    cents: int
    days: Decimal
    note: str = field(repr=False)
    at: datetime
    ref: str
    reply: Reply


Heard = (
    Claim
    | Pair
    | Preferred
    | Planned
    | CalledOff
    | Edited
    | Booked
    | Decided
    | PenaltyStep
    | CompensationDue
    | TimeTyped
    | QuoteTyped
    | QuoteReplied
    | Ignored
    | Unreadable
)


class Reader(Protocol):
    """Reads the deliveries of one source: an object or a module."""

    def read(self, delivery: Delivery, /) -> Heard:
        """Parse a delivery, once and without I/O, before anything is known of the anomaly; it never raises."""

    def facts(
        self, heard: Claim, contract: Contract, known: bool, stand: Stand = Stand.PRESENT, /
    ) -> tuple[Fact, ...] | Ignored:
        """The facts of a claim under the anomaly's contract, or the name under which it is ignored.

        `known` says that the anomaly exists, `stand` where its issue was thought to be before. Of an anomaly that is
        not known and whose issue was ELSEWHERE, nothing was owed before the claim.
        """
