"""Identifies a status, a priority or a type by its id, with every name that Jira gives for that id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from connectors.jira.inbound.jira_payload import Json, labels, mapping, mappings, string

TYPE = "issuetype"
LISTS = ("status", "priority", TYPE)
"""The fields whose values Jira takes from lists that administrators rename and translate."""

CARRIED = "vigieNames"
"""Where a delivery of ours holds names that Jira's own webhook lacks."""

Names = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The names of ids, by field: the present name first, then the others that Jira gave."""

NOTHING: Names = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of one of Jira's lists: its `id`, and its `names`, the surest one first."""

    id: str = ""
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The surest name; "" where Jira gives none."""
        return next(iter(self.names), "")

    def __bool__(self) -> bool:
        return bool(self.id or self.names)


UNSAID = Choice()
"""No value, or one of which Jira says nothing."""


def merged(known: Names, present: Names) -> Names:
    """The present names of a site, each value with its former names behind: a renamed one is the same still.

    A type's former name that another type has now is that one's.
    """
    return {field: _followed(field, known.get(field, {}), now) for field, now in {**known, **present}.items()}


def _followed(
    field: str, known: Mapping[str, tuple[str, ...]], now: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    taken = {name for names in now.values() for name in names} if field == TYPE else frozenset[str]()
    former = {number: tuple(name for name in names if name not in taken) for number, names in known.items()}
    return {number: _each((*now.get(number, ()), *former.get(number, ()))) for number in {**known, **now}}


@dataclass(frozen=True, slots=True)
class Namebook:
    """Finds the names of one payload: its issue's first, its changelog's next, then those `learnt` of the site."""

    payload: Json
    learnt: Names

    def left(self, field: str, item: Json) -> Choice:
        """The value that a change of the changelog replaced."""
        return self._choice(field, string(item, "from"), string(item, "fromString"))

    def entered(self, field: str, item: Json) -> Choice:
        """The value that a change of the changelog put, which the issue may show."""
        known_id, shown = string(item, "to"), self.present(field)
        names = shown.names if shown.id == known_id != "" else ()
        return self._choice(field, known_id, string(item, "toString"), names)

    def present(self, field: str) -> Choice:
        """The value that the issue has now."""
        shown = mapping(mapping(mapping(self.payload, "issue"), "fields"), field)
        return self._choice(field, string(shown, "id"), "", listed(shown))

    def _choice(self, field: str, known_id: str, written: str, shown: tuple[str, ...] = ()) -> Choice:
        others = self._others(field, known_id) if known_id else ()
        carried = labels(mapping(mapping(self.payload, CARRIED), field), known_id)
        return Choice(known_id, _each((*shown, *carried, written, *others)))

    def _others(self, field: str, known_id: str) -> Iterable[str]:
        for item in mappings(mapping(self.payload, "changelog"), "items"):
            yield from (name for where, id_, name in spoken(item) if (where, id_) == (field, known_id))
        yield from self.learnt.get(field, {}).get(known_id, ())


def spoken(item: Json) -> Iterable[tuple[str, str, str]]:
    """The field, id and name of each value of a list that a changelog item names."""
    field = (string(item, "fieldId") or string(item, "field")).casefold()
    if field in LISTS:
        for number, name in (("from", "fromString"), ("to", "toString")):
            if string(item, number) and string(item, name):
                yield field, string(item, number), string(item, name)


def listed(one: Json) -> tuple[str, ...]:
    """The names of an entry of one of Jira's lists."""
    return _each((string(one, "name"), string(one, "untranslatedName")))


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))
