"""One shape for Jira's issue events, read from the payload without a contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.jira.inbound.choices import UNSAID, Choice
from connectors.jira.inbound.jira_people import Account


@dataclass(frozen=True, slots=True)
class Change:
    """One item of a changelog: `field` is the field's id (else its name) in lower case, `item` names it in the entry.

    `before` and `after` are what people read; `target` holds the identifiers of the new value (a user has up to two).
    `left` and `entered` are the old and the new value of a field whose values Jira takes from a list.
    """

    field: str
    item: str
    before: str = ""
    after: str = ""
    target: tuple[str, ...] = ()
    custom: bool = False
    left: Choice = UNSAID
    entered: Choice = UNSAID


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in one of its versions: `by` wrote that version, `at` is when.

    `created` is when the comment was made, in its first version; None in a later one. `written` is when it was made,
    in any. One that is not `public` is for some readers only (a service desk's internal comment, a comment kept to a
    role or a group). An `automatic` one is an absence notice, which nobody wrote.
    """

    id: str
    at: datetime
    text: str
    by: Account | None
    created: datetime | None = None
    public: bool = True
    written: datetime | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """The issue as the event shows it, which may be little: `created` is None where only a summary was sent.

    `custom` holds the texts of its custom fields by field id; `reserved` is the anomaly that Vigie created it for.
    `status` is its present one, and `category` the one of three to which Jira puts that in any language; `level` and
    `kind` are its priority and its type by their ids. `resolved` is the instant of its resolution, None without one;
    `estimate` is Jira's original one in seconds, None without one.
    """

    id: str
    key: str = ""
    project: str = ""
    title: str = ""
    description: str = ""
    created: datetime | None = None
    reporter: Account | None = None
    assignee: Account | None = None
    reserved: str | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    status: Choice = UNSAID
    category: str = ""
    level: Choice = UNSAID
    kind: Choice = UNSAID
    resolved: datetime | None = None
    labels: tuple[str, ...] = ()
    estimate: int | None = None

    @property
    def type(self) -> str:
        """The name of its type, "" where Jira does not say it."""
        return self.kind.name


@dataclass(frozen=True, slots=True)
class IssueEvent:
    """Something that happened to an issue at `at`, by `by` (None: Jira does not say); `own` when Vigie did it.

    `assignment` is Jira's own name for the event. `changelog` is Jira's id of the entry, empty where there is none;
    `attachment` that of a file just added.
    """

    site: str
    at: datetime
    issue: Issue
    by: Account | None = None
    own: bool = False
    creation: bool = False
    deletion: bool = False
    hiding: bool = False
    assignment: bool = False
    changelog: str = ""
    changes: tuple[Change, ...] = ()
    remark: Remark | None = None
    attachment: str = ""
