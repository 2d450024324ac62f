"""The contracts of a Home in figures: what stands open, what is late, what this month costs."""

from collections.abc import Iterator

from connectors.channels.home_data import FIRST, Exposure, Sheet, Tally
from connectors.channels.slack.block_kit import DIVIDER, Block, context, header, section
from connectors.channels.slack.slack_text import line
from connectors.wording import Wording
from rules.contract import SIDES, ClockName, Criticality, Side

NAME = 80
NOTABLE = {
    Side.PROVIDER: ("late", "today", "answers", "unowned"),
    Side.CLIENT: ("answers", "recettes", "late"),
}


def tallies(sheet: Sheet, words: Wording) -> Iterator[Block]:
    """Each contract in two lines, the most troubled first."""
    if not sheet.tallies:
        return
    yield from (DIVIDER, header(words.text("home.contracts.title")))
    for tally in sheet.tallies:
        yield section(_tally(tally, sheet.voice(tally.contract)))


def exposures(sheet: Sheet, words: Wording) -> Iterator[Block]:
    """The direction's exposure."""
    if sheet.exposures is None or (sheet.page > FIRST and not sheet.exposures):
        return
    yield from (DIVIDER, header(words.text("home.exposure.title")))
    for one in sheet.exposures:
        yield section(_exposure(one, sheet.voice(one.contract)))
    if not sheet.exposures:
        yield context(words.text("home.exposure.none"))


def _tally(tally: Tally, words: Wording) -> str:
    levels = (
        f"{words.emoji(level)} {tally.levels[level]}" for level in (*Criticality, None) if tally.levels.get(level)
    )
    notable = [
        words.plural(f"home.{side}.{what}", count)
        for side in _sides(tally)
        for what in NOTABLE[side]
        if (count := getattr(tally, what))
    ]
    return words.text(
        "home.contract",
        client=line(tally.contract.client, NAME),
        open=sum(tally.levels.values()),
        levels="  ".join(levels),
        notable=" · ".join(dict.fromkeys(notable)) or words.text("home.fine"),
        effective=tally.contract.effective,
    )


def _sides(tally: Tally) -> list[Side]:
    """A person may be of both."""
    mine = {SIDES[role] for role in tally.roles}
    return [side for side in Side if side in mine]


def _exposure(one: Exposure, words: Wording) -> str:
    missed = (
        words.text("home.exposure.clock", clock=clock, count=one.missed[clock])
        for clock in ClockName
        if one.missed.get(clock)
    )
    return words.text(
        "home.exposure",
        client=line(one.contract.client, NAME),
        missed=" · ".join(missed) or words.text("home.exposure.kept"),
        late=words.plural("home.provider.late", one.late) if one.late else None,
    )
