"""The values of the Slack stand-in: rooms, messages and views."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.seed import APP_ID, BOT_ID, BOT_USER, TEAM

Json = dict[str, Any]

NOBODY = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Room:
    """A channel or a direct conversation (`kind`: channel, im or mpim); `members` are user ids."""

    id: str
    name: str
    members: tuple[str, ...]
    kind: str = "channel"
    private: bool = False
    archived: bool = False

    def event_kind(self) -> str:
        """Slack's name for it in a message event: channel, group, im or mpim."""
        return "group" if self.kind == "channel" and self.private else self.kind


@dataclass(frozen=True, slots=True)
class File:
    """A file that `user` handed over; `url` gives its content to who shows the token."""

    id: str
    user: str
    name: str
    mime_type: str
    content: bytes
    url: str
    created: int
    deleted: bool = False

    def as_slack(self) -> Json:
        """The file as the Web API and the payloads show it."""
        if self.deleted:
            return {"id": self.id, "mode": "tombstone"}
        kind = self.name.rpartition(".")[2].lower()
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.name,
            "mimetype": self.mime_type,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.user,
            "user_team": TEAM,
            "editable": False,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "file_access": "visible",
            "url_private": self.url.replace("/download/", "/"),
            "url_private_download": self.url,
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `only_for` is the one person who sees it when it is ephemeral, `pings` whom it calls.

    `attachments` are the links that the app shows under it.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited: str | None = None
    only_for: str | None = None
    pings: tuple[str, ...] = ()
    reactions: tuple[tuple[str, str], ...] = ()
    tombstone: bool = False
    files: tuple[File, ...] = ()
    attachments: tuple[Json, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread, under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def seen_by(self, user: str) -> bool:
        """Whether this member of the channel sees it."""
        return self.only_for is None or self.only_for == user

    def as_slack(self, replies: "list[Message] | None" = None, with_metadata: bool = False) -> Json:
        """The message as the Web API and the payloads show it, with its thread's figures when `replies` are given."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM}
        if self.user == BOT_USER:
            profile = {"id": BOT_ID, "app_id": APP_ID, "name": "Vigie", "deleted": False, "team_id": TEAM}
            shown |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": profile}
        if self.blocks:
            shown["blocks"] = list(self.blocks)
        if self.tombstone:
            shown |= {"subtype": "tombstone", "hidden": True}
        if self.files:
            shown |= {"files": [file.as_slack() for file in self.files], "upload": False, "display_as_bot": False}
        if self.attachments:
            shown["attachments"] = list(self.attachments)
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        if self.metadata is not None and with_metadata:
            shown["metadata"] = self.metadata
        if self.reactions:
            shown["reactions"] = _reactions(self.reactions)
        return shown | self._thread(replies or [])

    def _thread(self, replies: "list[Message]") -> Json:
        if self.is_reply:
            return {"thread_ts": self.thread_ts}
        if not replies:
            return {}
        users = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": self.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
        }


def _reactions(pairs: tuple[tuple[str, str], ...]) -> list[Json]:
    users: dict[str, list[str]] = {}
    for name, user in pairs:
        users.setdefault(name, []).append(user)
    return [{"name": name, "users": who, "count": len(who)} for name, who in users.items()]


@dataclass(frozen=True, slots=True)
class View:
    """A modal or an App Home as one person has it; `body` is what the app sent, `values` what was typed when sent.

    `errors` (block_id -> sentence) and `failure` (Slack's own error) are what the person sees after a refusal.
    """

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    failure: str | None = None

    @property
    def blocks(self) -> list[Json]:
        """The blocks, with the ids that Slack added."""
        blocks: list[Json] = self.body["blocks"]
        return blocks

    def as_slack(self) -> Json:
        """The view as the Web API and the payloads show it."""
        defaults: Json = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": {"type": "plain_text", "text": "Vigie", "emoji": True},
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return {
            **defaults,
            **self.body,
            "id": self.id,
            "team_id": TEAM,
            "state": {"values": self.values},
            "hash": self.hash,
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM,
            "bot_id": BOT_ID,
        }
