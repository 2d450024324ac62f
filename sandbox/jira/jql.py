"""The bounded part of JQL that the new search takes: clauses joined by AND, then an order."""

import operator
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.jira.dialect import ZONE
from sandbox.jira.jira_error_answers import Refused, refused
from sandbox.jira.records import Issue
from sandbox.jira.site_catalogue import Catalogue

Test = Callable[[Issue], bool]
_TOKEN = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(>=|<=|[><=,()])|([^\s=<>!~(),"']+))""")
_RELATIVE = re.compile(r"-(\d+)([wdhm])")
_UNITS = {"w": timedelta(weeks=1), "d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
_KEYS: dict[str, Callable[[Issue], tuple[Any, ...]]] = {
    "key": lambda issue: (issue.project, int(issue.key.rpartition("-")[2])),
    "id": lambda issue: (int(issue.id),),
    "created": lambda issue: (issue.created, int(issue.id)),
    "updated": lambda issue: (issue.updated, int(issue.id)),
}
_KEYS["issuekey"] = _KEYS["key"]
_ISSUES = ("key", "issuekey", "id", "issue")


def search(
    query: str,
    issues: Sequence[Issue],
    home: Catalogue,
    now: datetime,
    *,
    bounded: bool = True,
    strict: bool = False,
) -> list[Issue]:
    """The issues that match, in the order asked for (newest first by default); 400 for what is not supported.

    A `bounded` search asks for at least one clause, as Cloud's does; a `strict` one for no issue that does not exist.
    """
    words = _words(query)
    cut = _order_at(words)
    tests = _tests(words[:cut], home, now, {name for one in issues for name in (one.id, one.key)} if strict else None)
    if bounded and not tests:
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


def _tests(words: list[str], home: Catalogue, now: datetime, known: set[str] | None) -> list[Test]:
    tests = []
    while words:
        try:
            name, verb, *words = words
            values, words = _values(verb, words)
        except ValueError:
            raise _wrong("Error in the JQL Query: Expecting a field, an operator and a value.") from None
        if known is not None and name.lower() in _ISSUES:
            _exist(name, values, known)
        tests.append(_test(name, verb.lower(), values, home, now))
        if words and (words[0].upper() != "AND" or len(words) == 1):
            raise _wrong(f"Error in the JQL Query: Expecting 'AND' and a clause but got '{words[0]}'.")
        words = words[1:]
    return tests


def _values(verb: str, words: list[str]) -> tuple[list[str], list[str]]:
    """The values of a clause and the words that follow it; ValueError when there are none."""
    if verb.lower() != "in":
        return words[:1] if words else _nothing(), words[1:]
    end = words.index(")")
    inside = words[1:end]
    if words[0] != "(" or len(inside) % 2 == 0 or any(word != "," for word in inside[1::2]):
        raise ValueError("a list in parentheses")
    return inside[::2], words[end + 1 :]


def _nothing() -> list[str]:
    raise ValueError("a value")


def _test(name: str, verb: str, values: list[str], home: Catalogue, now: datetime) -> Test:
    match name.lower(), verb:
        case "project", "=" | "in":
            projects = {_project(home, value) for value in values}
            return lambda issue: issue.project in projects
        case "status", "=" | "in":
            statuses = {found for value in values for found in _statuses(home, value)}
            return lambda issue: issue.status in statuses
        case "key" | "issuekey" | "id" | "issue", "=" | "in":
            wanted = {value.upper() for value in values}
            return lambda issue: bool(wanted & {issue.key, issue.id})
        case "labels", "=" | "in":
            labels = set(values)
            return lambda issue: not labels.isdisjoint(issue.values.get("labels") or ())
        case ("updated" | "created") as field, _ if verb in _COMPARED:
            holds, instant = _COMPARED[verb], _instant(field, values[0], now)
            return lambda issue: holds(issue.updated if field == "updated" else issue.created, instant)
    raise _wrong(f"Field '{name}' with operator '{verb}' is not supported by this search.")


def _exist(name: str, values: list[str], known: set[str]) -> None:
    for value in values:
        if value.upper() not in known:
            kind = "A value with ID" if value.isdecimal() else "An issue with key"
            raise _wrong(f"{kind} '{value}' does not exist for field '{name}'.")


def _project(home: Catalogue, value: str) -> str:
    for project in home.projects.values():
        if value.lower() in (project.id, project.key.lower(), project.name.lower()):
            return project.id
    raise _wrong(f"The value '{value}' does not exist for the field 'project'.")


def _statuses(home: Catalogue, value: str) -> set[str]:
    found = {status.id for status in home.statuses if value.lower() in (status.id, status.name.lower())}
    if not found:
        raise _wrong(f"The value '{value}' does not exist for the field 'status'.")
    return found


def _instant(field: str, value: str, now: datetime) -> datetime:
    """An instant to the minute in the caller's zone, a day, a delay such as `-2d`, or milliseconds since 1970."""
    if relative := _RELATIVE.fullmatch(value):
        return now - int(relative[1]) * _UNITS[relative[2]]
    if value.isdecimal():
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    written = value.replace("/", "-")
    for layout in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(written, layout).replace(tzinfo=ZONE)
        except ValueError:
            continue
    raise _wrong(
        f"Date value '{value}' for field '{field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
        "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
    )


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
