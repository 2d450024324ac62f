"""Jira's payloads are not as regular as documented: every value is taken through here, with its type checked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.wording import said

Json = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1970, 3000)


class Misshapen(ValueError):
    """A value is not of the type that Jira documents; the text names the field and never quotes the value."""


def mapping(parent: Json, name: str) -> Json:
    """The object of that name; empty when absent or null. Misshapen when it is something else."""
    value = parent.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Misshapen(said("inbound.not_object", name=name))
    return value


def mappings(parent: Json, name: str) -> tuple[Json, ...]:
    """The objects of the list of that name, nulls left out; Misshapen when it is not a list of objects."""
    value = parent.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(item is None or isinstance(item, dict) for item in value):
        raise Misshapen(said("inbound.not_objects", name=name))
    return tuple(item for item in value if item is not None)


def string(parent: Json, name: str) -> str:
    """The text or the number of that name as a text; empty when absent or null. Misshapen otherwise."""
    value = parent.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Misshapen(said("inbound.not_text", name=name))
    return clean(str(value))


def clean(text: str) -> str:
    """The text without what no database stores: NUL characters and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def instant(parent: Json, name: str) -> datetime | None:
    """The aware UTC instant of that name, written in ISO 8601 or in milliseconds; None when absent or null.

    Misshapen when it is neither, has no offset, or is out of any calendar of ours.
    """
    value = parent.get(name)
    if value is None:
        return None
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            read = _EPOCH + timedelta(milliseconds=value)
        else:
            read = datetime.fromisoformat(value)
        if read.tzinfo is not None and read.year in _YEARS:
            return read.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise Misshapen(said("inbound.not_instant", name=name))


def labels(parent: Json, name: str) -> tuple[str, ...]:
    """The texts of the list of that name, whatever else it holds left out; empty when it is no list."""
    value = parent.get(name)
    return tuple(clean(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ()
