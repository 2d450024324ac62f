"""The tokens that name the next page where Cloud no longer counts from `startAt`."""

import base64
from typing import Any

from sandbox.jira.jira_error_answers import refused


def token(start: int) -> str:
    """The token of the page that begins there."""
    return base64.urlsafe_b64encode(f"from:{start}".encode()).decode()


def start(given: Any) -> int:
    """The beginning of that token's page, 0 without one; 400 for a foreign token."""
    if not given:
        return 0
    try:
        kind, _, begin = base64.urlsafe_b64decode(str(given)).decode().partition(":")
    except ValueError:
        kind, begin = "", ""
    if kind != "from" or not begin.isdecimal():
        raise refused(400, "The nextPageToken is invalid or expired.")
    return int(begin)
