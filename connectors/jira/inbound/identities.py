"""The identity of a fact is Jira's own, so that a webhook, its retry and the reconciliation tell one fact."""

from datetime import datetime


def raised(site: str, issue_id: str) -> str:
    """The creation of an issue."""
    return f"jira:{site}:{issue_id}:created"


def attached(site: str, issue_id: str) -> str:
    """The first link between an anomaly and its issue."""
    return f"jira:{site}:{issue_id}:created:ticket"


def renumbered(site: str, issue_id: str) -> str:
    """The new id of an issue that was migrated."""
    return f"jira:{site}:{issue_id}:renumbered"


def arrived(site: str, issue_id: str) -> str:
    """The status in which an issue became the contract's."""
    return f"jira:{site}:{issue_id}:created:status"


def changed(site: str, issue_id: str, changelog: str, item: str) -> str:
    """One item of a changelog entry; `changelog` is its id (else the event's instant), `item` the field."""
    return f"jira:{site}:{issue_id}:{changelog}:{item}"


def commented(site: str, comment_id: str, updated: datetime) -> str:
    """A comment in one of its versions."""
    return f"jira:{site}:comment:{comment_id}:{stamp(updated)}"


def filed(site: str, attachment_id: str) -> str:
    """A file put on an issue."""
    return f"jira:{site}:attachment:{attachment_id}"


def deleted(site: str, issue_id: str, at: datetime) -> str:
    """The deletion of an issue."""
    return f"jira:{site}:{issue_id}:deleted:{stamp(at)}"


def shown(site: str, issue_id: str, at: datetime) -> str:
    """The fact that an issue existed at an instant."""
    return f"jira:{site}:{issue_id}:shown:{stamp(at)}"


def left(site: str, issue_id: str, at: datetime) -> str:
    """The fact that an issue was noticed in a project that is not the contract's."""
    return f"jira:{site}:{issue_id}:left:{stamp(at)}"


def returned(site: str, issue_id: str, at: datetime) -> str:
    """The fact that an issue was noticed in a project of the contract again."""
    return f"jira:{site}:{issue_id}:returned:{stamp(at)}"


def of_another(identity: str, anomaly: str) -> str:
    """The identity of a fact for the anomaly that an issue became under a second contract."""
    return f"{identity}:of:{anomaly}"


def earlier(identity: str, site: str, issue_id: str, at: datetime) -> str:
    """The identity of a fact of an issue's birth, where it turns out to have been earlier than was recorded."""
    return f"{identity}:{stamp(at)}" if identity.startswith(raised(site, issue_id)) else identity


def hidden(site: str, issue_id: str, at: datetime) -> str:
    """The fact that an issue was not shown any more at an instant."""
    return f"jira:{site}:{issue_id}:hidden:{stamp(at)}"


def linked(site: str, link_id: str, event: str) -> str:
    """The making or the unmaking of a link between two issues."""
    return f"jira:{site}:link:{link_id}:{event}"


def worked(site: str, worklog_id: str, version: str) -> str:
    """A worklog in one of its versions."""
    return f"jira:{site}:worklog:{worklog_id}:{version}"


def stamp(at: datetime) -> str:
    """An instant in whole milliseconds, the same in whichever zone Jira wrote it."""
    return str(round(at.timestamp() * 1000))
