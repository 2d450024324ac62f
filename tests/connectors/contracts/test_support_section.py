"""A contract says who answers at each support level; what cannot hold is refused with its line and what would do."""

from pathlib import Path

import pytest

from rules.contract import Role, SupportLevel
from rules.contract.support_terms import SupportGroup, SupportLevels
from tests.connectors.contracts.sample import changed, loaded, told

N1, N2, N3 = SupportLevel


def levels(value: str, key: str = "niveaux") -> tuple[str, str]:
    return "personnes:\n", f"{key}: {value}\npersonnes:\n"


def test_levels_are_read_in_either_language(tmp_path: Path) -> None:
    french = "{N1: agent, N2: {qui: [chef de projet], étiquettes: n2}, N3: [cp@prestataire.example]}"
    english = "{N1: agent, level 2: {who: project manager, labels: [n2]}, N3: cp@prestataire.example}"
    expected = SupportLevels(
        (
            SupportGroup(N1, (Role.AGENT,)),
            SupportGroup(N2, (Role.CP,), ("n2",)),
            SupportGroup(N3, ("cp@prestataire.example",)),
        ),
        N2,
    )
    assert loaded(tmp_path, levels(french)).support == expected
    assert loaded(tmp_path, levels(english, "support levels")).support == expected


def test_a_contract_without_levels_has_none(tmp_path: Path) -> None:
    assert loaded(tmp_path).support is None


def test_the_start_the_assignment_and_the_projects_may_be_said(tmp_path: Path) -> None:
    said = "{N1: chef de projet, N2: U0CP, départ: N2, suit l'assignation: oui, par projet: {BOU: {N2: U0RM}}}"
    found = loaded(tmp_path, levels(said)).support
    assert found is not None
    assert (found.start, found.by_assignment) == (N2, True)
    assert found.group(N2, "BOU") == SupportGroup(N2, ("U0RM",), project="BOU")
    assert found.group(N2, "BOX") == SupportGroup(N2, ("U0CP",))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("{N1: agent}", "niveaux: il faut au moins deux niveaux de support ; "
         "attendu « N1: agent » et « N2: développeur »"),
        ("{N1: agent, N2: chef de projet, départ: N3}",
         "niveaux.départ: le niveau « N3 » n'a personne dans ce contrat ; attendu « N1 » ou « N2 »"),
        ("{N1: agent, N2: absent@prestataire.example}",
         "niveaux.N2: personne du contrat n'est « absent@prestataire.example » ; "
         "attendu une personne nommée sous « personnes »"),
        ("{N1: {qui: agent, étiquettes: x}, N2: {qui: chef de projet, étiquettes: x}}",
         "niveaux.N2: l'étiquette « x » mène à deux niveaux ; attendu l'étiquette d'un seul niveau : « N1 » ou « N2 »"),
        ("{N1: agent, N2: chef de projet, par projet: {AUTRE: {N2: U0CP}}}",
         "niveaux.par projet.AUTRE: le projet « AUTRE » n'est pas de ce contrat ; attendu « BOU »"),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_refused(tmp_path: Path, value: str, sentence: str) -> None:
    (problem,) = told(tmp_path, changed(levels(value)))
    assert problem.replace("\u00a0", " ").split(": ", 1)[1] == sentence
    assert problem.startswith("boutique.yaml:")


def test_a_criticality_is_not_called_as_a_level_is(tmp_path: Path) -> None:
    named = ("slack:\n", "libellés: {securite: N1, bloquante: P1}\nniveaux: {N1: agent, N2: chef de projet}\nslack:\n")
    (problem,) = told(tmp_path, changed(named))
    assert "libellés.securite" in problem
    assert "« P1 » ou « Bloquante »" in problem.replace("\u00a0", " ")
    assert loaded(tmp_path, (named[0], named[1].replace("securite: N1", "securite: P0"))).support is not None
