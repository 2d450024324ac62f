"""A YAML file as a tree of texts that remembers its lines, read without ever trusting the file.

YAML 1.1 would turn `12:30` into 750, `no` into False and `2026-01-01` into a date: here a scalar is only its text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from connectors.contracts.problems import ANY_SYNTAX, SYNTAX, Problem, quoted, sentence
from connectors.contracts.yaml_words import KEYS, SPELLINGS, fold

_BIGGEST = 1024 * 1024
_DEEPEST = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One file: `file` is its name, `content` its texts, lists and groups of keys, `root` the same with lines."""

    file: str
    root: yaml.MappingNode
    content: dict[str, Any] = field(repr=False)
    text: str = field(default="", repr=False)

    def problem(self, loc: Loc, found: str, expected: str) -> Problem:
        """A problem at `loc`, a path of our own names, of keys as written and of list indexes."""
        line, key = self.locate(loc)
        return Problem(self.file, line, key, found, expected)

    def locate(self, loc: Loc) -> tuple[int, str]:
        """The line (from 1) and the path as the author wrote it; what the file lacks ends the path in French."""
        node: yaml.Node = self.root
        line, path = 1, ""
        for rank, part in enumerate(loc):
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line, path = _line(node), f"{path}[{part}]"
            elif (found := _entry(node, part)) is not None:
                key, node = found
                line = _line(node if isinstance(node, yaml.ScalarNode) and node.value else key)
                path = f"{path}.{key.value}" if path else key.value
            elif rank == len(loc) - 1 and part in KEYS and isinstance(node, yaml.MappingNode):
                path = f"{path}.{KEYS[str(part)][0]}" if path else KEYS[str(part)][0]
        return line, path


def read(path: Path) -> tuple[Document | None, list[Problem]]:
    """The file's document, None when it cannot be understood, and what is wrong with its form; never raises."""
    text, problem = _text(path)
    return (None, [problem]) if problem is not None else understand(text, path.name)


def understand(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """The same, of a text that was read already."""
    try:
        forbidden = list(_forbidden(text, file))
        if forbidden:
            return None, forbidden
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        return None, [_syntax(error, text, file)]
    if root is None or _is_null(root):
        return None, [_problem(file, 1, "empty")]
    if not isinstance(root, yaml.MappingNode):
        return None, [_problem(file, _line(root), "not_a_mapping")]
    problems: list[Problem] = []
    content = _plain(root, file, "", problems)
    return Document(file, root, content, text), problems


def _problem(file: str, line: int, kind: str, key: str = "", **fields: object) -> Problem:
    return Problem(file, line, key, *sentence(kind, **fields))


def _text(path: Path) -> tuple[str, Problem | None]:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_BIGGEST + 1)
    except OSError as error:
        return "", _problem(path.name, 1, "unreadable", reason=type(error).__name__)
    if len(raw) > _BIGGEST:
        return "", _problem(path.name, 1, "too_big")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return "", _problem(path.name, raw.count(b"\n", 0, error.start) + 1, "not_utf8")


def _forbidden(text: str, file: str) -> Iterator[Problem]:
    """What a contract has no use for: references (they can grow without end), tags, depths, second documents."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = int(event.start_mark.line) + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield _problem(file, line, "several_documents")
                return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            yield _problem(file, line, "alias", value=quoted(getattr(event, "anchor", "")))
        if getattr(event, "tag", None) is not None:
            yield _problem(file, line, "tag", value=quoted(getattr(event, "tag", "")))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            yield _problem(file, line, "too_deep", limit=_DEEPEST)
            return


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The parser's own sentence is about tokens: say what an author can correct."""
    said = str(error)
    # What is left open is noticed far below: the mark of the context is where it was opened.
    opened = any(sign in said for sign in ("while scanning a quoted scalar", "while parsing a flow"))
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    line = int(mark.line) + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    reason, hint = next((words for sign, words in SYNTAX.items() if sign in said), ANY_SYNTAX)
    return _problem(file, line, "syntax", reason=reason, hint=hint)


def _plain(node: yaml.Node, file: str, path: str, problems: list[Problem]) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, file, f"{path}[{rank}]", problems) for rank, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _group(node, file, path, problems)
    return None if _is_null(node) else str(node.value)


def _group(node: yaml.MappingNode, file: str, path: str, problems: list[Problem]) -> dict[str, Any]:
    group: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problems.append(_problem(file, _line(key), "not_a_key", path))
            continue
        name = str(key.value)
        below = f"{path}.{name}" if path else name
        if name in group:
            fields = {"value": quoted(name), "first": lines[name]}
            problems.append(_problem(file, _line(key), "duplicate_key", below, **fields))
            continue
        group[name], lines[name] = _plain(value, file, below, problems), _line(key)
    return group


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _entry(node: yaml.Node, part: str | int) -> tuple[yaml.ScalarNode, yaml.Node] | None:
    """The key and the value of a group that `part` designates, as written or as one of its spellings."""
    if not isinstance(node, yaml.MappingNode):
        return None
    entries = [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
    spelled = SPELLINGS.get(str(part), frozenset())
    exact = (entry for entry in entries if entry[0].value == part)
    return next(exact, None) or next((entry for entry in entries if fold(entry[0].value) in spelled), None)
