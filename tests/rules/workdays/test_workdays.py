"""Business time counts every minute of the opening hours once, and no other."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from rules.workdays import (
    Calendar,
    Interval,
    NeverOpens,
    add,
    add_days,
    between,
    is_open,
    next_closing,
    next_opening,
)
from tests.rules.calendars import NIGHTS, OFFICE, OFFICE_WEEK, ROUND_THE_CLOCK, at, every_day, french, hours, week


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("start", "opening", "due"),
    [
        ("2026-11-09 10:05", minutes(60), "2026-11-09 11:05"),
        ("2026-11-09 12:00", minutes(60), "2026-11-09 14:00"),
        ("2026-11-09 12:45", minutes(30), "2026-11-09 14:00"),
        ("2026-11-09 07:00", minutes(30), "2026-11-09 09:30"),
        ("2026-11-10 17:30", minutes(60), "2026-11-12 09:30"),
        ("2026-11-13 16:30", minutes(60), "2026-11-16 09:30"),
        ("2026-12-23 17:30", minutes(60), "2027-01-04 09:30"),
        ("2026-11-09 09:00", minutes(24 * 60), "2026-11-12 18:00"),
        ("2026-11-09 09:00:00.000001", minutes(1), "2026-11-09 09:01:00.000001"),
        ("2026-11-12 09:30", minutes(-60), "2026-11-10 17:30"),
        ("2026-11-16 09:30", minutes(-60), "2026-11-13 16:30"),
    ],
)
def test_a_duration_is_counted_through_lunch_nights_weekends_and_holidays(
    start: str, opening: timedelta, due: str
) -> None:
    assert add(OFFICE, at(start), opening) == at(due)


@pytest.mark.parametrize(
    ("start", "opening", "due"),
    [
        ("2026-11-09 11:30", 60, "2026-11-09 12:30"),
        ("2026-11-09 17:00", 60, "2026-11-09 18:00"),
        ("2026-11-13 16:00", 60, "2026-11-13 17:00"),
        ("2026-11-12 10:00", -60, "2026-11-12 09:00"),
        ("2026-11-09 14:30", -60, "2026-11-09 13:30"),
    ],
)
def test_a_deadline_on_closing_time_stays_there(start: str, opening: int, due: str) -> None:
    assert add(OFFICE, at(start), minutes(opening)) == at(due)


@pytest.mark.parametrize("start", ["2026-11-09 10:00", "2026-11-09 13:00", "2026-11-11 10:00", "2026-11-14 23:59"])
def test_adding_nothing_moves_nothing(start: str) -> None:
    assert add(OFFICE, at(start), timedelta()) == at(start)


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        ("2026-11-09 10:05", "2026-11-09 14:05", 180),
        ("2026-11-09 12:30", "2026-11-09 13:30", 0),
        ("2026-11-11 00:00", "2026-11-12 00:00", 0),
        ("2026-11-09 00:00", "2026-11-16 00:00", 3 * 480 + 420),
        ("2026-12-21 00:00", "2027-01-04 00:00", 3 * 480),
        ("2026-11-09 10:00", "2026-11-09 10:00", 0),
    ],
)
def test_only_opening_hours_are_counted_between_two_instants(start: str, end: str, counted: int) -> None:
    assert between(OFFICE, at(start), at(end)) == minutes(counted)
    assert between(OFFICE, at(end), at(start)) == -minutes(counted)


def test_opening_hours_are_half_open() -> None:
    edges = [("09:00", True), ("12:29:59.999999", True), ("12:30", False), ("13:30", True), ("18:00", False)]
    assert [is_open(OFFICE, at(f"2026-11-09 {time}")) for time, _ in edges] == [opened for _, opened in edges]


@pytest.mark.parametrize(
    ("start", "opening", "closing"),
    [
        ("2026-11-09 10:00", "2026-11-09 10:00", "2026-11-09 12:30"),
        ("2026-11-09 12:30", "2026-11-09 13:30", "2026-11-09 18:00"),
        ("2026-11-10 18:00", "2026-11-12 09:00", "2026-11-12 12:30"),
        ("2026-11-13 17:00", "2026-11-16 09:00", "2026-11-16 12:30"),
    ],
)
def test_the_next_opening_and_closing_are_told(start: str, opening: str, closing: str) -> None:
    assert next_opening(OFFICE, at(start)) == at(opening)
    assert next_closing(OFFICE, at(start)) == at(closing)


def test_round_the_clock_never_closes() -> None:
    assert next_closing(ROUND_THE_CLOCK, at("2026-11-09 10:00")) is None


def test_round_the_clock_is_known_to_stay_open_without_counting_ten_years() -> None:
    calendar = replace(ROUND_THE_CLOCK, closures={date(2028, 5, 2): "coupure"})
    assert next_closing(calendar, at("2028-05-06 02:00")) is None
    assert calendar.index.table.last <= 2028
    assert next_closing(calendar, at("2026-11-09 10:00")) == at("2028-05-02 00:00")


def test_calendars_that_count_alike_share_what_was_counted() -> None:
    assert replace(OFFICE, name="autre").index is OFFICE.index
    for other in (
        replace(OFFICE, zone="Europe/London"),
        replace(OFFICE, closures={date(2026, 11, 10): ""}),
        replace(OFFICE, openings={date(2026, 11, 11): (hours("10:00-11:00"))}),
        replace(OFFICE, holidays=lambda _year: {}),
    ):
        assert other.index is not OFFICE.index


def test_openings_that_touch_at_midnight_are_one() -> None:
    calendar = Calendar("weekdays", "Europe/Paris", week(hours("00:00-24:00")))
    assert next_closing(calendar, at("2026-11-09 10:00")) == at("2026-11-14 00:00")


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        ("2026-11-09 21:00", "2026-11-10 07:00", 480),
        ("2026-11-13 23:00", "2026-11-14 12:00", 420),
        ("2026-11-15 00:00", "2026-11-16 12:00", 0),
        ("2026-12-31 20:00", "2027-01-01 08:00", 480),
    ],
)
def test_a_night_shift_belongs_to_the_date_on_which_it_starts(start: str, end: str, counted: int) -> None:
    assert between(NIGHTS, at(start), at(end)) == minutes(counted)


def test_a_night_shift_runs_into_the_holiday_that_follows_and_not_out_of_it() -> None:
    calendar = replace(NIGHTS, holidays=french)
    assert between(calendar, at("2026-11-11 00:00"), at("2026-11-11 12:00")) == minutes(360)
    assert between(calendar, at("2026-11-11 12:00"), at("2026-11-12 12:00")) == minutes(0)


def test_hours_that_overlap_count_once() -> None:
    calendar = every_day("Europe/Paris", "22:00-06:00", "04:00-08:00", "05:00-05:30")
    assert between(calendar, at("2026-06-01 12:00"), at("2026-06-02 12:00")) == minutes(600)


@pytest.mark.parametrize(
    ("closure", "opening", "counted"),
    [
        (False, None, 0),
        (True, None, 0),
        (False, "10:00-12:00", 120),
        (True, "10:00-12:00", 120),
    ],
)
def test_an_agreed_opening_wins_over_a_closure_and_a_holiday(closure: bool, opening: str | None, counted: int) -> None:
    day = date(2026, 11, 11)
    calendar = replace(
        OFFICE,
        closures={day: "inventaire"} if closure else {},
        openings={day: hours(opening)} if opening else {},
    )
    assert between(calendar, at("2026-11-11 00:00"), at("2026-11-12 00:00")) == minutes(counted)


def test_an_agreed_opening_replaces_the_weekly_hours() -> None:
    calendar = replace(OFFICE, openings={date(2026, 11, 9): hours("09:00-10:00"), date(2026, 11, 10): ()})
    assert between(calendar, at("2026-11-09 00:00"), at("2026-11-11 00:00")) == minutes(60)


@pytest.mark.parametrize(
    ("start", "days", "same_offset", "end_of_day"),
    [
        ("2026-11-09 10:00", 0, "2026-11-09 10:00", "2026-11-09 18:00"),
        ("2026-11-09 10:00", 1, "2026-11-10 10:00", "2026-11-10 18:00"),
        ("2026-11-09 10:00", 2, "2026-11-12 10:00", "2026-11-12 18:00"),
        ("2026-11-09 13:30", 1, "2026-11-10 13:30", "2026-11-10 18:00"),
        ("2026-11-09 17:45", 3, "2026-11-13 17:00", "2026-11-13 17:00"),
        ("2026-11-09 19:00", 1, "2026-11-12 09:00", "2026-11-12 18:00"),
        ("2026-11-14 10:00", 2, "2026-11-18 09:00", "2026-11-18 18:00"),
        ("2026-11-09 12:45", 1, "2026-11-10 13:30", "2026-11-10 18:00"),
        ("2026-12-23 10:00", 1, "2027-01-04 10:00", "2027-01-04 18:00"),
    ],
)
def test_business_days_are_openings_later(start: str, days: int, same_offset: str, end_of_day: str) -> None:
    assert add_days(OFFICE, at(start), days) == at(same_offset)
    assert add_days(OFFICE, at(start), days, end_of_day=True) == at(end_of_day)


def test_business_days_of_night_shifts_end_the_next_morning() -> None:
    assert add_days(NIGHTS, at("2026-11-10 02:00"), 1) == at("2026-11-11 02:00")
    assert add_days(NIGHTS, at("2026-11-10 02:00"), 1, end_of_day=True) == at("2026-11-11 06:00")


def test_business_days_are_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_days(OFFICE, at("2026-11-09 10:00"), -1)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 9, 10)  # noqa: DTZ001
    aware = at("2026-11-09 10:00")
    with pytest.raises(ValueError, match="zone"):
        is_open(OFFICE, naive)
    with pytest.raises(ValueError, match="zone"):
        add(OFFICE, naive, timedelta())
    with pytest.raises(ValueError, match="zone"):
        between(OFFICE, aware, naive)


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (60, 60), (1440, 1500), (60, 1501)])
def test_bounds_that_make_no_interval_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="opening hours"):
        Interval(start, end)


def test_a_calendar_without_hours_is_refused() -> None:
    with pytest.raises(NeverOpens):
        Calendar("empty", "Europe/Paris", ((),) * 7)


def test_an_unknown_zone_and_a_short_week_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Calendar("nowhere", "Europe/Lutece", OFFICE_WEEK)
    with pytest.raises(ValueError, match="days in the week"):
        Calendar("short", "Europe/Paris", OFFICE_WEEK[:5])


def test_the_search_for_an_opening_ends() -> None:
    once = Calendar("once", "Europe/Paris", ((),) * 7, openings={date(2026, 6, 1): hours("09:00-10:00")})
    assert add(once, at("2020-01-01 00:00"), minutes(60)) == at("2026-06-01 10:00")
    assert add(once, at("2030-01-01 00:00"), minutes(-60)) == at("2026-06-01 09:00")
    assert between(once, at("2026-06-02 00:00"), at("2029-06-02 00:00")) == timedelta()
    with pytest.raises(NeverOpens):
        add(once, at("2020-01-01 00:00"), minutes(61))
    with pytest.raises(NeverOpens):
        add(once, at("2030-01-01 00:00"), minutes(-61))
    with pytest.raises(NeverOpens):
        next_opening(once, at("2026-06-01 10:00"))
    with pytest.raises(NeverOpens):
        next_closing(once, at("2026-06-01 10:00"))


def test_two_centuries_can_be_counted() -> None:
    calendar = Calendar("week", "Europe/Paris", week(hours("09:00-17:00")))
    start, end = at("1970-01-05 09:00"), at("2199-12-31 17:00")
    days = sum(1 for day in range(date(1970, 1, 5).toordinal(), date(2200, 1, 1).toordinal()) if (day - 1) % 7 < 5)
    assert between(calendar, start, end) == days * timedelta(hours=8)
    assert add(calendar, start, days * timedelta(hours=8)) == end
    with pytest.raises(ValueError, match="1900"):
        is_open(calendar, at("1850-01-01 00:00"))


def test_what_is_counted_does_not_depend_on_what_was_asked_before() -> None:
    instants = [at(f"{year}-03-02 11:00") for year in (2026, 2019, 2031, 2028, 2015)]
    asked_in_disorder = replace(OFFICE)
    for instant in instants:
        is_open(asked_in_disorder, instant)
    for start, end in pairwise(instants):
        assert between(asked_in_disorder, start, end) == between(replace(OFFICE), start, end)


def test_threads_that_ask_a_fresh_calendar_at_once_agree() -> None:
    asked = [(at(f"{2026 + year}-03-02 11:00"), at(f"{2026 - year}-11-09 15:00")) for year in range(8)] * 4
    fresh = replace(OFFICE)
    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(lambda edges: between(fresh, *edges), asked))
    assert counted == [between(OFFICE, *edges) for edges in asked]


def test_a_narrower_table_left_by_another_thread_is_not_trusted() -> None:
    calendar = replace(OFFICE)
    start, end = at("2026-03-02 11:00"), at("2028-03-02 11:00")
    is_open(calendar, at("2027-06-01 10:00"))
    narrow, wide = calendar.index.table, between(calendar, start, end)
    calendar.index.table = narrow
    assert between(calendar, start, end) == wide


def test_a_calendar_is_a_value() -> None:
    twin = replace(OFFICE)
    between(twin, at("2026-01-01 00:00"), at("2028-01-01 00:00"))
    assert twin == OFFICE
    assert hash(twin) == hash(OFFICE)
    assert "index" not in repr(twin)
    assert replace(OFFICE, zone="UTC") != OFFICE


def test_a_calendar_keeps_its_dates_when_the_callers_mapping_changes() -> None:
    closures: dict[date, str] = {}
    calendar = replace(OFFICE, closures=closures)
    closures[date(2026, 11, 9)] = "later"
    assert is_open(calendar, at("2026-11-09 10:00"))
