"""Read a YAML file as a tree of texts that remembers its lines.

YAML 1.1 would turn `12:30` into 750, `no` into False and `2026-01-01` into a date: here a scalar is only its text.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from connectors.contracts.problems import ANY_SYNTAX, SYNTAX, Problem, quoted, sentence
from connectors.contracts.yaml_nodes import Group, Items, Node, Text, parsed
from connectors.contracts.yaml_words import KEYS, SPELLINGS, fold, spelled

_BIGGEST = 1024 * 1024

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One file: `file` is its name, `content` its texts, lists and groups of keys, `root` the same with lines."""

    file: str
    root: Group
    content: dict[str, Any] = field(repr=False)
    text: str = field(default="", repr=False)

    def problem(self, loc: Loc, found: str, expected: str) -> Problem:
        """A problem at `loc`, a path of our own names, of keys as written and of list indexes."""
        line, key = self.locate(loc)
        return Problem(self.file, line, key, found, expected)

    def locate(self, loc: Loc) -> tuple[int, str]:
        """The line (from 1) and the path as the author wrote it.

        What the file lacks ends the path in the installation's language.
        """
        node: Node = self.root
        line, path = 1, ""
        for rank, part in enumerate(loc):
            if isinstance(node, Items) and isinstance(part, int) and part < len(node.nodes):
                node = node.nodes[part]
                line, path = node.line, f"{path}[{part}]"
            elif (found := _entry(node, part)) is not None:
                key, node = found
                line = (node if isinstance(node, Text) and node.text else key).line
                path = f"{path}.{key.text}" if path else key.text
            elif rank == len(loc) - 1 and part in KEYS and isinstance(node, Group):
                path = f"{path}.{spelled(str(part))}" if path else spelled(str(part))
        return line, path


def read(path: Path) -> tuple[Document | None, list[Problem]]:
    """The file's document, None when it cannot be understood, and what is wrong with its form; never raises."""
    text, problem = _text(path)
    return (None, [problem]) if problem is not None else understand(text, path.name)


def understand(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """The same, of a text that was read already."""
    try:
        root, problems = parsed(text, file)
    except yaml.YAMLError as error:
        return None, [_syntax(error, text, file)]
    if problems:
        return None, problems
    if root is None or (isinstance(root, Text) and root.null):
        return None, [_problem(file, 1, "empty")]
    if not isinstance(root, Group):
        return None, [_problem(file, root.line, "not_a_mapping")]
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


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The parser's own sentence is about tokens: say what an author can correct."""
    said = str(error)
    # What is left open is noticed far below: the mark of the context is where it was opened.
    opened = any(sign in said for sign in ("while scanning a quoted scalar", "while parsing a flow"))
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    line = int(mark.line) + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    fault = next((kind for sign, kind in SYNTAX.items() if sign in said), ANY_SYNTAX)
    reason, hint = sentence(f"syntax.{fault}")
    return _problem(file, line, "syntax", reason=reason, hint=hint)


def _plain(node: Node, file: str, path: str, problems: list[Problem]) -> Any:
    if isinstance(node, Items):
        return [_plain(item, file, f"{path}[{rank}]", problems) for rank, item in enumerate(node.nodes)]
    if isinstance(node, Group):
        return _group(node, file, path, problems)
    return None if node.null else node.text


def _group(node: Group, file: str, path: str, problems: list[Problem]) -> dict[str, Any]:
    group: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.entries:
        if not isinstance(key, Text):
            problems.append(_problem(file, key.line, "not_a_key", path))
            continue
        below = f"{path}.{key.text}" if path else key.text
        if key.text in group:
            fields = {"value": quoted(key.text), "first": lines[key.text]}
            problems.append(_problem(file, key.line, "duplicate_key", below, **fields))
            continue
        group[key.text], lines[key.text] = _plain(value, file, below, problems), key.line
    return group


def _entry(node: Node, part: str | int) -> tuple[Text, Node] | None:
    """The key and the value of a group that `part` designates, as written or as one of its spellings."""
    if not isinstance(node, Group):
        return None
    entries = [(key, value) for key, value in node.entries if isinstance(key, Text)]
    spelled = SPELLINGS.get(str(part), frozenset())
    exact = (entry for entry in entries if entry[0].text == part)
    return next(exact, None) or next((entry for entry in entries if fold(entry[0].text) in spelled), None)
