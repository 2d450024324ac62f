"""What changes between two versions of a contract is told clause by clause, in words that a client can read."""

from pathlib import Path

import pytest

from connectors.documents.contract_difference import contract_difference
from connectors.wording import LANGUAGES, Wording
from connectors.wording.template import ELLIPSIS
from rules.contract import Contract
from tests.connectors.contracts.sample import SAMPLE, loaded

ECONOMY = """\
budget:
  abonnement: 1500
  arrondi: {pas: 15min, sens: supérieur, par: ticket et mois}
  catégories:
    correctif: {types: [Anomalie]}
    préventif: {étiquettes: [preventif]}
    évolutif: {types: [Évolution]}
    hors périmètre: {étiquettes: [devis]}
    non facturable: {étiquettes: [interne]}
  enveloppes:
    planifiée: {dotation: 8h, pour: [préventif, évolutif], report: aucun, dépassement: {cascade: provision}}
    provision: {dotation: 5h, pour: correctif, report: {plafond: 20h, expire après: 3 mois}, dépassement: à convenir}
  carnets: {c1: {unités: 20, prix: 1900, achat: 2026-01-05, expire: 2026-12-31}}
  tarif: {anomalie: 1, question: 0.5}
  crédits-temps: {an1: {jours: 10, prix: 6000, du: 2026-01-01, au: 2026-12-31}}
  régie: {unité: jour, pas: 0.5j, taux: {développeur: 520}}
  lots: {panier: {budget: 12000, taux horaire: 95, du: 2026-03-01, au: 2026-05-31}}
  questions: {incluses: 4, au-delà: comptées}
compensations:
  plafonds: {anomalie: 300, mois: 10%, contrat: 10%}
  exonération: 1000
  barème:
    - {délais: résolution, criticités: [securite, bloquante], par: heure ouvrée commencée, montant: 80,
       franchise: 1h, clause: art. 12}
    - {délais: contournement, par: jour ouvré, formule: V × R / 1000, jours francs: 1j, plafond: 200, prix: 12000}
    - {délais: prise en charge, criticités: majeure, paliers: {0min: 20%, 1h: 40%}, franchise: {déduite: 30min}}
    - {délais: prise en charge, montant: 2%}
    - {taux de tenue: trimestre, seuil: 95%, par point: 1%, plafond: 15%, bonus: {dès: 98%, pourcentage: 2%}}
    - {taux de tenue: mois, sous: {95%: 2%, 90%: 5%}, délais: résolution}
    - {disponibilité: mois, sous: {99.9%: 10%}, clause: annexe 2}
  exclusions: [force majeure, maintenance annoncée 7j]
personnes:
"""
WHOLE = SAMPLE.replace("personnes:\n", ECONOMY)


def version(folder: Path, *changes: tuple[str, str]) -> Contract:
    return loaded(folder, *changes, text=WHOLE)


def told(before: Contract, after: Contract, language: str = "fr") -> list[str]:
    wording = Wording(language, after.zone, after.labels)
    lines = contract_difference(before, after, wording).lines()
    return [line.replace("\u00a0", " ").replace("\u202f", " ") for line in lines]


def test_each_clause_that_changes_says_before_and_after_and_the_others_are_left_out(tmp_path: Path) -> None:
    after = version(
        tmp_path,
        ("effet: 2026-01-01", "effet: 2026-06-01"),
        ("majeure: [4h, 16h, 24h]", "majeure: [4h, 16h, 16h]"),
        ("abonnement: 1500", "abonnement: 1650.50"),
        ("planifiée: {dotation: 8h", "planifiée: {dotation: 10h"),
        ("question: 0.5}", "question: 0.5, évolution simple: 3}"),
        ("  carnets: {c1: {unités: 20, prix: 1900, achat: 2026-01-05, expire: 2026-12-31}}\n", ""),
        ("montant: 80", "montant: 90"),
        ("exonération: 1000", "exonération: 500"),
        ("U0RM", "U0RN"),
    )
    envelope = "par mois pour préventif et évolutif ; report : aucun ; dépassement : cascade vers « provision » ; "
    assert told(version(tmp_path), after) == [
        "Boutique : du contrat du 01/01/2026 à celui du 01/06/2026",
        "",
        "Délais promis",
        "  Majeure · Résolution : engagement 24 h ouvrées (bureau) → engagement 16 h ouvrées (bureau)",
        "",
        "Budget",
        "  Abonnement : 1 500,00 € par mois → 1 650,50 € par mois",
        f"  Enveloppe « planifiée » : 8 h {envelope}plus ancien d'abord → 10 h {envelope}plus ancien d'abord",
        "  − Carnet « c1 » : 20 unités, 1 900,00 €, acheté le 05/01/2026, jusqu’au 31/12/2026",
        "  + Tarif, évolution simple : 3 unités",
        "",
        "Compensations",
        "  Résolution · Sécurité, Bloquante : 80,00 € par heure ouvrée commencée, franchise 1 h (art. 12) → "
        "90,00 € par heure ouvrée commencée, franchise 1 h (art. 12)",
        "  Exonération : 1 000,00 € → 500,00 €",
        "",
        "Changent aussi : les personnes.",
    ]


def test_two_versions_that_say_the_same_are_said_so(tmp_path: Path) -> None:
    title, empty, said = told(version(tmp_path), version(tmp_path, ("effet: 2026-01-01", "effet: 2026-06-01")))
    assert title.startswith("Boutique")
    assert (empty, said) == ("", "Les deux versions disent la même chose.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_economy_is_told_whole_and_its_end_too(tmp_path: Path, language: str) -> None:
    bare, whole = loaded(tmp_path), version(tmp_path)
    arrived, gone = told(bare, whole, language), told(whole, bare, language)
    assert sum(line.startswith("  + ") for line in arrived) == sum(line.startswith("  − ") for line in gone) > 25
    assert not any(ELLIPSIS in line or "{" in line or "_" in line for line in (*arrived, *gone))


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("vendredi: 09:00-12:30", "vendredi: 09:00-12:00", "les horaires et jours fériés"),
        ("slack: U0CP", "slack: U0CQ", "les personnes"),
        ("projet: BOU", "projet: BOX", "la configuration Jira"),
        ("pas: 0.5j", "pas: 1j", "des détails du budget"),
    ],
)
def test_a_part_that_no_clause_tells_is_named(tmp_path: Path, old: str, new: str, part: str) -> None:
    assert told(version(tmp_path), version(tmp_path, (old, new)))[-1] == f"Changent aussi : {part}."
