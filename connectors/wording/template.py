"""Fills a sentence with values, and leaves out the parts whose values are not known."""

import re
from collections.abc import Callable, Iterator

Show = Callable[[str, str], str | None]

ELLIPSIS = "…"
_PART = re.compile(r"\[([^\[\]]*)\]|\{(\w+)(?::(\w+))?\}")
_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")


class Ready(str):
    """A value that is escaped already."""

    __slots__ = ()


def fill(template: str, show: Show) -> str:
    """The sentence with each `{name}` or `{name:form}` as `show(name, form)` gives it (None: not known).

    `[one {a}|other {b}|neither]` is its first alternative whose values are known and not empty, else nothing. The
    form `if` asks for a value without showing it. An unknown value elsewhere shows as an ellipsis: a sentence is said
    with a hole rather than not at all. Values are never read as templates.
    """

    def part(found: re.Match[str]) -> str:
        if found[1] is None:
            shown = show(found[2], found[3] or "")
            return ELLIPSIS if shown is None else shown
        return next(_complete(found[1], show), "")

    return _PART.sub(part, template)


def placeholders(template: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a sentence needs, and those that it can do without."""
    optional = {place for part in _PART.finditer(template) if part[1] for place in _names(part[1])}
    needed = {part[2] for part in _PART.finditer(template) if part[1] is None}
    return frozenset(needed), frozenset(optional - needed)


def _complete(alternatives: str, show: Show) -> Iterator[str]:
    for alternative in alternatives.split("|"):
        if all(show(place[1], _form(place[2])) for place in _PLACE.finditer(alternative)):
            yield _PLACE.sub(
                lambda place: "" if place[2] == "if" else show(place[1], place[2] or "") or "", alternative
            )


def _form(form: str | None) -> str:
    return "" if form in (None, "if") else str(form)


def _names(template: str) -> list[str]:
    return [place[1] for place in _PLACE.finditer(template)]
