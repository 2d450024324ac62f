"""A contract may close the days that a holiday leaves alone beside a week-end, this year and every other."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from connectors.contracts.holidays import PublicHolidays
from rules.workdays import Calendar, Reason
from tests.connectors.contracts.sample import SAMPLE, loaded

ASCENSION = date(2026, 5, 15)


def office(folder: Path, observed: str, text: str = SAMPLE) -> Calendar:
    return loaded(folder, ("{pays: FR}", observed), text=text).calendars["bureau"]


def test_bridges_are_worked_unless_the_contract_closes_them(tmp_path: Path) -> None:
    for observed in ("{pays: FR}", "{pays: FR, ponts: ouverts}", "{country: FR, bridges: open}"):
        assert office(tmp_path, observed).hours(ASCENSION) != ()
    for observed in ("{pays: FR, ponts: fermés}", "{country: FR, bridges: closed}"):
        assert office(tmp_path, observed).closing(ASCENSION) == (Reason.HOLIDAY, "pont de l'Ascension")


def test_a_bridge_is_named_in_the_language_of_the_contract(tmp_path: Path) -> None:
    english = SAMPLE.replace("client: Boutique", "client: Boutique\nlangue: en")
    assert office(tmp_path, "{pays: FR, ponts: fermés}", english).closing(ASCENSION)[1] == "bridge day (Ascension Day)"


@pytest.mark.parametrize(
    ("bridge", "name"),
    [
        (date(2026, 7, 13), "pont de la Fête nationale"),  # a Tuesday's Monday
        (date(2029, 12, 24), "pont de Noël"),
        (date(2029, 4, 30), "pont de la Fête du Travail"),
        (date(2026, 1, 2), "pont du Jour de l'an"),  # New Year's Day on a Thursday
        (date(2018, 12, 31), "pont du Jour de l'an"),  # on a Tuesday, from the year before
        (date(2090, 5, 26), "pont de l'Ascension"),
    ],
)
def test_a_bridge_stands_between_a_holiday_and_the_week_end_of_any_year(bridge: date, name: str) -> None:
    assert PublicHolidays("FR", bridges=True)(bridge.year)[bridge] == name
    assert bridge not in PublicHolidays("FR")(bridge.year)


def test_a_bridge_is_nothing_else_than_a_lone_monday_or_friday() -> None:
    for year in range(2000, 2100):
        kept, closed = PublicHolidays("FR")(year), PublicHolidays("FR", bridges=True)(year)
        around = {**PublicHolidays("FR")(year - 1), **kept, **PublicHolidays("FR")(year + 1)}
        lone = {
            day + timedelta(days=beside)
            for day in around
            for weekday, beside in ((1, -1), (3, 1))
            if day.weekday() == weekday
        }
        assert set(closed) == set(kept) | {day for day in lone if day.year == year}
        assert {day: closed[day] for day in kept} == kept


@pytest.mark.parametrize("removed", ["Ascension", "2026-05-14"])
def test_a_holiday_that_is_worked_makes_no_bridge(tmp_path: Path, removed: str) -> None:
    assert office(tmp_path, f"{{pays: FR, ponts: fermés, retraits: [{removed}]}}").hours(ASCENSION) != ()


def test_a_holiday_that_the_parties_added_makes_one(tmp_path: Path) -> None:
    added = office(tmp_path, "{pays: FR, ponts: fermés, ajouts: {2026-06-09: journée de l'entreprise}}")
    assert added.closing(date(2026, 6, 8)) == (Reason.HOLIDAY, "pont de la journée de l'entreprise")


def test_the_parties_may_work_one_bridge(tmp_path: Path) -> None:
    assert office(tmp_path, "{pays: FR, ponts: fermés, retraits: [2026-05-15]}").hours(ASCENSION) != ()
    opened = "{pays: FR, ponts: fermés}\n    ouvertures: {2026-05-15: 09:00-12:00}"
    assert office(tmp_path, opened).hours(ASCENSION) != ()


def test_the_bridge_of_two_holidays_on_one_date_takes_one_name() -> None:
    assert PublicHolidays("FR", bridges=True)(2008)[date(2008, 5, 2)].startswith("pont de l")
