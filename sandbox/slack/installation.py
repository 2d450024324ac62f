"""Vigie's app installed in a workspace: the settings, the state and the way out that every act of Slack works on."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.slack.message_values import Json, Message
from sandbox.slack.passes import Passes
from sandbox.slack.signed_requests import Line, Reply
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.workspace import Workspace


@dataclass(slots=True)
class Fault:
    """A breakdown to play on the next `times` calls of `method` ("*": any).

    `error` is a Slack code, `status` an HTTP status, `drop` a connection cut without an answer, `half` one cut in the
    middle of it; `delay` (real seconds) comes first. With `after_work` the call takes effect, and only its answer is
    replaced.
    """

    method: str
    error: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    delay: float = 0.0
    after_work: bool = False
    drop: bool = False
    half: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut that the app declares; `on_message` when it is in the messages' menu."""

    callback_id: str
    name: str
    on_message: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets that Slack gives the app at its installation; the app's token is for Socket Mode."""

    bot_token: str
    signing_secret: str
    app_token: str = ""


class Installation:
    """A workspace with Vigie's app. `base_url` is the sandbox's own address; `vigie_url` may be set later."""

    def __init__(
        self,
        clock: DemoClock,
        feed: Feed,
        keys: Keys,
        *,
        base_url: str,
        vigie_url: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock, self.feed = clock, feed
        self.base_url, self.bot_token, self.app_token = base_url.rstrip("/"), keys.bot_token, keys.app_token
        self.monotonic = monotonic
        self.workspace = Workspace(clock, feed)
        self.passes = Passes(monotonic)
        self.line = Line(vigie_url.rstrip("/"), keys.signing_secret)
        self.socket_mode = SocketMode()
        self.scopes: tuple[str, ...] | None = None  # None: all of them
        self.commands: tuple[str, ...] = ("/anomalie",)
        self.shortcuts: tuple[Shortcut, ...] = ()
        self.subscriptions = {"app_home_opened", "app_mention", "link_shared", "message.im"}
        self.unfurl_domains: tuple[str, ...] = ()
        self.retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
        self.faults: list[Fault] = []
        self.rate_limited = False
        self.last_post: dict[str, float] = {}
        self.calls: deque[tuple[str, Json]] = deque(maxlen=5000)
        self.attempts: dict[str, list[Reply]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def vigie_url(self) -> str:
        """Where Vigie listens; `/slack/events` is added to it."""
        return self.line.vigie_url

    @vigie_url.setter
    def vigie_url(self, url: str) -> None:
        self.line.vigie_url = url.rstrip("/")

    @property
    def way(self) -> Line | SocketMode:
        """Slack's way to the app, by the app's own setting."""
        return self.socket_mode if self.socket_mode.enabled else self.line

    def messages(self, channel: str) -> list[Message]:
        """Every message of a channel (its id or `#name`), oldest first, ephemeral ones included."""
        return self.workspace.messages(self.workspace.room(channel).id)

    def dm(self, user: str) -> str:
        """The id of the app's direct conversation with a person."""
        return self.workspace.direct(user).id

    def background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something that nobody waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until every event and every retry has been sent."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Give up the retries that are left and hang up."""
        for task in self._tasks:
            task.cancel()
        await self.settled()
        await self.line.close()
