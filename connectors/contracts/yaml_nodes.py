"""Parse a YAML text once, into nodes that keep their lines and trust nothing of the file."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from connectors.contracts.problems import Problem, quoted, sentence

_DEEPEST = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# libyaml reads a contract twenty times faster; where it was not compiled in, the parser in Python does.
_EXACT: Any = yaml.SafeLoader
_FAST: Any = getattr(yaml, "CSafeLoader", _EXACT)
# libyaml takes these between two words, where an author sees nothing.
_UNSEEN = ("\t", "\ufeff")


class Text(NamedTuple):
    """A scalar at its line (from 1), as its text alone; `null` when it was written as nothing at all."""

    line: int
    text: str
    null: bool


class Items(NamedTuple):
    """A list."""

    line: int
    nodes: list["Node"]


class Group(NamedTuple):
    """A group of keys, each with its value, in the order of the file."""

    line: int
    entries: list[tuple["Node", "Node"]]


Node = Text | Items | Group


def parsed(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The node of the only document, None for an empty file or when something in it is forbidden.

    Raises yaml.YAMLError for a syntax error.
    """
    problems: list[Problem] = []
    events = _events(text, file, problems)
    if problems:
        return None, problems
    return next((_node(event, events) for event in events if isinstance(event, yaml.NodeEvent)), None), []


def _events(text: str, file: str, problems: list[Problem]) -> Iterator[yaml.Event]:
    """Every event of a text; `problems` learns what is forbidden.

    What libyaml refuses is parsed again in Python, whose errors name the line that an author can correct.
    """
    if not any(mark in text for mark in _UNSEEN):
        try:
            return iter(_allowed(text, file, problems, _FAST))
        except (yaml.YAMLError, UnicodeError):
            problems.clear()
    return iter(_allowed(text, file, problems, _EXACT))


def _allowed(text: str, file: str, problems: list[Problem], loader: Any) -> list[yaml.Event]:
    """The events up to the first after which reading on is pointless.

    A contract has no use for references (they can grow without end), tags, depths and second documents.
    """
    events: list[yaml.Event] = []
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        events.append(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            problems.append(_problem(file, event, "several_documents"))
            break
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            problems.append(_problem(file, event, "alias", value=quoted(getattr(event, "anchor", ""))))
        if getattr(event, "tag", None) is not None:
            problems.append(_problem(file, event, "tag", value=quoted(getattr(event, "tag", ""))))
        if depth > _DEEPEST:
            problems.append(_problem(file, event, "too_deep", limit=_DEEPEST))
            break
    return events


def _problem(file: str, event: yaml.Event, kind: str, **fields: object) -> Problem:
    return Problem(file, _line(event), "", *sentence(kind, **fields))


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _node(event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
    """The node that an event begins; `events` gives what follows, and is left after its end."""
    line = _line(event)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(line, list(_until(yaml.SequenceEndEvent, events)))
    if isinstance(event, yaml.MappingStartEvent):
        nodes = _until(yaml.MappingEndEvent, events)
        return Group(line, list(zip(nodes, nodes, strict=True)))
    text = str(getattr(event, "value", ""))
    return Text(line, text, not getattr(event, "style", None) and text in _NULLS)


def _until(end: type[yaml.Event], events: Iterator[yaml.Event]) -> Iterator[Node]:
    for event in events:
        if isinstance(event, end):
            return
        yield _node(event, events)
