"""From the journal of a ledger to what its books are kept from: the states of each time entry, and the closes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from rules.contract import Side
from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Close
from rules.economy.categories import category
from rules.economy.decisions import Decision
from rules.economy.entries import Entry, EntryFact, Key
from rules.events.ledger_events import (
    AuthorJudged,
    BudgetWarned,
    IssueShown,
    LedgerFact,
    MonthClosed,
    OverrunAgreed,
    OverrunDecided,
    QuestionJudged,
    TimeSpent,
)
from rules.workdays.month import Month, local_day


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact of a ledger, and when it was written down."""

    fact: LedgerFact
    at: datetime


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody whom the contract does not name and of whom nobody has judged: the seconds that they entered."""

    author: str
    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class History:
    """All that the books of a contract are kept from; `warned` with when each warning was given.

    `digests` are those of the closed months; `questions` says of each question that was judged whether it is taken.
    """

    entries: tuple[EntryFact, ...]
    closes: tuple[Close, ...]
    decisions: tuple[Decision, ...] = ()
    warned: tuple[tuple[BudgetWarned, datetime], ...] = ()
    digests: Mapping[Month, str] = field(default_factory=dict)
    strangers: tuple[Stranger, ...] = ()
    questions: Mapping[Key, bool] = field(default_factory=dict)


def history(recorded: Iterable[Recorded], agreement: Agreement) -> History:
    """What a journal tells, in the order in which it was written down."""
    reading = _Reading(agreement)
    entries = tuple(one for each in recorded for one in reading.hear(each))
    return History(
        entries,
        tuple(reading.closes),
        tuple(reading.decisions.values()),
        tuple(reading.warned),
        reading.digests,
        reading.strangers(),
        reading.questions,
    )


class _Reading:
    """The issues and the entries as they are known so far."""

    def __init__(self, agreement: Agreement) -> None:
        self.closes: list[Close] = []
        self.digests: dict[Month, str] = {}
        self.decisions: dict[str, Decision] = {}
        self.warned: list[tuple[BudgetWarned, datetime]] = []
        self.questions: dict[Key, bool] = {}
        self._agreement = agreement
        self._issues: dict[Key, tuple[IssueShown, datetime]] = {}
        self._states: dict[Key, _State] = {}
        self._of: dict[Key, set[Key]] = {}
        self._judged: dict[str, tuple[bool, datetime]] = {}
        self._names: dict[str, str] = {}

    def hear(self, one: Recorded) -> Iterator[EntryFact]:
        match one.fact.what:
            case IssueShown() as shown:
                yield from self._shown(shown, one)
            case TimeSpent() as spent:
                yield from self._spent(spent, one)
            case MonthClosed(month=month, digest=digest):
                self.closes.append(Close(Month.read(month), one.at, one.fact.by.name))
                self.digests.setdefault(Month.read(month), digest)
            case AuthorJudged() as judged:
                yield from self._judge(judged, one)
            case QuestionJudged(site=site, issue=issue, taken=taken):
                self.questions.setdefault((site, issue), taken)
            case OverrunDecided() as decided:
                self.decisions[one.fact.id] = Decision(one.fact.id, decided, one.fact.by.name, one.at)
            case OverrunAgreed() as agreed:
                self._agree(agreed, one)
            case BudgetWarned() as warned:
                self.warned.append((warned, one.fact.at))

    def strangers(self) -> tuple[Stranger, ...]:
        """Who entered time that counts nowhere until somebody judges of it, by the time that they entered."""
        seconds: dict[str, int] = {}
        for state in self._states.values():
            entry = state.entry
            if entry is not None and entry.side is None and entry.author not in self._judged:
                seconds[entry.author] = seconds.get(entry.author, 0) + entry.seconds
        ranked = sorted(seconds.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(Stranger(author, self._names.get(author, "") or author, spent) for author, spent in ranked)

    def _judge(self, judged: AuthorJudged, one: Recorded) -> Iterator[EntryFact]:
        """The last word on somebody unknown changes all the time that they entered."""
        known = self._judged.get(judged.author)
        if known is not None and known[1] > one.fact.at:
            return
        self._judged[judged.author] = judged.counts, one.fact.at
        for key in sorted(self._states):
            entry = self._states[key].entry
            if entry is not None and entry.side is None and entry.author == judged.author:
                yield from self._said(key, entry, one)

    def _agree(self, agreed: OverrunAgreed, one: Recorded) -> None:
        """The first answer to a decision holds."""
        decided = self.decisions.get(agreed.decision)
        if decided is not None and decided.agreed is None:
            self.decisions[decided.id] = replace(
                decided, agreed=agreed.agreed, answered_at=one.at, answered_by=one.fact.by.name
            )

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
        self._names[one.fact.by.id] = one.fact.by.name
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
            yield EntryFact(key, self._as_judged(entry), one.fact.at, one.at, revision)

    def _as_judged(self, entry: Entry | None) -> Entry | None:
        """The entry of somebody unknown once the provider has judged of them."""
        if entry is None or entry.side is not None or entry.author not in self._judged:
            return entry
        counts, _ = self._judged[entry.author]
        return replace(entry, side=Side.PROVIDER) if counts else replace(entry, left_out=True)


@dataclass(frozen=True, slots=True)
class _State:
    """An entry as its author's facts tell it: None once taken away; `at` is the instant of the word that holds."""

    entry: Entry | None
    at: datetime
    revision: int
