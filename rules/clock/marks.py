"""What an anomaly's history does to its clocks, in the order that settles simultaneous facts."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from rules.contract import ClockName, Criticality
from rules.workdays import utc


class MarkKind(StrEnum):
    """What a mark does, from the weakest to the strongest: of simultaneous marks, the strongest has the last word.

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


def in_order(marks: Iterable[Mark], clock: ClockName, now: datetime, cycle: int | None = None) -> list[Mark]:
    """The marks of one cycle (None: the last) that `now` has seen, by instant, then from weakest to strongest."""
    seen = [mark for mark in marks if mark.clock is clock and utc(mark.at) <= now]
    wanted = max((mark.cycle for mark in seen), default=1) if cycle is None else cycle
    return sorted((mark for mark in seen if mark.cycle == wanted), key=lambda mark: (mark.at, STRENGTH[mark.kind]))


def cycles(marks: Iterable[Mark], clock: ClockName, now: datetime) -> tuple[int, ...]:
    """The cycles of one clock that `now` has seen, in order; (1,) while nothing happened to it."""
    return tuple(sorted({mark.cycle for mark in marks if mark.clock is clock and utc(mark.at) <= now})) or (1,)
