"""Keeps Vigie connected to Slack by Socket Mode, where no address of ours can be reached, and says when it is not."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.door.socket_connection import Line, Take
from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import Refused
from connectors.delivery_errors import NotNow
from connectors.wording import said

PAUSES = (0.0, 1.0, 2.0, 5.0, 15.0, 30.0)  # seconds
STEADY = 10.0  # seconds after which a connection is no failure
HEARTBEAT = 10.0
EXPECTED = ("refresh_requested", "warning")

# The remedy's key in the wording, and the words of Slack's that it mends; somebody must act on all of these.
REMEDIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "app_token",
        (
            "not_authed",
            "invalid_auth",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "not_allowed_token_type",
            "missing_scope",
            "no_permission",
            "access_denied",
            "forbidden_team",
        ),
    ),
    ("socket_off", ("link_disabled",)),
    ("socket_full", ("too_many_websockets",)),
)

log = structlog.get_logger("vigie.slack")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether Slack is heard; if not, `because` is Slack's word or the network's, and `remedy` a sentence."""

    connected: bool
    because: str = ""
    remedy: str = ""


class _Unreached(Exception):
    """There is no connection, `because` of this, and Slack asked that it be `after` that many seconds."""

    def __init__(self, because: str, after: float = 0.0) -> None:
        super().__init__(because)
        self.because, self.after = because, after


class Socket:
    """One connection at a time, two while Slack has one changed for another; `pauses` come between attempts."""

    def __init__(self, token: str, client: AsyncWebClient, take: Take, pauses: Sequence[float] = PAUSES) -> None:
        self._token, self._client, self._take = token, client, take
        self.pauses = pauses
        self.standing = Standing(False, "connecting")
        self._lines: list[Line] = []
        self._leaving: set[asyncio.Task[None]] = set()
        self._failures = 0

    async def run(self) -> None:
        """Connect and connect again until cancelled; then acknowledge what has come, and hang up."""
        async with aiohttp.ClientSession() as http:
            try:
                while True:
                    await self._pause(await self._once(http))
            finally:
                await asyncio.gather(*self._leaving, *(line.close() for line in self._lines), return_exceptions=True)

    async def _once(self, http: aiohttp.ClientSession) -> _Unreached:
        """One connection, from its opening until another is needed, and why."""
        try:
            line = await self._dial(http)
        except _Unreached as failure:
            self._stand(failure.because)
            return failure
        self._stand()
        since = time.monotonic()
        for older in self._lines:
            self._hang_up(older)
        self._lines = [line]
        because = await line.left()
        if time.monotonic() - since > STEADY:
            self._failures = 0
        if because not in EXPECTED:
            self._lines = []
            self._hang_up(line)
            self._stand(because)
        return _Unreached(because)

    async def _dial(self, http: aiohttp.ClientSession) -> Line:
        """A connection to which Slack has said hello. Raises _Unreached."""
        try:
            opened = await slack_errors.call(self._client.apps_connections_open(app_token=self._token))
            socket = await http.ws_connect(
                str(opened["url"]),
                heartbeat=HEARTBEAT,
                proxy=self._client.proxy,
                ssl=self._client.ssl or True,
                timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
            )
        except Refused as refusal:
            raise _Unreached(refusal.code) from None
        except NotNow as later:
            raise _Unreached(later.why, later.after.total_seconds() if later.after else 0.0) from None
        except Exception as error:  # whatever it is, Slack must be tried again
            raise _Unreached(type(error).__name__) from None
        line = Line(socket, self._take)
        try:
            because = await line.greeted()
        except asyncio.CancelledError:
            await line.close()
            raise
        if because:
            await line.close()
            raise _Unreached(because)
        return line

    async def _pause(self, failure: _Unreached) -> None:
        """At once the first time; then longer and longer, and the longest where somebody must act first."""
        place = len(self.pauses) - 1 if _key(failure.because) else min(self._failures, len(self.pauses) - 1)
        self._failures += 1
        await asyncio.sleep(max(self.pauses[place], failure.after))

    def _hang_up(self, line: Line) -> None:
        task = asyncio.get_running_loop().create_task(line.close())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    def _stand(self, because: str = "") -> None:
        """Say what has changed, once."""
        if because == self.standing.because and not self.standing.connected:
            return
        if because:
            said = remedy(because)
            tell = log.error if _key(because) else log.warning
            tell("slack socket not connected", because=because, remedy=said)
            self.standing = Standing(False, because, said)
        elif not self.standing.connected:
            log.info("slack socket connected")
            self.standing = Standing(True)


def remedy(because: str) -> str:
    """What to do when there is no connection `because` of this."""
    return said(f"remedy.{_key(because) or 'socket_away'}")


def _key(because: str) -> str:
    """The remedy that somebody must apply; "" where trying again is enough."""
    return next((key for key, words in REMEDIES if because in words), "")
