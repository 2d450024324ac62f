"""Fetches the quoted message for a declaration form before the form's trigger expires."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.forms.form_attachments import AUTHOR, LINK, SHARED
from bot.slack.intake.slack_payload import Json, part, string
from bot.slack.intake.source_message import Quoted, quoted
from connectors.channels.slack.slack_text import cut

BUDGET = 1.0  # seconds for each of two rounds; a trigger lives three
MOST_ASKED = 5
LONGEST = 80

Asked = TypeVar("Asked")


class Quoting:
    """Asks by `client`; what Slack does not tell in time is left out, for the form matters more."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def given(self, found: Quoted, known: Mapping[str, str]) -> dict[str, str]:
        """The form's first values and carried data; `known` are names by Slack id. Never raises."""
        said = found if found.whole else await self._read(found)
        unknown = [one for one in (said.user, *said.mentioned()) if one and one not in known]
        asked = tuple(dict.fromkeys(unknown))[:MOST_ASKED]
        link, *names = await _in_time(self._permalink(said), *(self._name(one) for one in asked))
        people = {**known, **{one: name for one, name in zip(asked, names, strict=True) if name}}
        told = {
            "observed": said.words(people),
            AUTHOR: cut(said.name or people.get(said.user, ""), LONGEST),
            LINK: link or "",
            SHARED: "\n".join(said.files),
        }
        return {name: value for name, value in told.items() if value}

    async def _read(self, found: Quoted) -> Quoted:
        (said,) = await _in_time(self._message(found))
        return quoted(said, found.channel, found.ts) or found if said else found

    async def _message(self, found: Quoted) -> Json:
        asked = await self._client.conversations_replies(channel=found.channel, ts=found.ts, limit=1)
        first = next(iter(asked.get("messages") or ()), None)
        return first if isinstance(first, dict) and first.get("ts") == found.ts else {}

    async def _permalink(self, said: Quoted) -> str:
        if not (said.channel and said.ts):
            return ""
        return string(
            _data(await self._client.chat_getPermalink(channel=said.channel, message_ts=said.ts)), "permalink"
        )

    async def _name(self, user: str) -> str:
        found = part(_data(await self._client.users_info(user=user)), "user")
        names = (string(found, "profile", "display_name"), string(found, "real_name"), string(found, "name"))
        return next((one for one in names if one), "")


async def _in_time(*asking: Awaitable[Asked]) -> list[Asked | None]:
    """The answers that came within the budget, None in the place of the others."""

    async def one(asked: Awaitable[Asked]) -> Asked | None:
        try:
            async with asyncio.timeout(BUDGET):
                return await asked
        except Exception:
            return None

    return await asyncio.gather(*(one(asked) for asked in asking))


def _data(answer: Any) -> Json:
    return answer.data if isinstance(answer.data, dict) else {}
