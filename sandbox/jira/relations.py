"""Links, clones, moves, archives and restores issues."""

from dataclasses import replace

from sandbox import seed
from sandbox.jira import webhook_bodies
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.ledger import Ledger
from sandbox.jira.records import Issue, Link


class Relations:
    """The verbs; `key` is an issue's key or id, `actor` the account id (user name on Data Center) of who acts."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._home = ledger.dialect.home

    async def link(self, key: str, other: str, kind: str, actor: str) -> str:
        """Link two issues, from `key` to `other` ("Duplicate": key duplicates other), and return the link's id.

        Both histories tell of it, one webhook `issuelink_created` does, and no `jira:issue_updated`.
        """
        source, target = self._ledger.issue(key), self._ledger.issue(other)
        if source.id == target.id:
            raise refused(400, "You cannot link an issue to itself.")
        number, found = self._ledger.number(), self._home.link_type(kind)
        there = _end(number, found, True, target)
        await self._put(source, actor, (*source.links, there))
        await self._put(target, actor, (*target.links, _end(number, found, False, source)))
        self._tell("issuelink_created", source, target, there)
        return number

    async def unlink(self, link_id: str, actor: str) -> None:
        """Take a link away; 404 when there is none of that id."""
        ends = [(issue, link) for issue in self._ledger.issues for link in issue.links if link.id == link_id]
        if not ends:
            raise refused(404, f"No issue link with id '{link_id}' exists.")
        for issue, link in ends:
            await self._put(issue, actor, tuple(held for held in issue.links if held != link))
        [(source, there)] = [end for end in ends if end[1].outward]
        self._tell("issuelink_deleted", source, self._ledger.issue(there.issue), there)

    async def clone(self, key: str, actor: str) -> str:
        """Copy an issue as Jira does, with a new key, "CLONE -" before its summary and a link; return the new key."""
        old, now, author = self._ledger.issue(key), self._ledger.now(), self._home.account(actor).id
        project = self._home.projects[old.project]
        new = Issue(
            id=self._ledger.number(),
            key=self._ledger.next_key(project),
            project=old.project,
            status=project.statuses[0].id,
            creator=author,
            created=now,
            updated=now,
            status_since=now,
            values={**old.values, "summary": f"CLONE - {old.values['summary']}", "resolution": None},
        )
        await self._ledger.open(new)
        await self.link(new.key, old.key, "Cloners", author)
        return new.key

    async def move(self, key: str, actor: str, project_key: str) -> str:
        """Move an issue to another project and return its new key: its id stays, and its old key still finds it.

        It takes the status and the type of the same name there, or the first of the same category, or the first.
        """
        issue, project = self._ledger.issue(key), self._home.project(project_key)
        if project.id == issue.project:
            raise refused(400, errors={"project": "The issue is in this project already."})
        new, status = self._ledger.next_key(project), _landing(self._home.status(issue.status), project)
        types = dict(self._home.projects[issue.project].issue_types)
        name = types[str(issue.values["issuetype"])]
        kinds = [number for number, called in project.issue_types if called == name] or [project.issue_types[0][0]]
        await self._ledger.amend(
            issue,
            self._home.account(actor).id,
            "issue_moved",
            key=new,
            project=project.id,
            status=status.id,
            status_since=issue.status_since if status.id == issue.status else self._ledger.now(),
            values={**issue.values, "issuetype": kinds[0]},
        )
        for other in self._ledger.issues:
            links = tuple(replace(link, key=new) if link.issue == issue.id else link for link in other.links)
            if links != other.links:
                await self._ledger.put(replace(other, links=links))
        return new

    async def archive(self, key: str) -> None:
        """Put an issue away: no search finds it and nobody may change it. Jira's webhooks have no word for that."""
        await self._ledger.put(replace(self._ledger.issue(key), archived=self._ledger.now()))

    async def restore(self, key: str) -> None:
        """Take an issue out of the archive as it was, without a webhook either."""
        issue = self._ledger.issue(key)
        await self._ledger.put(replace(issue, archived=None, updated=self._ledger.now()))

    async def _put(self, issue: Issue, actor: str, links: tuple[Link, ...]) -> None:
        await self._ledger.amend(issue, self._home.account(actor).id, None, links=links)

    def _tell(self, name: str, source: Issue, target: Issue, link: Link) -> None:
        told = webhook_bodies.link_event(self._ledger.dialect, name, self._ledger.now(), (source, target), link)
        self._ledger.tell(source, told)


def _end(number: str, kind: seed.LinkType, outward: bool, other: Issue) -> Link:
    return Link(number, kind.id, outward, other.id, other.key, str(other.values["summary"]), other.status)


def _landing(status: seed.Status, project: seed.Project) -> seed.Status:
    same = [one for one in project.statuses if one.name == status.name]
    alike = [one for one in project.statuses if one.category == status.category]
    return (same or alike or list(project.statuses))[0]
