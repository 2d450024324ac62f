"""Slack's short-lived passes: trigger ids (3 seconds, once) and response URLs (30 minutes, 5 times)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from sandbox.slack.slack_refusal_values import Refused

TRIGGER_LIFE = 3.0
URL_LIFE = 30 * 60.0
URL_USES = 5


@dataclass(frozen=True, slots=True)
class Trigger:
    """The right to show one modal to `user`; `view_id` is the modal it came from, if any."""

    user: str
    born: float
    view_id: str | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A response URL: where its answers go (`message_ts`: the message it may replace)."""

    user: str
    channel: str
    born: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Passes:
    """Issues and takes back the permissions; `monotonic` is the real clock in seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._triggers: dict[str, Trigger] = {}
        self._ways: dict[str, Way] = {}

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger id."""
        name = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[name] = Trigger(user, self._monotonic(), view_id)
        return name

    def exchange(self, name: str) -> Trigger:
        """Use a trigger; refuses a late one (expired_trigger_id) and a used one (exchanged_trigger_id)."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._monotonic() - trigger.born > TRIGGER_LIFE:
            raise Refused("expired_trigger_id")
        self._triggers[name] = replace(trigger, used=True)
        return trigger

    def way(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        """A fresh response URL's last segment."""
        name = secrets.token_urlsafe(18)
        self._ways[name] = Way(user, channel, self._monotonic(), message_ts, thread_ts)
        return name

    def look(self, name: str) -> Way:
        """The way behind a response URL; refuses an unknown, late (expired_url) or worn-out (used_url) one."""
        way = self._ways.get(name)
        if way is None:
            raise Refused("invalid_url")
        if self._monotonic() - way.born > URL_LIFE:
            raise Refused("expired_url")
        if way.uses >= URL_USES:
            raise Refused("used_url")
        return way

    def spend(self, name: str, message_ts: str | None = None) -> None:
        """Count one use; `message_ts` is what the next `replace_original` will replace."""
        way = self._ways[name]
        self._ways[name] = replace(way, uses=way.uses + 1, message_ts=message_ts or way.message_ts)
