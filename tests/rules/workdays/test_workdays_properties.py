"""Laws of business time, on calendars and instants that nobody chose, and against a walk minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.workdays import Calendar, Interval, add, between, is_open, next_opening
from tests.rules.calendars import NIGHTS, OFFICE, ROUND_THE_CLOCK, every_day

CALENDARS = (OFFICE, NIGHTS, ROUND_THE_CLOCK, every_day("Australia/Lord_Howe", "08:00-12:00", "13:00-19:30"))
MINUTE = timedelta(minutes=1)

calendars = st.sampled_from(CALENDARS)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
openings = st.timedeltas(timedelta(microseconds=1), timedelta(days=60))


@given(calendars, instants, openings)
def test_what_is_added_is_found_between(calendar: Calendar, start: datetime, opening: timedelta) -> None:
    assert between(calendar, start, add(calendar, start, opening)) == opening
    assert between(calendar, start, add(calendar, start, -opening)) == -opening


@given(calendars, instants, openings)
def test_the_reached_instant_is_the_first(calendar: Calendar, start: datetime, opening: timedelta) -> None:
    reached = add(calendar, start, opening)
    assert between(calendar, start, reached - timedelta(microseconds=1)) < opening
    assert is_open(calendar, reached - timedelta(microseconds=1))


@given(calendars, instants, instants)
def test_what_is_found_between_can_be_added(calendar: Calendar, start: datetime, end: datetime) -> None:
    assume(start <= end)
    reached = add(calendar, start, between(calendar, start, end))
    assert reached <= end
    assert between(calendar, reached, end) == timedelta()


@given(calendars, instants, instants, instants)
def test_parts_add_up(calendar: Calendar, start: datetime, middle: datetime, end: datetime) -> None:
    assert between(calendar, start, middle) + between(calendar, middle, end) == between(calendar, start, end)


@given(calendars, instants, openings, openings)
def test_adding_in_two_steps_is_adding_at_once(
    calendar: Calendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    assert add(calendar, add(calendar, start, one), two) == add(calendar, start, one + two)


@given(calendars, instants, instants, openings)
def test_who_starts_later_is_never_due_earlier(
    calendar: Calendar, start: datetime, later: datetime, opening: timedelta
) -> None:
    assume(start <= later)
    assert add(calendar, start, opening) <= add(calendar, later, opening)


@given(calendars, instants)
def test_the_next_opening_is_open_and_nothing_opens_before(calendar: Calendar, start: datetime) -> None:
    opening = next_opening(calendar, start)
    assert is_open(calendar, opening)
    assert between(calendar, start, opening) == timedelta()


def _edges() -> st.SearchStrategy[int]:
    """Quarters of an hour, except inside the hour that Paris skips or repeats: there, two readings are defensible."""
    return st.integers(0, 95).map(lambda quarter: quarter * 15).filter(lambda minute: not 120 < minute < 180)


def _interval(start: int, end: int) -> Interval:
    return Interval(start, end if end > start else end + 1440)


weeks = st.tuples(*[st.lists(st.builds(_interval, _edges(), _edges()), max_size=3).map(tuple)] * 7).filter(any)
DAYS = [date(2026, 3, 26) + timedelta(days=day) for day in range(7)]


def _walk(calendar: Calendar, start: datetime, end: datetime) -> Iterator[datetime]:
    """The open minutes from `start` on, each judged by what the wall clock shows and nothing else."""
    zone = ZoneInfo(calendar.zone)
    while start < end:
        local = start.astimezone(zone)
        minute = local.hour * 60 + local.minute
        today = calendar.hours(local.date())
        eve = calendar.hours(local.date() - timedelta(days=1))
        if any(each.start <= minute < each.end for each in today) or any(minute + 1440 < each.end for each in eve):
            yield start
        start += MINUTE


@settings(max_examples=40)
@given(
    weeks,
    st.sampled_from([datetime(2026, 3, 28, 10, tzinfo=UTC), datetime(2026, 10, 24, 9, 7, tzinfo=UTC)]),
    st.integers(1, 2 * 1440),
    st.dictionaries(st.sampled_from(DAYS), st.just("fermé"), max_size=3),
)
def test_a_walk_minute_by_minute_agrees(
    weekly: tuple[tuple[Interval, ...], ...], start: datetime, length: int, closures: dict[date, str]
) -> None:
    calendar = Calendar("any", "Europe/Paris", weekly, closures=closures)
    end = start + length * MINUTE
    walked = list(_walk(calendar, start, end))
    assert between(calendar, start, end) == len(walked) * MINUTE
    if walked:
        assert add(calendar, start, len(walked) * MINUTE) == walked[-1] + MINUTE
        assert next_opening(calendar, start) == walked[0]
