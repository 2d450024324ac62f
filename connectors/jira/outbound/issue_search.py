"""Reading what a search finds, page by page: Cloud hands out tokens, Data Center counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.jira.inbound.jira_payload import Json, count, mappings, string
from connectors.jira.outbound.connection import Connection

PAGE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """The beginning of a page: after `token` on Cloud, at issue number `start` on Data Center."""

    token: str = ""
    start: int = 0
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the issues found, and where the next ones are; None after the last."""

    issues: tuple[Json, ...]
    after: Place | None


FIRST = Place()


def page(connection: Connection, jql: str, fields: Sequence[str], expand: Sequence[str], at: Place = FIRST) -> Page:
    """The issues found from a place on, with these fields (by default their ids alone) and expansions.

    The JQL must be bounded, which Cloud asks for. Raises ValueError when Jira gives the same token twice, which would
    never end.
    """
    asked: dict[str, object] = {"jql": jql, "maxResults": PAGE, "fields": ",".join(fields) or "id"}
    if expand:
        asked["expand"] = ",".join(expand)
    if connection.cloud():
        return _by_token(connection.get("search/jql", **asked, **({"nextPageToken": at.token} if at.token else {})), at)
    found = connection.get("search", **asked, startAt=at.start)
    issues = mappings(found, "issues")
    reached = at.start + len(issues)
    return Page(issues, Place(start=reached) if issues and reached < count(found, "total") else None)


def _by_token(found: Json, at: Place) -> Page:
    token = string(found, "nextPageToken")
    if token in at.seen:
        raise ValueError("a search that turns in circles")
    after = Place(token, seen=at.seen | {token}) if token and found.get("isLast") is not True else None
    return Page(mappings(found, "issues"), after)
