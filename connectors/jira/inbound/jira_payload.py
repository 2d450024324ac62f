"""Jira's payloads are not as regular as documented: every value is taken through here, with its type checked."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.wording import said

Json = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1970, 3000)
DIGITS = 18
LONGEST = 40  # digits of a number that is read at all


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


def whole(parent: Json, name: str, least: int, most: int) -> int:
    """The whole number of that name, a number or its digits. Misshapen when there is none, or it is out of bounds."""
    written = string(parent, name)
    digits = written.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS or not least <= int(written) <= most:
        raise Misshapen(said("inbound.not_whole", name=name, least=least, most=most))
    return int(written)


def is_id(written: str) -> bool:
    """Whether a text is a number of Jira's: plain digits, and no more of them than Jira has."""
    return written.isascii() and written.isdigit() and len(written) <= DIGITS


def identifier(parent: Json, name: str) -> str:
    """The text of that name, by which something is found again. Misshapen when it is longer than any of Jira's."""
    written = string(parent, name)
    if len(written) > LONGEST:
        raise Misshapen(said("inbound.too_long", name=name, most=LONGEST))
    return written


def count(parent: Json, name: str) -> int:
    """The number of that name, at least 0; 0 when absent or null. Misshapen when it is anything else."""
    return 0 if parent.get(name) is None else whole(parent, name, 0, 10**DIGITS - 1)


def parsed(text: str) -> Any:
    """The value of a JSON text. A number of more digits than any of Jira's stays a text, for its reader to refuse.

    ValueError where it is no JSON, or nothing but such a number.
    """
    value = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= LONGEST else digits)
    if isinstance(value, str) and not text.lstrip().startswith('"'):
        raise ValueError
    return value


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
