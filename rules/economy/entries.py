"""Time entries as the ledger knows them: facts of worklogs, and what becomes of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rules.contract import Side
from rules.contract.budget_terms import NON_BILLABLE, OUT_OF_SCOPE, BelongsBy, Straddling, UnknownAuthor
from rules.economy.agreement import Agreement
from rules.workdays.month import Month, local_day

Key = tuple[str, str]
"""A time entry: its Jira site, and its id there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A time entry in one of its states: aware instants, whole seconds.

    `side` is the party that its author spoke for on that day, None for somebody whom the contract does not name;
    `category` is the kind of work of its issue, None where no category takes it; `created` is when it was entered.
    `left_out` says that the provider judged that somebody unknown is not to be counted.
    """

    site: str
    id: str
    issue: str
    author: str
    side: Side | None
    category: str | None
    started: datetime
    seconds: int
    created: datetime
    left_out: bool = False

    @property
    def key(self) -> Key:
        """Its identity, which no change touches."""
        return self.site, self.id


@dataclass(frozen=True, slots=True)
class EntryFact:
    """What was learnt of a time entry: its state from then on, None once it is deleted.

    `at` is when it happened, `known` when it was heard; `revision` orders what was heard of one entry at one instant.
    """

    key: Key
    entry: Entry | None
    at: datetime
    known: datetime
    revision: int = 0


def in_order(facts: Iterable[EntryFact]) -> list[EntryFact]:
    """Facts as they became known, whatever the order in which they are given."""
    return sorted(facts, key=lambda one: (one.known, one.key, one.revision))


class Aside(StrEnum):
    """Why a time entry is shown and not drawn; the first that applies."""

    OUT_OF_SCOPE = "out_of_scope"
    NON_BILLABLE = "non_billable"
    UNKNOWN = "unknown"
    IGNORED = "ignored"
    CLIENT = "client"
    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    UNCLAIMED = "unclaimed"


def month_of(entry: Entry, agreement: Agreement) -> Month:
    """The month of an entry: that of its beginning, or of its creation, on the contract's wall clock."""
    worked = local_day(entry.started, agreement.zone)
    if agreement.terms_on(worked).budget.belongs_by is BelongsBy.WORK:
        return Month.of(worked)
    return Month.of(local_day(entry.created, agreement.zone))


def by_month(entry: Entry, agreement: Agreement) -> Iterator[Entry]:
    """The entry, or its part in each month where the contract shares what goes on past a month's last midnight."""
    terms = agreement.terms_on(local_day(entry.started, agreement.zone)).budget
    shares = terms.straddling is Straddling.SPLIT and terms.belongs_by is BelongsBy.WORK
    while shares and (left := _beyond_the_month(entry, agreement.zone)) > 0:
        within = entry.seconds - left
        yield replace(entry, seconds=within)
        entry = replace(entry, started=entry.started + timedelta(seconds=within), seconds=left)
    yield entry


def _beyond_the_month(entry: Entry, zone: str) -> int:
    """The seconds of an entry after the midnight that ends the month of its beginning."""
    following = Month.of(local_day(entry.started, zone)).plus(1)
    midnight = datetime.combine(following.first, time(), ZoneInfo(zone)).astimezone(UTC)
    return int((entry.started + timedelta(seconds=entry.seconds) - midnight).total_seconds())


def aside(entry: Entry, month: Month, agreement: Agreement) -> Aside | None:
    """Why an entry draws nothing whatever the envelopes are; None for one that may draw."""
    by_category = {OUT_OF_SCOPE: Aside.OUT_OF_SCOPE, NON_BILLABLE: Aside.NON_BILLABLE}
    if entry.category in by_category:
        return by_category[entry.category]
    if entry.side is None and (why := _unknown(entry, agreement)):
        return why
    if entry.side is Side.CLIENT:
        return Aside.CLIENT
    return Aside.BEFORE_START if month < Month.of(agreement.start) else None


def _unknown(entry: Entry, agreement: Agreement) -> Aside | None:
    if entry.left_out:
        return Aside.IGNORED
    policy = agreement.terms_on(local_day(entry.started, agreement.zone)).budget.unknown_author
    return {UnknownAuthor.TO_VALIDATE: Aside.UNKNOWN, UnknownAuthor.IGNORED: Aside.IGNORED}.get(policy)
