"""From what a delivery speaks of to the anomaly it means: its history, and the contract that holds for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import structlog

from connectors.contracts import Contracts
from connectors.jira.inbound.issue_links import STRANGER
from connectors.jira.inbound.scope import on_site
from connectors.parsed_delivery import About, AboutAnomaly, AboutHere, AboutIssue, AboutKey, Claim, Ignored, Pair
from connectors.store import Connection, Store, anomalies, journal, passing
from connectors.store.anomalies import Known
from connectors.store.searches import Found
from connectors.store.unread_rows import UnreadRow
from connectors.wording import said
from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.effects import Offer
from rules.events import Fact, Raised, Reopened
from rules.fold.checkpoint import Checkpoint, HistoryWanted, Past, further, whole
from rules.people.visibility import sees
from scheduler.cases import key_lookup
from scheduler.cases.anomaly_picker import choose
from scheduler.cases.anomaly_search import alike, search
from scheduler.cases.issue_owner import Gate, is_second, passed
from scheduler.cases.kept_folds import NOTHING_KEPT, KeptFold, KeptFolds
from scheduler.cases.pinned_contracts import ContractGone, PinnedContracts, of_the_day

Locate = Callable[[str], tuple[str, str] | None]

LAST_CLOSED = 10

log = structlog.get_logger("vigie.casebook")


def nowhere(_: str) -> None:
    """What an address shows as long as no site is connected."""


def reason(error: Exception) -> str:
    """What an operator is told of a fault: the words of those that have some without any content, else none."""
    return str(error) if isinstance(error, ContractGone | UnreadRow) else ""


@dataclass(frozen=True)
class Case:
    """An anomaly as a decision needs it; `row` is None while nothing of it is saved.

    `facts` is None where only a checkpoint and the facts behind it were read: `kept` then says how far they lead.
    A `second` one is that of an issue which was another contract's before; a new one may have a `namesake`, whose issue
    has the same key.
    """

    id: str
    contract: Contract
    facts: tuple[Fact, ...] | None = ()
    row: Known | None = None
    kept: KeptFold = NOTHING_KEPT
    second: bool = False
    namesake: Known | None = None

    @property
    def known(self) -> bool:
        """Whether the anomaly exists already."""
        return self.row is not None

    @property
    def opening(self) -> Anomaly:
        """The anomaly before its first fact."""
        return Anomaly(self.id, self.contract.id, self.contract.effective)

    @property
    def history(self) -> tuple[Fact, ...]:
        """All its facts. Raises HistoryWanted where they were not read."""
        if self.facts is None:
            raise HistoryWanted
        return self.facts

    @cached_property
    def reached(self) -> Checkpoint:
        """How far its history leads."""
        return self.kept.reached or whole(self.history, self.opening, self.contract)

    @property
    def anomaly(self) -> Anomaly:
        """The anomaly as its history leaves it."""
        return self.reached.anomaly

    def past(self, known: frozenset[str] = frozenset()) -> Past:
        """What came before a decision; `known` are the journalled ids, where the facts were not read."""
        ids = known if self.facts is None else {fact.id for fact in self.facts}
        return Past(self.reached, ids, self.facts)

    @property
    def unseen_since(self) -> datetime | None:
        """Since when its issue is deleted or hidden in Jira; None while Jira shows it."""
        return self.anomaly.removed_at or self.anomaly.hidden_since

    @property
    def card(self) -> tuple[str, str] | None:
        """The channel and the timestamp of the living message, once it is posted."""
        if self.row is None or not self.row.slack_channel or not self.row.slack_ts:
            return None
        return self.row.slack_channel, self.row.slack_ts


class Casebook(PinnedContracts):
    """Finds cases in the store; `contracts` are those of the folder, read at start-up.

    `locate` gives the site and the key of the issue that an address shows, once the sites are connected.
    """

    def __init__(self, store: Store, contracts: Contracts, folds: KeptFolds | None = None) -> None:
        super().__init__(contracts)
        self._store = store
        self.locate: Locate = nowhere
        self._folds = folds or KeptFolds()

    def find(self, tx: Connection, about: About, at: datetime) -> Case | None:
        """The case that is meant, or None when no contract knows of it. Raises ContractGone."""
        row = self._row(tx, about, at)
        return self._new(tx, about, at) if row is None else self._case(tx, row, at)

    def find_folded(self, tx: Connection, about: About, at: datetime) -> Case | None:
        """The same, read from its checkpoint where one is to be believed: its history is then not at hand."""
        row = self._row(tx, about, at)
        return self._new(tx, about, at) if row is None else self._folded(tx, row, at)

    def left_behind(self, tx: Connection, about: AboutIssue, at: datetime) -> tuple[Case, ...]:
        """The anomalies of an issue whose contracts do not follow the project where it is at an instant."""
        return tuple(self._folded(tx, row, at) for row in self._gate(tx, about, at).left)

    def of_issue(self, tx: Connection, about: AboutIssue, at: datetime) -> tuple[Case, ...]:
        """Every anomaly of an issue, one for each contract that it was under, with its whole history."""
        rows = anomalies.of_issue(tx, about.site, about.id)
        return tuple(case for row in rows if on_site(about.site, (case := self._case(tx, row, at)).contract))

    def _new(self, tx: Connection, about: About, at: datetime) -> Case | None:
        """The case of an anomaly of which nothing is saved."""
        if isinstance(about, AboutIssue):
            contract = self.contracts.for_project(about.site, about.project, at)
            gate = self._gate(tx, about, at)
            if contract is None or gate.free is None:
                return None
            name, second = gate.free.under(contract.id), gate.free.second
            return Case(name, contract, second=second, namesake=self._namesake(tx, gate, at))
        if isinstance(about, AboutAnomaly) and about.contract:
            contract = self.contracts.current(about.contract, at)
            return Case(about.id, contract) if contract else None
        return None

    def _namesake(self, tx: Connection, gate: Gate, at: datetime) -> Known | None:
        """A key is free again where its issue was deleted, or is another client's now."""
        if gate.namesake is None:
            return None
        anomaly = self._folded(tx, gate.namesake, at).anomaly
        return None if anomaly.removed_at or anomaly.elsewhere else gate.namesake

    def paired(self, tx: Connection, pair: Pair) -> Claim | Ignored:
        """The claim that ties two issues together, once one contract knows both: no client reads another's key."""
        first, other = self._row(tx, pair.about, pair.at), self._row(tx, pair.other, pair.at)
        if first is None or other is None or first.contract_id != other.contract_id:
            return Ignored(said(STRANGER))
        return pair.claim(other.issue_key or other.id[: anomalies.SHORT])

    def for_facts(self, case: Case, facts: tuple[Fact, ...]) -> Case:
        """The case under the version in force at remontée, which is the one that the anomaly is pinned to.

        It is chosen when the remontée is heard, and never again: a version filed later with an earlier date of effect
        moves nothing. A reopening is judged by what the file of the version says now. Raises HistoryWanted.
        """
        if not any(isinstance(fact.what, Raised | Reopened) for fact in facts):
            return case
        known = {fact.id for fact in case.history}
        contract: Contract | None = None
        if any(isinstance(fact.what, Raised) and fact.id not in known for fact in facts):
            raised = (fact.at for fact in (*facts, *case.history) if isinstance(fact.what, Raised))
            contract = self.contracts.current(case.contract.id, min(raised))
        elif any(isinstance(fact.what, Reopened) for fact in facts):
            contract = self.contracts.version(case.contract.id, case.contract.effective)
        return replace(case, contract=of_the_day(contract, case.contract)) if contract else case

    async def look(self, about: About, at: datetime) -> Case | None:
        """The same as `find`, on a connection of its own that reads only."""
        return await self._store.read(lambda tx: self.find(tx, about, at))

    async def open_of(self, contract_id: str, at: datetime) -> tuple[Case, ...]:
        """The same as `open_cases`, on a connection of its own that reads only."""
        return await self._store.read(lambda tx: self.open_cases(tx, contract_id, at))

    async def search(self, user: str, text: str, at: datetime) -> tuple[Found, ...]:
        """The results of `searching.search` in the contracts that name a Slack user."""
        theirs = self.contracts.for_person(user, at)
        return await self._store.read(lambda tx: search(tx, theirs, user, text))

    async def alike(self, contract: Contract, user: str, text: str) -> tuple[Found, ...]:
        """The open anomalies of a contract that `searching.alike` finds for a Slack user."""
        return await self._store.read(lambda tx: alike(tx, contract, user, text))

    async def point(self, here: AboutHere, at: datetime) -> Case | Offer:
        """The same as `pointed`, on a connection of its own that reads only."""
        return await self._store.read(lambda tx: self.pointed(tx, here, at))

    def pointed(self, tx: Connection, here: AboutHere, at: datetime) -> Case | Offer:
        """The case that goes without saying where somebody stands, else those among which they may choose.

        Raises ContractGone.
        """
        shown = self.find(tx, here, at)
        if shown is not None and here.sure and sees(shown.contract, shown.anomaly, here.user):
            return shown
        theirs = self.contracts.around(here.user, here.channel, at)
        return choose(here, theirs, self._latest(tx, theirs, at))

    async def look_up(self, about: AboutKey, at: datetime) -> Case | Offer | None:
        """The same as `named`, on a connection of its own that reads only, with its whole history."""
        return await self._store.read(lambda tx: self._named(tx, about, at, self._case))

    def named(self, tx: Connection, about: AboutKey, at: datetime) -> Case | Offer | None:
        """The case of a key among those that the asker may see, their channel's first, else those to choose from."""
        return self._named(tx, about, at, self._folded)

    def _named(
        self, tx: Connection, about: AboutKey, at: datetime, read: Callable[[Connection, Known, datetime], Case]
    ) -> Case | Offer | None:
        rows = anomalies.called(tx, about.key, self._site(about))
        if len(rows) <= 1:
            return read(tx, rows[0], at) if rows else None
        return key_lookup.meant(about, self._readable(tx, rows, at), self.contracts, at)

    def _latest(self, tx: Connection, contracts: Iterable[Contract], at: datetime) -> Iterator[Case]:
        """Every open case of the contracts and a few of those that were closed last, the last moved first."""
        rows = [
            row
            for contract in contracts
            for row in (*anomalies.open_of(tx, contract.id), *anomalies.closed_of(tx, contract.id, LAST_CLOSED))
        ]
        return self._readable(tx, sorted(rows, key=lambda row: row.updated_at, reverse=True), at)

    def open_cases(self, tx: Connection, contract_id: str, at: datetime) -> tuple[Case, ...]:
        """The cases of a contract that are not closed, oldest first, each under the version that it is pinned to.

        Their people are those of `at`. Those whose issue is deleted, or no anomaly any more, are left out.
        """
        cases = self._readable(tx, anomalies.open_of(tx, contract_id), at)
        return tuple(case for case in cases if not case.anomaly.gone)

    def all_cases(self, tx: Connection, contract_id: str, at: datetime) -> tuple[Case, ...]:
        """The cases of a contract, closed ones too, oldest first; with the people of `at`."""
        return tuple(self._readable(tx, anomalies.of(tx, contract_id), at))

    def _readable(self, tx: Connection, rows: Sequence[Known], at: datetime) -> Iterator[Case]:
        """The cases that can be read and whose contract is there; the others are named in the log, and hide nothing."""
        for row in rows:
            try:
                case = self._case(tx, row, at)
                _ = case.anomaly  # folded here, where it may fail
            except ContractGone as gone:
                log.error("contract gone", anomaly=row.id, why=str(gone))
            except Exception as error:
                if passing(error):
                    raise
                log.error("anomaly not read", anomaly=row.id, error=type(error).__name__, why=reason(error))
            else:
                yield case

    def _case(self, tx: Connection, row: Known, at: datetime) -> Case:
        facts = journal.ANOMALIES.read(tx, row.id)
        return Case(row.id, self._pinned(row, at), facts, row, second=is_second(row))

    def _folded(self, tx: Connection, row: Known, at: datetime) -> Case:
        clauses = self._clauses(row)
        facts, kept = self._folds.read(tx, row.id, clauses)
        return Case(row.id, self._manned(clauses, at), facts, row, kept, second=is_second(row))

    def keep(self, tx: Connection, case: Case, anomaly: Anomaly, facts: Sequence[Fact]) -> None:
        """Keep the fold of a long journal, which counts these facts too and leads to `anomaly`.

        The caller holds the lock of the anomaly.
        """
        self._folds.keep(tx, case.contract, case.kept, further(case.reached, anomaly, facts))

    def prove(self, tx: Connection, case: Case) -> bool:
        """Whether the fold that is kept of a case, read whole, is that of its history; one that is not is dropped."""
        return case.row is None or self._folds.prove(tx, self._clauses(case.row), case.reached)

    def forget(self, tx: Connection, anomaly_id: str) -> None:
        """Keep no fold of an anomaly."""
        self._folds.drop(tx, anomaly_id)

    def _row(self, tx: Connection, about: About, at: datetime) -> Known | None:
        match about:
            case AboutAnomaly(id=anomaly_id):
                return anomalies.get(tx, anomaly_id)
            case AboutKey(key=key):
                called = anomalies.called(tx, key, self._site(about))
                return called[0] if len(called) == 1 else None
            case AboutHere():
                return anomalies.by_card(tx, about.channel, about.thread) if about.thread else None
            case AboutIssue():
                return self._gate(tx, about, at).row

    def _site(self, about: AboutKey) -> str:
        """The site of a key, by the page that was pasted where one of ours shows it."""
        shown = self.locate(about.page) if about.page else None
        return about.site or (shown[0] if shown else "")

    def _gate(self, tx: Connection, about: AboutIssue, at: datetime) -> Gate:
        def away(row: Known) -> bool:
            return self._folded(tx, row, at).anomaly.away_at(at)

        return passed(tx, about, lambda row: self._pinned(row, at), away)
