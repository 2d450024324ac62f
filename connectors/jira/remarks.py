"""A comment must be said once: it carries the errand's mark, which is looked for before a second try."""

from connectors.jira.connection import Connection
from connectors.jira.payload import Json, mapping, mappings, string

MARK = "vigie"
RECENT = 100


def say(connection: Connection, path: str, body: str, marker: str) -> None:
    """Post a comment at `path`, marked by an entity property that people do not see."""
    mark = {"key": MARK, "value": {"errand": marker}}
    connection.post(path, {"body": body, "properties": [mark]})


def said(connection: Connection, path: str, body: str, marker: str) -> bool:
    """Whether one of the `RECENT` last comments at `path` carries the mark."""
    found = connection.get(path, orderBy="-created", maxResults=RECENT, expand="properties")
    return any(_is_marked(comment, body, marker) for comment in mappings(found, "comments"))


def _is_marked(comment: Json, body: str, marker: str) -> bool:
    if "properties" not in comment:
        # A Jira that does not show comment properties: the same words are the only sign left.
        return comment.get("body") == body
    marks = (mapping(found, "value") for found in mappings(comment, "properties") if string(found, "key") == MARK)
    return any(string(mark, "errand") == marker for mark in marks)
