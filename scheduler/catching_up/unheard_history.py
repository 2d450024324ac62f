"""Finds which entries of an issue's history are news, by reading them against the journal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from connectors.jira.history.past import Found
from connectors.jira.history.synthetic_webhooks import Retold, entered, retold, shown, visible
from connectors.jira.inbound import scope, undescribed_ends
from connectors.jira.inbound.jira_event import IssueEvent
from connectors.jira.inbound.jira_payload import string
from connectors.parsed_delivery import AboutAnomaly, AboutIssue, Claim, Delivery, Ignored, Reader
from connectors.store import Connection
from connectors.store.unread_rows import UnreadRow
from rules.anomaly.state import Anomaly
from rules.events import Fact, MovedAway, MovedBack, TicketRenumbered
from rules.fold.folding import fold
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.claimed_facts import claimed
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.catching_up import imported_history
from scheduler.ledger.issue_intake import IssueIntake


@dataclass(frozen=True, slots=True)
class Span:
    """The limits of a reading: from `known` on for an anomaly that exists, from `unknown` on for another."""

    known: datetime
    unknown: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """The untold history of an issue, in order; `earlier` counts the entries left out because they come too early.

    `lacking` says that the search left out a part of the issue that may hold more. `booked` is what the ledger of its
    contract lacks. `asks` has Jira asked whether it renumbered the issue, whose history is not read before: no import
    may mark it.
    """

    news: tuple[Retold, ...]
    earlier: int = 0
    lacking: bool = False
    booked: tuple[Delivery, ...] = ()
    asks: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """An import of an issue as it would end: the `anomalies` after it, none where nothing of it is news.

    `undescribed` is the status by which Jira ended an anomaly that stays open, since the contract says nothing of it.
    """

    anomalies: tuple[Anomaly, ...]
    lacking: bool
    undescribed: str = ""


class Hindsight:
    """Looks at issues; `reader` is that of Jira's deliveries."""

    def __init__(self, casebook: Casebook, reader: Reader) -> None:
        self._casebook, self._reader = casebook, reader

    def look(self, tx: Connection, site: str, found: Found, span: Span, now: datetime, known: str = "") -> Seen:
        """One issue's untold history; `known` is the anomaly that it turned out to be, under another id."""
        told = retold(site, found, now)
        try:
            look = _Look(tx, self._casebook, self._reader, span, now)
            if known:
                look.resume(known)
            seen = look.over(found, told)
            if look.namesake:
                return replace(seen, asks=(_question(site, found, now),))
            if not seen.lacking and found.worklogs is None and self._counted(site, found, now):
                seen = replace(seen, lacking=True)
            return seen if seen.lacking else replace(seen, booked=self._booked(tx, site, found, now))
        except (ContractGone, UnreadRow):
            # The worker parks it with the remedy: without the contract, or the journal, nobody can tell what is known.
            return Seen(tuple(one for one in told if one.at >= span.unknown))

    def foresee(self, tx: Connection, site: str, found: Found, span: Span, now: datetime) -> Forecast:
        """One issue's outcome, were its untold history imported; nothing is written."""
        look = _Look(tx, self._casebook, self._reader, span, now)
        try:
            seen = look.over(found, retold(site, found, now))
            outcomes = look.outcome() if seen.news else ()
            standing = any(not (one.closed or one.gone) for one in outcomes)
            return Forecast(outcomes, seen.lacking, look.undescribed if standing else "")
        except (ContractGone, UnreadRow):
            return Forecast((), lacking=False)

    def _counted(self, site: str, found: Found, now: datetime) -> bool:
        contract = self._casebook.contracts.for_project(site, found.project, now)
        return contract is not None and contract.budget is not None

    def _booked(self, tx: Connection, site: str, found: Found, now: datetime) -> tuple[Delivery, ...]:
        heard = self._reader.read(shown(site, found, now))
        read = (self._reader.read(one) for one in entered(site, found, now))
        worked = [one for one in read if isinstance(one, Claim)]
        intake = IssueIntake(self._casebook.contracts, now)
        return intake.unheard(tx, heard, worked) if isinstance(heard, Claim) else ()


@dataclass(slots=True)
class _Reading:
    """What was read so far of an issue for the anomaly of one contract.

    `ids` are the facts that are known, `twins` the kinds and instants of those known by another id of the issue, and
    `facts` those that are news; `away` is where the last of these left the issue,
    None as long as none moves it.
    """

    case: Case
    ids: set[str]
    twins: frozenset[tuple[str, datetime]] = frozenset()
    facts: list[Fact] = field(default_factory=list)
    away: bool | None = None

    @property
    def known(self) -> bool:
        return self.case.known or bool(self.facts)

    def knows(self, fact: Fact) -> bool:
        """Whether a fact is known: by its identity, or under the former number of the issue."""
        return fact.id in self.ids or (fact.what.kind, fact.at) in self.twins

    def take(self, news: Iterable[Fact]) -> None:
        """Count facts as told."""
        for fact in news:
            self.ids.add(fact.id)
            self.facts.append(fact)
            if isinstance(fact.what, MovedAway | MovedBack):
                self.away = isinstance(fact.what, MovedAway)


class _Look:
    """One issue, entry after entry, as the worker would decide on it."""

    def __init__(self, tx: Connection, casebook: Casebook, reader: Reader, span: Span, now: datetime) -> None:
        self._tx, self._casebook, self._reader, self._span, self._now = tx, casebook, reader, span, now
        self._readings: dict[str, _Reading] = {}
        self._earlier, self._began, self.namesake = 0, False, False
        self.undescribed = ""

    def resume(self, anomaly_id: str) -> None:
        """Read the issue as that of an anomaly whose own is known under another id."""
        case = self._casebook.find(self._tx, AboutAnomaly(anomaly_id), self._now)
        if case is not None:
            self._began = True
            self._read(case).twins = _instants(case.history)

    def over(self, found: Found, told: tuple[Retold, ...]) -> Seen:
        news = tuple(self._news(told))
        return Seen(news, self._earlier, self._lacks(found))

    def outcome(self) -> tuple[Anomaly, ...]:
        """The anomalies with the news, told as an import tells it."""
        return tuple(self._folded(one) for one in self._readings.values() if one.facts)

    def _folded(self, reading: _Reading) -> Anomaly:
        told = imported_history.stated(reading.facts)
        case = self._casebook.for_facts(reading.case, told)
        return fold((*case.history, *told), case.opening, case.contract)

    def _news(self, told: tuple[Retold, ...]) -> Iterator[Retold]:
        for one in told:
            heard = self._reader.read(one.delivery)
            if isinstance(heard, Ignored):
                continue
            if not isinstance(heard, Claim) or self._is_news(one, heard):
                yield one

    def _is_news(self, one: Retold, heard: Claim) -> bool:
        """Whether the entry is news for any of its anomalies; each takes what is news for it."""
        return sum(self._is_news_for(each, one, heard) for each in self._about(heard)) > 0

    def _is_news_for(self, reading: _Reading, one: Retold, heard: Claim) -> bool:
        case = reading.case
        if one.unless and any(known.startswith(one.unless) for known in reading.ids):
            return False
        if isinstance(heard.said, IssueEvent):
            self.undescribed = undescribed_ends.standing(heard.said, case.contract)
        facts = claimed(self._reader, heard, case, reading.known, reading.away)
        if isinstance(facts, Ignored) or all(map(reading.knows, facts)):
            return False
        if one.at < self._floor(case) or min(fact.at for fact in facts) < self._casebook.begins(case.contract):
            self._earlier += 1
            return False
        reading.take([fact for fact in facts if not reading.knows(fact)])
        return True

    def _about(self, heard: Claim) -> tuple[_Reading, ...]:
        """The anomalies that an entry is about: those that the issue left, and the one of the project where it is.

        That one is looked for again at each entry until it exists: an issue may enter a contract.
        """
        if not isinstance(heard.about, AboutIssue):
            return ()
        if not self._began:
            self._began = True
            for case in self._casebook.of_issue(self._tx, heard.about, heard.at):
                self._read(case)
        here = next((one for one in self._readings.values() if self._holds(one, heard.about)), None)
        if here is None or not here.case.known:
            found = self._casebook.find(self._tx, heard.about, heard.at)
            if found is not None and found.namesake is not None:
                self.namesake = True
                return ()
            here = self._read(found) if found is not None else here
        left = tuple(one for one in self._readings.values() if one is not here and one.known)
        return left if here is None else (*left, here)

    def _holds(self, reading: _Reading, about: AboutIssue) -> bool:
        return scope.covered(about.project, reading.case.contract)

    def _read(self, case: Case) -> _Reading:
        """The reading of a case, which goes on where another version of its contract was met before."""
        before = self._readings.get(case.contract.id)
        if before is None:
            before = self._readings[case.contract.id] = _Reading(case, set())
        before.case = case
        before.ids |= {fact.id for fact in case.history}
        if any(isinstance(fact.what, TicketRenumbered) for fact in case.history):
            before.twins = _instants(case.history)
        return before

    def _floor(self, case: Case | None) -> datetime:
        return self._span.known if case is not None and case.known else self._span.unknown

    def _lacks(self, found: Found) -> bool:
        if not self._readings:
            return False
        oldest = min((one.at for one in found.entries), default=found.updated)
        cut = found.comments is None or found.worklogs is None
        floor = min(self._floor(one.case) for one in self._readings.values())
        return cut or (found.unread > 0 and oldest >= floor)


def _instants(facts: Iterable[Fact]) -> frozenset[tuple[str, datetime]]:
    return frozenset((fact.what.kind, fact.at) for fact in facts)


def _question(site: str, found: Found, now: datetime) -> Delivery:
    """A delivery that tells nothing of the issue but its id and key; the same one however often it is found."""
    return replace(visible(site, found.id, string(found.issue, "key"), now), identity=f"number:{found.id}")
