"""The issue inside a webhook is whole, partial or absent, by event and by Jira: one reading of all three."""

import re
from dataclasses import replace

from connectors.jira.inbound.choices import LISTS, NOTHING, Namebook, Names
from connectors.jira.inbound.issue_keys import is_number, keyed
from connectors.jira.inbound.jira_event import Change, Issue
from connectors.jira.inbound.jira_payload import Json, Misshapen, instant, is_id, labels, mapping, mappings, string
from connectors.jira.inbound.jira_people import account
from connectors.jira.inbound.richtext import plain
from connectors.wording import said

LABEL = "vigie-"
LONGEST = 100 * 366 * 24 * 3600  # seconds that an estimate may hold: a hundred years
_RESERVED = re.compile(rf"{LABEL}([0-9A-Za-z][0-9A-Za-z_-]{{5,63}})")
_ALIASES = {"issuekey": "key", "issuelinks": "link"}  # Cloud's ids of fields that Data Center only names
_ISSUE_OF = re.compile(r"/issue/([0-9]{1,18})/comment/")


def number(payload: Json) -> str:
    """The id of the payload's issue, "" when nothing names one. Misshapen when it is no number."""
    whole = mapping(payload, "issue")
    if not whole:
        named = _ISSUE_OF.search(string(mapping(payload, "comment"), "self"))
        return named[1] if named else ""
    found = string(whole, "id")
    if not is_number(found):
        raise Misshapen(said("inbound.not_number", name="issue.id"))
    return found


def issue(payload: Json, own: frozenset[str], learnt: Names = NOTHING) -> Issue | None:
    """The payload's issue; one known by its id alone when only a comment's address names it; None when nothing does.

    `learnt` are the names that are known of the site's lists.
    """
    whole, found = mapping(payload, "issue"), number(payload)
    if found and not is_id(found):
        raise Misshapen(said("inbound.not_number", name="issue.id"))
    if not whole:
        return Issue(found) if found else None
    key, fields = keyed(string(whole, "key"), "issue.key"), mapping(whole, "fields")
    names = Namebook(payload, learnt)
    reporter = account(mapping(fields, "reporter"), own) or account(mapping(fields, "creator"), own)
    return Issue(
        found,
        key,
        project=string(mapping(fields, "project"), "key") or key.rpartition("-")[0],
        title=string(fields, "summary"),
        description=plain(fields.get("description")),
        created=instant(fields, "created"),
        reporter=reporter,
        assignee=account(mapping(fields, "assignee"), own),
        reserved=_reserved(fields, own),
        status=names.present("status"),
        category=string(mapping(mapping(fields, "status"), "statusCategory"), "key"),
        level=names.present("priority"),
        kind=names.present("issuetype"),
        resolved=instant(fields, "resolutiondate"),
        labels=labels(fields, "labels"),
        estimate=_estimate(fields),
        custom={name: plain(value) for name, value in fields.items() if name.startswith("customfield_") and value},
    )


def _estimate(fields: Json) -> int | None:
    """The original estimate in seconds; what is none must not hold back what the issue says besides."""
    value = fields.get("timeoriginalestimate")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LONGEST else None


def _reserved(fields: Json, own: frozenset[str]) -> str | None:
    # Jira copies an issue's labels to its clones, which are anomalies of their own: their creator tells them apart.
    creator = account(mapping(fields, "creator"))
    return None if own and creator and not own.intersection(creator.ids) else reservation(fields)


def reservation(fields: Json) -> str | None:
    """The anomaly that the labels of an issue name, whoever wrote them."""
    found = (_RESERVED.fullmatch(label) for label in labels(fields, "labels"))
    return next((match[1] for match in found if match), None)


def changes(payload: Json, learnt: Names = NOTHING) -> tuple[Change, ...]:
    """The items of the payload's changelog, in order; the second of one field is told apart by its number."""
    read: list[Change] = []
    names = Namebook(payload, learnt)
    seen: dict[str, int] = {}
    for item in mappings(mapping(payload, "changelog"), "items"):
        change = _change(item, names)
        seen[change.field] = seen.get(change.field, 0) + 1
        number = seen[change.field]
        read.append(change if number == 1 else replace(change, item=f"{change.field}.{number}"))
    return tuple(read)


def _change(item: Json, names: Namebook) -> Change:
    name = (string(item, "fieldId") or string(item, "field")).casefold()
    name = _ALIASES.get(name, name)
    if not name:
        raise Misshapen(said("inbound.item_without_field"))
    before, after = plain(item.get("fromString")), plain(item.get("toString"))
    target = tuple(dict.fromkeys(filter(None, (string(item, part) for part in ("tmpToAccountId", "to")))))
    if name == "key":
        keyed(string(item, "fromString"), "changelog.key")
        keyed(string(item, "toString"), "changelog.key")
    custom = string(item, "fieldtype") == "custom"
    if name not in LISTS:
        return Change(name, name, before, after, target, custom)
    left, entered = names.left(name, item), names.entered(name, item)
    return Change(name, name, before, after, target, custom, left, entered)
