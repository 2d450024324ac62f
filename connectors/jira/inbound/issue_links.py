"""Reads a link between issues: whether its type means duplicate, in French or in English."""

import re
from dataclasses import dataclass

from connectors.jira.inbound import identities
from connectors.jira.inbound.jira_event import Change
from connectors.jira.inbound.jira_payload import Json, Misshapen, identifier, instant, is_id, mapping, string
from connectors.jira.inbound.jira_people import Account, account, actor
from connectors.jira.inbound.name_spelling import bare
from connectors.parsed_delivery import AboutIssue, Claim, Delivery, Ignored, Pair
from connectors.wording import said
from rules import events
from rules.contract import Contract
from rules.events import LINK, Fact, Source, System

DELETED = "issuelink_deleted"
NO_DUPLICATE = "inbound.link_without_effect"
STRANGER = "inbound.link_unknown"
"""The keys of the names under which a link is ignored."""

_DUPLICATE = re.compile(r"dupli[cq]|doublon")
_PASSIVE = re.compile(r"\b(?:by|par|has)\b|\ba (?:pour|un|comme|des) (?:doublon|dupli)")
_KEY = re.compile(r"\b[A-Z][A-Z0-9_]+-[0-9]{1,18}\b")

What = events.DuplicateOf | events.NotDuplicate


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made, or taken away when `gone`, by `by`."""

    identity: str
    by: Account | None
    gone: bool


def read(delivery: Delivery, payload: Json, own: frozenset[str]) -> Pair | Ignored:
    """The duplicate in a link webhook; Jira names both issues by id alone."""
    link, ends = mapping(payload, "issueLink"), linked(payload)
    outward = _outward(mapping(link, "issueLinkType"))
    if outward is None:
        return Ignored(said(NO_DUPLICATE))
    repeats, repeated = reversed(ends) if _PASSIVE.search(outward) else ends
    at = instant(payload, "timestamp") or delivery.received_at
    by, name = account(mapping(payload, "user"), own), string(payload, "webhookEvent")
    about, other = (AboutIssue(delivery.site, end, "", "") for end in (repeats, repeated))
    identity = identities.linked(delivery.site, identifier(link, "id") or identities.stamp(at), name)
    return Pair(about, other, at, Link(identity, by, gone=name == DELETED))


def facts(heard: Claim, link: Link, contract: Contract, known: bool) -> tuple[Fact, ...] | Ignored:
    """That the issue repeats the other one, or does so no more."""
    what, source = _what(heard.other, gone=link.gone), Source(System.JIRA, f"{LINK} {heard.other}")
    fact = Fact(link.identity, heard.at, actor(link.by, contract), source, what)
    return (fact,) if known else Ignored(said(STRANGER))


def linked(payload: Json) -> tuple[str, ...]:
    """The ids of the two issues of a link webhook, its source first. Raises Misshapen."""
    link = mapping(payload, "issueLink")
    ends = tuple(string(link, f"{end}IssueId") for end in ("source", "destination"))
    if not all(map(is_id, ends)):
        raise Misshapen(said("inbound.link_ends"))
    return ends


def changed(change: Change, contract: Contract) -> What | Ignored:
    """The duplicate in a changelog (« This issue duplicates BOU-210 »), for the issue that repeats."""
    text = bare(change.after or change.before)
    if not _DUPLICATE.search(text) or _PASSIVE.search(text):
        return Ignored(said(NO_DUPLICATE))
    keys = _KEY.findall(change.after or change.before)
    if not keys or keys[-1].rpartition("-")[0] not in contract.jira.projects:
        return Ignored(said(STRANGER))
    return _what(keys[-1], gone=not change.after)


def _outward(kind: Json) -> str | None:
    """The link's name from its source, when it means duplicate."""
    names = [bare(string(kind, name)) for name in ("outwardName", "inwardName", "name")]
    return names[0] if any(_DUPLICATE.search(name) for name in names) else None


def _what(key: str, *, gone: bool) -> What:
    return events.NotDuplicate(key) if gone else events.DuplicateOf(key)
