"""The Slack stand-in's memory: who is where, what was said, and the modals that are open."""

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import replace

from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.seed import BOT_USER, CHANNELS, PEOPLE
from sandbox.slack.message_values import File, Json, Message, Room, View
from sandbox.slack.slack_refusal_values import Refused


class Workspace:
    """Rooms, messages, files, App Homes and stacks of open modals by person.

    `shared` are the places of the messages whose links the app was told of, by the id given with them.
    """

    def __init__(self, clock: DemoClock, feed: Feed) -> None:
        self._clock, self._feed = clock, feed
        self._last_tick = 0
        self._numbers = itertools.count(1)
        self.rooms = {c.id: Room(c.id, c.name, c.members, private=c.private) for c in CHANNELS}
        for person in PEOPLE:
            self.direct(person.slack)
        self._said: dict[str, dict[str, Message]] = {}
        self._under: dict[tuple[str, str | None], list[str]] = {}
        self.files: dict[str, File] = {}
        self.shared: dict[str, tuple[str, str]] = {}
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.deactivated: set[str] = set()  # people who left
        self.connected: set[str] = set()  # channels shared with another company
        self.read: dict[tuple[str, str], str] = {}

    def tick(self) -> str:
        """A `ts` of the demo's time (`1794229500.000100`), later than every earlier one."""
        micros = int(self._clock.now().timestamp() * 1_000_000) // 100 * 100
        self._last_tick = max(micros, self._last_tick + 100)
        return f"{self._last_tick // 1_000_000}.{self._last_tick % 1_000_000:06d}"

    def mint(self, prefix: str = "") -> str:
        """A fresh identifier."""
        return f"{prefix}{next(self._numbers):05d}{secrets.token_hex(2).upper()}"

    async def changed(self) -> None:
        """Tell the page that Slack must be read again."""
        await self._feed.tell("slack")

    def direct(self, *users: str) -> Room:
        """The direct conversation of the app with these people; opened if need be."""
        members = (*users, BOT_USER)
        for room in self.rooms.values():
            if room.kind != "channel" and set(room.members) == set(members):
                return room
        kind, prefix = ("im", "D0") if len(users) == 1 else ("mpim", "G0")
        room = Room(prefix + "".join(user.removeprefix("U0") for user in users), "", members, kind, private=True)
        self.rooms[room.id] = room
        return room

    def room(self, name: str) -> Room:
        """The room of this id or `#name`, as the app sees it; refuses one that the app may not know of."""
        wanted = name.removeprefix("#")
        for room in self.rooms.values():
            if wanted in (room.id, room.name) and (BOT_USER in room.members or not room.private):
                return room
        raise Refused("channel_not_found")

    def find(self, channel: str, ts: str) -> Message | None:
        """The message of that `ts`, ephemeral ones included."""
        return self._said.get(channel, {}).get(ts)

    def messages(self, channel: str) -> list[Message]:
        """Every message of a channel, oldest first, with its threads and ephemeral ones."""
        return list(self._said.get(channel, {}).values())

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies under a message that everyone sees, oldest first."""
        replies = (self.find(channel, reply) for reply in self._under.get((channel, ts), ()))
        return [one for one in replies if one and one.is_reply and not one.only_for]

    async def say(self, message: Message) -> Message:
        """Add a message at the end of its channel."""
        self._said.setdefault(message.channel, {})[message.ts] = message
        self._under.setdefault((message.channel, message.thread_ts), []).append(message.ts)
        await self.changed()
        return message

    async def change(self, message: Message) -> Message:
        """Put this version in the place of the message of the same `ts`."""
        self._said[message.channel][message.ts] = message
        await self.changed()
        return message

    async def remove(self, message: Message) -> None:
        """Take a message away; one that has replies leaves a tombstone, as in Slack."""
        if self.thread(message.channel, message.ts):
            gone = replace(message, text="Ce message a été supprimé.", blocks=(), metadata=None, tombstone=True)
            await self.change(gone)
            return
        del self._said[message.channel][message.ts]
        await self.changed()

    def views(self) -> Iterator[View]:
        """Every view on someone's screen."""
        yield from self.homes.values()
        for stack in self.stacks.values():
            yield from stack

    def view(self, view_id: str) -> View | None:
        """The view of this id, if it is still on someone's screen."""
        return next((view for view in self.views() if view.id == view_id), None)

    async def show(self, view: View) -> View:
        """Put this version of a view in the place of the one of the same id."""
        if view.body["type"] == "home":
            self.homes[view.user] = view
        else:
            stack = self.stacks[view.user]
            stack[next(place for place, one in enumerate(stack) if one.id == view.id)] = view
        await self.changed()
        return view

    async def unstack(self, user: str, everything: bool = False) -> None:
        """Close a person's front modal, or all of them."""
        stack = self.stacks.get(user, [])
        del stack[0 if everything else -1 :]
        await self.changed()

    def archive(self, channel: str) -> None:
        """Archive a channel, for the tests of what happens then."""
        self.rooms[channel] = replace(self.rooms[channel], archived=True)

    def leave(self, channel: str, user: str) -> None:
        """Take someone (or the bot) out of a channel."""
        room = self.rooms[channel]
        self.rooms[channel] = replace(room, members=tuple(m for m in room.members if m != user))

    def front(self, user: str) -> View | None:
        """The modal in front of a person."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def payload_message(self, message: Message) -> Json:
        """A message as payloads show it, with its thread's figures."""
        return message.as_slack(self.thread(message.channel, message.ts))
