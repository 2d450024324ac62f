"""Reads the time that somebody says they spent, however they write it: `1h30`, `45 min`, `1,5 h`, `0,5j`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.slack.intake.text_normalizer import bare

_MOST = 4  # words that one time can take: `1 h 30 min`
_NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_TIME = re.compile(
    rf"(?:{_NUMBER}(?:jours|jour|j|days|day|d))?"
    rf"(?:{_NUMBER}(?:heures|heure|hours|hour|hrs|hr|h)(\d{{1,2}}$)?)?"
    r"(?:(\d{1,4})(?:minutes|minute|mins|min|mn|m))?"
)


@dataclass(frozen=True, slots=True)
class WorkedTime:
    """Whole `minutes`, and `days` of the contract's own length; `words` is how many words said it."""

    minutes: int
    days: Decimal
    words: int


def worked_time(words: Sequence[str]) -> WorkedTime | None:
    """The time that the words begin with; None where they begin with none."""
    for taken in range(min(_MOST, len(words)), 0, -1):
        found = _TIME.fullmatch("".join(bare(word) for word in words[:taken]))
        if found and any(found.groups()):
            days, hours, after, minutes = found.groups()
            spent = _decimal(hours) * 60 + int(after or 0) + int(minutes or 0)
            return WorkedTime(int(spent.to_integral_value()), _decimal(days), taken)
    return None


def _decimal(text: str | None) -> Decimal:
    return Decimal((text or "0").replace(",", "."))
