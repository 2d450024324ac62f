"""Changes an issue, dates and logs the change, and tells the webhooks and the page."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sandbox import seed
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import changelog, webhook_bodies
from sandbox.jira.dialect import Dialect
from sandbox.jira.jira_error_answers import no_such_issue, refused
from sandbox.jira.postman import Postman
from sandbox.jira.records import Comment, History, Issue
from sandbox.jira.search_index import Index
from sandbox.jira.webhook_bodies import IssueEvent
from sandbox.jira.webhook_registry import Webhook
from sandbox.jira.wire import Json


class Ledger:
    """The issues of a site and its webhooks; webhook bodies speak `dialect`, `works_gone` are the worklogs deleted."""

    def __init__(self, clock: DemoClock, feed: Feed, dialect: Dialect, backoff: tuple[float, ...]) -> None:
        self.dialect = dialect
        self.webhooks: list[Webhook] = []
        self.unseen: set[str] = set()
        self.works_gone: list[tuple[str, datetime]] = []
        self.postman = Postman(backoff, self.changed, dialect.home.cloud)
        self.index = Index(self.now)
        self._clock, self.ahead = clock, timedelta()
        self._feed = feed
        self._issues: dict[str, Issue] = {}
        self._ids: dict[str, str] = {}
        self._numbers = itertools.count(20_001)
        self._last: dict[str, int] = {}
        self._histories = itertools.count(50_001)

    @property
    def issues(self) -> list[Issue]:
        """Every issue, oldest first."""
        return list(self._issues.values())

    @property
    def living(self) -> list[Issue]:
        """The issues outside the archive that the app's account may see."""
        return [issue for issue in self._issues.values() if not issue.archived and issue.id not in self.unseen]

    def issue(self, ref: str) -> Issue:
        """The issue of that id or key; 404 when there is none."""
        found = self._issues.get(self._ids.get(ref.upper(), ref))
        if found is None:
            raise no_such_issue()
        return found

    def now(self) -> datetime:
        """The site's instant, in aware UTC; a site whose clock is wrong is `ahead` of the others."""
        return self._clock.now() + self.ahead

    def number(self) -> str:
        """A new id, unique on the site and greater than those before."""
        return str(next(self._numbers))

    def next_key(self, project: seed.Project) -> str:
        """The key of the project's next issue, which no issue ever had."""
        self._last[project.key] = number = self._last.get(project.key, 0) + 1
        return f"{project.key}-{number}"

    def reuse(self, key: str) -> None:
        """Give a key to the project's next issue, whoever had it: what no Jira does, and some migrations did."""
        project, _, number = key.upper().rpartition("-")
        self._last[project] = int(number) - 1

    async def renumber(self) -> dict[str, str]:
        """Give every issue another id, and keep all else, as a migration to another Jira does; the new ids by old."""
        numbers = {issue.id: self.number() for issue in self._issues.values()}
        for issue in self.issues:
            links = tuple(replace(link, issue=numbers[link.issue]) for link in issue.links)
            moved = replace(issue, id=numbers[issue.id], links=links)
            self.index.note(issue.id, issue, None)
            self.index.note(moved.id, None, moved)
            del self._issues[issue.id]
            self._issues[moved.id] = moved
        self._ids = {key: numbers[number] for key, number in self._ids.items()}
        self.unseen = {numbers[one] for one in self.unseen if one in numbers}
        await self.changed()
        return numbers

    async def open(self, issue: Issue) -> None:
        """Enter a new issue."""
        self._keep(issue)
        born = (next(self._histories), changelog.birth(self.dialect.home, issue))
        event = IssueEvent("jira:issue_created", "issue_created")
        told = webhook_bodies.issue_event(self.dialect, event, issue.created, issue, issue.creator, born)
        self.tell(issue, told)
        await self.changed()

    async def amend(
        self, issue: Issue, actor: str, kind: str | None, said: Comment | None = None, **changes: Any
    ) -> Issue:
        """Change an issue and perhaps comment on it; no change tells nobody, and an archived issue stays as it is.

        `kind` is the `issue_event_type_name`; without one the change is written in the history and no webhook tells it.
        """
        if issue.archived:
            raise refused(400, "The issue is archived. It can be viewed and not edited.")
        after, now = replace(issue, **changes), self.now()
        items = changelog.differences(self.dialect.home, issue, after)
        if not items and said is None:
            return issue
        history = History(next(self._histories), actor, now, items) if items else None
        after = replace(
            after,
            updated=now,
            comments=after.comments + ((said,) if said else ()),
            histories=after.histories + ((history,) if history else ()),
        )
        self._keep(after)
        if kind:
            logged = (history.id, items) if history else None
            event = IssueEvent("jira:issue_updated", kind)
            told = webhook_bodies.issue_event(self.dialect, event, now, after, actor, logged, said)
            self.tell(after, told)
        if said:
            self.tell(after, webhook_bodies.comment_event(self.dialect, "comment_created", now, after, said))
        await self.changed()
        return after

    async def put(self, issue: Issue, told: Json | None = None) -> None:
        """Keep an issue whose change the changelog does not track, with the webhook body to tell, if any."""
        self._keep(issue)
        if told:
            self.tell(issue, told)
        await self.changed()

    async def remove(self, issue: Issue, actor: str) -> None:
        """Delete an issue for good; its comments' deletions follow as a secondary flow."""
        now = self.now()
        del self._issues[issue.id]
        self._ids = {key: number for key, number in self._ids.items() if number != issue.id}
        self.index.note(issue.id, issue, None)
        event = IssueEvent("jira:issue_deleted")
        self.tell(issue, webhook_bodies.issue_event(self.dialect, event, now, issue, actor))
        for comment in issue.comments:
            gone = webhook_bodies.comment_event(self.dialect, "comment_deleted", now, issue, comment)
            self.tell(issue, gone, "Secondary")
        await self.changed()

    def tell(self, issue: Issue, body: Json, flow: Literal["Primary", "Secondary"] = "Primary") -> None:
        """Queue a webhook body to each webhook that wants it."""
        for webhook in self.webhooks:
            if webhook.wants(body["webhookEvent"], issue, self.dialect.home, self.now()):
                self.postman.post(webhook, issue.key, body, flow)

    def _keep(self, issue: Issue) -> None:
        self._ids[issue.key] = issue.id
        self.index.note(issue.id, self._issues.get(issue.id), issue)
        self._issues[issue.id] = issue

    async def changed(self) -> None:
        """Have the page read Jira again."""
        await self._feed.tell("jira")
