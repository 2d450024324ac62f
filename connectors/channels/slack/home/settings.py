"""What a person may choose for themselves, as elements that act as soon as they are used."""

from collections.abc import Iterator

from connectors.channels.slack.blocks import DIVIDER, Block, header, option, section, select
from connectors.channels.slack.home.sheet import Sheet
from connectors.preferences import LANGUAGE, MENTIONS, MORNING, NONE, OFFERED, ON
from connectors.wording import Wording

PREFER = "prefer:"


def settings(sheet: Sheet, words: Wording) -> Iterator[Block]:
    """The language and the mentions of everybody, and the hour of a CP's morning list."""
    chosen = sheet.preferences
    yield from (DIVIDER, header(words.text("home.preferences.title")))
    yield _menu(
        words, LANGUAGE, chosen.language, {one: words.text(f"home.language.{one}") for one in OFFERED[LANGUAGE]}
    )
    if sheet.leads:
        none = {NONE: words.text("home.morning.none")}
        yield _menu(words, MORNING, chosen.morning, {one: none.get(one, one) for one in OFFERED[MORNING]})
    yield _mentions(words, chosen.mentions == ON)


def _menu(words: Wording, name: str, chosen: str, labels: dict[str, str]) -> Block:
    options = [option(label, value) for value, label in labels.items()]
    menu = select(PREFER + name, options, words.text(f"home.{name}"), chosen)
    return section(words.text(f"home.{name}.about")) | {"block_id": PREFER + name, "accessory": menu}


def _mentions(words: Wording, wanted: bool) -> Block:
    only = option(words.text("home.mentions"), ON)
    box: Block = {"type": "checkboxes", "action_id": PREFER + MENTIONS, "options": [only]}
    about = section(words.text("home.mentions.about"))
    return about | {"block_id": PREFER + MENTIONS, "accessory": box | ({"initial_options": [only]} if wanted else {})}
