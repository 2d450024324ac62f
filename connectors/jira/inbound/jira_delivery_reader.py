"""Parses a webhook's bytes into a claim, a named ignore, or a reason to park; without I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.jira.inbound import event_kinds, issue_links, scope, translate, worklog_reader
from connectors.jira.inbound.automatic_replies import is_automatic
from connectors.jira.inbound.choices import NOTHING, Names
from connectors.jira.inbound.event_kinds import Reading
from connectors.jira.inbound.issue_links import Link
from connectors.jira.inbound.jira_event import IssueEvent, Remark
from connectors.jira.inbound.jira_issue import changes, issue
from connectors.jira.inbound.jira_payload import Json, Misshapen, identifier, instant, mapping, parsed, string
from connectors.jira.inbound.jira_people import Account, account
from connectors.jira.inbound.richtext import plain
from connectors.jira.inbound.worklog_reader import Work
from connectors.parsed_delivery import AboutIssue, Claim, Delivery, Heard, Ignored, Stand, Unreadable
from connectors.wording import said
from rules.contract import Contract
from rules.events import Fact

_AGAIN = frozenset({"comment_updated", "issue_comment_edited", "issue_comment_deleted"})


def read(delivery: Delivery, own_accounts: frozenset[str], learnt: Names = NOTHING) -> Heard:
    """What a Jira delivery turns out to be; never raises.

    `own_accounts` are the accountIds (names on Data Center) under which Vigie writes: what they did comes back as an
    echo. `learnt` are the names known of the site's statuses, priorities and types. The claim's project is empty when
    only a comment's address names the issue (Data Center).
    """
    try:
        return _read(delivery, own_accounts, learnt)
    except Misshapen as wrong:
        return Unreadable(f"jira: {wrong}")
    except RecursionError:
        return Unreadable(said("inbound.jira_too_deep"))


def facts(heard: Claim, contract: Contract, known: bool, stand: Stand = Stand.PRESENT) -> tuple[Fact, ...] | Ignored:
    """What a claim tells under a contract: see `Reader.facts`."""
    match heard.said:
        case Work() as work:
            return worklog_reader.facts(heard, work, contract, known)
        case Link() as link:
            return issue_links.facts(heard, link, contract, known)
        case event:
            return translate.facts(event, contract, known, stand)


@dataclass(frozen=True, slots=True)
class JiraReader:
    """The reader of every site; `own_accounts` are those under which Vigie writes on each, as they are learnt.

    `names` are those of each site's statuses, priorities and types, as its history is read.
    """

    own_accounts: Mapping[str, frozenset[str]]
    names: Mapping[str, Names] = field(default_factory=dict)

    def read(self, delivery: Delivery) -> Heard:
        """What a webhook turns out to be."""
        own = self.own_accounts.get(delivery.site, frozenset())
        return read(delivery, own, self.names.get(delivery.site, NOTHING))

    def facts(
        self, heard: Claim, contract: Contract, known: bool, stand: Stand = Stand.PRESENT
    ) -> tuple[Fact, ...] | Ignored:
        """What a claim tells under a contract."""
        return facts(heard, contract, known, stand)


def _read(delivery: Delivery, own: frozenset[str], learnt: Names) -> Heard:
    payload = _payload(delivery.body)
    name = string(payload, "webhookEvent")
    if not name:
        raise Misshapen(said("inbound.missing", name="webhookEvent"))
    match event_kinds.reading(name):
        case None:
            return Ignored(said(event_kinds.UNKNOWN))
        case Reading.HIDING if event_kinds.NOTICED not in delivery.headers:
            return Ignored(said(event_kinds.UNKNOWN))
        case Reading.IGNORED:
            return Ignored(event_kinds.ignored(name))
        case Reading.LINK:
            return issue_links.read(delivery, payload, own)
        case Reading.WORKLOG:
            return worklog_reader.read(delivery, payload, own)
        case reading:
            return _claim(_event(delivery, payload, reading, own, learnt))


def _payload(body: bytes) -> Json:
    try:
        payload = parsed(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Misshapen(said("inbound.body_not_utf8")) from None
    except ValueError:
        raise Misshapen(said("inbound.body_not_json")) from None
    if not isinstance(payload, dict):
        raise Misshapen(said("inbound.body_not_object"))
    return payload


def _claim(event: IssueEvent) -> Claim:
    about = AboutIssue(event.site, event.issue.id, event.issue.key, event.issue.project, event.issue.reserved)
    return Claim(about, event.at, event, shows=not (event.deletion or event.hiding), midway=not event.creation)


def _event(delivery: Delivery, payload: Json, reading: Reading, own: frozenset[str], learnt: Names) -> IssueEvent:
    known = issue(payload, own, learnt)
    if known is None:
        raise Misshapen(said("inbound.missing", name="issue"))
    fields = mapping(mapping(payload, "issue"), "fields")
    at = instant(payload, "timestamp") or instant(fields, "updated") or delivery.received_at
    attachment, changed = mapping(payload, "attachment"), changes(payload, learnt)
    remark = _remark(payload, at, own)
    by = account(mapping(payload, "user"), own) or (remark and remark.by) or account(mapping(attachment, "author"), own)
    return IssueEvent(
        site=delivery.site,
        at=at,
        issue=scope.at_the_time(known, changed),
        by=by,
        own=_is_own(by, own),
        creation=reading is Reading.CREATION,
        deletion=reading is Reading.DELETION,
        hiding=reading is Reading.HIDING,
        assignment=string(payload, "issue_event_type_name") == "issue_assigned",
        changelog=identifier(mapping(payload, "changelog"), "id"),
        changes=changed,
        remark=remark,
        attachment=identifier(attachment, "id"),
    )


def _remark(payload: Json, at: datetime, own: frozenset[str]) -> Remark | None:
    comment = mapping(payload, "comment")
    if not identifier(comment, "id"):
        return None
    written = instant(comment, "updated") or instant(comment, "created") or at
    author, editor = (account(mapping(comment, name), own) for name in ("author", "updateAuthor"))
    by = editor or author
    later = _is_later(payload, comment) or (editor is not None and author is not None and editor.id != author.id)
    created = None if later else instant(comment, "created") or written
    text = plain(comment.get("body"))
    return Remark(
        string(comment, "id"),
        written,
        text,
        by,
        created,
        _is_public(comment),
        instant(comment, "created"),
        is_automatic(comment, text),
    )


def _is_public(comment: Json) -> bool:
    return comment.get("jsdPublic") is not False and not comment.get("visibility")


def _is_later(payload: Json, comment: Json) -> bool:
    """Whether the comment is told again: reworded, or on its way out."""
    if string(payload, "webhookEvent") == "comment_created":
        return False
    told_again = {string(payload, "webhookEvent"), string(payload, "issue_event_type_name")} & _AGAIN
    return bool(told_again) or instant(comment, "updated") != instant(comment, "created")


def _is_own(by: Account | None, own: frozenset[str]) -> bool:
    return by is not None and bool(own.intersection(by.ids))
