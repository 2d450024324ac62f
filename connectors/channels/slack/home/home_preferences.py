"""Draws a person's preferences as elements that act when used."""

from collections.abc import Iterator

from connectors.channels.home_data import Sheet
from connectors.channels.slack.block_kit import DIVIDER, Block, header, option, section, select
from connectors.preference_choices import LANGUAGE, LISTS, MENTIONS, MORNING, NONE, OFFERED, ON, WEEKLY
from connectors.wording import Wording

PREFER = "prefer:"


def settings(sheet: Sheet, words: Wording) -> Iterator[Block]:
    """The language and the mentions of everybody; the hours of a CP's and an RM's lists, and where they are read."""
    chosen = sheet.preferences
    yield from (DIVIDER, header(words.text("home.preferences.title")))
    yield _menu(
        words, LANGUAGE, chosen.language, {one: words.text(f"home.language.{one}") for one in OFFERED[LANGUAGE]}
    )
    if sheet.leads:
        yield _hours(words, MORNING, chosen.morning)
    if sheet.answers:
        yield _hours(words, WEEKLY, chosen.weekly)
    if sheet.mailed and (sheet.leads or sheet.answers):
        yield _menu(words, LISTS, chosen.lists, {one: words.text(f"home.{LISTS}.{one}") for one in OFFERED[LISTS]})
    yield _mentions(words, chosen.mentions == ON)


def _hours(words: Wording, name: str, chosen: str) -> Block:
    none = {NONE: words.text(f"home.{name}.none")}
    return _menu(words, name, chosen, {one: none.get(one, one) for one in OFFERED[name]})


def _menu(words: Wording, name: str, chosen: str, labels: dict[str, str]) -> Block:
    options = [option(label, value) for value, label in labels.items()]
    menu = select(PREFER + name, options, words.text(f"home.{name}"), chosen)
    return section(words.text(f"home.{name}.about")) | {"block_id": PREFER + name, "accessory": menu}


def _mentions(words: Wording, wanted: bool) -> Block:
    only = option(words.text("home.mentions"), ON)
    box: Block = {"type": "checkboxes", "action_id": PREFER + MENTIONS, "options": [only]}
    about = section(words.text("home.mentions.about"))
    return about | {"block_id": PREFER + MENTIONS, "accessory": box | ({"initial_options": [only]} if wanted else {})}
