"""Builds webhooks from an issue's changelog, so that one reader serves both."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.jira.history.past import Entry, Found, states
from connectors.jira.inbound import comment_orders, event_kinds, identities, jira_topics
from connectors.jira.inbound.choices import CARRIED
from connectors.jira.inbound.jira_payload import Json, instant, mapping, string
from connectors.jira.inbound.jira_people import account
from connectors.jira.inbound.richtext import plain
from connectors.parsed_delivery import Delivery

# A comment made while moving the ticket: Jira dates the two within one request.
TOGETHER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Retold:
    """A delivery about an earlier instant.

    It is a guess where `unless` begins the identity of a fact: if that one is known, the webhook was heard, and better.
    """

    delivery: Delivery
    at: datetime
    unless: str = ""


def retold(site: str, found: Found, received_at: datetime) -> tuple[Retold, ...]:
    """The past of an issue from its entries and comments, oldest first, beginning with its creation.

    The creation is left out where older entries are still unread: the issue at its birth is not known then.
    """
    teller = _Teller(site, found, received_at)
    told = [*teller.creation(), *teller.changes(), *teller.present(), *teller.remarks(), *teller.work()]
    return tuple(one for one, _ in sorted(told, key=lambda pair: (pair[0].at, pair[1])))


def shown(site: str, found: Found, received_at: datetime) -> Delivery:
    """An issue as Jira shows it now, told as a change of nothing."""
    at = int(identities.stamp(found.updated))
    body = {"timestamp": at, "webhookEvent": "jira:issue_updated", "issue": dict(found.issue)}
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Delivery("jira", site, f"shown:{found.id}:{at}", raw, received_at, topics=jira_topics.named(site, raw))


def hidden(site: str, issue_id: str, key: str, at: datetime) -> Delivery:
    """An issue that Jira shows no more, dated when it was noticed, without an author."""
    return _noticed(event_kinds.HIDDEN, site, issue_id, key, at)


def visible(site: str, issue_id: str, key: str, at: datetime) -> Delivery:
    """An issue that Jira shows again, of which nothing else is news."""
    return _noticed("jira:issue_updated", site, issue_id, key, at)


def _noticed(event: str, site: str, issue_id: str, key: str, at: datetime) -> Delivery:
    issue = {"id": issue_id, "key": key, "fields": {"project": {"key": key.rpartition("-")[0]}}}
    body = {"timestamp": int(identities.stamp(at)), "webhookEvent": event, "issue": issue}
    raw = json.dumps(body, separators=(",", ":")).encode()
    identity, told = f"noticed:{issue_id}:{identities.stamp(at)}", {event_kinds.NOTICED: "1"}
    return Delivery("jira", site, identity, raw, at, told, topics=jira_topics.named(site, raw))


def worked(site: str, worklog: Json, at: datetime, received_at: datetime) -> Delivery:
    """A worklog as it is now, as the webhook of its last version would tell it."""
    body = {"timestamp": int(identities.stamp(at)), "webhookEvent": "worklog_updated", "worklog": dict(worklog)}
    return _about_work(site, worklog, identities.stamp(at), body, received_at)


def entered(site: str, found: Found, received_at: datetime) -> Iterator[Delivery]:
    """The worklogs of an issue as they are now."""
    for one in found.worklogs or ():
        at = instant(one, "updated") or instant(one, "created")
        if at is not None:
            yield worked(site, {"issueId": found.id, **one}, at, received_at)


def unworked(site: str, issue_id: str, worklog_id: str, at: datetime, received_at: datetime) -> Delivery:
    """The deletion of a worklog, of which Jira tells no more than when."""
    worklog = {"id": worklog_id, "issueId": issue_id}
    body = {"timestamp": int(identities.stamp(at)), "webhookEvent": "worklog_deleted", "worklog": worklog}
    return _about_work(site, worklog, "deleted", body, received_at)


def _about_work(site: str, worklog: Json, version: str, body: Json, received_at: datetime) -> Delivery:
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    identity = f"history:{string(worklog, 'issueId')}:worklog:{string(worklog, 'id')}:{version}"
    return Delivery("jira", site, identity, raw, received_at, topics=jira_topics.named(site, raw))


_LISTING = frozenset({"jira:issue_created", "jira:issue_updated"})
_BIRTH, _CHANGE, _REMARK, _WORK = range(4)
_Told = Iterator[tuple[Retold, int]]


class _Teller:
    def __init__(self, site: str, found: Found, received_at: datetime) -> None:
        self._site, self._found, self._received_at = site, found, received_at
        self._states = states(found)
        self._instants = [one.at for one in found.entries]
        self._names = found.called()
        self._spoken = {string(one, "id"): one for one in found.comments or ()}

    def creation(self) -> _Told:
        fields = mapping(self._states[0], "fields")
        at = instant(fields, "created")
        if self._found.unread or at is None:
            return
        user = fields.get("creator") or fields.get("reporter")
        yield self._told("created", at, "jira:issue_created", self._states[0], user=user), _BIRTH

    def changes(self) -> _Told:
        """A comment made in the same gesture goes with its change, as in the webhook, and not alone."""
        for place, one in enumerate(self._found.entries):
            body: dict[str, Any] = {
                "user": dict(one.author),
                "changelog": {"id": one.id, "items": [dict(item) for item in one.items]},
            }
            remark = self._said_with(one)
            if remark is not None:
                body["comment"] = _first(remark)
            yield self._told(one.id, one.at, "jira:issue_updated", self._states[place + 1], "", **body), _CHANGE
            if remark is not None and _reworded(remark):
                yield from self._again(remark)

    def present(self) -> _Told:
        """The present status, where the changelog ends in another: a migration or a new workflow writes no entry."""
        moves = [(one, item) for one in self._found.entries for item in one.items if _moves(item)]
        fields = mapping(self._states[-1], "fields")
        now = mapping(fields, "status")
        if not moves or not string(now, "id"):
            return
        entry, item = moves[-1]
        if string(item, "to") in ("", string(now, "id")):
            return
        known = [instant(fields, name) for name in ("resolutiondate", "statuscategorychangedate")]
        at = next((one for one in known if one is not None and one >= entry.at), self._found.updated)
        change = {"field": "status", "fieldId": "status", "from": item.get("to"), "fromString": item.get("toString")}
        change |= {"to": now.get("id"), "toString": now.get("name")}
        name = f"present:{entry.id}:{string(now, 'id')}"
        body = {"changelog": {"id": name, "items": [change]}}
        yield self._told(name, max(at, entry.at), "jira:issue_updated", self._states[-1], "", **body), _CHANGE

    def remarks(self) -> _Told:
        for remark in self._spoken.values():
            at = instant(remark, "created")
            if at is None:
                continue
            number, edited = string(remark, "id"), _reworded(remark)
            # What a reworded comment said at first is lost: an order must not be read into it.
            if not (edited and comment_orders.is_order(plain(remark.get("body")))):
                unless = identities.commented(self._site, number, at) if edited else ""
                name = f"comment:{number}:{identities.stamp(at)}"
                yield self._told(name, at, "comment_created", self._at(at), unless, comment=_first(remark)), _REMARK
            if edited:
                yield from self._again(remark)

    def work(self) -> _Told:
        """A worklog as it is now: of one that was corrected, only the last version counts."""
        for worklog in self._found.worklogs or ():
            at = instant(worklog, "updated") or instant(worklog, "created")
            if at is not None:
                name = f"worklog:{string(worklog, 'id')}:{identities.stamp(at)}"
                said = {"issueId": self._found.id, **worklog}
                yield self._told(name, at, "worklog_created", self._at(at), worklog=said), _WORK

    def _again(self, remark: Json) -> _Told:
        at = instant(remark, "updated")
        if at is not None:
            name = f"comment:{string(remark, 'id')}:{identities.stamp(at)}"
            yield self._told(name, at, "comment_updated", self._at(at), comment=dict(remark)), _REMARK

    def _said_with(self, one: Entry) -> Json | None:
        """The comment that this entry's author made in the same gesture, taken out of those that stand alone."""
        if not any(string(item, "field").casefold() == "status" for item in one.items):
            return None
        for number, remark in self._spoken.items():
            at = instant(remark, "created")
            near = at is not None and abs(at - one.at) <= TOGETHER
            near = near and account(mapping(remark, "author")) == account(one.author)
            if near and not (_reworded(remark) and comment_orders.is_order(plain(remark.get("body")))):
                return self._spoken.pop(number)
        return None

    def _at(self, at: datetime) -> Json:
        return self._states[bisect_right(self._instants, at)]

    def _told(self, name: str, at: datetime, event: str, state: Json, unless: str = "", **more: Any) -> Retold:
        body = {"timestamp": int(identities.stamp(at)), "webhookEvent": event, **more, "issue": dict(state)}
        if event in _LISTING:
            body[CARRIED] = self._names
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        identity, topics = f"history:{self._found.id}:{name}", jira_topics.named(self._site, raw)
        return Retold(Delivery("jira", self._site, identity, raw, self._received_at, topics=topics), at, unless)


def _moves(item: Json) -> bool:
    return (string(item, "fieldId") or string(item, "field")).casefold() == "status"


def _reworded(remark: Json) -> bool:
    updated = instant(remark, "updated")
    return updated is not None and updated != instant(remark, "created")


def _first(remark: Json) -> Json:
    """The comment as it was made, in the words that it has now: its first ones are kept nowhere."""
    return {**remark, "updated": remark.get("created"), "updateAuthor": remark.get("author")}
