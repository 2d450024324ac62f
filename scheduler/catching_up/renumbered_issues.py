"""Asks Jira which issue has the key of a known one: a migration gives every issue another id, and leaves its key.

A project that was deleted and made again under its key gives the same keys to other issues, which were made later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from connectors.jira.history.history_reader import History, Name
from connectors.jira.inbound.name_spelling import same

LATER = timedelta(hours=1)  # between an anomaly and its issue: Jira may have been away meanwhile


class Number(Enum):
    """What Jira says of the issue of an anomaly and of another one that claims its key.

    RENUMBERED where it knows the new one alone, under that key; APART where the keys differ, or where the new one was
    made later and has another title; DOUBTFUL otherwise.
    """

    RENUMBERED = auto()
    APART = auto()
    DOUBTFUL = auto()


@dataclass(frozen=True, slots=True)
class Former:
    """The issue of an anomaly as it is known: its id and key, the anomaly's title, and when it was raised."""

    id: str
    key: str
    title: str
    raised_at: datetime | None


async def asked(history: History, former: Former, number: str) -> Number:
    """Which of these it is, for the issue of another `number`. Raises NotNow and Never."""
    shown, before = await history.named(number), await history.named(former.id)
    if shown is None or shown.id != number:
        return Number.DOUBTFUL
    if before is None:
        return _renumbered(shown, former) if _keyed(shown, former.key) else Number.APART
    return Number.DOUBTFUL if _keyed(shown, before.key) else Number.APART


async def found_again(history: History, former: Former) -> str:
    """The id of the issue that has the key of one which Jira does not show any more; "" where none has."""
    shown = await history.named(former.key)
    if shown is None or shown.id == former.id or not _keyed(shown, former.key):
        return ""
    return shown.id if _renumbered(shown, former) is Number.RENUMBERED else ""


def _renumbered(shown: Name, former: Former) -> Number:
    """Whether an issue of the same key can be the same: one that was made after the anomaly began is another one."""
    if shown.created is None or former.raised_at is None or shown.created <= former.raised_at + LATER:
        return Number.RENUMBERED
    return Number.DOUBTFUL if same(shown.title, former.title) else Number.APART


def _keyed(shown: Name, key: str) -> bool:
    return shown.key.upper() == key.upper()
