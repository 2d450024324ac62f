"""The on-call rota is read like a contract: in French, with its lines, and the hours that nobody covers are named."""

from pathlib import Path

import pytest

from connectors.contracts import ContractErrors, load_folder
from connectors.contracts.rota import gaps, load_rota
from rules.people.stand_ins import Duty
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at

CONTRACTS = load_folder(PLAIN)
ROTA = """\
fuseau: Europe/Paris
contrats: boutique-exemple
tours:
  - {du: 2026-11-20 18:00, au: 2026-11-23 09:00, qui: {nom: De garde, slack: U0GARDE}}
  - {du: 2026-11-13 18:00, au: 2026-11-20 18:00, qui: {slack: U0DEV, email: dev@prestataire.example}}
"""


def read(folder: Path, text: str = ROTA) -> tuple[Duty, ...]:
    path = folder / "astreinte.yaml"
    path.write_text(text, "utf-8")
    return load_rota(path, CONTRACTS)


def test_turns_are_read_in_their_zone_and_in_order(tmp_path: Path) -> None:
    first, second = read(tmp_path)
    assert (first.since, first.until) == (at("2026-11-13 18:00"), at("2026-11-20 18:00"))
    assert (second.name, second.chat, second.contracts) == ("De garde", "U0GARDE", frozenset({"boutique-exemple"}))
    assert (first.name, first.email) == ("dev@prestataire.example", "dev@prestataire.example")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("2026-11-23 09:00", "lundi matin", 4, "« lundi matin » n'est pas un jour et une heure"),
        ("2026-11-23 09:00", "2026-11-20 09:00", 4, "ce tour finit avant de commencer"),
        ("2026-11-20 18:00, qui: {slack", "2026-11-21 18:00, qui: {slack", 5, "ce tour chevauche celui du 20/11/2026"),
        ("boutique-exemple", "boutique-exempel", 2, "n'est pas un contrat du dossier"),
        ("{nom: De garde, slack: U0GARDE}", "{nom: De garde}", 4, "ni Slack, ni e-mail, ni Jira"),
        ("{nom: De garde, slack: U0GARDE}", "{jira: 5b10ac}", 4, "ne peut être joint"),
        ("qui: {nom", "personne: {nom", 4, "la clé « personne » est inconnue"),
        ("fuseau: Europe/Paris\n", "", 1, "cette clé manque"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_would_do(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in ROTA
    with pytest.raises(ContractErrors) as caught:
        read(tmp_path, ROTA.replace(old, new, 1))
    told = [str(one) for one in caught.value.problems]
    assert any(one.startswith(f"astreinte.yaml:{line}") and said in one for one in told), told


def test_two_people_at_once_for_different_contracts_are_no_overlap(tmp_path: Path) -> None:
    other = "  - {du: 2026-11-20 18:00, au: 2026-11-23 09:00, qui: {slack: U0CP}, contrats: [portail-exemple]}\n"
    assert len(read(tmp_path, ROTA + other)) == 3


def test_the_hours_that_nobody_covers_are_named_and_those_of_the_team_are_not(tmp_path: Path) -> None:
    assert list(gaps(CONTRACTS.all, read(tmp_path))) == []
    late = read(tmp_path, ROTA.replace("du: 2026-11-20 18:00", "du: 2026-11-21 18:00"))
    assert [(since, until, one.id) for since, until, one in gaps(CONTRACTS.all, late)] == [
        (at("2026-11-20 18:00"), at("2026-11-21 18:00"), "boutique-exemple")
    ]
    by_day = ROTA.replace("au: 2026-11-20 18:00", "au: 2026-11-20 09:00").replace(
        "du: 2026-11-20 18:00", "du: 2026-11-20 12:00"
    )
    assert list(gaps(CONTRACTS.all, read(tmp_path, by_day))) == []
