"""Clocks that are followed mark after mark show what they show when followed from the beginning."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clock import Mark, MarkKind, Marks, cycles, ended, face, read, timeline
from rules.contract import (
    BusinessDays,
    Choices,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    OpeningTime,
    Requalification,
    WallClock,
)
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT

NINE = at("2026-11-09 09:00")
CLOCKS = (ClockName.ACKNOWLEDGEMENT, ClockName.RESOLUTION)
SPENT = (timedelta(), timedelta(minutes=40), timedelta(hours=3))


def contract(requalification: Requalification) -> Contract:
    """Every target on the same clock, by criticality."""
    usual = next(iter(CONTRACT.calendars))
    opening, wall = OpeningTime(timedelta(hours=2)), WallClock(timedelta(hours=3))
    first, second, *_ = Criticality
    targets: dict[Criticality, OpeningTime | WallClock] = {first: opening, second: wall}
    promised = {
        (level, clock): Commitment(targets.get(level, BusinessDays(1)), usual)
        for level in Criticality
        for clock in CLOCKS
    }
    return replace(CONTRACT, commitments=promised, choices=Choices(requalification=requalification))


CONTRACTS = [contract(one) for one in Requalification]
MARKS = st.builds(
    Mark,
    at=st.integers(0, 60).map(lambda quarters: NINE + timedelta(minutes=15 * quarters)),
    kind=st.sampled_from(MarkKind),
    clock=st.sampled_from(CLOCKS),
    cycle=st.integers(1, 2),
    criticality=st.sampled_from([None, *Criticality]),
)


def shown(marks: tuple[Mark, ...], under: Contract, now: datetime) -> list[object]:
    """All that can be read of the clocks at an instant."""
    numbers = {clock: cycles(marks, clock, now) for clock in CLOCKS}
    faces = [face(clock, marks, under, now, cycle) for clock in CLOCKS for cycle in (None, 1, 2)]
    return [
        numbers,
        ended(marks, now),
        *(one.reading for one in faces),
        *(one.when(spent) for one in faces for spent in SPENT),
        *(timeline(clock, marks, under, now) for clock in CLOCKS),
    ]


@given(
    batches=st.lists(st.lists(MARKS, max_size=4), max_size=6),
    under=st.sampled_from(CONTRACTS),
    looks=st.lists(st.integers(0, 80), min_size=1, max_size=3),
)
def test_clocks_read_as_marks_come_show_what_the_whole_shows(
    batches: list[list[Mark]], under: Contract, looks: list[int]
) -> None:
    kept, plain = Marks(), tuple[Mark, ...]()
    for batch in batches:
        kept, plain = kept.plus(batch), (*plain, *batch)
        for quarters in looks:
            now = NINE + timedelta(minutes=15 * quarters)
            assert shown(kept, under, now) == shown(plain, under, now)


def test_a_clock_read_twice_at_an_instant_is_followed_once() -> None:
    marks = Marks((Mark(NINE, MarkKind.START, ClockName.RESOLUTION, 1, Criticality.MAJEURE),))
    first = face(ClockName.RESOLUTION, marks, CONTRACT, NINE)
    assert face(ClockName.RESOLUTION, marks, CONTRACT, NINE, 1) is first
    assert face(ClockName.RESOLUTION, marks, CONTRACT, NINE + timedelta(hours=1)) is not first


def test_a_mark_without_a_zone_is_refused() -> None:
    naive = Mark(datetime(2026, 11, 9, 9, 0), MarkKind.START, ClockName.RESOLUTION)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="zone"):
        read(ClockName.RESOLUTION, (naive,), CONTRACT, NINE)
