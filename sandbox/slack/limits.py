"""Small checks that combine into Block Kit's rules: each yields what is wrong and where, in Slack's own terms."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def wrong(what: str, at: str) -> str:
    """One of Slack's explanations, with the JSON pointer of the culprit."""
    return f"[ERROR] {what} [json-pointer:{at}]"


def string(most: int, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield wrong("must be a string", at)
        elif len(value) > most:
            yield wrong(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield wrong(f"must be more than {least - 1} characters", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    """A boolean."""
    if not isinstance(value, bool):
        yield wrong("must be a boolean", at)


def number(value: Any, at: str) -> Iterator[str]:
    """An integer."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield wrong("must be an integer", at)


def anything(_value: Any, _at: str) -> Iterator[str]:
    """No rule: what the stand-in keeps without judging."""
    return iter(())


def among(*names: str) -> Check:
    """One of some words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in names:
            yield wrong(f"must be one of: {', '.join(names)}", at)

    return check


def text(most: int, *kinds: str) -> Check:
    """A text object of one of the `kinds` (both when none is named), of 1 to `most` characters."""
    allowed = kinds or ("plain_text", "mrkdwn")
    fields = {"emoji": flag, "verbatim": flag}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must be an object", at)
            return
        yield from among(*allowed)(value.get("type"), f"{at}/type")
        yield from string(most, 1)(value.get("text"), f"{at}/text")
        yield from _fields({"type": anything, "text": anything, **fields}, value, at)

    return check


def listed(one: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items that each pass `one`."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield wrong("must be an array", at)
            return
        if len(value) > most:
            yield wrong(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield wrong(f"no fewer than {least} items allowed", at)
        for place, item in enumerate(value):
            yield from one(item, f"{at}/{place}")

    return check


def shape(fields: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    """An object with no other fields than these, and at least the required ones."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must be an object", at)
            return
        for name in required:
            if value.get(name) is None:
                yield wrong(f"missing required field: {name}", at)
        yield from _fields(fields, value, at)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object judged by the rule that its `type` names; an unknown type is refused."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, dict) else "none"
        if kind not in kinds:
            yield wrong(f"unsupported type: {kind}", f"{at}/type")
            return
        yield from kinds[kind](value, at)

    return check


def both(*checks: Check) -> Check:
    """Several rules at once."""

    def check(value: Any, at: str) -> Iterator[str]:
        for one in checks:
            yield from one(value, at)

    return check


def _fields(fields: Mapping[str, Check], value: Mapping[str, Any], at: str) -> Iterator[str]:
    for name, content in value.items():
        if name not in fields:
            yield wrong(f"invalid additional property: {name}", at)
        elif content is not None:
            yield from fields[name](content, f"{at}/{name}")
