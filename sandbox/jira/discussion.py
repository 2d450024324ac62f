"""The additions to an issue: comments, worklogs and files."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox.jira import webhook_bodies
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.ledger import Ledger
from sandbox.jira.posted_fields import text
from sandbox.jira.records import Attachment, Comment, Issue, Worklog


class Discussion:
    """The verbs of comments, worklogs and attachments; `key` is an issue's key or id, texts are wiki strings."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._home = ledger.dialect.home

    def draft(self, actor: str, body: str) -> Comment:
        """A comment not yet on its issue; 400 when it says nothing or too much."""
        author, now = self._home.account(actor).id, self._ledger.now()
        return Comment(self._ledger.number(), author, _said(body), now, now, author)

    async def add_comment(self, key: str, comment: Comment) -> Comment:
        """Put a draft on its issue."""
        await self._ledger.amend(self._ledger.issue(key), comment.author, "issue_commented", comment)
        return comment

    async def edit_comment(self, key: str, comment_id: str, actor: str, body: str) -> Comment:
        """Reword a comment; its author stays, its `update_author` is who did it."""
        issue, now = self._ledger.issue(key), self._ledger.now()
        old = self.one_comment(issue, comment_id)
        new = replace(old, body=_said(body), updated=now, update_author=self._home.account(actor).id)
        comments = tuple(new if held.id == old.id else held for held in issue.comments)
        issue = replace(issue, comments=comments, updated=now)
        told = webhook_bodies.comment_event(self._ledger.dialect, "comment_updated", now, issue, new)
        await self._ledger.put(issue, told)
        return new

    async def delete_comment(self, key: str, comment_id: str) -> None:
        """Take a comment away."""
        issue, now = self._ledger.issue(key), self._ledger.now()
        old = self.one_comment(issue, comment_id)
        rest = tuple(held for held in issue.comments if held.id != old.id)
        issue = replace(issue, comments=rest, updated=now)
        told = webhook_bodies.comment_event(self._ledger.dialect, "comment_deleted", now, issue, old)
        await self._ledger.put(issue, told)

    async def keep_properties(self, key: str, comment_id: str, properties: Mapping[str, Any]) -> None:
        """Replace a comment's entity properties, which no webhook tells."""
        issue = self._ledger.issue(key)
        new = replace(self.one_comment(issue, comment_id), properties=dict(properties))
        comments = tuple(new if held.id == new.id else held for held in issue.comments)
        await self._ledger.put(replace(issue, comments=comments))

    async def log_work(
        self,
        key: str,
        actor: str,
        seconds: int,
        comment: str = "",
        started: datetime | None = None,
        visibility: Mapping[str, Any] | None = None,
    ) -> Worklog:
        """Log seconds of work, begun now unless said otherwise; 400 when there are none."""
        issue, now, author = self._ledger.issue(key), self._ledger.now(), self._home.account(actor).id
        spent = _positive(seconds)
        worklog = Worklog(self._ledger.number(), author, spent, comment, started or now, now, now, visibility or {})
        worklogs = (*issue.worklogs, worklog)
        issue = await self._ledger.amend(issue, author, "issue_work_logged", worklogs=worklogs)
        self._tell_work("worklog_created", now, issue, worklog)
        return worklog

    async def edit_work(
        self, key: str, worklog_id: str, actor: str, seconds: int | None = None, comment: str | None = None
    ) -> Worklog:
        """Correct a worklog; what is None stays."""
        issue, now = self._ledger.issue(key), self._ledger.now()
        old = self.one_worklog(issue, worklog_id)
        new = replace(
            old,
            seconds=old.seconds if seconds is None else _positive(seconds),
            comment=old.comment if comment is None else comment,
            updated=now,
        )
        worklogs = tuple(new if held.id == old.id else held for held in issue.worklogs)
        author = self._home.account(actor).id
        issue = await self._ledger.amend(issue, author, "issue_worklog_updated", worklogs=worklogs)
        self._tell_work("worklog_updated", now, issue, new)
        return new

    async def delete_work(self, key: str, worklog_id: str, actor: str) -> None:
        """Take a worklog away."""
        issue, now = self._ledger.issue(key), self._ledger.now()
        old = self.one_worklog(issue, worklog_id)
        worklogs = tuple(held for held in issue.worklogs if held.id != old.id)
        author = self._home.account(actor).id
        issue = await self._ledger.amend(issue, author, "issue_worklog_deleted", worklogs=worklogs)
        if not old.visibility:
            self._ledger.works_gone.append((old.id, now))
        self._tell_work("worklog_deleted", now, issue, old)

    async def attach(self, key: str, actor: str, filename: str, mime_type: str, content: bytes) -> Attachment:
        """Put a file on an issue."""
        issue, now, author = self._ledger.issue(key), self._ledger.now(), self._home.account(actor).id
        attachment = Attachment(self._ledger.number(), author, filename, mime_type, content, now)
        attachments = (*issue.attachments, attachment)
        issue = await self._ledger.amend(issue, author, "issue_updated", attachments=attachments)
        self._ledger.tell(issue, webhook_bodies.attachment_event(self._ledger.dialect, now, issue, attachment))
        return attachment

    def _tell_work(self, name: str, now: datetime, issue: Issue, worklog: Worklog) -> None:
        self._ledger.tell(issue, webhook_bodies.worklog_event(self._ledger.dialect, name, now, issue, worklog))

    def one_comment(self, issue: Issue, comment_id: str) -> Comment:
        """The issue's comment of that id; 404 when there is none."""
        for held in issue.comments:
            if held.id == comment_id:
                return held
        raise refused(404, f"Can not find a comment for the id: {comment_id}.")

    def anywhere(self, comment_id: str) -> tuple[Issue, Comment]:
        """The comment of that id with its issue, whichever it is; 404 when there is none."""
        for issue in self._ledger.issues:
            for held in issue.comments:
                if held.id == comment_id:
                    return issue, held
        raise refused(404, f"Can not find a comment for the id: {comment_id}.")

    def one_worklog(self, issue: Issue, worklog_id: str) -> Worklog:
        """The issue's worklog of that id; 404 when there is none."""
        for held in issue.worklogs:
            if held.id == worklog_id:
                return held
        raise refused(404, f"Cannot find worklog with id: '{worklog_id}'.")

    def one_attachment(self, attachment_id: str) -> Attachment:
        """The attachment of that id, on whichever issue; 404 when there is none."""
        for issue in self._ledger.issues:
            for held in issue.attachments:
                if held.id == attachment_id:
                    return held
        raise refused(404, f"The attachment with id '{attachment_id}' does not exist")


def _said(body: str) -> str:
    try:
        said = text(body)
    except ValueError as wrong:
        raise refused(400, errors={"comment": str(wrong)}) from None
    if not said.strip():
        raise refused(400, errors={"comment": "Comment body can not be empty!"})
    return said


def _positive(seconds: int) -> int:
    if seconds <= 0:
        raise refused(400, errors={"timeLogged": "Time Spent must be greater than zero."})
    return seconds
