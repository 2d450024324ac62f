"""Shows a person a picture, in the private conversation that they have with Vigie."""

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack.slack_text import escape

ALT = 1000  # characters of the words for a picture

log = structlog.get_logger("vigie.slack")


async def show_picture(client: AsyncWebClient, user: str, picture: bytes, name: str, alt: str) -> bool:
    """Whether it was shown: an application installed without `files:write` shows none, and nobody waits for it."""
    try:
        opened = await client.conversations_open(users=user)
        room = str((opened.data["channel"] if isinstance(opened.data, dict) else {})["id"])
        await client.files_upload_v2(
            channel=room, file=picture, filename=name, title=name, alt_txt=alt[:ALT], initial_comment=escape(alt[:ALT])
        )
    except (SlackApiError, SlackRequestError, KeyError, TypeError, OSError) as error:
        code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
        log.info("picture not shown", error=code)
        return False
    return True
