"""The four criticalities as a choice, in the contract's own words."""

from bot.slack.forms.sheet import Sheet
from rules.contract import Criticality

LEVELS = frozenset(level.value for level in Criticality)


def levels(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Each level and its label, gravest first."""
    return tuple((level.value, sheet.words.criticality(level)) for level in Criticality)


def definitions(sheet: Sheet) -> str:
    """What each level means, one a line."""
    words = sheet.words
    told = ((words.criticality(level), words.text(f"criticality.{level.value}.definition")) for level in Criticality)
    return "\n".join(f"{label} : {definition}" for label, definition in told)
