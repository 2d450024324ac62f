"""Builds the Slack app's manifest: the events that Vigie receives, and the scopes with their reasons."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bot.slack.meaning.intent_parser import COMMANDS, DECLARE
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
    ("channels:read", "`vigie doctor`: a contract's public channel exists and the bot is in it"),
    ("groups:read", "the same for private channels, and that the security channel is private"),
    ("users:read", "`vigie doctor`: the people of a contract exist and are not deactivated"),
    ("users:read.email", "know the people to whom a contract gives an e-mail address and no Slack id"),
    ("files:read", "hand to the Jira ticket the files of a form, or of the message that it was made from"),
    ("files:write", "show the picture of a budget to whoever asks for it, in private"),
    ("links:read", "know when a link to a ticket is pasted (sites of JIRA_URL and JIRA_SITES only)"),
    ("links:write", "show under such a link where the anomaly stands"),
)
EVENTS: tuple[str, ...] = ("app_home_opened", "app_mention", "app_uninstalled", "link_shared", "tokens_revoked")
MOST_DOMAINS = 5  # Slack takes no more


def manifest(
    public_url: str, language: str = "fr", *, jira_urls: Iterable[str] = (), socket_mode: bool = False
) -> dict[str, Any]:
    """The manifest of an app whose requests come to `public_url`, or down the socket that Vigie opens.

    It is described in the house's `language`; links to `jira_urls` are told to Vigie.
    """
    words = Wording(language, "UTC")
    url = "" if socket_mode else f"{public_url.rstrip('/')}/slack/events"
    called = {"request_url": url} if url else {}
    domains = list(dict.fromkeys(host for one in jira_urls if (host := urlsplit(one).hostname)))
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
            **({"unfurl_domains": domains[:MOST_DOMAINS]} if domains else {}),
        },
        "oauth_config": {"scopes": {"bot": [scope for scope, _ in SCOPES]}},
        "settings": {
            "event_subscriptions": {**called, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **called},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
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
        **({"url": url} if url else {}),
        "description": words.text("manifest.command.description"),
        "usage_hint": words.text("manifest.command.hint"),
        "should_escape": True,
    }
