"""The facts of a contract's ledger: its issues as Jira shows them, the time spent on them, and what people decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
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


class OverrunWay(StrEnum):
    """What becomes of minutes that exceed an envelope: a debt of the next months, a lot's, an invoice, or a gift."""

    SPREAD = "spread"
    LOT = "lot"
    INVOICE = "invoice"
    WAIVE = "waive"


class Alarm(StrEnum):
    """What a budget warns of: a share consumed, a month that will exceed, an excess to agree on."""

    CONSUMED = "consumed"
    FORECAST = "forecast"
    EXCEEDED = "exceeded"


class Pool(StrEnum):
    """What is nearly spent: an envelope, the booklets of a purchase, prepaid time, or a lot."""

    ENVELOPE = "envelope"
    BOOKLET = "booklet"
    CREDIT = "credit"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class BudgetWarned:
    """A warning of what was sold, in a month (`2026-10`), once for each alarm and percentage.

    `percent` is the greatest threshold reached, 0 for none; `used` of what was `available`, `expected` at the present
    pace by its end and `pending`, which is to be agreed: minutes, thousandths of a unit for a booklet, cents for a lot.
    `empty_on` is the day when nothing is left. `envelope` names it, whatever `pool` it is.
    """

    month: str
    envelope: str
    alarm: Alarm
    percent: int
    used: int
    available: int
    expected: int = 0
    pending: int = 0
    empty_on: date | None = None
    kind: Literal["budget_warned"] = "budget_warned"
    pool: Pool = Pool.ENVELOPE


@dataclass(frozen=True, slots=True)
class OverrunDecided:
    """What the provider proposes for whole minutes that exceed an envelope in a month (`2026-10`).

    `months` is over how many a debt is spread, `lot` the lot that pays, `rate` the cents an hour of an invoice.
    """

    month: str
    envelope: str
    minutes: int
    way: OverrunWay
    months: int = 0
    lot: str = ""
    rate: int = 0
    note: str = ""
    kind: Literal["overrun_decided"] = "overrun_decided"


@dataclass(frozen=True, slots=True)
class OverrunAgreed:
    """The client's word on what was decided: `decision` is the id of that fact."""

    month: str
    envelope: str
    decision: str
    agreed: bool
    note: str = ""
    kind: Literal["overrun_agreed"] = "overrun_agreed"


@dataclass(frozen=True, slots=True)
class AuthorJudged:
    """Whether the time of somebody whom the contract does not name counts as the provider's; the last word holds.

    `author` is their account where they enter it, `name` what they are called.
    """

    author: str
    name: str
    counts: bool
    kind: Literal["author_judged"] = "author_judged"


@dataclass(frozen=True, slots=True)
class QuestionJudged:
    """Whether a question beyond those that a month includes is taken, where the contract refuses it; `key` names it."""

    site: str
    issue: str
    taken: bool
    key: str = ""
    kind: Literal["question_judged"] = "question_judged"


LedgerHappening = (
    IssueShown
    | TimeSpent
    | MonthClosed
    | BudgetWarned
    | OverrunDecided
    | OverrunAgreed
    | AuthorJudged
    | QuestionJudged
    | QuoteAsked
    | QuoteAnswered
)


@dataclass(frozen=True, slots=True)
class LedgerFact:
    """Something that a contract's ledger rests on, at `at` (aware UTC); the same `id` is the same fact."""

    id: str
    at: datetime
    by: Actor
    source: Source
    what: LedgerHappening
