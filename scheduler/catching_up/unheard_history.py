"""Finds which entries of an issue's history are news, by reading them against the journal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.jira.history.past import Found
from connectors.jira.history.synthetic_webhooks import Retold, entered, retold, shown
from connectors.jira.inbound import undescribed_ends
from connectors.jira.inbound.jira_event import IssueEvent
from connectors.parsed_delivery import Claim, Delivery, Ignored, Reader
from connectors.store import Connection
from connectors.store.unread_rows import UnreadRow
from rules.anomaly.state import Anomaly
from rules.events import Fact
from rules.fold.folding import fold
from scheduler.cases.case_loader import Case, Casebook, ContractGone
from scheduler.cases.claimed_facts import claimed
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
    contract lacks.
    """

    news: tuple[Retold, ...]
    earlier: int = 0
    lacking: bool = False
    booked: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """An import of an issue as it would end: the `anomaly` after it, None where nothing of it is news.

    `undescribed` is the status by which Jira ended an anomaly that stays open, since the contract says nothing of it.
    """

    anomaly: Anomaly | None
    lacking: bool
    undescribed: str = ""


class Hindsight:
    """Looks at issues; `reader` is that of Jira's deliveries."""

    def __init__(self, casebook: Casebook, reader: Reader) -> None:
        self._casebook, self._reader = casebook, reader

    def look(self, tx: Connection, site: str, found: Found, span: Span, now: datetime) -> Seen:
        """One issue's untold history."""
        told = retold(site, found, now)
        try:
            seen = _Look(tx, self._casebook, self._reader, span).over(found, told)
            if not seen.lacking and found.worklogs is None and self._counted(site, found, now):
                seen = replace(seen, lacking=True)
            return seen if seen.lacking else replace(seen, booked=self._booked(tx, site, found, now))
        except (ContractGone, UnreadRow):
            # The worker parks it with the remedy: without the contract, or the journal, nobody can tell what is known.
            return Seen(tuple(one for one in told if one.at >= span.unknown))

    def foresee(self, tx: Connection, site: str, found: Found, span: Span, now: datetime) -> Forecast:
        """One issue's outcome, were its untold history imported; nothing is written."""
        look = _Look(tx, self._casebook, self._reader, span)
        try:
            seen = look.over(found, retold(site, found, now))
            outcome = look.outcome() if seen.news else None
            ended = outcome is None or outcome.closed or outcome.gone
            return Forecast(outcome, seen.lacking, "" if ended else look.undescribed)
        except (ContractGone, UnreadRow):
            return Forecast(None, lacking=False)

    def _counted(self, site: str, found: Found, now: datetime) -> bool:
        contract = self._casebook.contracts.for_project(site, found.project, now)
        return contract is not None and contract.budget is not None

    def _booked(self, tx: Connection, site: str, found: Found, now: datetime) -> tuple[Delivery, ...]:
        heard = self._reader.read(shown(site, found, now))
        read = (self._reader.read(one) for one in entered(site, found, now))
        worked = [one for one in read if isinstance(one, Claim)]
        intake = IssueIntake(self._casebook.contracts, now)
        return intake.unheard(tx, heard, worked) if isinstance(heard, Claim) else ()


class _Look:
    """One issue, entry after entry, as the worker would decide on it."""

    def __init__(self, tx: Connection, casebook: Casebook, reader: Reader, span: Span) -> None:
        self._tx, self._casebook, self._reader, self._span = tx, casebook, reader, span
        self._case: Case | None = None
        self._ids: set[str] = set()
        self._told = False
        self._earlier = 0
        self._facts: list[Fact] = []
        self.undescribed = ""

    def over(self, found: Found, told: tuple[Retold, ...]) -> Seen:
        news = tuple(self._news(told))
        return Seen(news, self._earlier, self._lacks(found))

    def outcome(self) -> Anomaly | None:
        """The anomaly with the news, told as an import tells it; None where there is none."""
        if self._case is None or not self._facts:
            return None
        told = imported_history.stated(self._facts)
        case = self._casebook.for_facts(self._case, told)
        return fold((*case.history, *told), case.opening, case.contract)

    def _news(self, told: tuple[Retold, ...]) -> Iterator[Retold]:
        for one in told:
            heard = self._reader.read(one.delivery)
            if isinstance(heard, Ignored):
                continue
            if not isinstance(heard, Claim) or self._is_news(one, heard):
                yield one

    def _is_news(self, one: Retold, heard: Claim) -> bool:
        case = self._about(heard)
        if case is None or (one.unless and any(known.startswith(one.unless) for known in self._ids)):
            return False
        if isinstance(heard.said, IssueEvent):
            self.undescribed = undescribed_ends.standing(heard.said, case.contract)
        facts = claimed(self._reader, heard, case, case.known or self._told)
        if isinstance(facts, Ignored) or all(fact.id in self._ids for fact in facts):
            return False
        if one.at < self._floor(case) or min(fact.at for fact in facts) < self._casebook.begins(case.contract):
            self._earlier += 1
            return False
        self._facts += [fact for fact in facts if fact.id not in self._ids]
        self._ids |= {fact.id for fact in facts}
        self._told = True
        return True

    def _about(self, heard: Claim) -> Case | None:
        """The case, looked for again at each entry until it is one that exists: an issue may enter a contract."""
        if self._case is None or not self._case.known:
            found = self._casebook.find(self._tx, heard.about, heard.at)
            if found is None:
                return self._case if self._told else None
            self._case = found
            self._ids |= {fact.id for fact in found.history}
        return self._case

    def _floor(self, case: Case | None) -> datetime:
        return self._span.known if case is not None and case.known else self._span.unknown

    def _lacks(self, found: Found) -> bool:
        if self._case is None:
            return False
        oldest = min((one.at for one in found.entries), default=found.updated)
        cut = found.comments is None or found.worklogs is None
        return cut or (found.unread > 0 and oldest >= self._floor(self._case))
