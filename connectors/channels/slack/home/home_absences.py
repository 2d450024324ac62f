"""A person's absences on their Home: when, who stands in, and for whom they stand in themselves."""

from collections.abc import Iterator

from connectors.channels.home_data import FIRST, Away, Sheet
from connectors.channels.slack.block_kit import DIVIDER, Block, actions, button, header, section
from connectors.channels.slack.slack_text import line
from connectors.wording import Wording

ABSENCE = "absence"
PLAN, CHANGE, CANCEL = f"{ABSENCE}:plan", f"{ABSENCE}:change", f"{ABSENCE}:cancel"
NAME = 80


def absences(sheet: Sheet, words: Wording) -> Iterator[Block]:
    """On the first page: for whom the person stands in, then their own absences, each of which can be changed."""
    if sheet.page > FIRST:
        return
    yield from (DIVIDER, header(words.text("home.absences.title")))
    for one in sheet.places:
        yield section(_told("home.standing_in", one, words))
    for one in sheet.absences:
        yield section(_told("home.absence", one, words))
        change = button(words.text("home.absence.change"), CHANGE, one.id)
        yield from actions([change, button(words.text("home.absence.cancel"), CANCEL, one.id, "danger")])
    yield from actions([button(words.text("home.absence.plan"), PLAN, "new")])


def _told(key: str, one: Away, words: Wording) -> str:
    name = line(one.name, NAME) or None
    return words.text(key, name=name, first=one.first, last=one.last if one.last > one.first else None)
