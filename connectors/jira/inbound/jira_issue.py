"""The issue inside a webhook is whole, partial or absent, by event and by Jira: one reading of all three."""

import re
from dataclasses import replace

from connectors.jira.inbound.jira_event import Change, Issue
from connectors.jira.inbound.jira_payload import Json, Misshapen, instant, is_id, labels, mapping, mappings, string
from connectors.jira.inbound.jira_people import account
from connectors.jira.inbound.richtext import plain
from connectors.wording import said

LABEL = "vigie-"
_RESERVED = re.compile(rf"{LABEL}([0-9A-Za-z][0-9A-Za-z_-]{{5,63}})")
_ALIASES = {"issuekey": "key", "issuelinks": "link"}  # Cloud's ids of fields that Data Center only names
_ISSUE_OF = re.compile(r"/issue/([0-9]+)/comment/")


def number(payload: Json) -> str:
    """The id of the payload's issue, "" when nothing names one. Misshapen when it is no number."""
    whole = mapping(payload, "issue")
    if not whole:
        named = _ISSUE_OF.search(string(mapping(payload, "comment"), "self"))
        return named[1] if named else ""
    found = string(whole, "id")
    if not re.fullmatch(r"[0-9]+", found):
        raise Misshapen(said("inbound.not_number", name="issue.id"))
    return found


def issue(payload: Json, own: frozenset[str]) -> Issue | None:
    """The payload's issue; one known by its id alone when only a comment's address names it; None when nothing does."""
    whole, found = mapping(payload, "issue"), number(payload)
    if found and not is_id(found):
        raise Misshapen(said("inbound.not_number", name="issue.id"))
    if not whole:
        return Issue(found) if found else None
    key, fields = string(whole, "key"), mapping(whole, "fields")
    status = mapping(fields, "status")
    reporter = account(mapping(fields, "reporter"), own) or account(mapping(fields, "creator"), own)
    return Issue(
        found,
        key,
        project=string(mapping(fields, "project"), "key") or key.rpartition("-")[0],
        type=string(mapping(fields, "issuetype"), "name"),
        title=string(fields, "summary"),
        description=plain(fields.get("description")),
        priority=string(mapping(fields, "priority"), "name"),
        created=instant(fields, "created"),
        reporter=reporter,
        assignee=account(mapping(fields, "assignee"), own),
        reserved=_reserved(fields, own),
        status=string(status, "id"),
        category=string(mapping(status, "statusCategory"), "key"),
        custom={name: plain(value) for name, value in fields.items() if name.startswith("customfield_") and value},
    )


def _reserved(fields: Json, own: frozenset[str]) -> str | None:
    # Jira copies an issue's labels to its clones, which are anomalies of their own: their creator tells them apart.
    creator = account(mapping(fields, "creator"))
    return None if own and creator and not own.intersection(creator.ids) else reservation(fields)


def reservation(fields: Json) -> str | None:
    """The anomaly that the labels of an issue name, whoever wrote them."""
    found = (_RESERVED.fullmatch(label) for label in labels(fields, "labels"))
    return next((match[1] for match in found if match), None)


def changes(payload: Json) -> tuple[Change, ...]:
    """The items of the payload's changelog, in order; the second of one field is told apart by its number."""
    read: list[Change] = []
    seen: dict[str, int] = {}
    for item in mappings(mapping(payload, "changelog"), "items"):
        change = _change(item)
        seen[change.field] = seen.get(change.field, 0) + 1
        number = seen[change.field]
        read.append(change if number == 1 else replace(change, item=f"{change.field}.{number}"))
    return tuple(read)


def _change(item: Json) -> Change:
    name = (string(item, "fieldId") or string(item, "field")).casefold()
    name = _ALIASES.get(name, name)
    if not name:
        raise Misshapen(said("inbound.item_without_field"))
    target = tuple(dict.fromkeys(filter(None, (string(item, part) for part in ("tmpToAccountId", "to")))))
    custom, origin = string(item, "fieldtype") == "custom", string(item, "from")
    return Change(name, name, plain(item.get("fromString")), plain(item.get("toString")), target, custom, origin)
