"""A file that people handed over in Slack, fetched with the bot's token from nowhere but Slack."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import refused
from connectors.delivery_errors import Never, NotNow
from connectors.tls_context import tls_context
from connectors.wording import said

MOST_BYTES = 20 * 1024 * 1024
MEGABYTE = 1024 * 1024
PATIENCE = 20.0
FILE = re.compile(r"F[A-Z0-9]{2,30}")
"""A file's id, as Slack writes it."""

_HOST = "files.slack.com"
_AWAY = ("tombstone", "hidden_by_limit")
_TOO_MANY, _BROKEN, _OK = 429, 500, 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What Slack says of a file: `url` gives its content to who shows the token."""

    id: str
    name: str
    mime_type: str
    url: str


class Files:
    """Fetches by `client`, whose own retries must be off.

    Every method raises NotNow, or Never with its remedy; neither says anything of a file to the operator.
    """

    def __init__(self, client: AsyncWebClient, most: int = MOST_BYTES) -> None:
        self._client, self._most = client, most

    async def find(self, file: str) -> Kept:
        """What Slack says of a file that is there, not too large, and Slack's own."""
        said = await slack_errors.call(self._client.files_info(file=file))
        found = said.get("file")
        told: Mapping[str, Any] = found if isinstance(found, dict) else {}
        name = str(told.get("name") or told.get("title") or "")
        if told.get("mode") in _AWAY:
            raise refused("file_deleted")
        url = str(told.get("url_private_download") or told.get("url_private") or "")
        # The token opens everything that the bot can see: no other host may ever be shown it.
        if told.get("is_external") or not self._is_slacks(url):
            raise self._never("remedy.file_elsewhere", name)
        size = told.get("size")
        if isinstance(size, int) and size > self._most:
            raise self._too_large(name)
        return Kept(file, name, str(told.get("mimetype") or ""), url)

    async def fetch(self, kept: Kept, into: BinaryIO) -> None:
        """Write its content at the start of `into`, piece by piece."""
        headers = {"Authorization": f"Bearer {self._client.token}"}
        try:
            async with (
                httpx.AsyncClient(verify=tls_context(), timeout=PATIENCE, follow_redirects=False) as http,
                http.stream("GET", kept.url, headers=headers) as answer,
            ):
                self._judge(answer, kept)
                read = 0
                async for piece in answer.aiter_bytes():
                    read += len(piece)
                    if read > self._most:
                        raise self._too_large(kept.name)
                    into.write(piece)
        except httpx.HTTPError as error:
            raise NotNow(f"slack file: {type(error).__name__}") from None
        into.seek(0)

    def _judge(self, answer: httpx.Response, kept: Kept) -> None:
        if answer.status_code == _TOO_MANY or answer.status_code >= _BROKEN:
            raise NotNow(f"slack file: HTTP {answer.status_code}", slack_errors.after(answer.headers))
        # To a token that may not read files, Slack shows its sign-in page.
        page = answer.headers.get("content-type", "").startswith("text/html") and kept.mime_type != "text/html"
        if answer.is_redirect or page:
            raise refused("missing_scope")
        if answer.status_code != _OK:
            raise refused("file_not_found")

    def _is_slacks(self, url: str) -> bool:
        wanted, api = urlsplit(url), urlsplit(self._client.base_url)
        if api.hostname == "slack.com":
            return (wanted.scheme, wanted.netloc) == ("https", _HOST)
        return (wanted.scheme, wanted.netloc) == (api.scheme, api.netloc)

    def _too_large(self, name: str) -> Never:
        return self._never("remedy.file_too_large", name)

    def _never(self, key: str, name: str) -> Never:
        remedy = said(key, limit=self._most // MEGABYTE)
        return Never(
            f"slack: {key.removeprefix('remedy.')}",
            remedy,
            said("remedy.about_file", file=name, remedy=remedy) if name else "",
        )
