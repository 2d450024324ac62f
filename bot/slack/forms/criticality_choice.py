"""The four criticalities as a choice, in the contract's own words."""

from collections.abc import Mapping

from bot.slack.forms.form_context import Sheet
from rules.contract import Criticality

LEVELS = frozenset(level.value for level in Criticality)


def levels(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Each level and its label, gravest first."""
    return tuple((level.value, sheet.words.criticality(level)) for level in Criticality)


def definitions(sheet: Sheet) -> Mapping[str, str]:
    """The meaning of each level, by its value."""
    return {level.value: sheet.words.text(f"criticality.{level.value}.definition") for level in Criticality}
