"""Time that somebody spent on an issue: only the worklog itself says whose time, and on which."""

from dataclasses import dataclass
from datetime import datetime

from connectors.jira.inbound import departures, identities, scope
from connectors.jira.inbound.jira_payload import Json, Misshapen, identifier, instant, is_id, mapping, string, whole
from connectors.jira.inbound.jira_people import Account, account, actor
from connectors.parsed_delivery import AboutIssue, Claim, Delivery, Ignored
from connectors.wording import said
from rules.contract import Contract
from rules.events import WORKLOG, Fact, Source, System, WorkLogged

DELETED = "worklog_deleted"
LONGEST = 10 * 366 * 24 * 3600  # seconds that one worklog may hold: ten years


@dataclass(frozen=True, slots=True)
class Work:
    """A worklog as it was entered, changed or deleted, by `by`; `created` is when it was made, where Jira says it."""

    identity: str
    by: Account | None
    what: WorkLogged
    created: datetime | None = None


def read(delivery: Delivery, payload: Json, own: frozenset[str]) -> Claim:
    """The claim of a worklog made, changed or deleted: a deleted one is worth no time."""
    worklog = mapping(payload, "worklog")
    number, issue = identifier(worklog, "id"), string(worklog, "issueId")
    if not number or not is_id(issue):
        raise Misshapen(said("inbound.work_without_issue"))
    gone = string(payload, "webhookEvent") == DELETED
    told = instant(payload, "timestamp") or delivery.received_at
    at = told if gone else instant(worklog, "updated") or instant(worklog, "created") or told
    # No time at all means a worklog that was taken away: what Jira does not say is not read as that.
    spent = 0 if gone else whole(worklog, "timeSpentSeconds", 1, LONGEST)
    what = WorkLogged(number, spent, instant(worklog, "started"))
    identity = identities.worked(delivery.site, number, "deleted" if gone else identities.stamp(at))
    by = account(mapping(worklog, "author"), own)
    # Jira's own webhook names the issue by its id alone; one told from the history says where it was.
    project = string(mapping(mapping(mapping(payload, "issue"), "fields"), "project"), "key")
    about = AboutIssue(delivery.site, issue, "", project)
    return Claim(about, at, Work(identity, by, what, instant(worklog, "created")))


def facts(heard: Claim, work: Work, contract: Contract, known: bool) -> tuple[Fact, ...] | Ignored:
    """The time spent, where the issue is an anomaly, and was in a project of the contract."""
    if isinstance(heard.about, AboutIssue) and not scope.covered(heard.about.project, contract):
        return Ignored(said(departures.ELSEWHERE))
    source = Source(System.JIRA, f"{WORKLOG} {work.what.worklog}")
    fact = Fact(work.identity, heard.at, actor(work.by, contract), source, work.what)
    return (fact,) if known else Ignored(said("inbound.work_on_unknown"))
