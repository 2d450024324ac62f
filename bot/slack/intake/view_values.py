"""Reads a form's values from Slack's nested state."""

from collections.abc import Mapping
from typing import Any

from bot.slack.intake.slack_payload import part, storable, string
from bot.slack.intake.text_normalizer import seen
from connectors.channels.slack.file_downloads import FILE


def flat(state: Mapping[str, Any]) -> dict[str, str]:
    """Each block's content as text (an option's value, Unix seconds for an instant, a file's id), one choice a line.

    It is empty for what was left out, cannot be read or shows nothing.
    """
    return {
        storable(block): next((_content(element) for element in elements.values()), "")
        for block, elements in state.items()
        if isinstance(elements, dict)
    }


def _content(element: Any) -> str:
    if not isinstance(element, dict):
        return ""
    one = string(part(element, "selected_option"), "value")
    named = next(
        (found for name in ("value", "selected_date", "selected_user") if (found := string(element, name))), ""
    )
    found = (named or one or _several(element) or _instant(element.get("selected_date_time"))).strip()
    return found if seen(found).strip() else ""


def _several(element: Mapping[str, Any]) -> str:
    options, users = element.get("selected_options"), element.get("selected_users")
    chosen = [string(one, "value") for one in options if isinstance(one, dict)] if isinstance(options, list) else []
    named = [storable(one) for one in users if isinstance(one, str)] if isinstance(users, list) else []
    return "\n".join(one for one in (*chosen, *named, *files(element)) if one)


def files(found: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the files that a field or a message bears."""
    listed = found.get("files")
    ids = (string(one, "id") for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()
    return tuple(one for one in ids if FILE.fullmatch(one))


def _instant(found: Any) -> str:
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""
