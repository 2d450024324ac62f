"""The instants of the sample messages."""

from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 13, 11, 16, tzinfo=UTC)
DUE = datetime(2026, 11, 13, 14, 40, tzinfo=UTC)
SINCE = NOW - timedelta(days=4, hours=2)
LATER = NOW + timedelta(days=6)
