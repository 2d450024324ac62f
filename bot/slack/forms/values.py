"""What was typed in a form, out of Slack's nested state."""

from collections.abc import Mapping
from typing import Any

from bot.slack.payload import part, storable, string


def flat(state: Mapping[str, Any]) -> dict[str, str]:
    """Each block's content as text (an option's value for a choice, Unix seconds for an instant).

    It is empty for what was left out or cannot be read.
    """
    return {
        storable(block): next((_content(element) for element in elements.values()), "")
        for block, elements in state.items()
        if isinstance(elements, dict)
    }


def _content(element: Any) -> str:
    if not isinstance(element, dict):
        return ""
    chosen = string(part(element, "selected_option"), "value")
    return (string(element, "value") or chosen or _instant(element.get("selected_date_time"))).strip()


def _instant(found: Any) -> str:
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""
