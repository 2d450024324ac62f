"""Modals: opening, stacking, sending and closing them, and the four ways Vigie may answer a submission."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.slack import workspace_files, workspace_people
from sandbox.slack.block_limits import check_view, with_ids
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, View
from sandbox.slack.signed_requests import Reply
from sandbox.slack.slack_refusal_values import Impossible, Refused
from sandbox.slack.typed_values import objections, state_of

DEEPEST = 3


def judged(slack: Installation, body: Any, kind: str = "modal") -> Json:
    """A view that Slack would accept, with the ids it adds."""
    check_view(body)
    if body["type"] != kind:
        raise Refused("invalid_arguments", f"[ERROR] view must be of type {kind} [json-pointer:/view/type]")
    return {**body, "blocks": with_ids(body["blocks"], slack.workspace.mint)}


def free_external_id(slack: Installation, body: Json, own: str | None = None) -> None:
    """Refuse an `external_id` that another view on screen bears."""
    wanted = body.get("external_id")
    if wanted and any(view.body.get("external_id") == wanted and view.id != own for view in slack.workspace.views()):
        raise Refused("duplicate_external_id")


def fresh_hash(slack: Installation) -> str:
    """A view's version, as Slack writes it."""
    return f"{int(slack.clock.now().timestamp())}.{slack.workspace.mint()}"


async def opened(slack: Installation, user: str, body: Json) -> View:
    """Show a modal to a person, in the place of those that were open."""
    view_id = slack.workspace.mint("V")
    view = View(view_id, user, body, fresh_hash(slack), root=view_id)
    slack.workspace.stacks[user] = [view]
    await slack.workspace.changed()
    return view


async def pushed(slack: Installation, user: str, body: Json) -> View:
    """Show a modal over the one in front; three at most."""
    stack = slack.workspace.stacks.get(user) or []
    if not stack:
        raise Refused("not_found")
    if len(stack) >= DEEPEST:
        raise Refused("push_limit_reached")
    view = View(slack.workspace.mint("V"), user, body, fresh_hash(slack), root=stack[0].root, previous=stack[-1].id)
    stack.append(view)
    await slack.workspace.changed()
    return view


async def updated(slack: Installation, view: View, body: Json) -> View:
    """Replace a view's content; what Slack's error notes said goes with the old content."""
    fresh = replace(view, body=body, hash=fresh_hash(slack), values={}, errors={}, failure=None)
    return await slack.workspace.show(fresh)


async def submit(slack: Installation, user: str, view_id: str, values: Mapping[str, Any]) -> Reply:
    """Send the modal in front; what Slack's client objects to is shown and not sent (`status` None)."""
    view = slack.workspace.front(user)
    if view is None or view.id != view_id:
        raise Impossible("Cette fenêtre n’est plus ouverte.")
    if not view.body.get("submit"):
        raise Impossible("Cette fenêtre ne s’envoie pas.")
    state = workspace_files.described(slack, state_of(view.blocks, values))
    if refused := objections(view.blocks, state):
        await slack.workspace.show(replace(view, values=state, errors=refused, failure=None))
        return Reply(None, errors=refused)
    view = await slack.workspace.show(replace(view, values=state, errors={}, failure=None))
    payload = workspace_people.payload_base(user, "view_submission") | {
        "trigger_id": slack.passes.trigger(user, view.id),
        "view": view.as_slack(),
        "response_urls": [],
    }
    reply = await slack.way.payload(payload)
    if reply.error:
        await failed(slack, view.id, reply.error)
        return reply
    return await _honour(slack, view, reply)


async def failed(slack: Installation, view_id: str, error: str | None) -> None:
    """Note Slack's own error on a view that is still open."""
    view = slack.workspace.view(view_id)
    if error and view is not None:
        await slack.workspace.show(replace(view, failure=error))


async def close(slack: Installation, user: str, view_id: str, everything: bool) -> Reply | None:
    """Close the modal in front (or all); the reply when the app wanted to know."""
    view = slack.workspace.front(user)
    if view is None or view.id != view_id:
        raise Impossible("Cette fenêtre n’est plus ouverte.")
    cleared = everything or bool(view.body.get("clear_on_close"))
    await slack.workspace.unstack(user, cleared)
    if not view.body.get("notify_on_close"):
        return None
    payload = workspace_people.payload_base(user, "view_closed") | {"view": view.as_slack(), "is_cleared": cleared}
    return await slack.way.payload(payload)


async def _honour(slack: Installation, view: View, reply: Reply) -> Reply:
    answer = reply.body if isinstance(reply.body, dict) else {}
    action = answer.get("response_action")
    try:
        if action == "errors":
            return await _object(slack, view, reply, answer.get("errors"))
        if action == "update":
            await updated(slack, _still(slack, view), judged(slack, answer.get("view")))
        elif action == "push":
            await pushed(slack, view.user, judged(slack, answer.get("view")))
        elif action == "clear":
            await slack.workspace.unstack(view.user, everything=True)
        elif action is None:
            await _put_away(slack, view)
        else:
            raise Refused("invalid_response_action")
    except Refused as refusal:
        await failed(slack, view.id, str(refusal))
        return replace(reply, error=refusal.error, body=refusal.messages)
    return reply


async def _object(slack: Installation, view: View, reply: Reply, errors: Any) -> Reply:
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - fields:
        raise Refused("invalid_errors", "errors must name input blocks of the view")
    await slack.workspace.show(replace(_still(slack, view), errors={name: str(said) for name, said in errors.items()}))
    return replace(reply, errors=errors)


def _still(slack: Installation, view: View) -> View:
    """The view as it is now: Vigie may have changed it, or closed it, before it answered."""
    now = slack.workspace.view(view.id)
    if now is None:
        raise Refused("not_found")
    return now


async def _put_away(slack: Installation, view: View) -> None:
    """Close the submitted view only: Vigie may have pushed another one meanwhile."""
    stack = slack.workspace.stacks.get(view.user, [])
    stack[:] = [one for one in stack if one.id != view.id]
    await slack.workspace.changed()
