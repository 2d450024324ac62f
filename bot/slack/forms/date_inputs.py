"""The instants that a form starts with, which come back as they were unless their author chose others."""

from datetime import UTC, datetime, timedelta

_SECOND = timedelta(seconds=1)


def kept_instant(text: str) -> datetime | None:
    """An instant that a form carried along (ISO 8601 with its offset), in UTC; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.utcoffset() is not None else None


def same_minute(one: datetime, other: datetime) -> bool:
    """Whether two instants are written alike everywhere: by the minute of the nearest second."""
    return _minute(one) == _minute(other)


def _minute(at: datetime) -> datetime:
    return (at + _SECOND / 2).replace(second=0, microsecond=0)
