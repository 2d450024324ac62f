"""The facts about the Jira issue itself, whatever happens to the anomaly."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class TicketAttached:
    """The anomaly has, or changed, its Jira issue: `issue_id` never changes, `key` does when the issue is moved."""

    site: str
    issue_id: str
    key: str
    kind: Literal["ticket_attached"] = "ticket_attached"


@dataclass(frozen=True, slots=True)
class TicketRenumbered:
    """Jira knows the issue of that key under another id than the `former` one, since it was migrated."""

    site: str
    issue_id: str
    key: str
    former: str
    kind: Literal["ticket_renumbered"] = "ticket_renumbered"


@dataclass(frozen=True, slots=True)
class TicketRemoved:
    """The Jira issue was deleted: nothing is counted any more, unless it turns out to exist."""

    kind: Literal["ticket_removed"] = "ticket_removed"


@dataclass(frozen=True, slots=True)
class TicketRestored:
    """Jira spoke of an issue that had been deleted."""

    kind: Literal["ticket_restored"] = "ticket_restored"


@dataclass(frozen=True, slots=True)
class TicketHidden:
    """Jira shows Vigie the issue no more: it may be hidden, archived or deleted, and is owed for all the same."""

    kind: Literal["ticket_hidden"] = "ticket_hidden"


@dataclass(frozen=True, slots=True)
class DeletionConfirmed:
    """A person says that the issue which Vigie sees no more was deleted."""

    kind: Literal["deletion_confirmed"] = "deletion_confirmed"


@dataclass(frozen=True, slots=True)
class Declassified:
    """The Jira issue became one of another `type`, which the contract does not count."""

    type: str
    kind: Literal["declassified"] = "declassified"


@dataclass(frozen=True, slots=True)
class Reclassified:
    """The Jira issue is one of a `type` that the contract counts."""

    type: str
    kind: Literal["reclassified"] = "reclassified"


@dataclass(frozen=True, slots=True)
class MovedAway:
    """The Jira issue left the contract's projects: what happens to it there is none of the contract's business."""

    kind: Literal["moved_away"] = "moved_away"


@dataclass(frozen=True, slots=True)
class MovedBack:
    """The Jira issue is in a project of the contract again, under `key`."""

    key: str
    kind: Literal["moved_back"] = "moved_back"


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The Jira issue was linked as a duplicate of the one of that key."""

    key: str
    kind: Literal["duplicate_of"] = "duplicate_of"


@dataclass(frozen=True, slots=True)
class NotDuplicate:
    """The link was removed."""

    key: str
    kind: Literal["not_duplicate"] = "not_duplicate"


@dataclass(frozen=True, slots=True)
class WorkLogged:
    """Time spent, as its author entered it: the last fact of a `worklog` holds, and one of 0 seconds takes it away."""

    worklog: str
    seconds: int
    started: datetime | None = None
    kind: Literal["work_logged"] = "work_logged"


@dataclass(frozen=True, slots=True)
class Retitled:
    """The summary was edited."""

    title: str
    kind: Literal["retitled"] = "retitled"
