"""The Jira site itself: people and the REST API act on it through the same verbs, and it tells Vigie as Jira would."""

import asyncio
import contextlib
import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox import seed
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import catalogue, snapshot
from sandbox.jira.dialect import Dialect
from sandbox.jira.discussion import Discussion
from sandbox.jira.events import EVENTS
from sandbox.jira.faults import Fault
from sandbox.jira.fields import BY_ID, ON_EDIT_SCREEN, REQUIRED, read
from sandbox.jira.ledger import Ledger
from sandbox.jira.postman import Delivery
from sandbox.jira.records import Issue, Value
from sandbox.jira.refusal import refused
from sandbox.jira.webhooks import Webhook
from sandbox.jira.wire import Json

Fields = Mapping[str, Any]
BACKOFF = (2.0, 5.0, 10.0, 20.0)
MEDIUM = "3"


class JiraSite:
    """An in-memory Jira Cloud site at `base_url`, whose first webhook is Vigie's, at `vigie_url`.

    `email` and `token` are the bot's; `backoff` is the real seconds before each further try of a webhook. The verbs
    take the account id of who acts, a key or an id, and fields as version 2 of the API writes them; they raise
    `Refused`. `faults` is trouble ordered in advance for the REST API.
    """

    def __init__(
        self,
        clock: DemoClock,
        feed: Feed,
        *,
        base_url: str,
        vigie_url: str,
        webhook_secret: str,
        email: str,
        token: str,
        backoff: tuple[float, ...] = BACKOFF,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.email, self.token = email, token
        self.faults: list[Fault] = []
        self.ledger = Ledger(clock, feed, Dialect(self.base_url, "2"), backoff)
        target = f"{vigie_url.rstrip('/')}/webhooks/jira"
        self.ledger.webhooks.append(Webhook(1, "Vigie", target, webhook_secret, EVENTS))
        self.discussion = Discussion(self.ledger)
        self._keys = {project.id: itertools.count(1) for project in seed.PROJECTS}
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to deliver webhooks."""
        self._running = asyncio.create_task(self.ledger.postman.run())

    async def stop(self) -> None:
        """Stop delivering; what was still on its way is given up."""
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def settled(self) -> None:
        """Return once every webhook has been accepted or given up; only between `start` and `stop`."""
        await self.ledger.postman.settled()

    @property
    def webhooks(self) -> list[Webhook]:
        """The webhooks registered, Vigie's first; a changed one holds from the next event on."""
        return self.ledger.webhooks

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """The webhooks on their way and the last 1,000 that ended, oldest first."""
        return tuple(self.ledger.postman.deliveries.values())

    def snapshot(self) -> Json:
        """Everything the page shows, JSON-ready: `projects` (with their `issues`), `people`, `deliveries` ..."""
        return snapshot.of(self.ledger.issues, self.deliveries)

    def issue(self, ref: str) -> Issue:
        """The issue of that id or key; 404 when there is none."""
        return self.ledger.issue(ref)

    async def create(self, project_key: str, actor: str, fields: Fields, properties: Fields | None = None) -> str:
        """Open an issue, of the project's first type unless `issuetype` says otherwise, and return its key."""
        project, author = catalogue.project(project_key), catalogue.account(actor).id
        asked = dict.fromkeys(REQUIRED) | {"issuetype": {"id": project.issue_types[0][0]}} | dict(fields)
        values = read(asked, ON_EDIT_SCREEN, project)
        key, now = f"{project.key}-{next(self._keys[project.id])}", self.ledger.now()
        issue = Issue(
            id=self.ledger.number(),
            key=key,
            project=project.id,
            status=project.statuses[0].id,
            creator=author,
            created=now,
            updated=now,
            status_since=now,
            values={"priority": MEDIUM, "reporter": author} | values,
            properties=dict(properties or {}),
        )
        await self.ledger.open(issue)
        return key

    async def edit(self, key: str, actor: str, fields: Fields) -> None:
        """Set fields; the status is not one of them."""
        issue, author = self.issue(key), catalogue.account(actor).id
        values = read(fields, ON_EDIT_SCREEN, catalogue.project(issue.project))
        kind = "issue_assigned" if set(values) == {"assignee"} else "issue_updated"
        await self.ledger.amend(issue, author, kind, values={**issue.values, **values})

    async def assign(self, key: str, actor: str, account_id: str | None) -> None:
        """Give the issue to someone, or to nobody; 404 for an unknown account."""
        issue, author = self.issue(key), catalogue.account(actor).id
        assignee = None if account_id is None else catalogue.account(account_id).id
        await self.ledger.amend(issue, author, "issue_assigned", values={**issue.values, "assignee": assignee})

    async def transition(
        self, key: str, transition_id: str, actor: str, fields: Fields | None = None, comment: str | None = None
    ) -> None:
        """Move the issue, perhaps with a word; 400 when the transition is not on offer or its screen not filled in."""
        issue, author = self.issue(key), catalogue.account(actor).id
        chosen = _offer(issue, transition_id)
        filled = _screen(issue, chosen, fields or {})
        now, done = self.ledger.now(), catalogue.status(chosen.target).category == "done"
        said = None if comment is None else self.discussion.draft(author, comment)
        await self.ledger.amend(
            issue,
            author,
            "issue_generic",
            said,
            status=chosen.target,
            status_since=now,
            resolved=now if done else None,
            values={**issue.values, **filled} if done else {**issue.values, **filled, "resolution": None},
        )

    async def comment(self, key: str, actor: str, text: str) -> str:
        """Say something on the issue and return the comment's id."""
        return (await self.discussion.add_comment(key, self.discussion.draft(actor, text))).id

    async def worklog(self, key: str, actor: str, seconds: int, comment: str) -> str:
        """Log seconds of work, begun now, and return the worklog's id."""
        return (await self.discussion.log_work(key, actor, seconds, comment)).id

    async def delete(self, key: str, actor: str) -> None:
        """Delete an issue for good."""
        await self.ledger.remove(self.issue(key), catalogue.account(actor).id)

    async def keep_properties(self, key: str, properties: Fields) -> None:
        """Replace an issue's entity properties, which neither the changelog nor any webhook tells."""
        await self.ledger.put(replace(self.issue(key), properties=dict(properties)))


def _offer(issue: Issue, transition_id: str) -> seed.Transition:
    for transition in catalogue.transitions(issue):
        if transition.id == transition_id:
            return transition
    raise refused(400, f"Transition id '{transition_id}' is not valid for this issue.")


def _screen(issue: Issue, transition: seed.Transition, fields: Fields) -> dict[str, Value]:
    filled = read(fields, transition.required, catalogue.project(issue.project))
    missing = [name for name in transition.required if not filled.get(name)]
    if missing:
        raise refused(400, errors={name: f"{BY_ID[name].name} is required." for name in missing})
    return filled
