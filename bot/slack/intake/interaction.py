"""One shape for every Slack payload: who did what, where, and its identity."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.slack.intake.slack_payload import Json, first, part, string
from bot.slack.intake.source_message import Quoted, quoted
from bot.slack.intake.view_values import flat
from connectors.channels.home_data import page_of
from connectors.preference_choices import OFF

LONGEST_IDENTITY = 200


class Kind(StrEnum):
    """A gesture of a person, or an event of Slack."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    CLOSED = "closed"
    SHORTCUT = "shortcut"
    EVENT = "event"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Gesture:
    """The kind of gesture. `name` is the id of the command, action, view or shortcut, or the event's type.

    `text` is what came with it: the command's text, the button's value, the message. `trigger` opens a form for three
    seconds, `url` takes an answer, `ref` is Slack's timestamp; each is empty where Slack gives none. `meta` is a
    form's private metadata as it came back, and `values` what was typed in its fields. `thread` is the timestamp of the
    message under which it was said. `quoted` is the message that a shortcut points at, `links` the addresses in one.
    `home` is the page of their Home on which the person did it, 0 if it was elsewhere.
    """

    kind: Kind
    identity: str
    site: str
    name: str = ""
    user: str = ""
    channel: str = ""
    url: str = ""
    trigger: str = ""
    ref: str = ""
    text: str = ""
    meta: str = ""
    home: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    thread: str = ""
    quoted: Quoted | None = None
    links: tuple[str, ...] = ()


def gesture(payload: Json, body: bytes) -> Gesture:
    """The gesture in a payload; `body` gives an identity to one that bears none. Never raises."""
    kind = Kind.COMMAND if "command" in payload else _KINDS.get(string(payload, "type"), Kind.OTHER)
    found = _READ[kind](payload)
    named = found.pop("identity", "")
    return Gesture(kind=kind, identity=_identity(str(named), body), site=site(payload), **found)


def site(payload: Json) -> str:
    """The team where the app is installed, which may differ from the person's; "default" when unknown.

    An organisation that installed it as a whole stands there under its own id, unless a workspace of its is named.
    """
    candidates = (
        string(payload, "view", "app_installed_team_id"),
        string(payload, "team", "id"),
        string(first(payload, "authorizations"), "team_id"),
        string(first(payload, "authorizations"), "enterprise_id"),
        string(payload, "team_id"),
        string(payload, "user", "team_id"),
        string(payload, "enterprise", "id"),
    )
    return next((one for one in candidates if 0 < len(one) <= LONGEST_IDENTITY), "default")


def _identity(named: str, body: bytes) -> str:
    return named if 0 < len(named) <= LONGEST_IDENTITY else f"body:{hashlib.sha256(body).hexdigest()}"


def _joined(*parts: str) -> str:
    """The parts of an identity; none at all when one is missing."""
    return ":".join(parts) if all(parts) else ""


def _command(payload: Json) -> dict[str, Any]:
    return {
        "identity": string(payload, "trigger_id"),
        "name": string(payload, "command"),
        "user": string(payload, "user_id"),
        "channel": string(payload, "channel_id"),
        "url": string(payload, "response_url"),
        "trigger": string(payload, "trigger_id"),
        "text": string(payload, "text"),
    }


def _interaction(payload: Json) -> dict[str, Any]:
    return {
        "user": string(payload, "user", "id"),
        "channel": string(payload, "channel", "id") or string(payload, "container", "channel_id"),
        "url": string(payload, "response_url"),
        "trigger": string(payload, "trigger_id"),
    }


def _action(payload: Json) -> dict[str, Any]:
    action = first(payload, "actions")
    done, at = string(action, "action_id"), string(action, "action_ts")
    return _interaction(payload) | {
        "identity": _joined("action", string(payload, "user", "id"), at, done),
        "name": done,
        "ref": at,
        "text": string(action, "value") or string(action, "selected_option", "value") or _ticked(action),
        "home": _page(payload),
    }


def _ticked(action: Json) -> str:
    """The first box that is ticked among those of an element; OFF when none is."""
    if string(action, "type") != "checkboxes":
        return ""
    return string(first(action, "selected_options"), "value") or OFF


def _page(payload: Json) -> int:
    """The page of the Home on which it was done, 0 when it was elsewhere."""
    if string(payload, "view", "type") != "home":
        return 0
    return page_of(string(payload, "view", "private_metadata"))


def _submission(payload: Json) -> dict[str, Any]:
    view = part(payload, "view")
    return _interaction(payload) | {
        "identity": _joined("view", string(view, "id"), string(view, "hash") or "submitted"),
        "name": string(view, "callback_id"),
        "url": string(first(payload, "response_urls"), "response_url"),
        "meta": string(view, "private_metadata"),
        "values": flat(part(view, "state", "values")),
    }


def _closed(payload: Json) -> dict[str, Any]:
    view = part(payload, "view")
    name = string(view, "callback_id")
    identity = _joined("closed", string(view, "id"), string(view, "hash") or "closed")
    return _interaction(payload) | {"identity": identity, "name": name}


def _shortcut(payload: Json) -> dict[str, Any]:
    return _interaction(payload) | {
        "identity": _joined("shortcut", string(payload, "trigger_id")),
        "name": string(payload, "callback_id"),
        "ref": string(payload, "action_ts"),
        "quoted": quoted(part(payload, "message"), string(payload, "channel", "id"), string(payload, "message_ts")),
    }


def _event(payload: Json) -> dict[str, Any]:
    event = part(payload, "event")
    return {
        "identity": string(payload, "event_id"),
        "name": "bot_message" if _said_by_an_app(payload, event) else _event_name(event),
        "user": string(event, "user"),
        "channel": string(event, "channel"),
        "ref": string(event, "event_ts"),
        "text": string(event, "tab") or string(event, "text"),
        "thread": string(event, "thread_ts"),
        **(_links(event) if string(event, "type") == "link_shared" else {}),
    }


def _links(event: Json) -> dict[str, Any]:
    """The addresses of a message, and by what it is meant when they are shown: its place, else an id of Slack's."""
    listed = event.get("links")
    urls = [string(one, "url") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    names = ("message_ts", "unfurl_id", "source")
    return {"links": tuple(url for url in urls if url), "values": {name: string(event, name) for name in names}}


def _said_by_an_app(payload: Json, event: Json) -> bool:
    """Any message of an application is a bot's message, whatever its type: two bots must not answer each other.

    Our own words come back too, and Slack does not always say that a bot said them.
    """
    if string(event, "type") not in ("message", "app_mention", "link_shared"):
        return False
    us, app = first(payload, "authorizations"), string(payload, "api_app_id")
    ourselves = string(us, "user_id") if us.get("is_bot") is True else ""
    by, through = string(event, "user"), string(event, "app_id")
    return bool(event.get("bot_id")) or by == ourselves != "" or through == app != ""


def _event_name(event: Json) -> str:
    """The event's type, or what kind of message it is."""
    name = string(event, "type")
    return string(event, "subtype") or name if name == "message" else name


def _other(payload: Json) -> dict[str, Any]:
    return {"name": string(payload, "type") or ("ssl_check" if "ssl_check" in payload else "")}


_KINDS: Mapping[str, Kind] = {
    "block_actions": Kind.ACTION,
    "view_submission": Kind.SUBMISSION,
    "view_closed": Kind.CLOSED,
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
    "event_callback": Kind.EVENT,
}
_READ: Mapping[Kind, Callable[[Json], dict[str, Any]]] = {
    Kind.COMMAND: _command,
    Kind.ACTION: _action,
    Kind.SUBMISSION: _submission,
    Kind.CLOSED: _closed,
    Kind.SHORTCUT: _shortcut,
    Kind.EVENT: _event,
    Kind.OTHER: _other,
}
