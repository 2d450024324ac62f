"""What a delivery turns out to be, once read: something claimed of an anomaly, ignored by name, or not readable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.route import SLACK
from rules.contract import Contract
from rules.events import Fact
from rules.people.stand_ins import Absence


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was received, as it was received. `source` is slack, jira or clock; `identity` is unique within it.

    `headers` holds only those that the reader needs, never a credential.
    """

    source: str
    site: str
    identity: str
    body: bytes
    received_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    id: int = 0


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
    """An anomaly named by a person, as typed (`BOU-214`)."""

    key: str


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
    said: str = ""
    user: str = ""
    channel: str = ""
    thread: str = ""
    sure: bool = True


About = AboutIssue | AboutKey | AboutAnomaly | AboutHere


@dataclass(frozen=True, slots=True)
class Reply:
    """Where the person who acted waits for an answer: their id in the chat, the room, and the one-time address if any.

    `thread` is the timestamp of the message under which they spoke, "" where they did not; `home` is the page of their
    Home on which they acted, 0 when it was elsewhere; `via` names the channel of that chat.
    """

    user: str
    channel: str = ""
    url: str = ""
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
    """Facts claimed of an anomaly.

    `facts` gives them once the contract is known; its second argument says whether the anomaly exists already.
    `refusable` facts are a person's request, refused with an explanation when their preconditions fail; the others
    have happened whatever we think of them. `shows` gives the fact that the anomaly's ticket exists, for one that was
    thought deleted and of which nothing else is told. `midway` says that an anomaly which does not exist yet began
    before this: it takes its history to raise it as it was.
    """

    about: About
    at: datetime
    facts: Callable[[Contract, bool], tuple[Fact, ...] | Ignored]
    refusable: bool = False
    reply: Reply | None = None
    shows: Callable[[Contract], Fact] | None = None
    midway: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that ties two issues together: `claim` is what it says of the first, once the other's key is known."""

    about: AboutIssue
    other: AboutIssue
    claim: Callable[[str], Claim]


@dataclass(frozen=True, slots=True)
class Preferred:
    """What a person chose for themselves: a value that `connectors.preferences` offers under a name."""

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


Heard = Claim | Pair | Preferred | Planned | CalledOff | Ignored | Unreadable
