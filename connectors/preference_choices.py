"""The preferences that each person may set, and their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.wording import LANGUAGES

LANGUAGE, MORNING, WEEKLY, LISTS, MENTIONS = "language", "morning", "weekly", "lists", "mentions"
CONTRACT = "contract"
NONE = "none"
ON, OFF = "on", "off"
SLACK, MAIL, BOTH = "slack", "mail", "both"
HOURS = ("07:00", "07:30", "08:00", "08:30", "09:00", "09:30", "10:00")
USUAL = "08:30"

OFFERED: Mapping[str, tuple[str, ...]] = {
    LANGUAGE: (CONTRACT, *LANGUAGES),
    MORNING: (NONE, *HOURS),
    WEEKLY: (NONE, *HOURS),
    LISTS: (SLACK, MAIL, BOTH),
    MENTIONS: (ON, OFF),
}
"""The values of each preference, by its name."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices: a value of OFFERED each."""

    language: str = CONTRACT
    morning: str = USUAL
    mentions: str = ON
    weekly: str = USUAL
    lists: str = SLACK

    def spoken(self, otherwise: str) -> str:
        """The language that they read; `otherwise` is their contract's."""
        return otherwise if self.language == CONTRACT else self.language
