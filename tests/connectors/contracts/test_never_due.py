"""A calendar that no clock can count in, and a delay that it would never reach, are refused when the file is read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rules.contract import CONTRACTED
from rules.workdays import next_opening
from tests.connectors.contracts.sample import SAMPLE, changed, loaded, told

HOURS = SAMPLE[SAMPLE.index("    lundi-jeudi") : SAMPLE.index("  astreinte: 24/7")]
NEVER = "calendriers.bureau: ce calendrier n'ouvre jamais ; attendu au moins un jour, « lundi-vendredi: 09:00-18:00 », "
YEARS = ", ".join(f"{year}-01-01..{year}-12-31: arrêt" for year in range(2026, 2037))
EVERY_MONDAY = "lundi: 09:00-10:00\n    fériés: aucun"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("fériés: {pays: FR}", f"6: {NEVER}"),
        ("samedi: fermé\n    fériés: aucun", f"6: {NEVER}"),
        ("semaine: []\n    fériés: aucun", f"6: {NEVER}"),
        ("fériés: aucun\n    ouvertures: {2020-03-02: 09:00-12:00}", f"6: {NEVER}"),
        ("semaine: fermé\n    fériés: aucun\n    ouvertures: {2026-03-02: fermé}", f"6: {NEVER}"),
        ("lundi: 09:00-09:00\n    fériés: aucun",
         "7: calendriers.bureau.lundi: la plage « 09:00-09:00 » commence et finit à la même heure ; "),
        ("lundi: [09:00-12:00, 14:00-14:00]\n    fériés: aucun",
         "7: calendriers.bureau.lundi[1]: la plage « 14:00-14:00 » commence et finit à la même heure ; "),
        (f"{EVERY_MONDAY}\n    ouvertures: {{2026-12-24: 10:00-10:00}}",
         "9: calendriers.bureau.ouvertures.2026-12-24: la plage « 10:00-10:00 » commence et finit à la même heure ; "),
        (f"{EVERY_MONDAY}\n    fermetures: {{{YEARS}}}",
         "9: calendriers.bureau.fermetures: ce calendrier reste fermé du 2026-01-01 au 2036-12-31 ; "),
    ],
)  # fmt: skip
def test_a_calendar_that_never_opens_is_refused_at_its_line(tmp_path: Path, lines: str, sentence: str) -> None:
    problems = told(tmp_path, changed((HOURS, f"    {lines}\n")))
    assert [problem.startswith(f"boutique.yaml:{sentence}") for problem in problems] == [True]


def test_one_opening_in_the_midst_of_years_of_closing_is_enough(tmp_path: Path) -> None:
    opening = "\n    ouvertures: {2031-07-05: 09:00-10:00}"
    contract = loaded(tmp_path, (HOURS, f"    {EVERY_MONDAY}\n    fermetures: {{{YEARS}}}{opening}\n"))
    assert next_opening(contract.calendars["bureau"], datetime(2026, 1, 1, tzinfo=UTC)).year == 2031


@pytest.mark.parametrize(
    ("delay", "kept"),
    [("500h", True), ("600h", False), ("500j", True), ("600j fin de journée", False), ("80000h calendaires", True)],
)
def test_a_delay_that_its_calendar_takes_ten_years_to_count_is_refused(tmp_path: Path, delay: str, kept: bool) -> None:
    monday = (HOURS, f"    {EVERY_MONDAY}\n")
    line = ("majeure: [4h, 16h, 24h]", f"majeure: [4h, 16h, {delay}]")
    if kept:
        assert loaded(tmp_path, monday, line).clocks == CONTRACTED
        return
    shown = delay.removesuffix(" fin de journée")
    assert told(tmp_path, changed(monday, line)) == [
        "boutique.yaml:13: engagements.majeure[2]: "
        f"le calendrier « bureau » met plus de dix ans à compter « {shown} » ; "
        "attendu un délai plus court, par exemple « 4h » ou « 10j », ou un calendrier qui ouvre davantage"
    ]


def test_a_pack_is_held_to_the_same(tmp_path: Path) -> None:
    pack = ("client: Boutique", "client: Boutique\npack: business")
    minutes = (HOURS, "    lundi: 09:00-09:01\n    fériés: aucun\n")
    lines = SAMPLE[SAMPLE.index("  securite:") : SAMPLE.index("  calendrier: bureau")]
    problems = told(tmp_path, changed(pack, minutes, (lines, "")))
    # No line of the table says so: the pack does.
    assert {problem.split(" met ")[0] for problem in problems} == {"boutique.yaml:3: pack: le calendrier « bureau »"}


def test_a_delay_of_answering_is_held_to_the_same(tmp_path: Path) -> None:
    answer = ("  calendrier: bureau\n", "  calendrier: bureau\n  première réponse: {majeure: 600h}\n")
    problems = told(tmp_path, changed((HOURS, f"    {EVERY_MONDAY}\n"), answer))
    assert [problem.split(": le")[0] for problem in problems] == [
        "boutique.yaml:16: engagements.première réponse.majeure"
    ]
