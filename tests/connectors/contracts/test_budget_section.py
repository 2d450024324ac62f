"""The budget of a contract file is read in either language, and refused at its line with two values that would do."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import ContractErrors, json_schema, load_folder
from connectors.contracts.yaml_document import understand
from rules.contract.budget_terms import (
    NON_BILLABLE,
    OUT_OF_SCOPE,
    BeyondQuestions,
    Booklet,
    Budget,
    Category,
    ClosingTime,
    FlatRegie,
    Forecast,
    Pace,
    Questions,
    Regie,
    RegieUnit,
    Remainder,
    RemainderMode,
    Rounding,
    RoundingScope,
    TimeCredit,
)
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode, Window
from rules.workdays.month import Month
from tests.connectors.contracts.sample import SAMPLE, changed, loaded, told, written
from tests.shared import shared

FRENCH = """\
budget:
  abonnement: 1 500,50 €
  jour: 7h30
  clôture: le 5 à 9h
  arrondi: {pas: 15min, par: ticket et mois}
  catégories:
    correctif: {types: Anomalie}
    évolutif: {types: [Évolution], champ: {Nature: Évolution}}
    hors périmètre: {étiquettes: [devis]}
    non facturable: {étiquettes: [interne]}
  enveloppes:
    planifiée: {dotation: 2j, pour: évolutif, dépassement: {cascade: Provision}}
    provision: {dotation: 5h, pour: correctif, report: {plafond: 20h, expire après: 3 mois}}
"""
ENGLISH = """\
budget:
  fee: 1500.50
  day: 7h30
  close: on 5 at 9h
  rounding: {step: 15min, by: ticket and month}
  categories:
    corrective: {issue types: Anomalie}
    evolutive: {issue types: [Évolution], field: {Nature: Évolution}}
    out of scope: {labels: [devis]}
    non-billable: {labels: [interne]}
  envelopes:
    planifiée: {grant: 2d, for: evolutive, overrun: {cascade: provision}}
    provision: {grant: 5h, for: corrective, carry-over: {cap: 20h, expires after: 3 months}}
"""
LINE = SAMPLE.count("\n")


def _budget(folder: Path, text: str) -> Budget:
    found = loaded(folder, text=SAMPLE + text).budget
    assert found is not None
    return found


@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_a_budget_is_read_in_either_language(tmp_path: Path, text: str) -> None:
    assert _budget(tmp_path, text) == Budget(
        fee=150050,
        day_minutes=450,
        rounding=Rounding(15, RoundingScope.TICKET),
        closing=ClosingTime(5, 540),
        categories=(
            Category("correctif", ("Anomalie",)),
            Category("évolutif", ("Évolution",), field={"Nature": ("Évolution",)}),
            Category(OUT_OF_SCOPE, labels=("devis",)),
            Category(NON_BILLABLE, labels=("interne",)),
        ),
        envelopes=(
            Envelope("planifiée", 900, ("évolutif",), overrun=Overrun(OverrunMode.CASCADE, to="provision")),
            Envelope("provision", 300, ("correctif",), Carry(CarryMode.KEPT, cap=1200, expires_after=3)),
        ),
    )


def test_a_contract_without_a_budget_counts_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path).budget is None


@pytest.mark.parametrize(
    ("carry", "expected"),
    [
        ("aucun", Carry()),
        ("illimité", Carry(CarryMode.KEPT)),
        ("{plafond: 0h}", Carry(CarryMode.KEPT, cap=0)),
        ("{fenêtre: trimestre, plafond: 1j}", Carry(CarryMode.WINDOW, cap=420, window=Window(3))),
        (
            "{fenêtre: [2026-02, 2026-05], appliqué: fin du mois}",
            Carry(CarryMode.WINDOW, window=Window(ends=frozenset({Month(2026, 2), Month(2026, 5)})), at_end=True),
        ),
    ],
)
def test_every_carry_over_is_read(tmp_path: Path, carry: str, expected: Carry) -> None:
    text = f"budget: {{enveloppes: {{provision: {{dotation: 5h, pour: correctif, report: {carry}}}}}}}\n"
    assert _budget(tmp_path, text).envelopes[0].carry == expected


@pytest.mark.parametrize(
    ("overrun", "expected"),
    [
        ("à convenir", Overrun()),
        ("dette", Overrun(OverrunMode.DEBT)),
        ("{dette: {plafond: 8h}}", Overrun(OverrunMode.DEBT, debt_cap=480)),
        ("{facturé: {taux horaire: 95.50, pas: 30min}}", Overrun(OverrunMode.BILLED, rate=9550, step=30)),
    ],
)
def test_every_overrun_is_read(tmp_path: Path, overrun: str, expected: Overrun) -> None:
    text = f"budget: {{enveloppes: {{provision: {{dotation: 5h, pour: correctif, dépassement: {overrun}}}}}}}\n"
    assert _budget(tmp_path, text).envelopes[0].overrun == expected


def test_the_other_models_are_read(tmp_path: Path) -> None:
    found = _budget(
        tmp_path,
        """\
budget:
  carnets: {c1: {unités: 20, prix: 1900, achat: 2026-01-05, expire: 2026-12-31}}
  tarif: {anomalie: 1, question: "0,5"}
  crédits-temps: {an1: {jours: 10, prix: 6000, du: 2026-01-01, au: 2026-12-31, reliquat: {reporté: {part: 25%}}}}
  régie: {unité: heure, pas: 15min, taux: {dev: 85}, forfait: {jours: 20, prix: 10000, taux au-delà: 520}}
  questions: {incluses: 4, au-delà: facturées, prix: 45}
  projection: {rythme: jours calendaires, à partir de: 5j}
  alertes: [100%, 50%]
""",
    )
    assert found.booklets == (Booklet("c1", 20000, 190000, date(2026, 1, 5), date(2026, 12, 31)),)
    assert found.tariff == {"anomalie": 1000, "question": 500}
    carried = Remainder(RemainderMode.CARRIED, Decimal("0.25"))
    assert found.credits == (TimeCredit("an1", 4200, 600000, date(2026, 1, 1), date(2026, 12, 31), carried),)
    flat = FlatRegie(Decimal(20), 1000000, 52000)
    assert found.regie == Regie({"dev": 8500}, RegieUnit.HOUR, Decimal(15), flat)
    assert found.questions == Questions(4, BeyondQuestions.BILLED, 4500)
    assert found.forecast == Forecast(Pace.CALENDAR_DAYS, 5)
    assert found.thresholds == (50, 100)


def test_a_booklet_may_be_drawn_by_begun_units_of_time(tmp_path: Path) -> None:
    text = "budget: {carnets: {c1: {unités: 20, prix: 1900, achat: 2026-01-05}}, tarif: 30min}\n"
    assert _budget(tmp_path, text).unit_minutes == 30


def test_the_example_of_the_semantics_is_read(tmp_path: Path) -> None:
    text = shared("economy/semantics.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(budget:.*?)compensations:", text, re.DOTALL)
    assert block is not None
    assert len(_budget(tmp_path, block[1]).envelopes) == 2


_A = "planifiée: {dotation: 8h, pour: préventif"
REFUSED = [
    ("  enveloppes:\n    a: {dotation: 8h, pour: préventif}\n    b: {dotation: 8h, pour: [évolutif, Préventif]}", 3,
     "« Préventif » est déjà payée par « a »"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: préventif, dépassement: {cascade: c}}", 2,
     "« c » n'est pas une enveloppe de ce contrat"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: préventif}\n    b: {dotation: 8h, pour: évolutif, "
     "dépassement: {cascade: a}}", 3, "« a » est écrite plus haut"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: préventif, dépassement: {cascade: b}}\n    b: {dotation: 8h, "
     "pour: évolutif, dépassement: {cascade: a}}", 3, "la cascade tourne en rond"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: préventif, dépassement: {cascade: a}}", 2, "la cascade tourne"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: préventiv}", 2, "« préventiv » n'est pas une catégorie"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: hors périmètre}", 2, "« hors périmètre » est montré et jamais débité"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: correctif}\n    A: {dotation: 8h, pour: préventif}", 3,
     "« A » et « a » sont la même enveloppe"),
    ("  enveloppes:\n    a:\n      dotation: 8h\n      pour: correctif\n      report:\n        fenêtre: trimestre\n"
     "        expire après: 3 mois", 7, "avec une fenêtre"),
    ("  enveloppes:\n    a: {dotation: 8h, pour: correctif, dépassement: {}}", 2, "un dépassement se règle"),
    ("  enveloppes:\n    a: {pour: correctif}", 2, "cette clé manque"),
    ("  enveloppes:\n    a: {dotation: huit, pour: correctif}", 2, "« huit » n'est pas une durée"),
    ("  carnets: {c1: {unités: 20, prix: 1900, achat: 2026-01-05}}", 1, "des carnets, et pas de tarif"),
    ("  tarif: 30min\n  carnets:\n    c1:\n      unités: 20\n      prix: 1900\n      achat: 2026-01-05\n"
     "      expire: 2026-01-04", 7, "ce carnet expirerait le 2026-01-04"),
    ("  tarif: 30min\n  carnets:\n    c1: {unités: 20, prix: 1900, achat: 2026-01-05}\n"
     "    C1: {unités: 10, prix: 900, achat: 2026-02-05}", 4, "« C1 » et « c1 » sont le même carnet"),
    ("  tarif: {anomalie: un}", 1, "« un » n'est pas un nombre d'unités"),
    ("  tarif: [anomalie]", 1, "une liste ne dit pas ce que coûte une demande"),
    ("  abonnement: 1500.505", 1, "« 1500.505 » a plus de deux décimales"),
    ("  abonnement: beaucoup", 1, "« beaucoup » n'est pas un montant"),
    ("  prorata: semaine", 1, "« semaine » n'est pas un prorata"),
    ("  catégories:\n    correctif: {types: []}", 2, "rien ne dit quels tickets"),
    ("  questions: {incluses: 4, au-delà: facturées}", 1, "il faut un prix"),
    ("  clôture: le 30", 1, "« le 30 » n'est pas un jour de clôture"),
    ("  alertes: [0%]", 1, "« 0% » n'est pas un pourcentage"),
    ("  régie: {unité: heure, pas: 0.5j, taux: {dev: 80}}", 1, "ce pas n'est pas dans l'unité"),
    ("  crédits-temps: {a: {jours: 10, durée: 70h, du: 2026-01-01, au: 2026-12-31}}", 1, "un crédit-temps se dit"),
    ("  crédits-temps: {a: {jours: 10, du: 2026-12-31, au: 2026-01-01}}", 1, "la période se termine le 2026-01-01"),
    ("  enveloppe: {}", 1, "la clé « enveloppe » est inconnue"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "sentence"), REFUSED)
def test_what_cannot_hold_is_refused_at_its_line(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    problems = told(tmp_path, f"{SAMPLE}budget:\n{text}\n")
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"boutique.yaml:{LINE + 1 + line}: "), problems
    assert sentence in problems[0]
    assert "« " in problems[0].partition(" ; attendu ")[2]


def test_a_category_of_two_envelopes_is_paid_in_the_order_of_their_cascade(tmp_path: Path) -> None:
    text = (
        "budget:\n  enveloppes:\n    a: {dotation: 8h, pour: préventif, dépassement: {cascade: b}}\n"
        "    b: {dotation: 8h, pour: [préventif, correctif]}\n"
    )
    assert [one.name for one in _budget(tmp_path, text).envelopes] == ["a", "b"]


def test_a_booklet_sold_twice_under_one_name_is_refused_between_versions(tmp_path: Path) -> None:
    booklet = "budget: {tarif: 30min, carnets: {c1: {unités: 20, prix: 1900, achat: 2026-01-05}}}\n"
    written(tmp_path, SAMPLE + booklet, "b-2026-01.yaml")
    amended = changed(("effet: 2026-01-01", "effet: 2026-06-01"))
    written(tmp_path, amended + booklet, "b-2026-06.yaml")
    assert len(load_folder(tmp_path).all) == 2
    written(tmp_path, amended + booklet.replace("20,", "30,"), "b-2026-06.yaml")
    with pytest.raises(ContractErrors, match="le carnet « c1 » est déjà vendu autrement dans"):
        load_folder(tmp_path)


@pytest.mark.parametrize("pack", ["essentiel", "business", "critique"])
def test_a_budget_that_sells_nothing_takes_what_the_pack_sells(tmp_path: Path, pack: str) -> None:
    sample = changed(("fuseau:", f"pack: {pack}\nfuseau:"))
    found = loaded(tmp_path, text=sample + "budget: {abonnement: 900}\n").budget
    assert found is not None
    assert found.fee == 90000
    assert found.envelopes[-1].name == "provision"
    assert found.questions is not None
    own = loaded(
        tmp_path, text=sample + "budget: {lots: {a: {budget: 9, taux horaire: 9, du: 2026-01-01, au: 2026-02-01}}}\n"
    )
    assert own.budget is not None
    assert own.budget.envelopes == ()


def test_a_pack_without_a_budget_counts_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path, text=changed(("fuseau:", "pack: business\nfuseau:"))).budget is None


@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_editors_are_told_of_the_budget(text: str) -> None:
    document, _ = understand(SAMPLE + text, "boutique.yaml")
    assert document is not None
    assert list(Draft202012Validator(json_schema()).iter_errors(document.content)) == []
