"""Issues read with their past, a page at a time, on a thread and a session that no errand shares."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar
from urllib.parse import quote

import requests
import structlog
from jira.exceptions import JIRAError

from connectors.jira.history.budget import Budget
from connectors.jira.history.past import Entry, Found, Lexicon, entry, in_order
from connectors.jira.inbound import identities
from connectors.jira.inbound.choices import listed, merged
from connectors.jira.inbound.jira_payload import Json, Misshapen, count, instant, mapping, mappings, string
from connectors.jira.outbound import issue_search
from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.credentials import Basic, Bearer
from connectors.jira.outbound.issue_search import FIRST, Page, Place
from connectors.jira.outbound.jira_refusals import Refused, outcome
from connectors.wording import said

T = TypeVar("T")

PAGE = 100
FIELDS = (
    *("summary", "description", "priority", "issuetype", "status", "project", "labels"),
    *(
        "created",
        "updated",
        "resolutiondate",
        "statuscategorychangedate",
        "creator",
        "reporter",
        "assignee",
        "comment",
        "worklog",
        "timeoriginalestimate",
        "archiveddate",
    ),
)
EXPAND = ("changelog",)
_PLACE = ("project", "updated", "archiveddate")
_ABSENT = 404
STALE = 3600.0  # seconds after which the names of a site are read again

log = structlog.get_logger("vigie.history")


@dataclass(frozen=True, slots=True)
class Batch:
    """Issues in the order in which they were last updated; what was updated before `reached` has all been given."""

    issues: tuple[Found, ...]
    reached: datetime


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The project where an issue is, when it last changed, and whether it lies in the archive."""

    project: str
    updated: datetime | None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """What an issue is called: its id, its key, its title, and when it was made."""

    id: str
    key: str
    title: str = ""
    created: datetime | None = None


class History:
    """The past of a site's issues, one request at a time and no more than its budget.

    `names` are those of its statuses, priorities and types, former ones included, once they are read. Raises `NotNow`
    and `Never` as the client does.
    """

    def __init__(
        self, site: str, url: str, api_url: str | None, auth: Basic | Bearer, budget: Budget | None = None
    ) -> None:
        self.site = site
        self.budget = budget or Budget()
        self._connection = Connection(api_url or url, auth)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"jira-past-{site}")
        self._lexicon: Lexicon | None = None
        self._learnt_at = 0.0
        self.names: dict[str, Mapping[str, tuple[str, ...]]] = {}

    async def close(self) -> None:
        """Wait for the request under way, then end the thread and the session."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)
        self._connection.close()

    async def since(
        self, project: str, since: datetime, until: datetime, fields: Sequence[str]
    ) -> AsyncGenerator[Batch, None]:
        """The issues of a project updated since an instant, oldest update first, with `fields` beside the usual ones.

        An issue that changes while the pages are turned goes to the end, and all behind it move up by one: each page is
        asked from the last instant read, and the places that Jira offers serve only where one instant fills a page. The
        search may find an issue where it was and show it as it is: no instant after `until` is taken for reached.
        """
        wanted = tuple(dict.fromkeys((*FIELDS, *fields)))
        bound, place = since, FIRST
        seen: set[tuple[str, datetime]] = set()
        while True:
            page = await self._page(project, bound, wanted, place)
            lexicon = await self._words()
            found = [one for issue in page.issues if (one := _readable(issue, lexicon))]
            fresh = tuple(one for one in found if (one.id, one.updated) not in seen)
            seen.update((one.id, one.updated) for one in fresh)
            reached = max((one.updated for one in found if one.updated <= until), default=bound)
            if fresh:
                yield Batch(fresh, max(reached, bound))
            if page.after is None:
                return
            bound, place = (reached, FIRST) if fresh and reached > bound else (bound, page.after)

    async def one(self, issue_id: str, fields: Sequence[str]) -> Found | None:
        """An issue whole, with `fields` beside the usual ones; None where it is not what Jira promises."""
        wanted = ",".join(dict.fromkeys((*FIELDS, *fields)))
        path = f"issue/{quote(issue_id, safe='')}"
        issue = await self._ask(partial(self._connection.get, path, fields=wanted, expand=",".join(EXPAND)))
        found = _readable(issue, await self._words())
        return found and await self.whole(found)

    async def places(self, ids: Sequence[str]) -> dict[str, Whereabouts]:
        """The present projects of issues, by id (at most `PAGE`); an issue hidden from the account is absent.

        Data Center's search would refuse all of them for the sake of one that it does not know, unless told not to.
        """
        if await self._ask(self._connection.cloud):
            body = {"issueIdsOrKeys": list(ids), "fields": list(_PLACE)}
            answer = await self._ask(partial(self._connection.post, "issue/bulkfetch", body))
        else:
            jql, fields = f"id in ({','.join(ids)})", ",".join(_PLACE)
            asked = partial(self._connection.get, jql=jql, fields=fields, maxResults=PAGE, validateQuery="false")
            answer = await self._ask(partial(asked, "search"))
        shown = {string(one, "id"): mapping(one, "fields") for one in mappings(answer, "issues")}
        return {
            number: Whereabouts(
                string(mapping(fields, "project"), "key"),
                instant(fields, "updated"),
                bool(string(fields, "archiveddate")),
            )
            for number, fields in shown.items()
        }

    async def sees(self, project: str) -> bool:
        """Whether the account is shown a project."""
        try:
            await self._ask(partial(self._connection.get, f"project/{quote(project, safe='')}"))
        except Refused as refused:
            if refused.status != _ABSENT:
                raise
            return False
        return True

    async def named(self, ref: str) -> Name | None:
        """What an issue is called, by its id or its key; None where Jira shows none."""
        try:
            path = f"issue/{quote(ref, safe='')}"
            shown = await self._ask(partial(self._connection.get, path, fields="summary,created"))
        except Refused as refused:
            if refused.status != _ABSENT:
                raise
            return None
        fields = mapping(shown, "fields")
        return Name(string(shown, "id"), string(shown, "key"), string(fields, "summary"), instant(fields, "created"))

    async def whole(self, found: Found) -> Found:
        """The same issue with the entries, comments and worklogs that the search left out."""
        path = f"issue/{quote(found.id, safe='')}"
        if found.unread:
            read = [entry(one) async for one in self._all(f"{path}/changelog", "values")]
            known = {one.id for one in read}
            later = [one for one in found.entries if one.id not in known]
            found = replace(found, entries=in_order([*read, *later]), unread=0)
        if found.comments is None:
            found = replace(found, comments=tuple([one async for one in self._all(f"{path}/comment", "comments")]))
        if found.worklogs is None:
            found = replace(found, worklogs=tuple([one async for one in self._all(f"{path}/worklog", "worklogs")]))
        return found

    async def _words(self) -> Lexicon:
        """The site's vocabulary, read again every hour; field names from Data Center only, whose entries lack ids."""
        if self._lexicon is None or time.monotonic() - self._learnt_at > STALE:
            statuses = await self._listed("status")
            others = {name: await self._listed(name) for name in ("priority", "issuetype")}
            cloud = await self._ask(self._connection.cloud)
            fields = () if cloud else await self._listed("field")
            names = {string(one, "id"): string(one, "name") for one in fields if one.get("custom") is True}
            present = {name: _names(every) for name, every in {"status": statuses, **others}.items()}
            self._lexicon = Lexicon(names, {string(one, "id"): one for one in statuses}, present)
            self._learnt_at = time.monotonic()
            self.names.update(merged(self.names, present))
        return self._lexicon

    async def _listed(self, path: str) -> list[Json]:
        listed = await self._ask(partial(self._connection.read, path))
        return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []

    async def _page(self, project: str, since: datetime, fields: tuple[str, ...], place: Place) -> Page:
        # Milliseconds since 1970 are the one form that no zone bends: a written date is read in the account's own.
        jql = f"project = {json.dumps(project)} AND updated >= {identities.stamp(since)} ORDER BY updated ASC, key ASC"
        return await self._ask(partial(issue_search.page, self._connection, jql, fields, EXPAND, place))

    async def _all(self, path: str, name: str) -> AsyncIterator[Json]:
        start = 0
        while True:
            page = await self._ask(partial(self._connection.get, path, startAt=start, maxResults=PAGE))
            listed = mappings(page, name)
            for one in listed:
                yield one
            start += len(listed)
            if not listed or start >= count(page, "total"):
                return

    async def ask(self, work: Callable[[Connection], T]) -> T:
        """The answer of one request, in its turn."""
        return await self._ask(partial(work, self._connection))

    async def _ask(self, work: Callable[[], T]) -> T:
        await self.budget.turn()
        return await asyncio.get_running_loop().run_in_executor(self._thread, _judged, work)


def _names(entries: list[Json]) -> dict[str, tuple[str, ...]]:
    return {string(one, "id"): listed(one) for one in entries if listed(one)}


def _judged(work: Callable[[], T]) -> T:
    try:
        return work()
    except (requests.RequestException, JIRAError, ValueError) as error:
        raise outcome(error) from None


def _readable(issue: Json, lexicon: Lexicon) -> Found | None:
    """The issue, or None where it is not what Jira promises: one that cannot be read must not hide the others."""
    try:
        return _found(issue, lexicon)
    except Misshapen as wrong:
        log.error("issue not read", id=str(issue.get("id"))[:20], why=str(wrong))
        return None


def _found(issue: Json, lexicon: Lexicon) -> Found:
    fields, changelog = mapping(issue, "fields"), mapping(issue, "changelog")
    updated = instant(fields, "updated")
    if updated is None:
        raise Misshapen(said("inbound.missing", name="updated"))
    entries: tuple[Entry, ...] = in_order([entry(one) for one in mappings(changelog, "histories")])
    return Found(
        issue={name: value for name, value in issue.items() if name in ("id", "key", "self", "fields")},
        updated=updated,
        entries=entries,
        comments=_all_of(fields, "comment", "comments"),
        worklogs=_all_of(fields, "worklog", "worklogs"),
        unread=max(count(changelog, "total") - len(entries), 0),
        lexicon=lexicon,
    )


def _all_of(fields: Json, name: str, inside: str) -> tuple[Json, ...] | None:
    page = mapping(fields, name)
    listed = mappings(page, inside)
    return listed if count(page, "total") <= len(listed) else None
