"""The views.* methods: modals against a trigger id, and App Homes."""

from sandbox.seed import PEOPLE
from sandbox.slack import modals
from sandbox.slack.api_call import Call
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, View
from sandbox.slack.passes import Trigger
from sandbox.slack.slack_refusal_values import Refused


async def open_view(slack: Installation, call: Call) -> Json:
    """views.open: the trigger must be under three seconds old and unused."""
    body = _body(slack, call)
    modals.free_external_id(slack, body)
    view = await modals.opened(slack, _trigger(slack, call).user, body)
    return {"view": view.as_slack()}


async def push(slack: Installation, call: Call) -> Json:
    """views.push: over the modal the trigger came from."""
    body = _body(slack, call)
    modals.free_external_id(slack, body)
    trigger = _trigger(slack, call)
    if trigger.view_id is None:
        raise Refused("not_found")
    view = await modals.pushed(slack, trigger.user, body)
    return {"view": view.as_slack()}


async def update(slack: Installation, call: Call) -> Json:
    """views.update: by `view_id` or `external_id`; `hash` guards against changing what one has not seen."""
    body = call.data("view")
    view = _found(slack, call)
    _same(view, call)
    fresh = modals.judged(slack, body, view.body["type"])
    modals.free_external_id(slack, fresh, own=view.id)
    return {"view": (await modals.updated(slack, view, fresh)).as_slack()}


async def publish(slack: Installation, call: Call) -> Json:
    """views.publish: a person's App Home."""
    user = call.text("user_id")
    if user not in {person.slack for person in PEOPLE}:
        raise Refused("user_not_found")
    body = modals.judged(slack, call.data("view"), "home")
    old = slack.workspace.homes.get(user)
    modals.free_external_id(slack, body, own=old.id if old else None)
    if old is not None:
        _same(old, call)
        return {"view": (await modals.updated(slack, old, body)).as_slack()}
    view_id = slack.workspace.mint("V")
    view = View(view_id, user, body, modals.fresh_hash(slack), root=view_id)
    return {"view": (await slack.workspace.show(view)).as_slack()}


def _body(slack: Installation, call: Call) -> Json:
    return modals.judged(slack, call.data("view"))


def _trigger(slack: Installation, call: Call) -> Trigger:
    return slack.passes.exchange(call.text("trigger_id"))


def _found(slack: Installation, call: Call) -> View:
    view_id, external = call.maybe("view_id"), call.maybe("external_id")
    if view_id is None and external is None:
        raise Refused("invalid_arguments", "[ERROR] view_id or external_id is required")
    for view in slack.workspace.views():
        if view.id == view_id or (external and view.body.get("external_id") == external):
            return view
    raise Refused("not_found")


def _same(view: View, call: Call) -> None:
    given = call.maybe("hash")
    if given is not None and given != view.hash:
        raise Refused("hash_conflict")
