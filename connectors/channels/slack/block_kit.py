"""Block Kit's pieces, built within Slack's limits, so that no message is refused for what somebody wrote in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from connectors.channels.slack.slack_text import break_up, cut, still

Block = dict[str, Any]
Style = Literal["primary", "danger"]

SECTION = 3000
CONTEXT = 3000
CONTEXT_ELEMENTS = 10
HEADER = 150
ACTIONS = 25
BUTTON = 75
OPTION = 75
OPTION_VALUE = 150
VALUE = 2000
OVERFLOW = 5
BLOCKS = 50
TEXT = 3000
LABEL = 2000
PLACEHOLDER = 150
TITLE = 24
INPUT = 3000
LONG_TEXT = 9000

DIVIDER: Block = {"type": "divider"}


@dataclass(frozen=True, slots=True)
class Post:
    """A message: its blocks, and the `text` that notifications and screen readers give instead."""

    text: str
    blocks: tuple[Block, ...] = ()


def plain(text: str, limit: int) -> Block:
    """A plain text object: nothing in it is marked up, so that it takes text as it was written."""
    return {"type": "plain_text", "text": cut(still(text), limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = SECTION) -> Block:
    """A marked-up text object; what people wrote in it must be escaped. Slack adds no link or mention to it."""
    return {"type": "mrkdwn", "text": cut(text, limit) or " ", "verbatim": True}


def section(text: str) -> Block:
    """One paragraph."""
    return {"type": "section", "text": mrkdwn(text)}


def sections(text: str, limit: int = LONG_TEXT) -> list[Block]:
    """A long text in as many paragraphs as it takes."""
    return [section(piece) for piece in break_up(cut(text, limit), SECTION)]


def preformatted(text: str, limit: int = LONG_TEXT) -> list[Block]:
    """Lines in fixed width; the text must be escaped."""
    fence = "```"
    harmless = cut(text, limit).replace(fence, "'''")
    return [section(f"{fence}{piece}{fence}") for piece in break_up(harmless, SECTION - 2 * len(fence))]


def context(*texts: str) -> Block:
    """Small print: one element a text."""
    return {"type": "context", "elements": [mrkdwn(text, CONTEXT) for text in texts[:CONTEXT_ELEMENTS]]}


def header(text: str) -> Block:
    """A large title, as it was written."""
    return {"type": "header", "text": plain(text, HEADER)}


def actions(elements: Sequence[Block], block_id: str = "") -> list[Block]:
    """A row of elements; none at all when there is nothing to press, which Slack would refuse."""
    if not elements:
        return []
    row: Block = {"type": "actions", "elements": list(elements[:ACTIONS])}
    return [row | ({"block_id": block_id} if block_id else {})]


def button(label: str, action_id: str, value: str, style: Style | None = None) -> Block:
    """A button; `value` comes back with the press."""
    element: Block = {
        "type": "button",
        "text": plain(label, BUTTON),
        "action_id": action_id,
        "value": value[:VALUE],
    }
    return element | ({"style": style} if style else {})


def option(label: str, value: str, description: str = "") -> Block:
    """One choice of a menu."""
    one: Block = {"text": plain(label, OPTION), "value": value[:OPTION_VALUE]}
    return one | ({"description": plain(description, OPTION)} if description else {})


def overflow(action_id: str, options: Iterable[Block]) -> Block:
    """The menu behind three dots."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)[:OVERFLOW]}


def select(action_id: str, options: Sequence[Block], placeholder: str, initial: str | None = None) -> Block:
    """A menu of up to 100 options; `initial` is the value of the one chosen beforehand."""
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER),
        "options": list(options[:100]),
    }
    chosen = [one for one in element["options"] if one["value"] == initial]
    return element | ({"initial_option": chosen[0]} if chosen else {})


def text_input(
    action_id: str, placeholder: str = "", *, initial: str = "", multiline: bool = False, most: int = INPUT
) -> Block:
    """A field to write in, `most` characters at most."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": min(most, INPUT),
    }
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER)
    return element | ({"initial_value": cut(initial, min(most, INPUT))} if initial else {})


def file_input(action_id: str, types: Sequence[str], most: int) -> Block:
    """Files to choose, `most` at most, of the `types` of those extensions."""
    return {"type": "file_input", "action_id": action_id, "filetypes": list(types), "max_files": most}


def instant_input(action_id: str, initial: datetime | None = None) -> Block:
    """A day and an hour to choose, in the reader's own zone."""
    element: Block = {"type": "datetimepicker", "action_id": action_id}
    return element | ({"initial_date_time": int(initial.timestamp())} if initial else {})


def choices(action_id: str, options: Sequence[Block], placeholder: str, initial: Sequence[str] = ()) -> Block:
    """A menu of up to 100 options of which several may be chosen; `initial` are the values of those chosen before."""
    menu = select(action_id, options, placeholder) | {"type": "multi_static_select"}
    chosen = [one for one in menu["options"] if one["value"] in initial]
    return menu | ({"initial_options": chosen} if chosen else {})


def people_input(action_id: str, placeholder: str, initial: Sequence[str] = (), *, many: bool = False) -> Block:
    """One person of the workspace to choose, or `many`."""
    element: Block = {
        "type": "multi_users_select" if many else "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER),
    }
    begun = {"initial_users": list(initial)} if many else {"initial_user": initial[0]} if initial else {}
    return element | (begun if initial else {})


def day_input(action_id: str, initial: str = "") -> Block:
    """A day to choose (ISO)."""
    return {"type": "datepicker", "action_id": action_id} | ({"initial_date": initial} if initial else {})


def number_input(action_id: str, initial: str = "") -> Block:
    """A number to write, whole or not."""
    element: Block = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": True}
    return element | ({"initial_value": initial} if initial else {})


def field(block_id: str, label: str, element: Block, hint: str = "", optional: bool = False) -> Block:
    """A labelled element of a form."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, LABEL),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain(hint, LABEL)} if hint else {})
