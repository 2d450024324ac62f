"""A clause that Vigie does not read yet is refused by a sentence that says so, and none is kept without a word."""

from decimal import Decimal
from pathlib import Path

import pytest

from rules.contract.budget_terms import Remainder, RemainderMode
from tests.connectors.contracts.sample import changed, loaded, told


def budget(*lines: str) -> tuple[str, str]:
    body = "\n".join(f"  {line}" for line in lines)
    return "personnes:\n", f"budget:\n{body}\npersonnes:\n"


def envelope(carry: str, more: str = "") -> tuple[str, str]:
    return budget(
        "catégories: {évolutif: {types: [Évolution]}}",
        f"enveloppes: {{planifiée: {{dotation: 8h, pour: évolutif, report: {carry}{more}}}}}",
    )


def scale(line: str) -> tuple[str, str]:
    return "personnes:\n", f"compensations:\n  base: 1500\n  barème:\n    - {line}\npersonnes:\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (budget("mois clos: erratum"),
         "28: budget.mois clos: Vigie ne lit pas encore « erratum » ; attendu « premier mois ouvert »"),
        (envelope("{plafond: solde}"),
         "29: budget.enveloppes.planifiée.report.plafond: Vigie ne lit pas encore « solde » ; "
         "attendu « 20h » ou « 2j »"),
        (envelope("{plafond: 20h, plafond abaissé: acquis préservé}"),
         "29: budget.enveloppes.planifiée.report.plafond abaissé: "
         "Vigie ne lit pas encore la clé « plafond abaissé » ; "
         "attendu cette ligne retirée : Vigie fait comme si elle disait « à la clôture »"),
        (scale("{disponibilité: mois, sous: {99%: 10%}, avoir: sur demande}"),
         "30: compensations.barème[0].avoir: Vigie ne lit pas encore la clé « avoir » ; "
         "attendu cette ligne retirée : Vigie fait comme si elle disait « automatique »"),
        (scale("{disponibilité: mois, sous: {99%: 10%}, libératoire: oui}"),
         "30: compensations.barème[0].libératoire: Vigie ne lit pas encore la clé « libératoire » ; "
         "attendu cette ligne retirée : Vigie fait comme si elle disait « non »"),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_vigie_does(tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    found = [one.replace("\u00a0", " ") for one in told(tmp_path, changed(change))]
    assert found == [f"boutique.yaml:{sentence}"]


@pytest.mark.parametrize(
    ("line", "repeated", "first", "then"),
    [
        ("{taux de tenue: mois, sous: {95%: 2%,\n        95.0%: 5%}}", "95.0%", 30, 31),
        ("{taux de tenue: mois, sous: {95%: 2%,\n        90%: 5%,\n        95.00%: 5%}}", "95.00%", 30, 32),
        ("{délais: résolution, paliers: {60min: 20%,\n        1h: 40%}}", "1h", 30, 31),
    ],
)
def test_two_keys_that_say_the_same_are_refused_with_both_lines(
    tmp_path: Path, line: str, repeated: str, first: int, then: int
) -> None:
    (problem,) = told(tmp_path, changed(scale(line)))
    assert problem.startswith(f"boutique.yaml:{then}:")
    assert f"« {repeated} » dit la même chose" in problem.replace("\u00a0", " ")
    assert f"(déjà ligne {first})" in problem.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ("{part: 25%}", Remainder(RemainderMode.CARRIED, Decimal("0.25"))),
        ("{part: 25%, assiette du report: reliquat}", Remainder(RemainderMode.CARRIED, Decimal("0.25"))),
        ("{part: 25%, assiette du report: dotation}", Remainder(RemainderMode.CARRIED, Decimal(1), 1050)),
        ("{part: 25%, plafond: 10h, assiette du report: dotation}", Remainder(RemainderMode.CARRIED, Decimal(1), 600)),
    ],
)
def test_a_share_may_be_of_the_grant(tmp_path: Path, carried: str, expected: Remainder) -> None:
    line = f"crédits-temps: {{an1: {{jours: 10, du: 2026-01-01, au: 2026-12-31, reliquat: {{reporté: {carried}}}}}}}"
    found = loaded(tmp_path, budget(line)).budget
    assert found is not None
    assert found.credits[0].remainder == expected
