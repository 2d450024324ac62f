"""Which fields and expansions of an issue an answer carries."""

from collections.abc import Iterable

from sandbox.jira import catalogue, wire
from sandbox.jira.dialect import Dialect
from sandbox.jira.fields import FIELDS
from sandbox.jira.records import Issue
from sandbox.jira.wire import Json

EXPANSIONS = "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"
_PAGES = ("comment", "worklog")
_SYSTEM = {
    "project": "Project",
    "status": "Status",
    "resolutiondate": "Resolved",
    "creator": "Creator",
    "created": "Created",
    "updated": "Updated",
    "comment": "Comment",
    "worklog": "Log Work",
    "attachment": "Attachment",
}
NAMES = {field.id: field.name for field in FIELDS} | _SYSTEM


def shaped(dialect: Dialect, issue: Issue, asked: Iterable[str], expand: str) -> Json:
    """An issue with the fields asked for (`*all`, `*navigable`, names, `-names`) and what `expand` lists."""
    everything = wire.issue_fields(dialect, issue) | _pages(dialect, issue)
    chosen = {name: everything[name] for name in _chosen(list(asked), list(everything))}
    body: Json = {"expand": EXPANSIONS} | wire.issue(dialect, issue, chosen)
    expansions = {word.strip() for word in expand.split(",")}
    if "names" in expansions:
        body["names"] = {name: NAMES.get(name, name) for name in chosen}
    if "changelog" in expansions:
        entries = [wire.history(dialect, entry) for entry in reversed(issue.histories)]
        body["changelog"] = wire.page("histories", entries, 0, max(len(entries), 1))
    if "transitions" in expansions:
        body["transitions"] = [
            {"id": offer.id, "name": offer.name, "to": wire.status(dialect, catalogue.status(offer.target))}
            for offer in catalogue.transitions(issue)
        ]
    return body


def _pages(dialect: Dialect, issue: Issue) -> Json:
    comments = [wire.comment(dialect, issue, held) for held in issue.comments]
    worklogs = [wire.worklog(dialect, issue, held) for held in issue.worklogs]
    return {
        "comment": wire.page("comments", comments, 0, max(len(comments), 1))
        | {"self": dialect.link("issue", issue.id, "comment")},
        "worklog": wire.page("worklogs", worklogs[:20], 0, 20) | {"total": len(worklogs)},
    }


def _chosen(asked: list[str], every: list[str]) -> list[str]:
    without = {name[1:] for name in asked if name.startswith("-")}
    wanted = [name for name in asked if not name.startswith("-")]
    if "*all" in wanted or (not wanted and without):
        kept = every
    elif "*navigable" in wanted:
        kept = [name for name in every if name not in _PAGES or name in wanted]
    else:
        kept = [name for name in every if name in wanted]
    return [name for name in kept if name not in without]
