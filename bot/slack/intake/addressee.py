"""Tells what Slack sends to this installation from what it sends to the same application elsewhere."""

from collections.abc import Iterator

from bot.slack.intake.slack_payload import Json, part, string
from connectors.store.slack_installations import Installation

OTHER_APP, OTHER_WORKSPACE = "inbound.slack.other_app", "inbound.slack.other_workspace"
"""The keys of the names under which a request for others is ignored."""


def misdirected(payload: Json, ours: Installation | None) -> str:
    """The key of why a request is not for this installation; "" when it is, or while ours is not known.

    People of another company (Slack Connect) come with our own authorization, whatever their team.
    """
    if ours is None:
        return ""
    app = string(payload, "api_app_id")
    if ours.app and app and app != ours.app:
        return OTHER_APP
    known = {one for one in (ours.team, ours.enterprise) if one}
    for named in (_authorized(payload), _installed(payload), _person(payload)):
        if named:
            return "" if known & named else OTHER_WORKSPACE
    return ""


def _authorized(payload: Json) -> set[str]:
    """The installations that Slack itself says may know of it: stronger than where somebody stands."""
    view = string(payload, "view", "app_installed_team_id")
    return {one for one in (view, *_authorizations(payload)) if one}


def _authorizations(payload: Json) -> Iterator[str]:
    found = payload.get("authorizations")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            yield string(one, "team_id")
            yield string(one, "enterprise_id")


def _installed(payload: Json) -> set[str]:
    """The workspace and the organisation of a command or of a gesture."""
    told = (
        string(payload, "team", "id"),
        string(payload, "team", "enterprise_id"),
        string(payload, "team_id"),
        string(payload, "enterprise", "id"),
        string(payload, "enterprise_id"),
    )
    return {one for one in told if one}


def _person(payload: Json) -> set[str]:
    """The team of whoever did it, where nothing else is said."""
    told = string(part(payload, "user"), "team_id")
    return {told} if told else set()
