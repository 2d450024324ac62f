"""Reads the facts of a claim for one anomaly, alike for the worker and for catching up."""

from dataclasses import replace
from datetime import timedelta

from connectors.jira.inbound import identities, scope
from connectors.jira.inbound.jira_event import IssueEvent
from connectors.parsed_delivery import AboutIssue, Claim, Ignored, Reader, Stand
from rules.events import Fact
from scheduler.cases.case_loader import Case

ALIKE = timedelta(seconds=5)  # two instants that Jira gives of one move: of the entry, and of its webhook


def claimed(
    reader: Reader, heard: Claim, case: Case, known: bool, away: bool | None = None
) -> tuple[Fact, ...] | Ignored:
    """The facts of a claim under the case's contract; `known` says whether the anomaly counts as existing.

    A claim that tells nothing may still show that an issue exists which was thought deleted before it. `away` says
    whether the issue was in another contract's project before; the journal tells where it is None. A fact has one
    identity in Jira, and another one in each further anomaly of its issue.
    """
    stand = _stand(heard, case, known, away)
    facts = _born_earlier(reader, heard, case) if known and stand is Stand.PRESENT else None
    if facts is None:
        facts = reader.facts(heard, case.contract, known, stand)
    unseen = stand is Stand.PRESENT and heard.shows and case.unseen_since is not None and heard.at > case.unseen_since
    if isinstance(facts, Ignored) and unseen:
        facts = reader.facts(heard, case.contract, known, Stand.UNSEEN)
    if isinstance(facts, Ignored) or not case.second or not isinstance(heard.about, AboutIssue):
        return facts
    return tuple(replace(fact, id=identities.of_another(fact.id, case.id)) for fact in facts)


def _stand(heard: Claim, case: Case, known: bool, away: bool | None) -> Stand:
    elsewhere = case.second if not known else case.anomaly.away_at(heard.at) if away is None else away
    return Stand.ELSEWHERE if elsewhere else Stand.PRESENT


def _born_earlier(reader: Reader, heard: Claim, case: Case) -> tuple[Fact, ...] | Ignored | None:
    """The birth of an anomaly that was noticed before the move which brought its issue was heard of; None for others.

    The facts of the earlier birth are others than those that were recorded.
    """
    event, raised = heard.said, case.anomaly.raised_at if case.known else None
    if raised is None or heard.at > raised + ALIKE or not isinstance(event, IssueEvent):
        return None
    if not scope.comes_in(event, case.contract):
        return None
    facts = reader.facts(heard, case.contract, False, Stand.ELSEWHERE)
    if isinstance(facts, Ignored) or raised - heard.at <= ALIKE:
        return facts
    ids = (identities.earlier(fact.id, event.site, event.issue.id, fact.at) for fact in facts)
    return tuple(replace(fact, id=known) for fact, known in zip(facts, ids, strict=True))
