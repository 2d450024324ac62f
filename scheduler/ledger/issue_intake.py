"""From what Jira says of an issue, anomaly or not, to what the ledger of its contract must hear of it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.contracts import Contracts
from connectors.jira.inbound import identities, scope
from connectors.jira.inbound.jira_event import Issue, IssueEvent
from connectors.jira.inbound.jira_people import actor
from connectors.jira.inbound.statuses import DONE, ENDED, meaning
from connectors.jira.inbound.worklog_reader import Work
from connectors.parsed_delivery import AboutIssue, Claim, Delivery
from connectors.store import Connection, anomalies, contract_issues, time_entries
from connectors.store.contract_issues import KnownIssue
from rules.contract import Contract
from rules.events import Actor, Source, System
from rules.events.ledger_events import IssueShown, LedgerFact, LedgerHappening, TimeSpent
from scheduler.ledger.ledger_deliveries import booking

Told = tuple[str, LedgerFact]
"""A fact, and the contract whose ledger must hear it."""


@dataclass(frozen=True, slots=True)
class IssueIntake:
    """Reads claims for the ledgers of `contracts`; `now` is the instant of the decision."""

    contracts: Contracts
    now: datetime

    def heard(self, tx: Connection, claim: Claim) -> tuple[Delivery, ...]:
        """What the ledgers must hear of a claim; nothing where it is not about their business.

        An issue is known from then on, so that what follows in the same transaction finds it.
        """
        if not isinstance(claim.about, AboutIssue):
            return ()
        told: list[Told] = []
        match claim.said:
            case IssueEvent() as event:
                told += self._shown(tx, event)
                if event.deletion and contract_issues.get(tx, event.site, event.issue.id) is None:
                    contract_issues.disown(tx, event.site, event.issue.id, event.at)
            case Work() as work:
                known = self._known(tx, claim.about)
                told += self._worked(tx, claim.about, claim.at, work, known.contract if known else None)
        for contract, fact in told:
            if isinstance(fact.what, IssueShown):
                contract_issues.show(tx, contract, fact.what, fact.at)
        return self._booked(told)

    def unheard(self, tx: Connection, shown: Claim, worked: Iterable[Claim]) -> tuple[Delivery, ...]:
        """What the ledgers lack of an issue as it is shown now, and of the time that was spent on it."""
        event = shown.said
        if not isinstance(event, IssueEvent) or not isinstance(shown.about, AboutIssue):
            return ()
        contract = self.contracts.for_project(event.site, event.issue.project, self.now)
        told = [*self._shown(tx, event)]
        for one in worked:
            if isinstance(one.said, Work) and contract is not None and self._lacks(tx, event.site, one.said, one.at):
                told += self._worked(tx, shown.about, one.at, one.said, contract.id, listed=True)
        return self._booked(told)

    def _booked(self, told: Iterable[Told]) -> tuple[Delivery, ...]:
        return tuple(booking(contract, fact, self.now) for contract, fact in told)

    def _lacks(self, tx: Connection, site: str, work: Work, at: datetime) -> bool:
        entry = time_entries.get(tx, site, work.what.worklog)
        return entry is None or entry.heard_at < at

    def unknown(self, tx: Connection, about: AboutIssue) -> bool:
        """Whether nobody knows yet whose an issue is: time spent on it must wait until it is read.

        Nobody asks where no contract of the site counts time.
        """
        counted = any(one.budget is not None and one.jira.site == about.site for one in self.contracts.all)
        return counted and self._known(tx, about) is None

    def lacks(self, tx: Connection, claim: Claim) -> bool:
        """Whether a claim of time spent may be news to a ledger."""
        about, work = claim.about, claim.said
        if not isinstance(about, AboutIssue) or not isinstance(work, Work):
            return False
        known = self._known(tx, about)
        contract = self.contracts.current(known.contract, self.now) if known else None
        counted = contract is not None and contract.budget is not None
        return self.unknown(tx, about) or (counted and self._lacks(tx, about.site, work, claim.at))

    def _shown(self, tx: Connection, event: IssueEvent) -> Iterator[Told]:
        """The issue as it is from then on, where that differs from what is known."""
        known = contract_issues.get(tx, event.site, event.issue.id)
        if event.deletion:
            if known is not None and not known.shown.left:
                yield self._gone(known, event)
            return
        whole = event.issue.created and event.issue.type and event.issue.key and event.issue.project
        if event.hiding or not whole or (known is not None and known.shown.left and event.at <= known.at):
            return
        contract = self.contracts.for_project(event.site, event.issue.project, self.now)
        if known is not None and not known.shown.left and (contract is None or contract.id != known.contract):
            yield self._gone(known, event)
        if contract is None or (known is not None and known.contract == contract.id and event.at < known.at):
            return
        shown = _issue(event.site, event.issue, contract)
        if shown.anomaly and contract.budget is None and known is None:
            return
        if known is None or known.contract != contract.id or _differs(known.shown, shown):
            yield self._book(contract.id, shown, event.at, actor(event.by, contract), event)

    def _gone(self, known: KnownIssue, event: IssueEvent) -> Told:
        contract = self.contracts.current(known.contract, self.now)
        by = actor(event.by, contract) if contract else Actor("jira", "Jira", human=False)
        return self._book(known.contract, contract_issues.departed(known), event.at, by, event)

    def _book(self, contract: str, shown: IssueShown, at: datetime, by: Actor, event: IssueEvent) -> Told:
        digest = hashlib.sha256(repr(shown).encode()).hexdigest()[:12]
        name = f"ledger:{contract}:{shown.site}:{shown.issue}:{identities.stamp(at)}:{digest}"
        source = Source(System.JIRA, f"ticket {event.issue.key or shown.key}")
        return self._delivery(contract, name, at, by, source, shown)

    def _worked(
        self, tx: Connection, about: AboutIssue, at: datetime, work: Work, issues: str | None, *, listed: bool = False
    ) -> Iterator[Told]:
        """The entry, for the contract that the issue is of; one that was moved from another contract's leaves that one.

        The issue itself is told first, where it is known as an anomaly's alone and is not `listed` besides.
        """
        entry = time_entries.get(tx, about.site, work.what.worklog)
        of = entry.contract if entry is not None and entry.issue == about.id else issues
        if entry is not None and entry.contract != of and entry.seconds:
            gone = TimeSpent(entry.site, entry.entry, entry.issue, 0, entry.started, entry.created)
            yield self._time(entry.contract, gone, at, Actor(entry.author_id, entry.author), work.identity)
        contract = of and self.contracts.current(of, work.what.started or at)
        if not contract or contract.budget is None:
            return
        known = None if listed or contract_issues.get(tx, about.site, about.id) else self._known(tx, about)
        if known is not None:
            yield self._delivery(
                contract.id,
                f"ledger:{contract.id}:{about.site}:{about.id}:known",
                at,
                Actor("vigie", "Vigie", human=False),
                Source(System.JIRA, f"ticket {known.shown.key}"),
                known.shown,
            )
        started = work.what.started or (entry.started if entry else None) or work.created or at
        created = work.created or (entry.created if entry else None)
        spent = TimeSpent(about.site, work.what.worklog, about.id, work.what.seconds, started, created)
        by = actor(work.by, contract)
        if work.by is None and entry is not None:
            by = Actor(entry.author_id, entry.author)
        yield self._time(contract.id, spent, at, by, work.identity)

    def _time(self, contract: str, spent: TimeSpent, at: datetime, by: Actor, identity: str) -> Told:
        source = Source(System.JIRA, f"saisie de temps {spent.entry}")
        return self._delivery(contract, f"ledger:{contract}:{identity}", at, by, source, spent)

    def _known(self, tx: Connection, about: AboutIssue) -> KnownIssue | None:
        """What is known of an issue: as Jira showed it, else as the issue of an anomaly."""
        shown = contract_issues.get(tx, about.site, about.id)
        if shown is not None:
            return shown
        row = anomalies.by_issue(tx, about.site, about.id)
        if row is None:
            return None
        issue = IssueShown(about.site, about.id, row.issue_key or "", row.title, "", anomaly=True, opened=row.raised_at)
        return KnownIssue(row.contract_id, issue, row.updated_at)

    def _delivery(
        self, contract: str, name: str, at: datetime, by: Actor, source: Source, what: LedgerHappening
    ) -> Told:
        return contract, LedgerFact(name, at, by, source, what)


def _issue(site: str, issue: Issue, contract: Contract) -> IssueShown:
    wanted = contract.budget.fields if contract.budget else frozenset()
    return IssueShown(
        site=site,
        issue=issue.id,
        key=issue.key.upper(),
        title=issue.title,
        type=issue.type,
        labels=issue.labels,
        fields={name: value for name, value in sorted(issue.custom.items()) if name in wanted},
        estimate=issue.estimate,
        status=issue.status.name,
        ended=issue.category == DONE or meaning(issue.status, contract) in ENDED,
        anomaly=scope.counted(issue.kind, contract),
        opened=issue.created,
    )


def _differs(known: IssueShown, shown: IssueShown) -> bool:
    """Whether an issue is not what is known of it; the title and the steps of an anomaly are told elsewhere."""
    if known.anomaly and shown.anomaly:
        known, shown = (replace(one, title="", status="", ended=False) for one in (known, shown))
    return known != shown
