"""From the journal of a ledger to what its books are kept from: the states of each time entry, and the closes."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime

from rules.contract import Side
from rules.economy.agreement import Agreement, Terms
from rules.economy.categories import category
from rules.economy.closes import Close
from rules.economy.decisions import Decision
from rules.economy.entries import Entry, EntryFact, Key
from rules.economy.shared_dicts import Drawers, SharedDict
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
    reading = Reading(agreement)
    return reading.history(tuple(one for each in recorded for one in reading.hear(each)))


@dataclass(frozen=True, slots=True)
class State:
    """An entry as its author's facts tell it: None once taken away; `at` is the instant of the word that holds.

    `known` is when its last fact was written down: what comes behind it in the journal was not known before it.
    """

    entry: Entry | None
    at: datetime
    revision: int
    known: datetime


class Reading:
    """The issues and the entries as they are known so far, and what people decided."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.closes: list[Close] = []
        self.digests: dict[Month, str] = {}
        self.decisions: dict[str, Decision] = {}
        self.warned: list[tuple[BudgetWarned, datetime]] = []
        self.questions: dict[Key, bool] = {}
        self.issues: dict[Key, tuple[IssueShown, datetime]] = {}
        self._kinds: dict[Key, tuple[IssueShown, Terms, str | None]] = {}  # as last asked for
        self.states = SharedDict[Key, State]()
        self.of = Drawers[Key, Key, None]()
        self.judged: dict[str, tuple[bool, datetime]] = {}
        self.names: dict[str, str] = {}
        self.strange = Drawers[str, Key, int]()
        """The seconds of each entry of each author whom the contract does not name."""
        self.ahead: dict[Key, datetime] = {}
        """When each entry is dated that was written down before: it waits for its day."""

    def copy(self) -> "Reading":
        """Another one that knows the same, and then hears for itself."""
        other = copy(self)
        other.closes, other.warned = [*self.closes], [*self.warned]
        other.digests, other.decisions, other.issues = {**self.digests}, {**self.decisions}, {**self.issues}
        other.judged, other.names, other.questions = {**self.judged}, {**self.names}, {**self.questions}
        other.ahead = {**self.ahead}
        other.states, other.of, other.strange = self.states.copy(), self.of.copy(), self.strange.copy()
        return other

    def history(self, entries: tuple[EntryFact, ...] = ()) -> History:
        """What was told so far; of the entries, those facts that are given."""
        decisions, warned = tuple(self.decisions.values()), tuple(self.warned)
        told = (tuple(self.closes), decisions, warned, {**self.digests}, self._strangers(), {**self.questions})
        return History(entries, *told)

    def hear(self, one: Recorded) -> Iterator[EntryFact]:
        """Take note of one more fact, and say what it tells of entries."""
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

    def as_judged(self, entry: Entry | None) -> Entry | None:
        """The entry of somebody unknown once the provider has judged of them."""
        if entry is None or entry.side is not None or entry.author not in self.judged:
            return entry
        counts, _ = self.judged[entry.author]
        return replace(entry, side=Side.PROVIDER) if counts else replace(entry, left_out=True)

    def _strangers(self) -> tuple[Stranger, ...]:
        """Who entered time that counts nowhere until somebody judges of it, by the time that they entered."""
        found = {one: sum((self.strange.get(one) or {}).values()) for one in self.strange if one not in self.judged}
        ranked = sorted(((one, spent) for one, spent in found.items() if spent), key=lambda pair: (-pair[1], pair[0]))
        return tuple(Stranger(author, self.names.get(author, "") or author, spent) for author, spent in ranked)

    def _judge(self, judged: AuthorJudged, one: Recorded) -> Iterator[EntryFact]:
        """The last word on somebody unknown changes all the time that they entered."""
        known = self.judged.get(judged.author)
        if known is not None and known[1] > one.fact.at:
            return
        self.judged[judged.author] = judged.counts, one.fact.at
        for key in sorted(self.strange.get(judged.author) or ()):
            state = self.states.get(key)
            if state is not None:
                yield from self._said(key, state.entry, one)

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
        known = self.issues.get(issue)
        if shown.left or (known is not None and known[1] > one.fact.at):
            return
        self.issues[issue] = (shown, one.fact.at)
        if self._same_kind(known[0] if known else None, shown):
            return
        for key in sorted(self.of.get(issue) or ()):
            state = self.states.get(key)
            if state is None or state.entry is None:
                continue
            entry = replace(state.entry, category=self._category(state.entry))
            if entry != state.entry:
                yield from self._said(key, entry, one)

    def _same_kind(self, before: IssueShown | None, shown: IssueShown) -> bool:
        """Whether no version of the contract takes the issue for another kind than before."""
        budgets = [one.budget for one in self.agreement.versions]
        return all((category(before, one) if before else None) == category(shown, one) for one in budgets)

    def _spent(self, spent: TimeSpent, one: Recorded) -> Iterator[EntryFact]:
        key = (spent.site, spent.entry)
        state = self.states.get(key)
        if state is not None and (state.at > one.fact.at or (state.at == one.fact.at and state.entry is None)):
            return  # heard too late: what came after it holds
        if not spent.seconds:
            yield from self._said(key, None, one)
            return
        before = state.entry if state else None
        self.names[one.fact.by.id] = one.fact.by.name
        by, created = one.fact.by, spent.created or (before.created if before else one.fact.at)
        entry = Entry(
            spent.site,
            spent.entry,
            spent.issue,
            by.id,
            by.side,
            self._kind(spent.site, spent.issue, spent.started),
            spent.started,
            spent.seconds,
            created,
        )
        self.of.mine((spent.site, spent.issue))[key] = None
        if before is not None and before.issue != spent.issue:
            self.of.mine((spent.site, before.issue)).pop(key, None)
        yield from self._said(key, entry, one)

    def _category(self, entry: Entry) -> str | None:
        return self._kind(entry.site, entry.issue, entry.started)

    def _kind(self, site: str, issue: str, started: datetime) -> str | None:
        known = self.issues.get((site, issue))
        if known is None:
            return None
        shown, terms = known[0], self.agreement.terms_on(local_day(started, self.agreement.zone))
        last = self._kinds.get((site, issue))
        if last is not None and last[0] is shown and last[1] is terms:
            return last[2]
        kind = category(shown, terms.budget)
        self._kinds[site, issue] = shown, terms, kind
        return kind

    def _said(self, key: Key, entry: Entry | None, one: Recorded) -> Iterator[EntryFact]:
        state = self.states.get(key)
        revision = state.revision + 1 if state else 0
        spoken = isinstance(one.fact.what, TimeSpent)
        known = max(one.at, state.known) if state else one.at
        self._note(key, state.entry if state else None, entry, known)
        self.states[key] = State(entry, one.fact.at if spoken or state is None else state.at, revision, known)
        if entry is not None or state is not None:
            yield EntryFact(key, self.as_judged(entry), one.fact.at, known, revision)

    def _note(self, key: Key, before: Entry | None, entry: Entry | None, known: datetime) -> None:
        """Remember what strangers entered, and what is dated ahead."""
        self.ahead.pop(key, None)
        if entry is not None and entry.started > known:
            self.ahead[key] = entry.started
        if before is not None and before.side is None:
            self.strange.mine(before.author).pop(key, None)
        if entry is not None and entry.side is None:
            self.strange.mine(entry.author)[key] = entry.seconds
