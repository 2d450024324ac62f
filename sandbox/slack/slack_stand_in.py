"""The Slack stand-in: the workspace that Vigie's app is installed in, and the people who use it.

The app speaks to it through the Web API (`web_api.router`); tests and the page make people act through this class.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.slack import commands, event_envelopes, interactions, modals, posting
from sandbox.slack import workspace_files as files
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message
from sandbox.slack.signed_requests import Reply


class Slack(Installation):
    """The installed app, and what the people of the workspace do with it."""

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
