"""What an anomaly's history does to its clocks, in the order that settles simultaneous facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened to one clock in one cycle, at an aware instant.

    `criticality` is read on START and RETARGET only; `by`, `why` and `source` say who, why and where it is recorded.
    """

    at: datetime
    kind: MarkKind
    clock: ClockName
    cycle: int = 1
    criticality: Criticality | None = None
    by: str = ""
    why: str = ""
    source: str = ""


def in_order(marks: Iterable[Mark], clock: ClockName, now: datetime) -> list[Mark]:
    """The marks of one clock's last cycle that `now` has seen, by instant, then from the weakest to the strongest."""
    seen = [mark for mark in marks if mark.clock is clock and utc(mark.at) <= now]
    last = max((mark.cycle for mark in seen), default=1)
    return sorted((mark for mark in seen if mark.cycle == last), key=lambda mark: (mark.at, STRENGTH[mark.kind]))
