"""A comment must be said once: it carries the errand's mark, which is looked for before a second try."""

from dataclasses import dataclass

from connectors.jira.inbound.jira_payload import Json, mapping, mappings, string
from connectors.jira.outbound.connection import Connection

MARK = "vigie"
INTERNAL = {"key": "sd.public.comment", "value": {"internal": True}}
RECENT = 100


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in wiki markup, marked by an entity property that people do not see: `marker` is the errand's own.

    A service project shows its customers every comment that does not say that it is `internal`; elsewhere saying so
    changes nothing.
    """

    text: str
    marker: str
    internal: bool = True

    @property
    def body(self) -> Json:
        """The value to send to Jira."""
        marks = [{"key": MARK, "value": {"errand": self.marker}}, *([INTERNAL] if self.internal else ())]
        return {"body": self.text, "properties": marks}


def said(connection: Connection, path: str, remark: Remark) -> bool:
    """Whether one of the `RECENT` last comments at `path` is this one."""
    found = connection.get(path, orderBy="-created", maxResults=RECENT, expand="properties")
    return any(_is(remark, comment) for comment in mappings(found, "comments"))


def _is(remark: Remark, comment: Json) -> bool:
    marks = [mapping(found, "value") for found in mappings(comment, "properties") if string(found, "key") == MARK]
    if not marks:
        # A Jira that keeps or shows no property of a comment: the same words are the only sign left.
        return comment.get("body") == remark.text
    return any(string(mark, "errand") == remark.marker for mark in marks)
