"""Reads from an answer's headers how long to wait before a retry."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_WAIT = timedelta(days=1)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The delay that `Retry-After` asks for, in seconds (whole or not) or until an HTTP date; None when unsaid.

    Never negative, at most a day. A date is counted from the server's own `Date`. Rule: RFC 9110, section 10.2.3.
    """
    asked = (headers.get("Retry-After") or "").strip()
    try:
        seconds = float(asked)
    except ValueError:
        until = _date(asked)
        seconds = (until - (_date(headers.get("Date")) or datetime.now(UTC))).total_seconds() if until else math.nan
    if math.isnan(seconds):
        return None
    return timedelta(seconds=min(max(seconds, 0.0), _LONGEST_WAIT.total_seconds()))


def _date(written: str | None) -> datetime | None:
    try:
        read = parsedate_to_datetime(written or "")
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
