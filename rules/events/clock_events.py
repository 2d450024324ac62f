"""The facts that clocks produce: thresholds, breaches, moved deadlines, promised dates."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from rules.contract import ClockName


@dataclass(frozen=True, slots=True)
class ThresholdReached:
    """A clock came to a share of its target (1.0 is the breach), for the deadline it had then.

    `owed_at` is when it should have been told, where Vigie was stopped at that instant; an alert that is `gathered` is
    told with others, and not by a message of its own.
    """

    clock: ClockName
    cycle: int
    share: float
    deadline: datetime
    kind: Literal["threshold_reached"] = "threshold_reached"
    owed_at: datetime | None = None
    gathered: bool = False

    @property
    def about(self) -> tuple[object, ...]:
        """The common key of two alerts that differ only in gravity."""
        return self.clock, self.cycle, self.deadline


class Cause(StrEnum):
    """Why deadlines moved other than by a wait."""

    REQUALIFIED = "requalified"
    CONTRACT_EDITED = "contract_edited"
    HISTORY = "history"
    TICKET = "ticket"


class Ruling(StrEnum):
    """The ruling on a breach announced before the deadline moved."""

    UPHELD = "upheld"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class Shift:
    """One deadline before and after it moved, None for no deadline; `ruling` only where a breach had been announced."""

    clock: ClockName
    cycle: int
    before: datetime | None
    after: datetime | None
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class DeadlinesMoved:
    """Deadlines moved: by a new criticality, by an edited contract file, by facts heard late; `reason` in words."""

    shifts: tuple[Shift, ...]
    cause: Cause
    reason: str = ""
    kind: Literal["deadlines_moved"] = "deadlines_moved"


@dataclass(frozen=True, slots=True)
class PromiseAlerted:
    """A date promised to the client is near (`share` under 1.0) or gone by (1.0) while the clock has not stopped.

    `owed_at` and `gathered` are as for a threshold.
    """

    clock: ClockName
    cycle: int
    share: float
    promised: datetime
    kind: Literal["promise_alerted"] = "promise_alerted"
    owed_at: datetime | None = None
    gathered: bool = False

    @property
    def about(self) -> tuple[object, ...]:
        """As for a threshold."""
        return self.clock, self.cycle, self.promised
