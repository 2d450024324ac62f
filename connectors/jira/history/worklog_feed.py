"""Reads what became of the worklogs of a whole site: those that were made, corrected or taken away since an instant."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from functools import partial

from connectors.jira.history.history_reader import History
from connectors.jira.inbound import identities
from connectors.jira.inbound.jira_payload import Json, instant, is_id, mappings, string
from connectors.jira.outbound.connection import Connection

UPDATED, DELETED = "updated", "deleted"
MOST = 1000  # worklogs that Jira shows at once


async def changes(history: History, which: str, since: datetime) -> AsyncGenerator[Mapping[str, datetime], None]:
    """The worklogs `which` were updated or deleted since an instant, by page: their ids, each with when.

    Raises what the history does, and Misshapen.
    """
    start = int(identities.stamp(since))
    while True:
        page = await history.ask(partial(_page, f"worklog/{which}", start))
        found = {string(one, "worklogId"): instant(one, "updatedTime") for one in mappings(page, "values")}
        yield {number: at for number, at in found.items() if is_id(number) and at is not None}
        until = instant(page, "until")
        reached = start if until is None else int(identities.stamp(until))
        if page.get("lastPage") is not False or not found:
            return
        # A whole page of one instant would be asked for again without end.
        start = reached if reached > start else start + 1


async def worklogs(history: History, ids: Sequence[str]) -> tuple[Json, ...]:
    """The worklogs of those ids (at most MOST) as they are now; those that the account may not see are left out."""
    wanted = {"ids": [int(one) for one in ids]}
    listed = await history.ask(lambda connection: connection.list_of("worklog/list", wanted))
    return tuple(one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()


def _page(path: str, since: int, connection: Connection) -> Json:
    return connection.get(path, since=since)
