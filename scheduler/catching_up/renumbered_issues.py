"""Asks Jira which issue has the key of a known one: a migration gives every issue another id, and leaves its key."""

from enum import Enum, auto

from connectors.jira.history.history_reader import History
from connectors.store.anomalies import Known


class Number(Enum):
    """What Jira says of the issue of an anomaly and of another one that claims its key.

    RENUMBERED where it knows the new one alone, under that key; APART where the keys differ; DOUBTFUL otherwise.
    """

    RENUMBERED = auto()
    APART = auto()
    DOUBTFUL = auto()


async def asked(history: History, known: Known, number: str) -> Number:
    """Which of these it is, for the issue of another `number`. Raises NotNow and Never."""
    key, shown = (known.issue_key or "").upper(), await history.named(number)
    former = await history.named(known.issue_id or "")
    if shown is None or shown[0] != number:
        return Number.DOUBTFUL
    if former is None:
        return Number.RENUMBERED if shown[1].upper() == key else Number.APART
    return Number.DOUBTFUL if former[1].upper() == shown[1].upper() else Number.APART


async def found_again(history: History, key: str, former: str) -> str:
    """The id of the issue that has the key of one which Jira does not show any more; "" where none has."""
    shown = await history.named(key)
    renumbered = shown is not None and shown[1].upper() == key.upper() and shown[0] != former
    return shown[0] if shown is not None and renumbered else ""
