"""Lists every event that Jira can send, each read or ignored by name."""

from enum import Enum


class Reading(Enum):
    """The reading of an event."""

    CREATION = "creation"
    ISSUE = "issue"
    COMMENT = "comment"
    ATTACHMENT = "attachment"
    DELETION = "deletion"
    HIDING = "hiding"
    LINK = "link"
    WORKLOG = "worklog"
    IGNORED = "ignored"


HIDDEN = "vigie:issue_hidden"
"""Not one of Jira's, which says nothing of it: Vigie's own search found that the issue is not shown any more."""
NOTICED = "vigie-noticed"
"""The header that Vigie's own search puts on a delivery; no request can bring it."""

KINDS: tuple[tuple[str, Reading], ...] = (
    ("jira:issue_created", Reading.CREATION),
    ("jira:issue_updated", Reading.ISSUE),
    ("comment_created", Reading.COMMENT),
    ("comment_updated", Reading.COMMENT),
    ("attachment_created", Reading.ATTACHMENT),
    ("jira:issue_deleted", Reading.DELETION),
    ("comment_deleted", Reading.IGNORED),
    ("attachment_deleted", Reading.IGNORED),
    ("jira:worklog_updated", Reading.IGNORED),
    ("worklog_created", Reading.WORKLOG),
    ("worklog_updated", Reading.WORKLOG),
    ("worklog_deleted", Reading.WORKLOG),
    ("issuelink_created", Reading.LINK),
    ("issuelink_deleted", Reading.LINK),
    ("issue_property_set", Reading.IGNORED),
    ("issue_property_deleted", Reading.IGNORED),
    ("jira:version_created", Reading.IGNORED),
    ("jira:version_updated", Reading.IGNORED),
    ("jira:version_moved", Reading.IGNORED),
    ("jira:version_merged", Reading.IGNORED),
    ("jira:version_deleted", Reading.IGNORED),
    ("jira:version_released", Reading.IGNORED),
    ("jira:version_unreleased", Reading.IGNORED),
    ("project_created", Reading.IGNORED),
    ("project_updated", Reading.IGNORED),
    ("project_deleted", Reading.IGNORED),
    ("project_soft_deleted", Reading.IGNORED),
    ("project_restored_deleted", Reading.IGNORED),
    ("project_archived", Reading.IGNORED),
    ("project_restored_archived", Reading.IGNORED),
    ("user_created", Reading.IGNORED),
    ("user_updated", Reading.IGNORED),
    ("user_deleted", Reading.IGNORED),
    ("board_created", Reading.IGNORED),
    ("board_updated", Reading.IGNORED),
    ("board_deleted", Reading.IGNORED),
    ("board_configuration_changed", Reading.IGNORED),
    ("sprint_created", Reading.IGNORED),
    ("sprint_updated", Reading.IGNORED),
    ("sprint_deleted", Reading.IGNORED),
    ("sprint_started", Reading.IGNORED),
    ("sprint_closed", Reading.IGNORED),
    ("issuetype_created", Reading.IGNORED),
    ("issuetype_updated", Reading.IGNORED),
    ("issuetype_deleted", Reading.IGNORED),
    ("filter_created", Reading.IGNORED),
    ("filter_updated", Reading.IGNORED),
    ("filter_deleted", Reading.IGNORED),
    ("option_voting_changed", Reading.IGNORED),
    ("option_watching_changed", Reading.IGNORED),
    ("option_unassigned_issues_changed", Reading.IGNORED),
    ("option_subtasks_changed", Reading.IGNORED),
    ("option_attachments_changed", Reading.IGNORED),
    ("option_issuelinks_changed", Reading.IGNORED),
    ("option_timetracking_changed", Reading.IGNORED),
    ("jira_expression_evaluation_failed", Reading.IGNORED),
)
UNKNOWN = "inbound.event_unknown"
"""The key of the name under which an event that is not in the table is ignored."""


def reading(event: str) -> Reading | None:
    """The reading of an event; None for one that is not in the table."""
    return Reading.HIDING if event == HIDDEN else dict(KINDS).get(event)


def ignored(event: str) -> str:
    """The name under which an event is ignored: `jira: sprint_started`."""
    return f"jira: {event.removeprefix('jira:')}"
