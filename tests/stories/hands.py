"""The hands of the people in a story: they type, fill in, press, move cards, and the clock turns when it is told to."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app import Vigie
from bot.commands.demo import MORNING, Setup, stage
from connectors.store import Connection, mailbox, outbox
from connectors.store.tables import errands
from sandbox.mail import Mail
from sandbox.sandbox_app import Sandbox
from sandbox.slack.message_values import Message, View
from tests.plain_contracts import PLAIN

PARIS = ZoneInfo("Europe/Paris")
BOUTIQUE = "C0BOUTIQUE"
AGENT, RM, CP, DEV, DIRECTION = "U0AGENT", "U0RM", "U0CP", "U0DEV", "U0DIR"
ACCOUNTS = {RM: "5b10ac000000000000000001", CP: "5b10ac000000000000000002", DEV: "5b10ac000000000000000003"}
SECONDS, CALM = 20.0, 3
_ASIDE = re.compile(r'mso-hide:all;">(.*?)</div>')
_DUE = select(errands.c.not_before).where(errands.c.state == "waiting")


class Wall:
    """The machine's clock, which passes at once over the time that errands wait; `passed` is told how much of it.

    `stride` is the most that it passes over at once: beyond two minutes, Vigie finds that it was stopped.
    """

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self.stride = timedelta.max
        self.passed: Callable[[timedelta], None] = lambda _: None

    def __call__(self) -> datetime:
        """Its instant, in aware UTC."""
        return datetime.now(UTC) + self._ahead

    def pass_to(self, instant: datetime) -> None:
        """Be at an instant that is not over, or a stride nearer."""
        span = min(instant - self(), self.stride)
        if span > timedelta(0):
            self._ahead += span
            self.passed(span)


class Hands:
    """Everybody of the Boutique Exemple contract, one gesture a method; each waits until all has settled."""

    def __init__(self, vigie: Vigie, sandbox: Sandbox, wall: Wall) -> None:
        self.vigie, self.sandbox, self.wall = vigie, sandbox, wall

    async def type(self, user: str, text: str, channel: str = BOUTIQUE) -> None:
        """Type `/anomalie text`."""
        reply = await self.sandbox.slack.command(user, channel, "/anomalie", text)
        assert reply.ok, reply
        await self.settle()

    async def fill(self, user: str, **values: Any) -> str | None:
        """Fill in and send the form that stands open; what it objects to, None when it was taken."""
        view = await self._view(user)
        reply = await self.sandbox.slack.submit(user, view.id, values)
        await self.settle()
        return None if reply.ok and not reply.body else str(reply.body)

    async def press(self, user: str, move: str) -> None:
        """Press the newest button of a move that this person can see."""
        channel, message = self._with_button(user, move)
        reply = await self.sandbox.slack.press(user, channel, message.ts, f"move:{move}")
        assert reply.ok, reply
        await self.settle()

    async def press_at_budget(self, user: str, act: str) -> None:
        """Press the newest button of a ledger's act (`close_month`) in the private conversation of a person."""
        room = self.sandbox.slack.dm(user)
        found = [
            (message, action)
            for message in self.sandbox.slack.messages(room)
            for action in _actions(message.blocks)
            if action.startswith(f"ledger:{act}")
        ]
        assert found, f"no button « {act} » for {user}"
        message, action = found[-1]
        reply = await self.sandbox.slack.press(user, room, message.ts, action)
        assert reply.ok, reply
        await self.settle()

    async def choose(self, user: str, label: str) -> None:
        """Press the button of that label among the anomalies that Vigie offered last."""
        offered = [one for one in self.sandbox.slack.messages(BOUTIQUE) if one.only_for == user][-1]
        buttons = [part for block in offered.blocks for part in block.get("elements", ()) if part["type"] == "button"]
        wanted = next(one for one in buttons if label in one["text"]["text"])
        reply = await self.sandbox.slack.press(user, BOUTIQUE, offered.ts, wanted["action_id"], value=wanted["value"])
        assert reply.ok, reply
        await self.settle()

    async def drag(self, account: str, status: str, **fields: Any) -> None:
        """Move the only card of the Jira board to a status, in Jira."""
        issue = self.issue()
        way = next(one for one in issue["transitions"] if _name(one["to"]) == status)
        await self.sandbox.jira.transition(issue["key"], way["id"], account, fields)
        await self.settle()

    async def comment(self, account: str, text: str) -> None:
        """Comment on the only issue, in Jira."""
        await self.sandbox.jira.comment(self.issue()["key"], account, text)
        await self.settle()

    async def turn(self, when: str) -> None:
        """Turn the clock to a local instant (`2026-11-09 12:16`), and let what is due happen."""
        self.sandbox.clock.jump(datetime.fromisoformat(when).replace(tzinfo=PARIS))
        for pulse in self.vigie.pulses:
            pulse.wake()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing waits: no webhook under way, no delivery, no errand, not even one for later."""
        async with asyncio.timeout(SECONDS):
            calm = 0
            while calm < CALM:
                await self.sandbox.jira.settled()
                await self.sandbox.slack.settled()
                await self.vigie.slack.close()
                for pulse in self.vigie.pulses:
                    pulse.wake()
                    await pulse.idle()
                left = await self.vigie.store.read(_left)
                later = [one for one in left.due if one > self.wall()]
                calm = 0 if left.busy or (left.due and not later) else calm + 1
                # Webhooks that are still on their way come before what waits for seconds.
                if later and calm == CALM - 1:
                    self.wall.pass_to(min(later))
                    calm = 0

    def issue(self) -> dict[str, Any]:
        """The only issue of the board."""
        (issue,) = [one for project in self.sandbox.jira.snapshot()["projects"] for one in project["issues"]]
        return dict(issue)

    def written(self, *names: str) -> list[str | None]:
        """What Vigie's own fields of the only issue hold, as people read them."""
        held = {one["name"]: one["value"] for one in self.issue()["custom"]}
        return [held[f"Vigie · {name}"] for name in names]

    def card(self) -> Message:
        """The living message of the client's channel."""
        cards = [one for one in self.sandbox.slack.messages(BOUTIQUE) if not one.is_reply and one.only_for is None]
        assert len(cards) == 1, "one anomaly, one living message"
        return cards[0]

    def thread(self) -> list[str]:
        """What the thread says, oldest first."""
        return [text_of(one) for one in self.sandbox.slack.messages(BOUTIQUE) if one.is_reply]

    def private(self, user: str) -> list[str]:
        """What Vigie told one person: in their private conversation, and for their eyes only in a channel."""
        told = self.sandbox.slack.messages(self.sandbox.slack.dm(user))
        seen = [one for one in self.sandbox.slack.messages(BOUTIQUE) if one.only_for == user]
        return [text_of(one) for one in (*told, *seen)]

    def mails(self, user: str) -> list[str]:
        """What each mail to one person of the boutique or of the provider is about, as a list of mails shows it."""
        address = {RM: "rm@boutique.example", CP: "cp@prestataire.example", DIRECTION: "direction@prestataire.example"}
        return [_about(mail) for mail in self.sandbox.mailbox.to(address[user])]

    async def _view(self, user: str) -> View:
        number = 0
        while not self.sandbox.slack.workspace.stacks.get(user):
            changes = await self.sandbox.feed.after(number, patience=3)
            assert changes, f"no form opened for {user}"
            number = changes[-1].number
        return self.sandbox.slack.workspace.stacks[user][-1]

    def _with_button(self, user: str, move: str) -> tuple[str, Message]:
        rooms = (self.sandbox.slack.dm(user), BOUTIQUE)
        found = [
            (room, message)
            for room in rooms
            for message in self.sandbox.slack.messages(room)
            if message.seen_by(user) and f"move:{move}" in set(_actions(message.blocks))
        ]
        assert found, f"no button « {move} » for {user}"
        return max(found, key=lambda pair: pair[1].ts)


def _about(mail: Mail) -> str:
    """The line that follows the subject in a list of mails; the subject itself where there is none."""
    found = _ASIDE.search(mail.html)
    return unescape(found[1]) if found else mail.subject


def text_of(message: Message) -> str:
    """Everything that a message shows, its buttons apart."""
    return shown_by(message.blocks) or message.text


def shown_by(blocks: Iterable[Any]) -> str:
    """Everything that blocks show, their buttons apart."""
    return "\n".join(_texts(list(blocks)))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list | tuple):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict) and part.get("type") != "actions":
        if isinstance(part.get("text"), str):
            yield part["text"]
        for name in ("text", "fields", "elements", "blocks"):
            if isinstance(part.get(name), dict | list):
                yield from _texts(part[name])


def _actions(part: Any) -> Iterator[str]:
    if isinstance(part, list | tuple):
        for one in part:
            yield from _actions(one)
    elif isinstance(part, dict):
        if isinstance(part.get("action_id"), str):
            yield part["action_id"]
        for one in part.values():
            if isinstance(one, dict | list):
                yield from _actions(one)


def _name(status: Any) -> str:
    return str(status["name"]) if isinstance(status, dict) else str(status)


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left to do: whether something is under way, and when each errand is due that waits."""

    busy: bool
    due: tuple[datetime, ...]


def _left(tx: Connection) -> _Left:
    heard = mailbox.count_by_state(tx)
    under_way = heard.get("waiting", 0) + heard.get("aside", 0) + outbox.count_by_state(tx).get("doing", 0)
    return _Left(under_way > 0, tuple(tx.execute(_DUE).scalars()))


@contextlib.asynccontextmanager
async def story(
    start: datetime = MORNING,
    database_url: str = "",
    *,
    socket_mode: bool = False,
    past: bool = False,
    contracts: Path = PLAIN,
) -> AsyncIterator[Hands]:
    """Vigie and its sandbox on a clock that stands still until it is turned, after a year of life or after none."""
    wall = Wall()
    setup = Setup(database_url, contracts, socket_mode)
    async with stage(speed=0, start=start, setup=setup, wall=wall, past=past) as (vigie, sandbox):
        if socket_mode:
            await sandbox.slack.socket_mode.connected()
        yield Hands(vigie, sandbox, wall)
