"""Public holidays are those of the place, amended by the contract, for any year."""

from datetime import date

import pytest

from connectors.contracts.holidays import PublicHolidays, countries, regions

# Code du travail, article L3133-1; the movable ones from Easter of 5 April 2026.
FRANCE_2026 = {
    date(2026, 1, 1): "Jour de l'an",
    date(2026, 4, 6): "Lundi de Pâques",
    date(2026, 5, 1): "Fête du Travail",
    date(2026, 5, 8): "Fête de la Victoire",
    date(2026, 5, 14): "Ascension",
    date(2026, 5, 25): "Lundi de Pentecôte",
    date(2026, 7, 14): "Fête nationale",
    date(2026, 8, 15): "Assomption",
    date(2026, 11, 1): "Toussaint",
    date(2026, 11, 11): "Armistice",
    date(2026, 12, 25): "Noël",
}


def test_france_has_eleven_holidays_with_french_names() -> None:
    assert PublicHolidays("FR")(2026) == FRANCE_2026


def test_whit_monday_is_worked_when_the_parties_say_so() -> None:
    worked = PublicHolidays("FR", whit_monday=False)
    assert set(FRANCE_2026) - set(worked(2026)) == {date(2026, 5, 25)}
    assert date(2027, 5, 17) not in worked(2027)


@pytest.mark.parametrize(
    ("region", "extra"),
    [
        ("57", date(2026, 4, 3)),
        ("6AE", date(2026, 12, 26)),
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
    ],
)
def test_alsace_moselle_and_the_overseas_departments_have_their_own_days(region: str, extra: date) -> None:
    assert extra in PublicHolidays("FR", region)(2026)
    assert set(FRANCE_2026) <= set(PublicHolidays("FR", region)(2026))


def test_a_region_is_known_by_its_code_and_by_its_name() -> None:
    known = regions("FR")
    assert {known["Alsace"], known["Alsace-Moselle"], known["La Réunion"], known["974"]} == {"6AE", "57", "974"}
    assert not any("Zone" in name for name in known)  # school holidays close no calendar


@pytest.mark.parametrize("year", [1999, 2026, 2100, 2101, 2250, 2400])
def test_holidays_never_run_out(year: int) -> None:
    found = PublicHolidays("FR")(year)
    assert len(found) == len(FRANCE_2026)
    assert {day.year for day in found} == {year}


def test_additions_and_removals_amend_the_year() -> None:
    chosen = PublicHolidays(
        "FR", added=((date(2026, 5, 15), "Pont"),), removed=frozenset({date(2026, 5, 8), "toussaint", "Christmas Day"})
    )
    assert set(FRANCE_2026) - set(chosen(2026)) == {date(2026, 5, 8), date(2026, 11, 1), date(2026, 12, 25)}
    assert chosen(2026)[date(2026, 5, 15)] == "Pont"
    assert date(2027, 5, 15) not in chosen(2027)
    assert date(2027, 5, 8) in chosen(2027)  # removed for 2026 only
    assert date(2027, 11, 1) not in chosen(2027)  # removed by its name: every year


def test_names_follow_the_language_of_the_contract() -> None:
    assert PublicHolidays("FR", language="en")(2026)[date(2026, 12, 25)] == "Christmas Day"
    assert PublicHolidays("BE")(2026)[date(2026, 7, 21)] == "Fête nationale"


def test_the_same_holidays_are_equal_and_cannot_be_changed() -> None:
    assert hash(PublicHolidays("FR")) == hash(PublicHolidays("FR"))
    with pytest.raises(TypeError):
        PublicHolidays("FR")(2026)[date(2026, 3, 3)] = "x"  # type: ignore[index]


def test_countries_are_two_letter_codes() -> None:
    assert {"FR", "BE", "CH", "LU"} <= countries()
    assert all(len(code) == 2 for code in countries())
