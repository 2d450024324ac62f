"""Maps Jira's refusals to the two outcomes of an errand, and keeps its words out of logs."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import requests

from connectors.delivery_errors import Never, NotNow
from connectors.jira.inbound.jira_payload import clean
from connectors.jira.outbound import remedies
from connectors.retry_after import retry_after
from connectors.wording import said

LATER = frozenset({408, 425, 429})
_UNSURE = frozenset({408})
_SERVER_ERROR = 500
_LONGEST_SHOWN = 1000
_ONE_ISSUE = "jira-per-issue-on-write"
_REASON = re.compile(r"[A-Za-z0-9-]{1,40}")


class Postponed(NotNow):
    """Jira answered that it could not now; `rest` is how long it asks all of its site to wait, None where it does not.

    `undone` where its answer says that it did nothing: behind an error of a server, nobody knows what was done.
    """

    def __init__(self, why: str, after: timedelta | None, *, rest: timedelta | None, undone: bool) -> None:
        super().__init__(why, after)
        self.rest, self.undone = rest, undone


class Refused(Never):
    """Jira refused for good; `errors` are its words about each field that it names, by the field's id."""

    def __init__(self, status: int, shown: str, errors: Mapping[str, str]) -> None:
        super().__init__(said("jira.refused", status=status), remedies.remedy(status), shown)
        self.status, self.errors = status, dict(errors)

    @property
    def fields(self) -> frozenset[str]:
        """The ids of the fields that it names."""
        return frozenset(self.errors)


def judge(response: requests.Response, *_: Any, **__: Any) -> None:
    """Raise what an unwelcome response means; called before the `jira` package sees it, whose errors quote bodies.

    Postponed for 408, 425, 429 and 5xx (with `Retry-After` obeyed), Refused for the other 4xx, Never for a redirection.
    """
    status = response.status_code
    if response.is_redirect:
        raise Never(said("jira.redirected", status=status), said("jira.address"))
    if response.ok:
        return
    if status in LATER or status >= _SERVER_ERROR:
        raise _postponed(response)
    raise Refused(status, *_messages(response))


def outcome(error: Exception) -> Never | NotNow:
    """The outcome of a failure without a response."""
    match error:
        case requests.Timeout():
            return NotNow(said("jira.silent"))
        case requests.exceptions.SSLError():
            return NotNow(said("jira.insecure"))
        case requests.ConnectionError():
            return NotNow(said("jira.unreachable"))
        case (
            requests.exceptions.InvalidURL() | requests.exceptions.MissingSchema() | requests.exceptions.InvalidSchema()
        ):
            return Never(said("jira.wrong_address"), said("jira.address"))
        case _:
            return NotNow(said("jira.unreadable"))


def _postponed(response: requests.Response) -> Postponed:
    status, limit = response.status_code, response.headers.get("RateLimit-Reason") or ""
    about = f"{status}, {limit}" if _REASON.fullmatch(limit) else str(status)
    why = said("jira.failing" if status >= _SERVER_ERROR else "jira.busy", status=about)
    after = retry_after(response.headers)
    return Postponed(why, after, rest=None if limit == _ONE_ISSUE else after, undone=status in LATER - _UNSURE)


def _messages(response: requests.Response) -> tuple[str, dict[str, str]]:
    """Jira's own words, joined, and those about each field; nothing of a body in another shape."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return "", {}
    told: Mapping[str, Any] = body if isinstance(body, dict) else {}
    general, errors = told.get("errorMessages"), told.get("errors")
    by_field: dict[str, Any] = errors if isinstance(errors, dict) else {}
    about = {name: clean(word).strip() if isinstance(word, str) else "" for name, word in by_field.items()}
    first = [clean(word).strip() for word in general if isinstance(word, str)] if isinstance(general, list) else []
    shown = " · ".join(word for word in (*first, *about.values()) if word)
    return shown[:_LONGEST_SHOWN], {name: word[:_LONGEST_SHOWN] for name, word in about.items()}
