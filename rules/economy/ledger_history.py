"""From the journal of a ledger to what its books are kept from: the states of each time entry, and the closes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Close
from rules.economy.categories import category
from rules.economy.entries import Entry, EntryFact, Key
from rules.events.ledger_events import IssueShown, LedgerFact, MonthClosed, TimeSpent
from rules.workdays.month import Month, local_day


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact of a ledger, and when it was written down."""

    fact: LedgerFact
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """All that the books of a contract are kept from."""

    entries: tuple[EntryFact, ...]
    closes: tuple[Close, ...]


def history(recorded: Iterable[Recorded], agreement: Agreement) -> History:
    """What a journal tells, in the order in which it was written down."""
    reading = _Reading(agreement)
    entries = tuple(one for each in recorded for one in reading.hear(each))
    return History(entries, tuple(reading.closes))


class _Reading:
    """The issues and the entries as they are known so far."""

    def __init__(self, agreement: Agreement) -> None:
        self.closes: list[Close] = []
        self._agreement = agreement
        self._issues: dict[Key, tuple[IssueShown, datetime]] = {}
        self._states: dict[Key, _State] = {}
        self._of: dict[Key, set[Key]] = {}

    def hear(self, one: Recorded) -> Iterator[EntryFact]:
        match one.fact.what:
            case IssueShown() as shown:
                yield from self._shown(shown, one)
            case TimeSpent() as spent:
                yield from self._spent(spent, one)
            case MonthClosed(month=month):
                self.closes.append(Close(Month.read(month), one.at, one.fact.by.name))

    def _shown(self, shown: IssueShown, one: Recorded) -> Iterator[EntryFact]:
        """An issue of another kind than before changes what was spent on it. One that left keeps what it cost."""
        issue = (shown.site, shown.issue)
        known = self._issues.get(issue)
        if shown.left or (known is not None and known[1] > one.fact.at):
            return
        self._issues[issue] = (shown, one.fact.at)
        for key in sorted(self._of.get(issue, ())):
            state = self._states[key]
            entry = replace(state.entry, category=self._category(state.entry)) if state.entry else None
            if entry is not None and entry != state.entry:
                yield from self._said(key, entry, one)

    def _spent(self, spent: TimeSpent, one: Recorded) -> Iterator[EntryFact]:
        key = (spent.site, spent.entry)
        state = self._states.get(key)
        if state is not None and (state.at > one.fact.at or (state.at == one.fact.at and state.entry is None)):
            return  # heard too late: what came after it holds
        if not spent.seconds:
            yield from self._said(key, None, one)
            return
        before = state.entry if state else None
        by, created = one.fact.by, spent.created or (before.created if before else one.fact.at)
        entry = Entry(spent.site, spent.entry, spent.issue, by.id, by.side, None, spent.started, spent.seconds, created)
        self._of.setdefault((spent.site, spent.issue), set()).add(key)
        if before is not None and before.issue != spent.issue:
            self._of[spent.site, before.issue].discard(key)
        yield from self._said(key, replace(entry, category=self._category(entry)), one)

    def _category(self, entry: Entry) -> str | None:
        known = self._issues.get((entry.site, entry.issue))
        budget = self._agreement.terms_on(local_day(entry.started, self._agreement.zone)).budget
        return category(known[0], budget) if known else None

    def _said(self, key: Key, entry: Entry | None, one: Recorded) -> Iterator[EntryFact]:
        state = self._states.get(key)
        revision = state.revision + 1 if state else 0
        spoken = isinstance(one.fact.what, TimeSpent)
        self._states[key] = _State(entry, one.fact.at if spoken or state is None else state.at, revision)
        if entry is not None or state is not None:
            yield EntryFact(key, entry, one.fact.at, one.at, revision)


@dataclass(frozen=True, slots=True)
class _State:
    """An entry as it is known: None once taken away; `at` is the instant of the word that holds."""

    entry: Entry | None
    at: datetime
    revision: int
