"""Block Kit's interactive elements: what each may hold, and in which block it may stand."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.limits import Check, among, anything, both, by_type, flag, listed, number, shape, string, text, wrong

PLAIN = "plain_text"

_ID = string(255)
_TEN_DIGITS = range(1_000_000_000, 10_000_000_000)


def _instant(value: Any, at: str) -> Iterator[str]:
    """A Unix timestamp in seconds, of ten digits: neither milliseconds nor a string."""
    found = list(number(value, at))
    yield from found
    if not found and value not in _TEN_DIGITS:
        yield wrong("must be a UNIX timestamp of 10 digits", at)


def _some_files(value: Any, at: str) -> Iterator[str]:
    found = list(number(value, at))
    yield from found
    if not found and value not in range(1, 11):
        yield wrong("must be from 1 to 10", at)


_CONFIRM = shape(
    {
        "title": text(100, PLAIN),
        "text": text(300),
        "confirm": text(30, PLAIN),
        "deny": text(30, PLAIN),
        "style": among("primary", "danger"),
    },
    required=("text",),
)
_COMMON: dict[str, Check] = {"type": anything, "action_id": _ID, "focus_on_load": flag}
_ASKS = {**_COMMON, "placeholder": text(150, PLAIN), "confirm": _CONFIRM}


def _option(*kinds: str) -> Check:
    fields = {"text": text(75, *kinds), "value": string(150), "description": text(75), "url": string(3000)}
    return shape(fields, required=("text", "value"))


_OPTION = _option(PLAIN)
_GROUP = shape({"label": text(75, PLAIN), "options": listed(_OPTION, 100)}, required=("label", "options"))
_WRITING = {
    "dispatch_action_config": anything,
    "initial_value": string(3000),
    "min_length": number,
    "max_length": number,
}


def _initial_is_offered(value: Any, at: str) -> Iterator[str]:
    """Slack compares an initial option with the offered ones, whole."""
    options = value.get("options") or [o for group in value.get("option_groups") or [] for o in group["options"]]
    chosen = value.get("initial_options") or ([value["initial_option"]] if value.get("initial_option") else [])
    for option in chosen:
        if option not in options:
            yield wrong("initial option must be one of the options", at)


def _has_options(value: Any, at: str) -> Iterator[str]:
    if not value.get("options") and not value.get("option_groups"):
        yield wrong("missing required field: options", at)


def _menu(option: Check, most: int, required: bool = True) -> Check:
    fields = {
        **_ASKS,
        "options": listed(option, most),
        "initial_option": option,
        "initial_options": listed(option, most),
    }
    return both(shape(fields, required=("options",) if required else ()), _initial_is_offered)


_STATIC: dict[str, Check] = {"options": listed(_OPTION, 100), "option_groups": listed(_GROUP, 100)}
_CHOSEN = {"max_selected_items": number}

_BUTTON = shape(
    {
        "type": anything,
        "action_id": _ID,
        "text": text(75, PLAIN),
        "value": string(2000),
        "url": string(3000),
        "style": among("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(75),
    },
    required=("text",),
)

_CHOICES: dict[str, Check] = {
    "button": _BUTTON,
    "overflow": shape(
        {"type": anything, "action_id": _ID, "options": listed(_OPTION, 5), "confirm": _CONFIRM}, required=("options",)
    ),
    "checkboxes": _menu(_option(), 10),
    "radio_buttons": _menu(_option(), 10),
    "static_select": both(shape({**_ASKS, **_STATIC, "initial_option": _OPTION}), _has_options, _initial_is_offered),
    "multi_static_select": both(
        shape({**_ASKS, **_STATIC, **_CHOSEN, "initial_options": listed(_OPTION, 100)}),
        _has_options,
        _initial_is_offered,
    ),
    "external_select": shape({**_ASKS, "initial_option": _OPTION, "min_query_length": number}),
    "users_select": shape({**_ASKS, "initial_user": string(255)}),
    "multi_users_select": shape({**_ASKS, **_CHOSEN, "initial_users": listed(string(255), 100)}),
    "channels_select": shape({**_ASKS, "initial_channel": string(255), "response_url_enabled": flag}),
    "conversations_select": shape(
        {
            **_ASKS,
            "initial_conversation": string(255),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": anything,
        }
    ),
    "datepicker": shape({**_ASKS, "initial_date": string(10)}),
    "timepicker": shape({**_ASKS, "initial_time": string(5), "timezone": string(100)}),
    "datetimepicker": shape({**_COMMON, "confirm": _CONFIRM, "initial_date_time": _instant}),
}

_WRITTEN: dict[str, Check] = {
    "plain_text_input": shape({**_ASKS, **_WRITING, "multiline": flag}),
    "email_text_input": shape({**_ASKS, **_WRITING}),
    "url_text_input": shape({**_ASKS, **_WRITING}),
    "number_input": shape(
        {**_ASKS, **_WRITING, "is_decimal_allowed": flag, "min_value": string(50), "max_value": string(50)},
        required=("is_decimal_allowed",),
    ),
    "rich_text_input": shape(
        {
            **_ASKS,
            "initial_value": anything,
            "dispatch_action_config": anything,
            "min_lines": number,
            "max_lines": number,
        }
    ),
}

_FILES = shape(
    {"type": anything, "action_id": _ID, "filetypes": listed(string(20, 1), 100), "max_files": _some_files},
)

IMAGE = shape(
    {"type": anything, "image_url": string(3000), "alt_text": string(2000, 1), "slack_file": anything},
    required=("alt_text",),
)

ACTIONS = by_type({**_CHOICES, "rich_text_input": _WRITTEN["rich_text_input"]})
ACCESSORY = by_type({**_CHOICES, "image": IMAGE})
_IN_FORMS = {name: check for name, check in _CHOICES.items() if name not in ("button", "overflow")}
INPUT = by_type({**_IN_FORMS, **_WRITTEN, "file_input": _FILES})
CONTEXT = by_type({"image": IMAGE, "plain_text": text(3000), "mrkdwn": text(3000)})
