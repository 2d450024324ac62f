"""The permissions of a token, by Jira's names; a site grants all by default."""

from sandbox.jira.jira_error_answers import Refused, refused

PERMISSIONS = (
    "ADD_COMMENTS",
    "ADMINISTER",
    "ADMINISTER_PROJECTS",
    "ASSIGNABLE_USER",
    "ASSIGN_ISSUES",
    "BROWSE_PROJECTS",
    "CREATE_ATTACHMENTS",
    "CREATE_ISSUES",
    "DELETE_ISSUES",
    "EDIT_ALL_COMMENTS",
    "EDIT_ISSUES",
    "LINK_ISSUES",
    "MOVE_ISSUES",
    "RESOLVE_ISSUES",
    "TRANSITION_ISSUES",
    "WORK_ON_ISSUES",
)
_NEEDS = {
    ("POST", "/field"): "ADMINISTER",
    ("POST", "/field/{field}/context/{context}/option"): "ADMINISTER",
    ("GET", "/field/{field}/context"): "ADMINISTER",
    ("GET", "/field/{field}/context/{context}/option"): "ADMINISTER",
    ("POST", "/issue"): "CREATE_ISSUES",
    ("PUT", "/issue/{issue}"): "EDIT_ISSUES",
    ("DELETE", "/issue/{issue}"): "DELETE_ISSUES",
    ("PUT", "/issue/{issue}/assignee"): "ASSIGN_ISSUES",
    ("POST", "/issue/{issue}/transitions"): "TRANSITION_ISSUES",
    ("POST", "/issue/{issue}/comment"): "ADD_COMMENTS",
    ("POST", "/issue/{issue}/worklog"): "WORK_ON_ISSUES",
    ("POST", "/issue/{issue}/attachments"): "CREATE_ATTACHMENTS",
    ("POST", "/issueLink"): "LINK_ISSUES",
}
_ADMINISTERED = ("/screens", "/screenscheme", "/issuetypescreenscheme", "/rest/webhooks", "/rest/jira-webhook")
_SEEN = ("/issue/{", "/project/{", "/issue/createmeta")
_WORDS = {
    "ADMINISTER": "Only Jira administrators can do this.",
    "CREATE_ISSUES": "You do not have permission to create issues in this project.",
    "EDIT_ISSUES": "You do not have permission to edit issues in this project.",
    "ADD_COMMENTS": "You do not have the permission to comment on this issue.",
    "BROWSE_PROJECTS": "Issue does not exist or you do not have permission to see it.",
}


def needed(method: str, path: str) -> tuple[str, ...]:
    """The permissions that a route asks for."""
    if path.startswith(_ADMINISTERED):
        return ("ADMINISTER",)
    seen = ("BROWSE_PROJECTS",) if path.startswith(_SEEN) else ()
    own = _NEEDS.get((method, path))
    return (*seen, own) if own else seen


def forbidden(permission: str) -> Refused:
    """Jira's answer without that permission: 403, or 404 for what one may not even see."""
    words = _WORDS.get(permission, f"You do not have the permission {permission} required for this action.")
    return refused(404 if permission == "BROWSE_PROJECTS" else 403, words)
