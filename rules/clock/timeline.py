"""Every counted and every excluded interval of a clock, and why: what `explain` prints and a client may dispute."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.clock.course import Course, Leg, State
from rules.clock.marks import Mark
from rules.clock.pace import Pace, followed
from rules.contract import ClockName, Contract
from rules.workdays import Reason, segments


class Exclusion(StrEnum):
    """Why the clock itself, and not its calendar, left a stretch out."""

    PAUSE = "pause"
    STOPPED = "stopped"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Span:
    """`[start, end)` in UTC; `label` names the holiday or closure, or says why the clock was paused or stopped.

    `opened_by` is the mark from which this span begins; None where only the calendar changed.
    """

    start: datetime
    end: datetime
    counted: bool
    reason: Reason | Exclusion
    label: str = ""
    opened_by: Mark | None = None


def timeline(
    clock: ClockName, marks: Iterable[Mark], contract: Contract, now: datetime, cycle: int | None = None
) -> tuple[Span, ...]:
    """The contiguous spans from a clock's start to its stop, or to `now`; the counted ones add up to `read().elapsed`.

    Empty before the start. What ran under a target that the contract's `from_change` replaced is SUPERSEDED.
    """
    course, counts = followed(clock, marks, contract, now, cycle)
    return tuple(span for leg in course.legs for span in _spans(course, leg, counts))


def _spans(course: Course, leg: Leg, counts: Pace) -> Iterator[Span]:
    if leg.start == leg.end:
        return
    if leg.state is not State.RUNNING:
        reason = Exclusion.PAUSE if leg.state is State.PAUSED else Exclusion.STOPPED
        yield Span(leg.start, leg.end, False, reason, leg.opened_by.why, leg.opened_by)
    elif course.origin and leg.end <= course.origin:
        yield Span(leg.start, leg.end, False, Exclusion.SUPERSEDED, "", leg.opened_by)
    elif counts.wall:
        yield Span(leg.start, leg.end, True, Reason.OPEN, "", leg.opened_by)
    else:
        opened_by: Mark | None = leg.opened_by
        for piece in segments(counts.calendar, leg.start, leg.end):
            yield Span(piece.start, piece.end, piece.counted, piece.reason, piece.label, opened_by)
            opened_by = None
