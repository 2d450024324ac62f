"""The marks that an anomaly's history leaves on its clocks, and the order that settles simultaneous ones."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from rules.contract import ClockName, Criticality


class MarkKind(StrEnum):
    """A mark's kind, from the weakest to the strongest: of simultaneous marks, the strongest wins.

    So stop > pause > resume > start: a clock left and entered in one instant (resumed from one wait, paused by the
    next) stands as the stronger of the two says.
    """

    START = "start"
    RETARGET = "retarget"
    RESUME = "resume"
    REOPEN = "reopen"
    PAUSE = "pause"
    STOP = "stop"
    CANCEL = "cancel"


STRENGTH = {kind: rank for rank, kind in enumerate(MarkKind)}


class Mark(NamedTuple):
    """One thing that happened to one clock in one cycle, at an aware instant.

    `criticality` is read on START and RETARGET only; `by`, `why` and `source` say who, why and where it is recorded.
    A named tuple because a fold makes a score of them, and makes these four times as fast as frozen dataclasses.
    """

    at: datetime
    kind: MarkKind
    clock: ClockName
    cycle: int = 1
    criticality: Criticality | None = None
    by: str = ""
    why: str = ""
    source: str = ""


class Marks(tuple[Mark, ...]):
    """All the marks of an anomaly. What is computed from them is remembered here: the marks never change.

    `tracks` is set by `rules.clock.tracks`; marks that were added to others start from the tracks of those (`base`).
    `faces` are the clocks as they were last read: for one contract, at one instant.
    """

    tracks: dict[ClockName, dict[int, Any]] | None = None
    base: "Marks | None" = None
    faces: tuple[object, datetime, dict[tuple[ClockName, int], Any]] | None = None

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> "Marks":
        """The same marks, able to remember."""
        return marks if isinstance(marks, Marks) else cls(marks)

    def plus(self, more: Iterable[Mark]) -> "Marks":
        """These marks and some more after them."""
        longer = Marks((*self, *more))
        longer.base = self if self.tracks is not None else self.base
        return longer
