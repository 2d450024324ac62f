"""Transitions: those on offer, and taking one."""

from sandbox import seed
from sandbox.jira import wire
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Issue
from sandbox.jira.rest.comment_resource import body_of
from sandbox.jira.rest.issue_resource import added_comments
from sandbox.jira.rest.project_resource import screen_field
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.wire import Json


async def offered(call: Call) -> Reply:
    """GET issue/{key}/transitions?expand=transitions.fields."""
    issue, chosen = call.issue, call.query.get("transitionId")
    shown = [_offer(call, issue, offer) for offer in call.site.home.transitions(issue) if chosen in (None, offer.id)]
    return Reply(200, {"expand": "transitions", "transitions": shown})


async def take(call: Call) -> Reply:
    """POST issue/{key}/transitions: the id is a string (Data Center forgives a number); comments come in `update`."""
    issue, number = call.issue, call.part("transition").get("id")
    if isinstance(number, int) and not call.site.home.cloud:
        number = str(number)
    if not isinstance(number, str):
        raise refused(400, "Missing 'transition' identifier: its 'id' must be a string.")
    fields = call.dialect.plain(call.part("fields"))
    comments = [body_of(call, body) for body in added_comments(call.part("update"))]
    await call.site.transition(issue.id, number, call.actor, fields, "\n\n".join(comments) if comments else None)
    return Reply(204)


def _offer(call: Call, issue: Issue, offer: seed.Transition) -> Json:
    shape = wire.transition(call.dialect, offer)
    if "transitions.fields" not in call.words("expand"):
        return shape
    project = call.site.home.projects[issue.project]
    screen = {
        name: screen_field(call, call.site.home.fields[name], project, name in offer.required)
        for name in (*offer.required, *offer.optional)
    }
    return shape | {"fields": screen}


ROUTES: tuple[Route, ...] = (
    ("GET", "/issue/{issue}/transitions", offered),
    ("POST", "/issue/{issue}/transitions", take),
)
