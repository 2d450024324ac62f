"""A bad duration, interval, zone, date, country or region is told at its line, quoted, with two that would do."""

import re
from pathlib import Path

import pytest

from tests.connectors.contracts.sample import changed, told

MAJEURE = "majeure: [4h, 16h, 24h]"
FRIDAY = "vendredi: 09:00-12:30"
HOLIDAYS = "{pays: FR}"

# where a value is put, and the line of it
PLACES = {
    "duration": (MAJEURE, "majeure: [4h, {value}, 24h]", 14),
    "answer": ("  calendrier: bureau\n", "  calendrier: bureau\n  première réponse: {value}\n", 17),
    "interval": (FRIDAY, "vendredi: {value}", 8),
    "zone": ("fuseau: Europe/Paris", "fuseau: {value}", 4),
    "effect": ("effet: 2026-01-01", "effet: {value}", 3),
    "country": (HOLIDAYS, "{{pays: {value}}}", 9),
    "region": (HOLIDAYS, "{{pays: FR, région: {value}}}", 9),
    "closure": (HOLIDAYS, "aucun\n    fermetures: {{{value}: congés}}", 10),
    "opening": (HOLIDAYS, "aucun\n    ouvertures: {{{value}: 09:00-12:00}}", 10),
    "addition": (HOLIDAYS, "{{pays: FR, ajouts: {{{value}: pont}}}}", 9),
    "removal": (HOLIDAYS, "{{pays: FR, retraits: [{value}]}}", 9),
}
DATES = ("2026-02-30", "30/02/2026", "20261224", "2026-1-5", "2026-13-01", "0000-01-01", "2026-W01-1")
BAD = {
    "duration": (
        *("4 heurs", "4", "-2h", "0h", "0j", "0h calendaires", "NaN", ".nan", ".inf", "1e9h", "4h fin de journée"),
        *("99999h", "999999999h", "99999h calendaires", "9999j", "9999j calendaires", "9" * 40 + "h", "1h60", "h"),
    ),
    "answer": ("2 heurs", "-2h", "0h", "99999h", "NaN", "prochaine version"),
    "interval": (
        *("25:00-26:00", "09:00-09:00", "00:00-00:00", "24:00-24:00", "18:00-09:30-10:00", "24:00-06:00", "09:00"),
        *("09:60-12:00", "12:00-24:01", "9-12", "18:00-13:30", "matin", "-09:00-12:00", "750", ".nan"),
    ),
    "zone": ("Europe/Pari", "Paris", "GMT+25", "UTC+2", "CEST", "europe/paris", "localtime", "Factory", "../UTC"),
    "effect": (*DATES, "hier", "10000-01-01", "2026-01-01T00:00", "NaN"),
    "country": ("FRA", "France", "FX", "33", "F", "Belgique"),
    "region": ("Atlantide", "Polynésie", "75", "Zone A", "FR"),
    "closure": (*DATES, "2026-12-31..2026-12-24", "2026-01-01..2028-01-01", "a..b", "2026-12-24...2026-12-31"),
    "opening": (*DATES, "2026-12-24..2026-12-31"),
    "addition": DATES,
    "removal": (*DATES, "Assention", "Noel de travers"),
}
NOTHING = [
    *((place, value) for place in ("interval", "zone", "effect", "country") for value in ("", '""', "~", "[[a]]")),
    *((place, value) for place in ("duration", "removal") for value in ('""', "~", "[[a]]")),
    *((place, "{a: b}") for place in ("interval", "zone", "effect", "removal")),
]
CASES = [(place, value) for place, values in BAD.items() for value in values]


def one_problem(folder: Path, place: str, value: str) -> str:
    old, new, line = PLACES[place]
    problems = told(folder, changed((old, new.format(value=value))))
    assert len(problems) == 1
    assert problems[0].startswith(f"boutique.yaml:{line}: ")
    return problems[0]


def proposed(problem: str) -> list[str]:
    return re.findall("« (.+?) »", problem.partition(" ; attendu ")[2])


@pytest.mark.parametrize(("place", "value"), CASES)
def test_a_bad_value_is_quoted_at_its_line_with_two_that_would_do(tmp_path: Path, place: str, value: str) -> None:
    problem = one_problem(tmp_path, place, value)
    assert value in problem.partition(" ; attendu ")[0]
    assert len(proposed(problem)) >= 2


@pytest.mark.parametrize(("place", "value"), NOTHING)
def test_nothing_or_a_list_where_a_value_belongs_is_told_with_two_that_would_do(
    tmp_path: Path, place: str, value: str
) -> None:
    assert len(proposed(one_problem(tmp_path, place, value))) >= 2


@pytest.mark.parametrize("place", ["zone", "country", "effect", "duration", "interval"])
def test_what_is_proposed_would_do(tmp_path: Path, place: str) -> None:
    for value in proposed(one_problem(tmp_path, place, BAD[place][0])):
        assert one_mistake_less(tmp_path, place, value), value


def one_mistake_less(folder: Path, place: str, value: str) -> bool:
    """Whether the proposed value is accepted in that place (a second mistake keeps the file refused)."""
    old, new, _ = PLACES[place]
    text = changed((old, new.format(value=value)), ("canal: C0BOUTIQUE", "canal: tma"))
    return [problem.split(":")[1] for problem in told(folder, text)] == ["26"]


@pytest.mark.parametrize(("value", "near"), [("Paris", "Europe/Paris"), ("new york", "America/New_York")])
def test_a_city_is_enough_to_propose_its_zone(tmp_path: Path, value: str, near: str) -> None:
    assert proposed(one_problem(tmp_path, "zone", value))[0] == near


@pytest.mark.parametrize("value", ["FRA", "France", "france"])
def test_a_country_called_otherwise_is_proposed_by_its_code(tmp_path: Path, value: str) -> None:
    assert proposed(one_problem(tmp_path, "country", value))[0] == "FR"


def test_a_country_without_regions_is_told_so(tmp_path: Path) -> None:
    lines = told(tmp_path, changed((HOLIDAYS, "{pays: LU, région: Atlantide}")))
    assert lines == [
        "boutique.yaml:9: calendriers.bureau.fériés.région: « Atlantide » n'est pas une région de LU ; "
        "attendu « région: null », ou l'absence de cette clé"
    ]
