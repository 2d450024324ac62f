"""A message that somebody points at, in a shortcut's payload or in Slack's history: who said what, with which files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.intake.slack_payload import Json, string
from bot.slack.intake.text_normalizer import readable
from bot.slack.intake.view_values import files

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message by its channel and timestamp; `user` is its author's Slack id, `name` an app's where there is none.

    `whole` is False while only its place is known.
    """

    channel: str
    ts: str
    user: str = ""
    name: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    whole: bool = False

    def mentioned(self) -> tuple[str, ...]:
        """The people that it names by their id alone."""
        return tuple(dict.fromkeys(found[1] for found in _MENTION.finditer(self.text) if not found[2]))

    def words(self, names: Mapping[str, str]) -> str:
        """The text as its author saw it, line by line; people whose name nobody knows are named by their id."""
        told = _MENTION.sub(lambda found: f"@{found[2] or names.get(found[1], found[1])}", self.text)
        return "\n".join(readable(line) for line in told.splitlines()).strip()


def quoted(message: Json, channel: str, ts: str = "") -> Quoted | None:
    """The message of a payload, None when it has none."""
    if not message:
        return None
    at = string(message, "ts") or ts
    name = string(message, "username") or string(message, "bot_profile", "name")
    text, user = string(message, "text"), string(message, "user")
    return Quoted(channel, at, "" if name else user, name, text, files(message), whole=True)
