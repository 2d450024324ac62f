"""The facts about alerts: answered, snoozed, unanswered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.contract import ClockName


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A named human of the provider has read the alerts and sees to it."""

    kind: Literal["acknowledged"] = "acknowledged"


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A named human of the provider puts the reminders off `until` an instant, for `reason`.

    A breach is told all the same.
    """

    until: datetime
    reason: str
    kind: Literal["snoozed"] = "snoozed"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody answered an alert given at `since`: the step of that number (from 0) of the escalation is due.

    `owed_at` and `gathered` are as for a threshold.
    """

    clock: ClockName
    cycle: int
    step: int
    deadline: datetime
    since: datetime
    kind: Literal["unanswered"] = "unanswered"
    owed_at: datetime | None = None
    gathered: bool = False

    @property
    def about(self) -> tuple[object, ...]:
        """As for a threshold."""
        return self.clock, self.cycle, self.deadline

    @property
    def share(self) -> float:
        """The height of the step in the escalation."""
        return float(self.step)
