"""The bounded part of JQL that the new search takes: clauses joined by AND, then an order."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sandbox import seed
from sandbox.jira.dialect import ZONE
from sandbox.jira.records import Issue
from sandbox.jira.refusal import Refused, refused

Test = Callable[[Issue], bool]
_TOKEN = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(>=|=|,)|([^\s=<>!~(),"']+))""")
_KEYS: dict[str, Callable[[Issue], tuple[Any, ...]]] = {
    "key": lambda issue: (issue.project, int(issue.id)),
    "id": lambda issue: (int(issue.id),),
    "created": lambda issue: (issue.created, int(issue.id)),
    "updated": lambda issue: (issue.updated, int(issue.id)),
}
_KEYS["issuekey"] = _KEYS["key"]


def search(query: str, issues: Sequence[Issue]) -> list[Issue]:
    """The issues that match, in the order asked for (newest first by default); 400 for what is not supported."""
    words = _words(query)
    cut = _order_at(words)
    tests = _tests(words[:cut])
    if not tests:
        raise refused(
            400,
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
        )
    found = [issue for issue in issues if all(test(issue) for test in tests)]
    for name, falling in reversed(_order(words[cut + 2 :])):
        found.sort(key=_KEYS[name], reverse=falling)
    return found


def _words(query: str) -> list[str]:
    words, at = [], 0
    query = query.rstrip()
    while at < len(query):
        token = _TOKEN.match(query, at)
        if token is None:
            raise _wrong(f"Error in the JQL Query: unsupported here, near '{query[at:].strip()[:20]}'.")
        words.append(next(group for group in token.groups() if group is not None))
        at = token.end()
    return words


def _order_at(words: list[str]) -> int:
    for at in range(len(words)):
        if [word.upper() for word in words[at : at + 2]] == ["ORDER", "BY"]:
            return at
    return len(words)


def _tests(words: list[str]) -> list[Test]:
    tests = []
    while words:
        try:
            name, operator, value, *words = words
        except ValueError:
            raise _wrong("Error in the JQL Query: Expecting a field, an operator and a value.") from None
        tests.append(_test(name, operator, value))
        if words and (words[0].upper() != "AND" or len(words) == 1):
            raise _wrong(f"Error in the JQL Query: Expecting 'AND' and a clause but got '{words[0]}'.")
        words = words[1:]
    return tests


def _test(name: str, operator: str, value: str) -> Test:
    match name.lower(), operator:
        case "project", "=":
            project = _project(value)
            return lambda issue: issue.project == project.id
        case "status", "=":
            statuses = _statuses(value)
            return lambda issue: issue.status in statuses
        case (("key" | "issuekey" | "id" | "issue"), "="):
            return lambda issue: value.upper() in (issue.key, issue.id)
        case "labels", "=":
            return lambda issue: value in (issue.values.get("labels") or ())
        case "updated", ">=":
            since = _instant(value)
            return lambda issue: issue.updated >= since
    raise _wrong(f"Field '{name}' with operator '{operator}' is not supported by this search.")


def _project(value: str) -> seed.Project:
    for project in seed.PROJECTS:
        if value.lower() in (project.id, project.key.lower(), project.name.lower()):
            return project
    raise _wrong(f"The value '{value}' does not exist for the field 'project'.")


def _statuses(value: str) -> set[str]:
    every = (status for project in seed.PROJECTS for status in project.statuses)
    found = {status.id for status in every if value.lower() in (status.id, status.name.lower())}
    if not found:
        raise _wrong(f"The value '{value}' does not exist for the field 'status'.")
    return found


def _instant(value: str) -> datetime:
    written = value.replace("/", "-")
    for layout in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(written, layout).replace(tzinfo=ZONE)
        except ValueError:
            continue
    raise _wrong(f"Date value '{value}' for field 'updated' is invalid. Valid formats include: 'yyyy-MM-dd HH:mm'.")


def _order(words: list[str]) -> list[tuple[str, bool]]:
    order = []
    while words:
        name, words = words[0].lower(), words[1:]
        falling = bool(words) and words[0].upper() == "DESC"
        if words and words[0].upper() in ("ASC", "DESC"):
            words = words[1:]
        if name not in _KEYS:
            raise _wrong(f"Not able to sort using field '{name}'.")
        order.append((name, falling))
        if words and (words[0] != "," or len(words) == 1):
            raise _wrong(f"Error in the JQL Query: Expecting ',' and a field but got '{words[0]}'.")
        words = words[1:]
    return order or [("id", True)]


def _wrong(message: str) -> Refused:
    return refused(400, message)
