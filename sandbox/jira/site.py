"""The Jira site itself: people and the REST API act on it through the same verbs, and it tells Vigie as Jira would."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sandbox import seed
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import jira_snapshot as snapshot
from sandbox.jira import webhook_bodies
from sandbox.jira.dialect import Dialect
from sandbox.jira.discussion import Discussion
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.ledger import Ledger
from sandbox.jira.mischief import Mischief
from sandbox.jira.ordered_faults import Fault
from sandbox.jira.posted_fields import read
from sandbox.jira.postman import Delivery
from sandbox.jira.records import Issue, Value
from sandbox.jira.relations import Relations
from sandbox.jira.site_catalogue import Catalogue
from sandbox.jira.site_options import BotAccess, FirstWebhook, SiteKind
from sandbox.jira.standard import REQUIRED
from sandbox.jira.traffic import Traffic
from sandbox.jira.webhook_bodies import EVENTS, IssueEvent
from sandbox.jira.webhook_registry import Webhook
from sandbox.jira.wire import Json

Fields = Mapping[str, Any]
CLOUD = SiteKind()
MEDIUM = "3"
CLOUD_ID = "11111111-2222-3333-4444-555555555555"


class JiraSite:
    """An in-memory Jira site at `base_url`, whose first webhook is Vigie's.

    The verbs take the account id (user name on Data Center) of who acts, a key or an id, and fields as version 2 of the
    API writes them; they raise `Refused`.

    On demand: `traffic` is what requests meet before any work, `mischief` what happens to webhooks, `denied` the
    permissions that the token lacks, `token_expires` its end (told on Data Center only), `webhook_names` the statuses
    (by id) that webhooks call otherwise than the API does.
    """

    def __init__(
        self,
        clock: DemoClock,
        feed: Feed,
        base_url: str,
        bot: BotAccess,
        webhook: FirstWebhook,
        kind: SiteKind = CLOUD,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.email, self.token = bot.email, bot.token
        self.traffic, self.mood = Traffic(), "well"
        self.version = kind.version or ((1001, 0, 0) if kind.deployment == "Cloud" else (9, 12, 12))
        self.token_expires: datetime | None = None
        self.cloud_id = CLOUD_ID
        self.denied: set[str] = set()
        self.attachments_enabled, self.upload_limit = True, 10_485_760
        self.home = Catalogue(kind.furnished, kind.deployment)
        self.webhook_names: dict[str, str] = {}
        told = Dialect(self.base_url, "2", self.home, self.webhook_names)
        self.ledger = Ledger(clock, feed, told, webhook.backoff if self.home.cloud else ())
        self._path = webhook.path
        self.ledger.webhooks.append(Webhook(1, "Vigie", webhook.vigie_url, webhook.secret, EVENTS))
        self.point_at(webhook.vigie_url)
        self.discussion = Discussion(self.ledger)
        self.relations = Relations(self.ledger)
        self._running: asyncio.Task[None] | None = None

    def point_at(self, vigie_url: str) -> None:
        """Tell Vigie's webhook where Vigie listens."""
        target = f"{vigie_url.rstrip('/')}{self._path}"
        self.webhooks[0] = replace(self.webhooks[0], url=target)

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
    def faults(self) -> list[Fault]:
        """Trouble ordered in advance for the REST API, used up in its order."""
        return self.traffic.faults

    @faults.setter
    def faults(self, ordered: list[Fault]) -> None:
        self.traffic.faults = ordered

    @property
    def mischief(self) -> list[Mischief]:
        """Trouble ordered in advance for the webhooks, used up in its order."""
        return self.ledger.postman.mischief

    @property
    def webhooks(self) -> list[Webhook]:
        """The webhooks registered, Vigie's first; a changed one holds from the next event on."""
        return self.ledger.webhooks

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """The webhooks on their way and the last 1,000 that ended, oldest first."""
        return tuple(self.ledger.postman.deliveries.values())

    @property
    def search_lag(self) -> float:
        """Seconds of the site's clock by which the search is late, 0 by default; `reconcileIssues` goes around it."""
        return self.ledger.index.lag.total_seconds()

    @search_lag.setter
    def search_lag(self, seconds: float) -> None:
        self.ledger.index.lag = timedelta(seconds=seconds)

    @property
    def clock_error(self) -> timedelta:
        """How far the site's clock runs ahead of the true one; nothing by default."""
        return self.ledger.ahead

    @clock_error.setter
    def clock_error(self, ahead: timedelta) -> None:
        self.ledger.ahead = ahead

    def snapshot(self) -> Json:
        """Everything the page shows, JSON-ready: `projects` (with their `issues`), `people`, `deliveries` ..."""
        return snapshot.of(self.home, self.ledger.issues, self.deliveries)

    def issue(self, ref: str) -> Issue:
        """The issue of that id or key; 404 when there is none."""
        return self.ledger.issue(ref)

    async def create(
        self, project_key: str, actor: str, fields: Fields, properties: Fields | None = None, status: str | None = None
    ) -> str:
        """Open an issue, of the project's first type unless `issuetype` says otherwise, and return its key.

        It begins in the workflow's first status, or in the one of that id: some forms and imports choose it.
        """
        project, author = self.home.project(project_key), self.home.account(actor).id
        asked = dict.fromkeys(REQUIRED) | {"issuetype": {"id": project.issue_types[0][0]}} | dict(fields)
        values = read(asked, self.home.screens[project.id], self.home, project)
        self._filled(project.required, values)
        key, now = self.ledger.next_key(project), self.ledger.now()
        begins = project.statuses[0] if status is None else self.home.status(status)
        issue = Issue(
            id=self.ledger.number(),
            key=key,
            project=project.id,
            status=begins.id,
            creator=author,
            created=now,
            updated=now,
            status_since=now,
            values={"priority": MEDIUM, "reporter": author} | values,
            resolved=now if begins.category == "done" else None,
            properties=dict(properties or {}),
        )
        await self.ledger.open(issue)
        return key

    async def edit(self, key: str, actor: str, fields: Fields) -> None:
        """Set fields; the status is not one of them."""
        issue, author = self.issue(key), self.home.account(actor).id
        project = self.home.projects[issue.project]
        values = read(fields, self.home.screens[project.id], self.home, project)
        kind = "issue_assigned" if set(values) == {"assignee"} else "issue_updated"
        await self.ledger.amend(issue, author, kind, values={**issue.values, **values})

    async def assign(self, key: str, actor: str, account_id: str | None) -> None:
        """Give the issue to someone, or to nobody; 404 for an unknown account."""
        issue, author = self.issue(key), self.home.account(actor).id
        assignee = None if account_id is None else self.home.account(account_id).id
        await self.ledger.amend(issue, author, "issue_assigned", values={**issue.values, "assignee": assignee})

    async def transition(
        self, key: str, transition_id: str, actor: str, fields: Fields | None = None, comment: str | None = None
    ) -> None:
        """Move the issue, perhaps with a word; 400 when the transition is not on offer or its screen not filled in."""
        issue, author = self.issue(key), self.home.account(actor).id
        chosen = self._offer(issue, transition_id)
        filled = self._screen(issue, chosen, fields or {})
        now, done = self.ledger.now(), self.home.status(chosen.target).category == "done"
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

    async def comment(self, key: str, actor: str, text: str, *, internal: bool = False) -> str:
        """Say something on the issue and return the comment's id; a service desk keeps `internal` from the client."""
        draft = self.discussion.draft(actor, text)
        return (await self.discussion.add_comment(key, draft.kept_inside() if internal else draft)).id

    async def tell_assigned(self, key: str, actor: str) -> None:
        """Have Jira say `issue_assigned` with nothing in its changelog, as it does at times."""
        issue, event = self.issue(key), IssueEvent("jira:issue_updated", "issue_assigned")
        author, now = self.home.account(actor).id, self.ledger.now()
        told = webhook_bodies.issue_event(self.ledger.dialect, event, now, issue, author)
        self.ledger.tell(issue, told | {"changelog": {"id": "0", "items": []}})

    async def worklog(self, key: str, actor: str, seconds: int, comment: str) -> str:
        """Log seconds of work, begun now, and return the worklog's id."""
        return (await self.discussion.log_work(key, actor, seconds, comment)).id

    async def delete(self, key: str, actor: str) -> None:
        """Delete an issue for good."""
        await self.ledger.remove(self.issue(key), self.home.account(actor).id)

    async def keep_properties(self, key: str, properties: Fields) -> None:
        """Replace an issue's entity properties, which neither the changelog nor any webhook tells."""
        await self.ledger.put(replace(self.issue(key), properties=dict(properties)))

    def _offer(self, issue: Issue, transition_id: str) -> seed.Transition:
        for transition in self.home.transitions(issue):
            if transition.id == transition_id:
                return transition
        raise refused(400, f"Transition id '{transition_id}' is not valid for this issue.")

    def _screen(self, issue: Issue, transition: seed.Transition, fields: Fields) -> dict[str, Value]:
        filled = read(
            fields, (*transition.required, *transition.optional), self.home, self.home.projects[issue.project]
        )
        self._filled(transition.required, filled)
        return filled

    def _filled(self, required: tuple[str, ...], values: Mapping[str, Value]) -> None:
        missing = [name for name in required if not values.get(name)]
        if missing:
            raise refused(400, errors={name: f"{self.home.fields[name].name} is required." for name in missing})
