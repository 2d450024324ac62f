"""Every minute of a clock is told, counted or excluded, with the reason and the mark behind it."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.clock import Mark, MarkKind, Span, read, timeline
from rules.contract import ClockName, Contract, Criticality
from tests.rules.calendars import OFFICE
from tests.rules.clocks import (
    CONTRACT,
    FROM_CHANGE,
    PAUSE,
    REOPEN,
    RESOLUTION,
    RESUME,
    RETARGET,
    SECURITE,
    START,
    STOP,
    hours,
    mark,
    november,
)


def told(marks: list[Mark], contract: Contract, now: str) -> list[tuple[str, str, bool, str, str, str]]:
    """Spans as `(start, end, counted, reason, label, kind of the mark that opened it)`."""
    return [
        (
            f"{span.start.astimezone(OFFICE.zone_info):%d %H:%M}",
            f"{span.end.astimezone(OFFICE.zone_info):%d %H:%M}",
            span.counted,
            span.reason.value,
            span.label,
            span.opened_by.kind.value if span.opened_by else "",
        )
        for span in timeline(RESOLUTION, marks, contract, november(now))
    ]


def test_the_sketch_of_a_client_pause_and_a_holiday_is_told_to_the_minute() -> None:
    marks = [mark("09 10:05", START), mark("09 14:05", PAUSE, why="attente client"), mark("10 09:40", RESUME)]
    assert told(marks, CONTRACT, "12 12:30") == [
        ("09 10:05", "09 12:30", True, "open", "", "start"),
        ("09 12:30", "09 13:30", False, "lunch", "", ""),
        ("09 13:30", "09 14:05", True, "open", "", ""),
        ("09 14:05", "10 09:40", False, "pause", "attente client", "pause"),
        ("10 09:40", "10 12:30", True, "open", "", "resume"),
        ("10 12:30", "10 13:30", False, "lunch", "", ""),
        ("10 13:30", "10 18:00", True, "open", "", ""),
        ("10 18:00", "11 00:00", False, "closed", "", ""),
        ("11 00:00", "12 00:00", False, "holiday", "Armistice", ""),
        ("12 00:00", "12 09:00", False, "closed", "", ""),
        ("12 09:00", "12 12:30", True, "open", "", ""),
    ]
    reading = read(RESOLUTION, marks, CONTRACT, november("12 12:30"))
    assert reading.elapsed == timedelta(hours=13, minutes=50)
    assert reading.deadline == november("13 15:40")
    assert reading.next_run == november("12 13:30")


def test_the_stretch_between_a_stop_and_a_reopening_is_excluded() -> None:
    marks = [mark("09 10:00", START), mark("09 11:00", STOP, why="delivered"), mark("09 12:00", REOPEN)]
    assert told(marks, CONTRACT, "09 12:15") == [
        ("09 10:00", "09 11:00", True, "open", "", "start"),
        ("09 11:00", "09 12:00", False, "stopped", "delivered", "stop"),
        ("09 12:00", "09 12:15", True, "open", "", "reopen"),
    ]


def test_a_stopped_clock_is_told_to_its_stop() -> None:
    marks = [mark("09 10:00", START), mark("09 11:00", STOP)]
    assert told(marks, CONTRACT, "20 10:00") == [("09 10:00", "09 11:00", True, "open", "", "start")]


def test_a_requalification_is_shown_where_it_happened() -> None:
    marks = [mark("09 10:00", START), mark("09 11:00", RETARGET, criticality=SECURITE)]
    assert told(marks, CONTRACT, "10 10:00") == [
        ("09 10:00", "09 11:00", True, "open", "", "start"),
        ("09 11:00", "10 10:00", True, "open", "", "retarget"),
    ]
    assert told(marks, FROM_CHANGE, "10 10:00") == [
        ("09 10:00", "09 11:00", False, "superseded", "", "start"),
        ("09 11:00", "10 10:00", True, "open", "", "retarget"),
    ]


def test_a_clock_that_has_not_started_has_nothing_to_tell() -> None:
    assert told([], CONTRACT, "09 10:00") == []
    assert told([mark("09 10:00", START)], CONTRACT, "09 10:00") == []


KINDS = st.sampled_from([kind for kind in MarkKind if kind is not START])
MARKS = st.lists(
    st.builds(
        Mark,
        at=st.integers(0, 14 * 96).map(lambda quarter: november("09 08:00") + quarter * timedelta(minutes=15)),
        kind=KINDS,
        clock=st.sampled_from(ClockName),
        criticality=st.sampled_from(Criticality),
    ),
    max_size=12,
)


@settings(max_examples=150)
@given(MARKS, st.sampled_from(ClockName), st.sampled_from([CONTRACT, FROM_CHANGE]), st.integers(0, 400))
def test_whatever_happened_the_counted_spans_are_the_elapsed_time(
    later: list[Mark], clock: ClockName, contract: Contract, age: int
) -> None:
    now: datetime = november("09 10:00") + age * hours(1)
    marks = [mark("09 10:00", START, clock), *later]
    reading = read(clock, marks, contract, now)
    spans: tuple[Span, ...] = timeline(clock, marks, contract, now)
    assert sum((span.end - span.start for span in spans if span.counted), timedelta()) == reading.elapsed
    assert all(before.end == after.start for before, after in pairwise(spans))
    if spans:
        assert spans[0].start == reading.started_at
        assert spans[-1].end == (reading.stopped_at or now)


@settings(max_examples=150)
@given(MARKS, st.sampled_from(ClockName), st.sampled_from([CONTRACT, FROM_CHANGE]), st.randoms())
def test_whatever_happened_marks_may_arrive_in_any_order(
    later: list[Mark], clock: ClockName, contract: Contract, chance: object
) -> None:
    marks = [mark("09 10:00", START, clock), *later]
    shuffled = sorted(marks, key=lambda _: chance.random())  # type: ignore[attr-defined]
    distinct = len({(each.at, each.kind) for each in marks if each.clock is clock}) == sum(
        each.clock is clock for each in marks
    )
    if distinct:
        now = november("23 10:00")
        assert read(clock, shuffled, contract, now) == read(clock, marks, contract, now)
