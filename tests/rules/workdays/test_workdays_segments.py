"""Every figure can be told piece by piece, as a client would check it on paper."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from rules.workdays import Calendar, Segment, between, segments
from tests.rules.calendars import NIGHTS, OFFICE, ROUND_THE_CLOCK, at, every_day, french, hours

Told = list[tuple[str, str, str, str]]


def told(calendar: Calendar, start: str, end: str) -> Told:
    """Segments as `(start, end, reason, label)`, in the calendar's wall clock."""
    return [
        (
            f"{piece.start.astimezone(calendar.zone_info):%m-%d %H:%M}",
            f"{piece.end.astimezone(calendar.zone_info):%m-%d %H:%M}",
            piece.reason.value,
            piece.label,
        )
        for piece in segments(calendar, at(start), at(end))
    ]


def test_a_lunch_a_night_and_a_holiday_are_told_apart() -> None:
    assert told(OFFICE, "2026-11-10 12:00", "2026-11-12 09:30") == [
        ("11-10 12:00", "11-10 12:30", "open", ""),
        ("11-10 12:30", "11-10 13:30", "lunch", ""),
        ("11-10 13:30", "11-10 18:00", "open", ""),
        ("11-10 18:00", "11-11 00:00", "closed", ""),
        ("11-11 00:00", "11-12 00:00", "holiday", "Armistice"),
        ("11-12 00:00", "11-12 09:00", "closed", ""),
        ("11-12 09:00", "11-12 09:30", "open", ""),
    ]


def test_a_weekend_is_one_piece_with_its_nights() -> None:
    assert told(OFFICE, "2026-11-13 16:00", "2026-11-16 09:30")[1:-1] == [
        ("11-13 17:00", "11-16 09:00", "closed", ""),
    ]


def test_a_closure_is_one_piece_even_over_a_holiday_and_a_weekend() -> None:
    assert told(OFFICE, "2026-12-23 17:00", "2027-01-04 10:00") == [
        ("12-23 17:00", "12-23 18:00", "open", ""),
        ("12-23 18:00", "12-24 00:00", "closed", ""),
        ("12-24 00:00", "01-01 00:00", "closure", "congés annuels"),
        ("01-01 00:00", "01-02 00:00", "holiday", "Jour de l'an"),
        ("01-02 00:00", "01-04 09:00", "closed", ""),
        ("01-04 09:00", "01-04 10:00", "open", ""),
    ]


def test_a_holiday_that_takes_no_hours_away_is_not_blamed() -> None:
    assert told(OFFICE, "2026-10-30 17:00", "2026-11-02 09:00") == [("10-30 17:00", "11-02 09:00", "closed", "")]


def test_an_agreed_opening_on_a_holiday_is_told_as_opening() -> None:
    calendar = replace(OFFICE, openings={date(2026, 11, 11): hours("10:00-12:00")})
    assert told(calendar, "2026-11-11 00:00", "2026-11-12 00:00") == [
        ("11-11 00:00", "11-11 10:00", "closed", ""),
        ("11-11 10:00", "11-11 12:00", "open", ""),
        ("11-11 12:00", "11-12 00:00", "closed", ""),
    ]


def test_what_begins_or_ends_inside_a_piece_is_cut_there() -> None:
    assert told(OFFICE, "2026-11-09 12:45", "2026-11-09 13:00") == [("11-09 12:45", "11-09 13:00", "lunch", "")]
    assert told(OFFICE, "2026-11-11 10:00", "2026-11-11 11:00") == [
        ("11-11 10:00", "11-11 11:00", "holiday", "Armistice")
    ]
    assert segments(OFFICE, at("2026-11-11 10:00"), at("2026-11-11 10:00")) == ()


def test_a_night_shift_is_one_piece_across_midnight() -> None:
    assert told(replace(NIGHTS, holidays=french), "2026-11-10 21:00", "2026-11-12 23:00") == [
        ("11-10 21:00", "11-10 22:00", "closed", ""),
        ("11-10 22:00", "11-11 06:00", "open", ""),
        ("11-11 06:00", "11-12 00:00", "holiday", "Armistice"),
        ("11-12 00:00", "11-12 22:00", "closed", ""),
        ("11-12 22:00", "11-12 23:00", "open", ""),
    ]


def test_round_the_clock_is_one_piece() -> None:
    assert told(ROUND_THE_CLOCK, "2026-10-20 00:00", "2026-11-20 00:00") == [("10-20 00:00", "11-20 00:00", "open", "")]


@pytest.mark.parametrize(
    "calendar",
    [
        OFFICE,
        NIGHTS,
        ROUND_THE_CLOCK,
        every_day("Pacific/Apia", "09:00-17:00"),
        every_day("Australia/Lord_Howe", "01:00-03:00", "22:00-24:00"),
        every_day("America/Sao_Paulo", "00:00-02:00", "22:00-24:00"),
    ],
    ids=lambda calendar: calendar.zone,
)
@pytest.mark.parametrize("start", ["2011-12-20 10:00", "2018-02-10 00:00", "2018-10-29 03:30", "2026-03-25 00:00"])
def test_pieces_leave_no_hole_and_add_up(calendar: Calendar, start: str) -> None:
    begin = at(start)
    end = begin + timedelta(days=16, minutes=7)
    pieces: tuple[Segment, ...] = segments(calendar, begin, end)
    assert (pieces[0].start, pieces[-1].end) == (begin, end)
    assert all(before.end == after.start for before, after in pairwise(pieces))
    assert all((before.reason, before.label) != (after.reason, after.label) for before, after in pairwise(pieces))
    assert sum((piece.end - piece.start for piece in pieces if piece.counted), timedelta()) == between(
        calendar, begin, end
    )
