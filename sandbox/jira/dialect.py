"""The API's dialect: version 2 or 3, Cloud or Data Center, and its language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox import seed
from sandbox.jira import wiki_and_adf
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.posted_fields import text
from sandbox.jira.site_catalogue import Catalogue

ZONE = ZoneInfo("Europe/Paris")


def stamp(instant: datetime) -> str:
    """Jira's format of an instant, in the site's zone: `2026-11-09T10:05:00.000+0100`."""
    local = instant.astimezone(ZONE)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{local:%z}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One version of the API of the site at `base` (no trailing slash), furnished with `home`.

    `names` are the statuses (by id) that are called otherwise here, as where webhooks speak the administrator's
    language and the API the caller's.
    """

    base: str
    version: Literal["2", "3"]
    home: Catalogue
    names: Mapping[str, str] = field(default_factory=dict)

    def link(self, *path: str) -> str:
        """The absolute address of a resource: `link("issue", "10001")`."""
        return "/".join((f"{self.base}/rest/api/{self.version}", *(quote(part, safe="?=") for part in path)))

    def called(self, status: seed.Status) -> str:
        """The status's name here."""
        return self.names.get(status.id, status.name)

    def write(self, wiki: str | None) -> Any:
        """A stored text as this version shows it: a string or an ADF document, None when empty."""
        if not wiki:
            return None
        return wiki_and_adf.document(wiki) if self.version == "3" else wiki

    def read(self, body: Any) -> str:
        """A posted text as a wiki string; ValueError when this version does not write texts so."""
        return text(wiki_and_adf.wiki(body) if self.version == "3" else body)

    def plain(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Posted fields with their long texts as wiki strings; 400 names those that are not in this dialect."""
        plain = dict(fields)
        errors: dict[str, str] = {}
        for name, value in fields.items():
            if value is None or name not in self.home.fields or self.home.fields[name].kind != "text":
                continue
            try:
                plain[name] = self.read(value)
            except ValueError as wrong:
                errors[name] = str(wrong)
        if errors:
            raise refused(400, errors=errors)
        return plain
