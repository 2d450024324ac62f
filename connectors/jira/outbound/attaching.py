"""Attaches a file once: its name on the issue is reserved, and looked for before sending."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

import requests

from connectors.delivery_errors import Never, NotNow
from connectors.jira.inbound.jira_payload import mapping, mappings, string
from connectors.jira.outbound import remedies
from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.jira_refusals import Postponed, Refused, outcome
from connectors.wording import said
from connectors.wording.graphemes import cut

SETTLING = timedelta(seconds=30)
LONGEST_NAME = 150
_HARMLESS = str.maketrans(dict.fromkeys('/\\:*?"<>|%;', "_"))
_BYTES = "application/octet-stream"
_FORBIDDEN, _LARGE = 403, 413


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to be put on an issue: `id` is where it comes from, `name` what its author called it."""

    id: str
    name: str
    mime_type: str
    file: BinaryIO

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        end = self.file.seek(0, os.SEEK_END)
        self.file.seek(0)
        return end

    @property
    def reserved(self) -> str:
        """Its name on the issue, which no other file has: its id comes first, the extension stays last."""
        return prefix(self.id) + _harmless(self.name)


def prefix(file: str) -> str:
    """The start of a file's name on an issue, by the file's id."""
    return f"{file}-"


def holds(connection: Connection, path: str, file: str) -> bool:
    """Whether the issue at `path` has the file of that id already."""
    found = connection.get(path, fields="attachment")
    named = (string(one, "filename") for one in mappings(mapping(found, "fields"), "attachment"))
    return any(name.startswith(prefix(file)) for name in named)


def attach(connection: Connection, path: str, enclosure: Enclosure) -> None:
    """Send it to the issue at `path`, unless Jira says beforehand that it would not take it.

    A Jira that will not have a body may hang up before it has read it, which tells nothing. Raises Never with what
    mends it.

    When nobody knows how it ended, NotNow asks for no less than `SETTLING`, so that Jira has kept what it received.
    """
    _allowed(connection, enclosure)
    try:
        connection.upload(f"{path}/attachments", enclosure.reserved, enclosure.mime_type or _BYTES, enclosure.file)
    except Refused as refused:
        raise Never(refused.why, remedies.attaching(refused.status), refused.shown) from None
    except Postponed as unsure:
        if unsure.undone:
            raise
        after = max(unsure.after or SETTLING, SETTLING)
        raise Postponed(unsure.why, after, rest=unsure.rest, undone=False) from None
    except (requests.RequestException, ValueError) as error:
        found = outcome(error)
        raise (NotNow(found.why, SETTLING) if isinstance(found, NotNow) else found) from None


def _allowed(connection: Connection, enclosure: Enclosure) -> None:
    found = connection.get("attachment/meta")
    limit = found.get("uploadLimit")
    if found.get("enabled") is False:
        raise Never(said("jira.no_attachments"), remedies.attaching(_FORBIDDEN))
    if isinstance(limit, int) and enclosure.size > limit:
        raise Never(said("jira.too_large"), remedies.attaching(_LARGE))


def _harmless(name: str) -> str:
    """A name that every system takes: without paths or control characters, cut before its extension."""
    kept = "".join(letter for letter in name.translate(_HARMLESS) if letter.isprintable()).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not stem or len(extension) > LONGEST_NAME // 10:
        return cut(kept, LONGEST_NAME) or said("jira.unnamed_file")
    return f"{cut(stem, LONGEST_NAME - len(extension) - 1)}{dot}{extension}"
