"""The Slack stand-in: the workspace that Vigie's app is installed in, and the people who use it.

The app speaks to it through the Web API (`web_api.router`); tests and the page make people act through this class.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.slack import commands, event_envelopes, interactions, modals, posting
from sandbox.slack import workspace_files as files
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


class Slack:
    """A workspace with Vigie's app. `base_url` is the sandbox's own address; `vigie_url` may be set later."""

    def __init__(
        self,
        clock: DemoClock,
        feed: Feed,
        *,
        base_url: str,
        vigie_url: str,
        bot_token: str,
        signing_secret: str,
        app_token: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock, self.feed = clock, feed
        self.base_url, self.bot_token, self.app_token = base_url.rstrip("/"), bot_token, app_token
        self.monotonic = monotonic
        self.workspace = Workspace(clock, feed)
        self.passes = Passes(monotonic)
        self.line = Line(vigie_url.rstrip("/"), signing_secret)
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
        """How Slack reaches the app, by the app's own setting."""
        return self.socket_mode if self.socket_mode.enabled else self.line

    def messages(self, channel: str) -> list[Message]:
        """Everything said in a channel (its id or `#name`), oldest first, ephemeral messages included."""
        return self.workspace.messages(self.workspace.room(channel).id)

    def dm(self, user: str) -> str:
        """The id of the app's direct conversation with a person."""
        return self.workspace.direct(user).id

    async def command(self, user: str, channel: str, name: str, text: str = "") -> Reply:
        """A person types a slash command in a channel (its id or `#name`)."""
        return await commands.run(self, user, channel, name, text)

    async def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Message:
        """A person writes a message, with files by their ids; the app hears of it as far as it subscribed."""
        return await posting.say(self, user, channel, text, thread_ts, files)

    async def upload(self, user: str, name: str, content: bytes, mime_type: str = "image/png") -> str:
        """A person hands over a file, for a message or a form; its id."""
        return (await files.upload(self, user, files.Given(name, mime_type, content))).id

    async def press(
        self, user: str, channel: str, ts: str, action_id: str, value: Any = None, *, block_id: str | None = None
    ) -> Reply:
        """A person uses a button, a menu or another element of a message; `value` is what they choose."""
        return await interactions.press(self, user, channel, ts, action_id, value=value, block_id=block_id)

    async def press_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Reply:
        """The same in a modal or in the App Home; `values` is what is typed so far (see `values.state_of`)."""
        return await interactions.press_in_view(
            self, user, view_id, action_id, value=value, block_id=block_id, values=values or {}
        )

    async def submit(self, user: str, view_id: str, values: Mapping[str, Any] | None = None) -> Reply:
        """A person sends the modal in front of them (`values`: see `values.state_of`)."""
        return await modals.submit(self, user, view_id, values or {})

    async def close_view(self, user: str, view_id: str, everything: bool = False) -> Reply | None:
        """A person closes a modal, or the whole stack; the app hears of it if it asked (`notify_on_close`)."""
        return await modals.close(self, user, view_id, everything)

    async def shortcut(self, user: str, callback_id: str) -> Reply:
        """A person uses a global shortcut."""
        return await interactions.shortcut(self, user, callback_id)

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Reply:
        """A person uses a shortcut of a message's menu."""
        return await interactions.message_shortcut(self, user, channel, ts, callback_id)

    async def open_home(self, user: str, tab: str = "home") -> Reply | None:
        """A person opens the app's page (`tab`: home or messages); None when the app did not subscribe."""
        return await event_envelopes.open_home(self, user, tab)

    async def event(self, event: Json, event_id: str | None = None) -> Reply:
        """Send an event; the first attempt's reply. A refused one is sent again after `retry_delays` (seconds)."""
        return await event_envelopes.send(self, event, event_id)

    async def ssl_check(self) -> Reply:
        """Slack's probe of the endpoint's certificate."""
        return await self.line.command({"token": event_envelopes.TOKEN, "ssl_check": "1"})

    async def url_verification(self, challenge: str) -> Reply:
        """Slack's proof that the endpoint is the app's: the challenge must come back."""
        return await self.line.event(
            {"token": event_envelopes.TOKEN, "challenge": challenge, "type": "url_verification"}
        )

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
