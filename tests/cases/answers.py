"""What the engine answers to a case, beside what the case says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rules.clock import Face, State
from rules.workdays import Calendar, add, between, segments
from tests.cases.calendars import calendar
from tests.cases.case import Addition, Case, Difference, Figure, Scenario
from tests.cases.figures import Figures, Spans
from tests.cases.policies import translated
from tests.cases.tickets import Inexpressible, Ticket

ZERO = timedelta()


class Outcome(StrEnum):
    """How a case ended."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CANNOT = "cannot express"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one case, and in words what differs or why it can't be put to us."""

    case: str
    outcome: Outcome
    said: str = ""

    def line(self) -> str:
        """One line."""
        return f"{self.case}: {self.outcome}: {self.said}"


def answer(case: Case) -> Answer:
    """The engine's answer to a case, compared."""
    try:
        differing = _differing(case)
        why = _foreign(case) if differing else ()
    except (Inexpressible, ValueError) as problem:
        return Answer(case.id, Outcome.CANNOT, str(problem))
    if not differing:
        return Answer(case.id, Outcome.AGREE)
    said = "; ".join(figures.told(ZoneInfo(case.week.zone)) for figures in differing)
    if why:
        return Answer(case.id, Outcome.CANNOT, f"{', and '.join(why)} ({said})")
    return Answer(case.id, Outcome.DISAGREE, said)


def _differing(case: Case) -> list[Figures]:
    return [figures for figures in _figures(case) if not figures.agree(case.tolerance)]


def _foreign(case: Case) -> tuple[str, ...]:
    """The foreign policies that explain every difference; none where they leave one unexplained."""
    if not isinstance(case.question, Scenario):
        return ()
    reasons: list[str] = []
    for name, shows in case.question.expected.items():
        alone = replace(case.question, expected={name: shows})
        if not _differing(replace(case, question=alone)):
            continue
        other, why = translated(alone, name)
        if not why or _differing(replace(case, question=other)):
            return ()
        reasons += why
    return tuple(dict.fromkeys(reasons))


def _figures(case: Case) -> Iterator[Figures]:
    hours = calendar(case.week)
    match case.question:
        case Addition(start, opening, ends):
            yield Figures("end", ends, (add(hours, start, opening),))
        case Difference() as question:
            yield Figures("counted", question.counted, (_counted(hours, question),))
            if question.opened is not None:
                opened = [
                    (piece.start, piece.end) for piece in segments(hours, question.start, question.end) if piece.counted
                ]
                yield Figures("segments", (_merged(question.opened),), (tuple(opened),))
        case Scenario() as question:
            for name, shows in question.expected.items():
                ours = _shown(Ticket(question, name, hours), question)
                for figure, value in shows.items():
                    yield Figures(f"{name}.{figure}", (value,), ours[figure])


def _counted(hours: Calendar, question: Difference) -> timedelta:
    """A reversed range is negative for us; the case's rule says what its peer makes of that."""
    signed = between(hours, question.start, question.end)
    if question.end >= question.start or question.rule == "negative":
        return signed
    return max(signed, ZERO) if question.rule == "zero" else abs(signed)


def _merged(opened: Spans) -> Spans:
    """Openings that touch are one."""
    spans: list[tuple[datetime, datetime]] = []
    for low, high in sorted(span for span in opened if span[0] < span[1]):
        if spans and spans[-1][1] == low:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return tuple(spans)


def _shown(ticket: Ticket, question: Scenario) -> dict[str, tuple[Figure, ...]]:
    face = ticket.face(question.as_of)
    dues = _dues(ticket, face)
    offset = question.thresholds.get(ticket.name)
    warned = [add(ticket.calendar, due, offset) if due and offset is not None else None for due in dues]
    reading = face.reading
    return {
        "due": dues,
        "threshold_at": tuple(warned),
        "elapsed_business_seconds": (reading.elapsed,),
        "remaining_business_seconds": (reading.remaining,),
        "breached": (reading.breached,),
    }


def _dues(ticket: Ticket, face: Face) -> tuple[datetime | None, ...]:
    """Our deadline; a peer may state none during a pause, and after a stop the one that stood when the pause began."""
    reading = face.reading
    held = [leg for leg in face.course.legs if leg.start < leg.end][-1:]
    if reading.state is State.PAUSED:
        return (reading.deadline, None)
    if reading.state is State.STOPPED and held and held[0].state is State.PAUSED and reading.remaining is not None:
        return (reading.deadline, add(ticket.calendar, held[0].start, reading.remaining))
    return (reading.deadline,)
