"""Jira's way of saying no, so that every part of the stand-in says it alike."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A refusal: `status` is the HTTP status, `body` is `{"errorMessages": [...], "errors": {field: message}}`."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def refused(status: int, *messages: str, errors: Mapping[str, str] | None = None) -> Refused:
    """A `Refused` in Jira's error shape; `errors` maps a field id to what is wrong with it."""
    return Refused(status, {"errorMessages": list(messages), "errors": dict(errors or {})})


def no_such_issue() -> Refused:
    """Jira's answer for an absent issue, whatever the reason."""
    return refused(404, "Issue does not exist or you do not have permission to see it.")
