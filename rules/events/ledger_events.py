"""The facts of a contract's ledger: its issues as Jira shows them, the time spent on them, and what people decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rules.events.actors import Actor, Source


@dataclass(frozen=True, slots=True)
class IssueShown:
    """An issue of the contract as Jira shows it from then on: a demande, or an anomaly's issue.

    `estimate` is in seconds, None where there is none; `fields` holds the custom fields that the contract's categories
    read, by id. An issue that `left` is deleted, or no longer in a project of the contract.
    """

    site: str
    issue: str
    key: str
    title: str
    type: str
    labels: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    estimate: int | None = None
    status: str = ""
    ended: bool = False
    anomaly: bool = False
    left: bool = False
    opened: datetime | None = None
    kind: Literal["issue_shown"] = "issue_shown"


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """Time on an issue as its author entered it; the last fact of an `entry` holds, one of 0 seconds takes it away.

    `created` is when the entry was first made; None where Jira does not say it. `note` says what was done, where it was
    entered with Vigie.
    """

    site: str
    entry: str
    issue: str
    seconds: int
    started: datetime
    created: datetime | None = None
    note: str = ""
    kind: Literal["time_spent"] = "time_spent"


@dataclass(frozen=True, slots=True)
class MonthClosed:
    """A month (`2026-10`) is closed: its figures never change from then on.

    `digest` is the SHA-256 (hexadecimal) of its rows and figures, which hold that of the month `before`.
    """

    month: str
    digest: str
    before: str = ""
    kind: Literal["month_closed"] = "month_closed"


@dataclass(frozen=True, slots=True)
class QuoteAsked:
    """A quote is asked for: of an issue, or of a new project, which has none and is known by a `name` of its own.

    `estimate` is in seconds, None where there is none; `category` is the kind of work as the contract names it.
    """

    name: str
    title: str
    site: str = ""
    issue: str = ""
    estimate: int | None = None
    category: str = ""
    note: str = ""
    kind: Literal["quote_asked"] = "quote_asked"


@dataclass(frozen=True, slots=True)
class QuoteAnswered:
    """A quote is given or declined: the id of the fact that asked, whole cents before tax and minutes of work."""

    quote: str
    accepted: bool
    cents: int = 0
    minutes: int = 0
    note: str = ""
    kind: Literal["quote_answered"] = "quote_answered"


LedgerHappening = IssueShown | TimeSpent | MonthClosed | QuoteAsked | QuoteAnswered


@dataclass(frozen=True, slots=True)
class LedgerFact:
    """Something that a contract's ledger rests on, at `at` (aware UTC); the same `id` is the same fact."""

    id: str
    at: datetime
    by: Actor
    source: Source
    what: LedgerHappening
