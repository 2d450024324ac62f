"""Business time stays true when the zone's own clock jumps: spring, autumn, midnight, half an hour, a whole day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rules.workdays import Calendar, add, add_days, between, next_opening
from tests.rules.calendars import at, every_day, hours

# Spring forward: the hour from `gap` on is never shown. Autumn back: the hour from `overlap` on is shown twice.
PARIS = "Europe/Paris"  # 2026: gap 29 March 02:00, overlap 25 October 02:00
LORD_HOWE = "Australia/Lord_Howe"  # half an hour: overlap 5 April 2026 01:30, gap 4 October 2026 02:00
SAO_PAULO = "America/Sao_Paulo"  # midnight: overlap 17 February 2018 23:00, gap 4 November 2018 00:00
BEIRUT = "Asia/Beirut"  # midnight: gap 29 March 2026 00:00, overlap 24 October 2026 23:00
HAVANA = "America/Havana"  # overlap 1 November 2026 00:00, gap 8 March 2026 00:00
APIA = "Pacific/Apia"  # no 30 December 2011


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        (PARIS, date(2026, 3, 29), 23),
        (PARIS, date(2026, 10, 25), 25),
        (LORD_HOWE, date(2026, 4, 5), 24.5),
        (LORD_HOWE, date(2026, 10, 4), 23.5),
        (SAO_PAULO, date(2018, 2, 17), 25),
        (SAO_PAULO, date(2018, 11, 4), 23),
        (BEIRUT, date(2026, 3, 29), 23),
        (BEIRUT, date(2026, 10, 24), 25),
        (HAVANA, date(2026, 3, 8), 23),
        (HAVANA, date(2026, 11, 1), 25),
    ],
)
def test_round_the_clock_counts_the_hours_that_really_pass(zone: str, day: date, length: float) -> None:
    calendar = every_day(zone, "00:00-24:00")
    only_that_day = Calendar("once", zone, ((),) * 7, openings={day: hours("00:00-24:00")})
    wide = at(f"{day - timedelta(days=3)} 12:00", zone), at(f"{day + timedelta(days=3)} 12:00", zone)
    assert between(only_that_day, *wide) == timedelta(hours=length)
    assert between(calendar, *wide) == wide[1] - wide[0]
    assert add(calendar, wide[0], wide[1] - wide[0]) == wide[1]


@pytest.mark.parametrize(
    ("zone", "day", "text", "counted"),
    [
        (PARIS, date(2026, 3, 29), "01:00-05:00", 180),
        (PARIS, date(2026, 10, 25), "01:00-05:00", 300),
        (PARIS, date(2026, 3, 29), "02:00-03:00", 0),
        (PARIS, date(2026, 10, 25), "02:00-03:00", 120),
        (PARIS, date(2026, 3, 29), "01:00-02:30", 90),
        (PARIS, date(2026, 3, 29), "02:30-05:00", 90),
        (PARIS, date(2026, 10, 25), "01:00-02:30", 90),
        (PARIS, date(2026, 10, 25), "02:30-05:00", 210),
        (PARIS, date(2026, 3, 28), "22:00-06:00", 420),
        (PARIS, date(2026, 10, 24), "22:00-06:00", 540),
        (LORD_HOWE, date(2026, 4, 5), "01:00-03:00", 150),
        (LORD_HOWE, date(2026, 10, 4), "01:00-03:00", 90),
        (SAO_PAULO, date(2018, 11, 3), "20:00-24:00", 240),
        (SAO_PAULO, date(2018, 11, 4), "00:00-02:00", 60),
        (SAO_PAULO, date(2018, 2, 17), "22:00-24:00", 180),
    ],
)
def test_edges_are_turned_into_instants(zone: str, day: date, text: str, counted: int) -> None:
    calendar = Calendar("once", zone, ((),) * 7, openings={day: hours(text)})
    wide = at(f"{day - timedelta(days=2)} 12:00", zone), at(f"{day + timedelta(days=3)} 12:00", zone)
    assert between(calendar, *wide) == timedelta(minutes=counted)


@pytest.mark.parametrize("edge", ["01:30", "02:00", "02:15", "02:30", "02:45", "03:00", "03:30"])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_hours_that_touch_on_the_wall_clock_touch_in_time(day: date, edge: str) -> None:
    whole = Calendar("whole", PARIS, ((),) * 7, openings={day: hours("00:00-12:00")})
    cut = Calendar("cut", PARIS, ((),) * 7, openings={day: hours(f"00:00-{edge}", f"{edge}-12:00")})
    wide = at(f"{day} 00:00"), at(f"{day} 12:00")
    assert between(cut, *wide) == between(whole, *wide)


def test_each_showing_of_a_repeated_hour_is_its_own_instant() -> None:
    calendar = every_day(PARIS, "00:00-24:00")
    first, second = at("2026-10-25 02:30"), at("2026-10-25 02:30", fold=1)
    assert between(calendar, first, second) == timedelta(hours=1)
    assert add(calendar, first, timedelta(hours=1)) == second


def test_a_skipped_date_opens_nothing() -> None:
    calendar = every_day(APIA, "09:00-17:00")
    evening, following = at("2011-12-29 18:00", APIA), at("2011-12-31 09:00", APIA)
    assert next_opening(calendar, evening) == following
    assert between(calendar, evening, at("2012-01-01 00:00", APIA)) == timedelta(hours=8)
    assert add_days(calendar, at("2011-12-29 10:00", APIA), 1) == at("2011-12-31 10:00", APIA)
    assert next_opening(calendar, evening) == datetime(2011, 12, 30, 19, tzinfo=UTC)


def test_business_days_keep_their_time_of_day_across_a_change() -> None:
    calendar = every_day(PARIS, "09:00-18:00")
    assert add_days(calendar, at("2026-03-28 10:00"), 1) == at("2026-03-29 10:00")
    assert add_days(calendar, at("2026-10-24 10:00"), 1) == at("2026-10-25 10:00")


@pytest.mark.parametrize(("summer", "winter"), [("2026-07-06", "2026-01-05"), ("2037-07-06", "2038-01-04")])
def test_hours_follow_the_wall_clock_all_year(summer: str, winter: str) -> None:
    calendar = every_day(PARIS, "09:00-18:00")
    assert next_opening(calendar, at(f"{summer} 00:00")) == at(f"{summer} 09:00")
    assert next_opening(calendar, at(f"{winter} 00:00")) == at(f"{winter} 09:00")
