"""The facts about a wait: reminded, ended by its term, explained, answered by a machine."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from rules.contract import ClockName, PauseReason


@dataclass(frozen=True, slots=True)
class Chased:
    """The person waited for was reminded; `number` counts the reminders.

    `due` is when it was to be said. One that is `gathered` was said by no message, and only counts for the cadence;
    none is marked late: it says how long the wait has lasted.
    """

    since: datetime
    reason: PauseReason
    number: int
    due: datetime
    kind: Literal["chased"] = "chased"
    owed_at: datetime | None = None
    gathered: bool = False
    clock: ClassVar[ClockName] = ClockName.ACKNOWLEDGEMENT
    share: ClassVar[float] = 0.0

    @property
    def about(self) -> tuple[object, ...]:
        """As for a threshold."""
        return self.since, self.number


@dataclass(frozen=True, slots=True)
class WaitOutlasted:
    """A wait that began at `since` has lasted as long as the contract lets it: until `term`."""

    since: datetime
    reason: PauseReason
    term: datetime
    kind: Literal["wait_outlasted"] = "wait_outlasted"
    owed_at: datetime | None = None
    gathered: bool = False
    clock: ClassVar[ClockName] = ClockName.ACKNOWLEDGEMENT
    share: ClassVar[float] = 0.0

    @property
    def about(self) -> tuple[object, ...]:
        """As for a threshold."""
        return self.since, self.term


@dataclass(frozen=True, slots=True)
class WaitExplained:
    """Somebody said what a pause waits for, that was made without a word."""

    note: str
    kind: Literal["wait_explained"] = "wait_explained"


@dataclass(frozen=True, slots=True)
class AutomaticReply:
    """An absence notice in the name of somebody of the client's, which answers nothing."""

    text: str = ""
    kind: Literal["automatic_reply"] = "automatic_reply"
