"""The Slack app, as its "create from a manifest" page takes it: what Vigie listens to, and why each scope is needed."""

from typing import Any

from bot.slack.meaning import COMMANDS, DECLARE
from connectors.wording import Wording

SCOPES: tuple[tuple[str, str], ...] = (
    ("commands", "/anomalie, /tma and the two shortcuts"),
    ("chat:write", "the living message, its thread and the private messages"),
    ("im:write", "open the private conversation in which a person is told what they owe"),
    ("app_mentions:read", "answer @Vigie in a channel"),
    ("channels:history", "find again a message whose sending was cut, rather than say it twice (public channels)"),
    ("groups:history", "the same in private channels"),
    ("im:history", "the same in private conversations"),
    ("metadata.message:read", "tell our own messages by their key when looking for one"),
)
EVENTS: tuple[str, ...] = ("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked")


def manifest(public_url: str, language: str = "fr") -> dict[str, Any]:
    """The manifest of an app whose requests come to `public_url`, described in the house's `language`."""
    words = Wording(language, "UTC")
    url = f"{public_url.rstrip('/')}/slack/events"
    return {
        "display_information": {"name": "Vigie", "description": words.text("manifest.description")},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Vigie", "always_online": True},
            "shortcuts": _shortcuts(words),
            "slash_commands": [_command(name, url, words) for name in COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": [scope for scope, _ in SCOPES]}},
        "settings": {
            "event_subscriptions": {"request_url": url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def _shortcuts(words: Wording) -> list[dict[str, str]]:
    """One in the global menu, one in each message's; both open the same form."""
    named = {"name": words.text("manifest.shortcut"), "description": words.text("manifest.shortcut.description")}
    return [{**named, "type": kind, "callback_id": DECLARE} for kind in ("global", "message")]


def _command(name: str, url: str, words: Wording) -> dict[str, Any]:
    return {
        "command": name,
        "url": url,
        "description": words.text("manifest.command.description"),
        "usage_hint": words.text("manifest.command.hint"),
        "should_escape": True,
    }
