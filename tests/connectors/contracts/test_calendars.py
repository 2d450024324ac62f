"""Each kind of opening that a contract may agree on is counted as its file says, in its own zone, for any year."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.workdays import Calendar, Reason, add, between, is_open, next_closing, next_opening
from tests.connectors.contracts.sample import SAMPLE, loaded

HOUR = timedelta(hours=1)
BEFORE, AFTER = SAMPLE[: SAMPLE.index("    lundi-jeudi")], SAMPLE[SAMPLE.index("  astreinte: 24/7") :]


def office(folder: Path, *lines: str, zone: str = "Europe/Paris") -> Calendar:
    """The calendar that these lines describe."""
    text = BEFORE.replace("Europe/Paris", zone) + "".join(f"    {line}\n" for line in lines) + AFTER
    return loaded(folder, text=text).calendars["bureau"]


def at(calendar: Calendar, local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(calendar.zone))


def opened(calendar: Calendar, day: str, nights: int = 1) -> timedelta:
    start = at(calendar, day)
    return between(calendar, start, start + timedelta(days=nights))


def test_a_day_may_open_any_number_of_times_and_differ_from_the_others(tmp_path: Path) -> None:
    six = "lundi: [07:00-08:00, 09:00-10:00, 11:00-12:00, 13:00-14:00, 15:00-16:00, 17:00-24:00]"
    calendar = office(tmp_path, six, "mardi, jeudi: 09:00-12:00", "samedi: 14:00-14:15", "fériés: aucun")
    week = [opened(calendar, f"2026-11-{day:02}") for day in range(9, 16)]
    assert [each / HOUR for each in week] == [12, 3, 0, 3, 0, 0.25, 0]


def test_an_opening_until_24_00_goes_on_into_the_next_day(tmp_path: Path) -> None:
    calendar = office(tmp_path, "lundi: 20:00-24:00", "mardi: 00:00-02:00", "fériés: aucun")
    assert is_open(calendar, at(calendar, "2026-11-10 00:00"))
    assert next_closing(calendar, at(calendar, "2026-11-09 21:00")) == at(calendar, "2026-11-10 02:00")


def test_a_night_is_that_of_the_day_on_which_it_starts_into_a_closed_day_too(tmp_path: Path) -> None:
    calendar = office(tmp_path, "vendredi: 22:00-06:00", "dimanche: 23:00-01:00", "fériés: {pays: FR}")
    assert opened(calendar, "2026-11-13", 2) == 8 * HOUR  # to Saturday 14 at six
    assert next_closing(calendar, at(calendar, "2026-11-15 23:30")) == at(calendar, "2026-11-16 01:00")
    assert opened(calendar, "2026-04-30", 2) == timedelta()  # a Thursday, then 1 May
    assert opened(calendar, "2026-12-24", 2) == timedelta()  # a Friday 25 December


@pytest.mark.parametrize(
    ("zone", "hours", "day", "counted"),
    [
        ("Europe/Paris", "00:00-24:00", "2026-03-29", 23),  # an hour skipped
        ("Europe/Paris", "00:00-24:00", "2026-10-25", 25),  # and repeated
        ("Europe/Paris", "02:00-03:00", "2026-03-29", 0),  # an opening that the wall clock never shows
        ("Europe/Paris", "02:00-03:00", "2026-10-25", 2),  # and one that it shows twice
        ("Australia/Lord_Howe", "01:00-03:00", "2026-10-04", 1.5),  # half an hour
        ("Australia/Lord_Howe", "01:00-03:00", "2026-04-05", 2.5),
        ("America/Havana", "00:00-02:00", "2026-03-08", 1),  # midnight does not exist
        ("America/Havana", "00:00-02:00", "2026-11-01", 3),  # or comes twice
        ("Africa/Cairo", "00:00-24:00", "2026-04-24", 23),
        ("Pacific/Apia", "09:00-17:00", "2011-12-29", 8),
        ("Asia/Kathmandu", "09:00-17:00", "2026-11-09", 8),  # a quarter of an hour from the others
    ],
)
def test_an_hour_that_the_zone_skips_or_repeats_counts_as_time_that_went_by(
    tmp_path: Path, zone: str, hours: str, day: str, counted: float
) -> None:
    calendar = office(tmp_path, f"tous les jours: {hours}", "fériés: aucun", zone=zone)
    assert opened(calendar, day) / HOUR == counted


def test_a_date_that_the_zone_skipped_opens_nothing(tmp_path: Path) -> None:
    calendar = office(tmp_path, "tous les jours: 09:00-17:00", "fériés: aucun", zone="Pacific/Apia")
    start, end = at(calendar, "2011-12-29 00:00"), at(calendar, "2012-01-01 00:00")
    assert between(calendar, start, end) == 16 * HOUR  # the 29th and the 31st
    assert add(calendar, start, 9 * HOUR) == at(calendar, "2011-12-31 10:00")


def test_a_night_of_the_change_of_clocks_is_an_hour_shorter_or_longer(tmp_path: Path) -> None:
    calendar = office(tmp_path, "samedi: 22:00-06:00", "fériés: aucun")
    assert [opened(calendar, day, 2) / HOUR for day in ("2026-03-28", "2026-10-24", "2026-11-07")] == [7, 9, 8]


@pytest.mark.parametrize(
    ("observed", "day", "name"),
    [
        ("{pays: FR, région: Métropole}", date(2026, 7, 14), "Fête nationale"),
        ("{pays: FR, région: Alsace-Moselle}", date(2026, 4, 3), "Vendredi saint"),
        ("{pays: FR, région: Moselle}", date(2025, 12, 26), "Saint-Étienne"),
        ("{pays: FR, région: Guadeloupe}", date(2026, 5, 27), "Abolition de l'esclavage"),
        ("{pays: FR, région: Martinique}", date(2026, 5, 22), "Abolition de l'esclavage"),
        ("{pays: FR, région: Guyane}", date(2026, 6, 10), "Abolition de l'esclavage"),
        ("{pays: FR, région: La Réunion}", date(2027, 12, 20), "Abolition de l'esclavage"),
        ("{pays: FR, région: Mayotte}", date(2026, 4, 27), "Abolition de l'esclavage"),
        ("{pays: FR, région: Saint-Barthélemy}", date(2026, 10, 9), "Abolition de l'esclavage"),
        ("{pays: FR, région: Saint-Martin}", date(2026, 5, 28), "Abolition de l'esclavage"),
        ("{pays: FR, région: Polynésie française}", date(2026, 3, 5), "Arrivée de l'Évangile"),
        ("{pays: FR, région: Nouvelle-Calédonie}", date(2026, 9, 24), "Fête de la Citoyenneté"),
        ("{pays: BE}", date(2026, 7, 21), "Fête nationale"),
        ("{pays: FR}", date(2090, 7, 14), "Fête nationale"),
        ("{pays: FR}", date(2101, 5, 26), "Ascension"),
        ("{pays: FR, région: Mayotte}", date(2090, 4, 27), "Abolition de l'esclavage"),
    ],
)
def test_each_place_keeps_its_own_holidays_for_ever(tmp_path: Path, observed: str, day: date, name: str) -> None:
    calendar = office(tmp_path, "semaine: 09:00-17:00", f"fériés: {observed}")
    assert (calendar.hours(day), calendar.closing(day)) == ((), (Reason.HOLIDAY, name))


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2025, 12, 26), date(2026, 5, 27), date(2027, 12, 20)])
def test_the_holidays_of_one_region_are_worked_in_the_others(tmp_path: Path, day: date) -> None:
    assert office(tmp_path, "semaine: 09:00-17:00", "fériés: {pays: FR}").hours(day) != ()


@pytest.mark.parametrize(("choice", "hours"), [("ouvert", 8), ("fermé", 0)])
def test_whit_monday_is_worked_where_the_contract_says_so(tmp_path: Path, choice: str, hours: int) -> None:
    calendar = office(tmp_path, "semaine: 09:00-17:00", f"fériés: {{pays: FR, lundi de Pentecôte: {choice}}}")
    assert [opened(calendar, day) / HOUR for day in ("2026-05-25", "2027-05-17", "2090-06-05")] == [hours] * 3


def test_an_opening_by_date_wins_over_a_closure_and_a_closure_over_a_holiday(tmp_path: Path) -> None:
    closures = "fermetures: {2026-07-13..2026-07-15: congés}"
    openings = "ouvertures: {2026-07-14: [10:00-11:00, 20:00-02:00], 2026-07-18: 09:00-10:00, 2026-07-20: fermé}"
    calendar = office(tmp_path, "semaine: 09:00-17:00", "fériés: {pays: FR}", closures, openings)
    week = {day: opened(calendar, f"2026-07-{day}") / HOUR for day in range(13, 22)}
    # The night that 14 July opens ends on the 15th, closed as it is.
    assert week == {13: 0, 14: 5, 15: 2, 16: 8, 17: 8, 18: 1, 19: 0, 20: 0, 21: 8}
    assert calendar.closing(date(2026, 7, 13)) == (Reason.CLOSURE, "congés")


def test_nothing_closes_round_the_clock(tmp_path: Path) -> None:
    calendar = loaded(tmp_path).calendars["astreinte"]
    new_year = at(calendar, "2026-12-31 23:00")
    assert next_closing(calendar, new_year) is None
    assert add(calendar, new_year, 48 * HOUR) == new_year + 48 * HOUR


def test_a_calendar_closed_for_years_opens_again(tmp_path: Path) -> None:
    years = ", ".join(f"{year}-01-01..{year}-12-31: arrêt" for year in range(2027, 2036))
    calendar = office(tmp_path, "lundi: 09:00-10:00", "fériés: {pays: FR}", f"fermetures: {{{years}}}")
    assert next_opening(calendar, at(calendar, "2026-12-31 12:00")) == at(calendar, "2036-01-07 09:00")
