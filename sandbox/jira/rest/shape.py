"""Which fields and expansions of an issue an answer carries."""

from collections.abc import Iterable

from sandbox.jira import wire
from sandbox.jira.dialect import Dialect
from sandbox.jira.records import Issue
from sandbox.jira.wire import Json

EXPANSIONS = "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"
EXPANDED = 100
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


def shaped(dialect: Dialect, issue: Issue, asked: Iterable[str], expand: str) -> Json:
    """An issue with the fields asked for (`*all`, `*navigable`, names, `-names`) and what `expand` lists."""
    everything = wire.issue_fields(dialect, issue) | _pages(dialect, issue)
    chosen = {name: everything[name] for name in _chosen(list(asked), list(everything))}
    body: Json = {"expand": EXPANSIONS} | wire.issue(dialect, issue, chosen)
    expansions = {word.strip() for word in expand.split(",")}
    if "names" in expansions:
        names = {field.id: field.name for field in dialect.home.fields.values()} | _SYSTEM
        body["names"] = {name: names.get(name, name) for name in chosen}
    if "changelog" in expansions:
        body["changelog"] = _changelog(dialect, issue)
    if "transitions" in expansions:
        body["transitions"] = [wire.transition(dialect, offer) for offer in dialect.home.transitions(issue)]
    return body


def _changelog(dialect: Dialect, issue: Issue) -> Json:
    """All entries in their order on Data Center.

    On Cloud the latest hundred, latest first; `total` tells that there are others, read at `issue/{key}/changelog`.
    """
    if not dialect.home.cloud:
        entries = [wire.history(dialect, entry) for entry in issue.histories]
        return wire.page("histories", entries, 0, len(entries))
    latest = [wire.history(dialect, entry) for entry in reversed(issue.histories[-EXPANDED:])]
    return wire.page("histories", latest, 0, max(len(latest), 1)) | {"total": len(issue.histories)}


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
