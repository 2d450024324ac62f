"""An issue as it was after each of its changes: the present one, walked back through its changelog."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.jira.inbound.choices import LISTS, Names, listed, spoken
from connectors.jira.inbound.jira_payload import DIGITS, Json, Misshapen, instant, mapping, mappings, string
from connectors.wording import said

_PEOPLE = ("assignee", "reporter", "creator", "author", "updateAuthor")
_CHOICES = frozenset({"priority", "issuetype", "resolution", "status"})


_RESOLVING = frozenset({"resolution", "status"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a changelog, by `author`, with its items as Jira writes them."""

    id: str
    at: datetime
    author: Json
    items: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The site's vocabulary: `names` of custom fields by id (where changelogs lack ids), statuses by id.

    `listed` holds the present names of the values of each list, by field and id.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, Json] = field(default_factory=dict)
    listed: Names = field(default_factory=dict)


LEXICON = Lexicon()
APART = frozenset({"comment", "worklog"})
"""Fields that are read as events of their own."""


@dataclass(frozen=True, slots=True)
class Found:
    """An issue as the search shows it now; `entries` are oldest first.

    `unread` is how many entries are older than those shown; `comments` and `worklogs` are None where Jira shows but a
    part of them.
    """

    issue: Json
    updated: datetime
    entries: tuple[Entry, ...]
    comments: tuple[Json, ...] | None
    worklogs: tuple[Json, ...] | None = ()
    unread: int = 0
    lexicon: Lexicon = LEXICON

    @property
    def id(self) -> str:
        """Jira's number of the issue, which no move changes."""
        return string(self.issue, "id")

    @property
    def project(self) -> str:
        """The key of the project where it is now."""
        return string(mapping(mapping(self.issue, "fields"), "project"), "key")

    @property
    def archived(self) -> bool:
        """Whether it was put away: no search shows it, and nobody may change it."""
        return bool(string(mapping(self.issue, "fields"), "archiveddate"))

    def called(self) -> dict[str, dict[str, list[str]]]:
        """Every name of every value of a list that its history speaks of: the present ones first."""
        items = (item for one in self.entries for item in one.items)
        found: dict[str, dict[str, list[str]]] = {}
        for where, number, name in (*_present(self.issue), *(name for item in items for name in spoken(item))):
            known = found.setdefault(where, {}).setdefault(
                number, [*self.lexicon.listed.get(where, {}).get(number, ())]
            )
            if name not in known:
                known.append(name)
        return found


def _present(issue: Json) -> Iterator[tuple[str, str, str]]:
    for where in LISTS:
        shown = mapping(mapping(issue, "fields"), where)
        yield from ((where, string(shown, "id"), name) for name in listed(shown) if string(shown, "id"))


def entry(told: Json) -> Entry:
    """An entry as Jira writes it. Raises Misshapen."""
    at = instant(told, "created")
    if at is None:
        raise Misshapen(said("inbound.missing", name="changelog.created"))
    return Entry(string(told, "id"), at, mapping(told, "author"), mappings(told, "items"))


def in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Oldest first, whichever way round Jira gave them; numbers decide between those of one instant."""
    return tuple(sorted(entries, key=lambda one: (one.at, _number(one.id))))


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) <= DIGITS else 0


def states(found: Found) -> list[Json]:
    """The issue before the first entry shown, then after each of them; the last one is the present issue."""
    words = _Words(dict(_users(found)), _by_name(found.lexicon.names), found.lexicon.statuses)
    fields = {name: value for name, value in mapping(found.issue, "fields").items() if name not in APART}
    now: Json = {**found.issue, "fields": fields}
    walked = [now]
    for one in reversed(found.entries):
        now = _before(now, one, words)
        walked.append(now)
    walked.reverse()
    return walked


@dataclass(frozen=True, slots=True)
class _Words:
    """The full values of a changelog's short names: users, field ids by name, statuses by id."""

    users: Mapping[str, Json]
    ids: Mapping[str, str]
    statuses: Mapping[str, Json]


def _users(found: Found) -> Iterator[tuple[str, Json]]:
    """Every account that the issue shows whole, by each of its identifiers: an entry's item has but one of these."""
    shown = [
        mapping(found.issue, "fields"),
        *({"author": one.author} for one in found.entries),
        *(found.comments or ()),
    ]
    for holder in shown:
        for name in _PEOPLE:
            user = holder.get(name)
            if isinstance(user, dict):
                yield from ((string(user, part), user) for part in ("key", "name", "accountId") if string(user, part))


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Custom fields by name, where a name means one only: Data Center's changelog has no ids."""
    listed = [name.casefold() for name in names.values()]
    return {name.casefold(): id_ for id_, name in names.items() if listed.count(name.casefold()) == 1}


def _before(issue: Json, one: Entry, words: _Words) -> Json:
    fields: dict[str, Any] = dict(mapping(issue, "fields"))
    key = string(issue, "key")
    # An entry may change one field twice: the first item holds what was there before both.
    for item in reversed(one.items):
        name = string(item, "fieldId") or string(item, "field")
        match name.casefold():
            case "key" | "issuekey":
                key = string(item, "fromString") or key
                fields["project"] = {"key": key.rpartition("-")[0]}
            case "summary" | "description" as text:
                fields[text] = item.get("fromString")
            case "labels":
                fields["labels"] = string(item, "fromString").split()
            case "assignee" | "reporter" as person:
                fields[person] = _person(item, words.users)
            case choice if choice in _CHOICES:
                fields[choice] = _choice(choice, item, words)
                if choice in _RESOLVING:
                    fields["resolutiondate"] = None
            case other:
                custom = name if name in fields else words.ids.get(other, "")
                if custom.startswith("customfield_"):
                    fields[custom] = item.get("fromString")
    return {**issue, "key": key, "fields": fields}


def _choice(field_name: str, item: Json, words: _Words) -> Json | None:
    number, name = string(item, "from"), string(item, "fromString")
    if not name:
        return None
    known = words.statuses.get(number, {}) if field_name == "status" else {}
    return {**known, "id": number, "name": string(known, "name") or name}


def _person(item: Json, users: Mapping[str, Json]) -> Json | None:
    number = string(item, "tmpFromAccountId") or string(item, "from")
    if not number:
        return None
    if number in users:
        return users[number]
    kind = "accountId" if any("accountId" in user for user in users.values()) else "name"
    return {kind: number, "displayName": string(item, "fromString") or number}
