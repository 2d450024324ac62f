"""The `compensations` of a contract file: read exactly, and refused where they cannot hold, with a remedy."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import json_schema
from connectors.contracts.compensation_conflicts import contradicted
from connectors.contracts.compensation_section import CompensationSection
from connectors.contracts.yaml_document import read
from rules.contract import ClockName, Criticality
from rules.contract.budget_terms import Budget
from rules.contract.compensation_terms import (
    AmountPerUnit,
    AvailabilityTerms,
    BonusTerms,
    Cap,
    Compensations,
    Cumulation,
    Denominator,
    ExclusionCause,
    ExclusionTerm,
    Grace,
    KeptRateTerms,
    LateSteps,
    LateUnit,
    PercentPerUnit,
    PerPoint,
    Posting,
    PricedAt,
    ScaleLine,
    Spread,
    ValueFormula,
    Window,
)
from scheduler.cases.contract_fingerprint import fingerprint
from tests.connectors.contracts.sample import changed, loaded, told, written

RESOLUTION, ACK = ClockName.RESOLUTION, ClockName.ACKNOWLEDGEMENT
LINE = "- {délais: résolution, montant: 80}"


def section(*lines: str, scale: tuple[str, ...] = (LINE,)) -> tuple[str, str]:
    """The sample with a section of compensations that has a base."""
    head = "\n".join(f"  {line}" for line in ("base: 1500", *lines, "barème:"))
    body = "\n".join(f"    {line}" for line in scale)
    return "personnes:\n", f"compensations:\n{head}\n{body}\npersonnes:\n"


def compensations(folder: Path, *lines: str, scale: tuple[str, ...] = (LINE,)) -> Compensations:
    found = loaded(folder, section(*lines, scale=scale)).compensations
    assert found is not None
    return found


def test_no_cause_may_be_excluded(tmp_path: Path) -> None:
    assert compensations(tmp_path, "exclusions: aucune").exclusions == ()


def test_a_contract_without_the_section_prices_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path).compensations is None


def test_what_is_left_out_keeps_its_default(tmp_path: Path) -> None:
    expected = Compensations(scale=(ScaleLine((RESOLUTION,), AmountPerUnit(8_000)),), base=150_000)
    assert compensations(tmp_path) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("cumul: le plus grave par anomalie", "imputation: au fil des mois", "tarif: à la clôture",
         "plafond réparti: dans l'ordre", "plafonds: {anomalie: 300, mois: 10%, contrat: '4000,50'}",
         "exonération: 1 000 €", "exclusions: [fait du client, maintenance annoncée 7j]", "observations: 10j"),
        ("cumulation: highest per anomaly", "posted: as it goes", "priced at: at closure", "cap shared: in order",
         "caps: {anomaly: 300.00, month: 10 %, contract: 4000.5}", "exemption: 1000",
         "exclusions: [client's fault, announced maintenance 7d]", "observations: 10 days"),
    ],
)  # fmt: skip
def test_every_choice_is_read_in_both_languages(tmp_path: Path, lines: tuple[str, ...]) -> None:
    found = compensations(tmp_path, *lines)
    assert replace(found, scale=()) == Compensations(
        base=150_000,
        cumulation=Cumulation.HIGHEST_PER_ANOMALY,
        posted=Posting.AS_IT_GOES,
        priced_at=PricedAt.CLOSE,
        spread=Spread.IN_ORDER,
        anomaly_cap=Cap(cents=30_000),
        month_cap=Cap(percent=Decimal(10)),
        contract_cap=Cap(cents=400_050),
        exemption=100_000,
        exclusions=(
            ExclusionTerm(ExclusionCause.CLIENT),
            ExclusionTerm(ExclusionCause.ANNOUNCED_MAINTENANCE, 7),
        ),
        observations=10,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("par: heure ouvrée commencée, montant: 80, franchise: 1h",
         {"price": AmountPerUnit(8_000), "unit": LateUnit.OPENING_HOUR, "grace": Grace(60)}),
        ("par: demi-journée ouvrée, unité: au prorata, montant: 2%, franchise: {seuil: 30min}",
         {"price": PercentPerUnit(Decimal(2)), "unit": LateUnit.HALF_DAY, "begun": False, "grace": Grace(30)}),
        ("par: begun opening day, day: 8h, formula: V x R / 30, grace: {deducted: 8h}, price: 2400",
         {"price": ValueFormula(Decimal(30)), "unit": LateUnit.OPENING_DAY, "day_minutes": 480,
          "grace": Grace(480, True), "value": 240_000}),
        ("par: jour ouvré, formule: '0,5 × V × R / 100', jours francs: 1j, plafond: 200, clause: art. 12",
         {"price": ValueFormula(Decimal(100), Decimal("0.5")), "unit": LateUnit.WORKING_DAY, "free_days": 1,
          "cap": 20_000, "clause": "art. 12"}),
        ("paliers: {0min: 20%, 1h: 40%}, criticités: majeure",
         {"price": LateSteps(((0, Decimal(20)), (60, Decimal(40)))), "criticalities": (Criticality.MAJEURE,)}),
    ],
)  # fmt: skip
def test_a_line_of_the_scale_is_read_exactly(tmp_path: Path, line: str, expected: dict[str, object]) -> None:
    (found,) = compensations(tmp_path, scale=(f"- {{délais: résolution, {line}}}",)).scale
    usual: dict[str, object] = {"clocks": (RESOLUTION,)}
    assert found == ScaleLine(**{**usual, **expected})  # type: ignore[arg-type]


def test_rates_and_availability_are_read_as_tiers_or_points(tmp_path: Path) -> None:
    found = compensations(
        tmp_path,
        scale=(
            "- {taux de tenue: mois, dénominateur: échus, sous: {95%: 2%, 90%: 5%, 85%: 10%}, délais: résolution}",
            "- {kept rate: quarter, threshold: 95%, per point: 1%, point: exact, cap: 15%, minimum: 3,"
            " bonus: {from: 98%, percentage: 2%, paid: yes}}",
            "- {disponibilité: mois, sous: {'99,9%': 10%, 99%: 25%}, clause: annexe 2}",
        ),
    )
    tiers = ((Decimal(95), Decimal(0)), (Decimal(90), Decimal(2)), (Decimal(85), Decimal(5)), (Decimal(0), Decimal(10)))
    by_tiers = KeptRateTerms(tiers, denominator=Denominator.DUE, clocks=(RESOLUTION,), minimum=5)
    price = PerPoint(Decimal(95), Decimal(1), begun=False, cap=Decimal(15))
    bonus = BonusTerms(Decimal(98), Decimal(2), paid=True)
    assert found.rates == (by_tiers, KeptRateTerms(price, Window.QUARTER, minimum=3, bonus=bonus))
    from_99 = ((Decimal("99.9"), Decimal(0)), (Decimal(99), Decimal(10)), (Decimal(0), Decimal(25)))
    assert found.availability == (AvailabilityTerms(from_99, "annexe 2"),)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{délais: résolution, montant: 12.345}",
         "montant: « 12.345 » a plus de deux décimales ; attendu un montant au centime, par exemple « 12.50 » ou "
         "« 1500 »"),
        ("{délais: résolution, montant: beaucoup}",
         "montant: « beaucoup » n'est pas un montant en euros ; attendu par exemple « 80 » ou « 1500.50 »"),
        ("{délais: résolution, formule: V × R × R}",
         "formule: « V × R × R » n'est pas une formule que Vigie sait lire ; attendu V et R, une fois chacun, avec des "
         "nombres, « × » et « / » : par exemple « V × R / 1000 » ou « 0,5 × V × R / 100 »"),
        ("{délais: résolution, montant: 80, formule: V × R / 1000}",
         "une ligne du barème a un prix, et un seul ; attendu « montant », « formule » ou « paliers »"),
        ("{délais: résolution}",
         "une ligne du barème a un prix, et un seul ; attendu « montant », « formule » ou « paliers »"),
        ("{délais: resolutoin, montant: 1}",
         "délais: « resolutoin » n'est pas un délai ; attendu sans doute « résolution »"),
        ("{délais: résolution, montant: 1, francise: 1h}",
         "francise: la clé « francise » est inconnue ; attendu sans doute « franchise »"),
        ("{délais: résolution, montant: 1, franchise: {seuil: 1h, déduite: 1h}}",
         "franchise: une franchise est un seuil ou elle est déduite ; attendu « seuil: 1h » ou « déduite: 8h »"),
        ("{délais: résolution, montant: 1, franchise: [1h]}",
         "franchise: une franchise se lit comme une durée ou comme un groupe ; attendu par exemple « 1h » ou "
         "« {déduite: 8h} »"),
        ("{délais: résolution, montant: 1, par: heure ouvrée commencée, unité: au prorata}",
         "unité: la clé « par » dit déjà que l'unité commencée compte entière ; attendu retirez « commencée » de "
         "« par », ou retirez cette clé"),
        ("{délais: résolution, paliers: {1h: 40%, 0min: 20%}}",
         "paliers: les paliers ne se suivent pas ; attendu des retards et des pourcentages qui augmentent, par exemple "
         "« {0min: 20%, 1h: 40%} »"),
        ("{délais: première réponse, montant: 1}",
         "le contrat ne promet rien pour « première réponse » à ces criticités ; attendu un délai promis, par exemple "
         "« prise en charge » ou « contournement »"),
        ("{délais: résolution, criticités: mineure, montant: 1}",
         "le contrat ne promet rien pour « résolution » à ces criticités ; attendu un délai promis, par exemple "
         "« prise en charge »"),
        ("{taux de tenue: mois, sous: {90%: 5%, 95%: 2%}}",
         "sous: les seuils ne se suivent pas ; attendu des taux qui baissent et des pourcentages qui augmentent, par "
         "exemple « {95%: 2%, 90%: 5%} »"),
        ("{taux de tenue: mois, sous: {95%: 2%, 90%: 1%}}",
         "sous: les seuils ne se suivent pas ; attendu des taux qui baissent et des pourcentages qui augmentent, par "
         "exemple « {95%: 2%, 90%: 5%} »"),
        ("{taux de tenue: mois, sous: {120%: 2%}}",
         "sous.120%: « 120% » n'est pas un pourcentage de 0 à 100 ; attendu par exemple « 10% » ou « 99.9% »"),
        ("{taux de tenue: mois, seuil: 95%}",
         "le prix d'un taux se lit par seuils ou par point ; attendu « sous: {95%: 2%, 90%: 5%} », ou « seuil: 95% » "
         "avec « par point: 1% »"),
        ("{taux de tenue: mois, sous: {95%: 2%}, bonus: {dès: 98%, pourcentage: 1%}}",
         "bonus: un bonus va avec un malus par point ; attendu « seuil: 95% » et « par point: 1% » sur la même ligne"),
        ("{taux de tenue: mois, seuil: 95%, par point: 1%, bonus: {dès: 90%, pourcentage: 1%}}",
         "bonus.dès: le bonus commence sous le seuil du malus ; attendu un taux d'au moins 95%"),
        ("{taux de tenue: mois, sous: {95%: 2%}, minimum: 0}",
         "minimum: « 0 » n'est pas un nombre entier à partir de 1 ; attendu par exemple « 5 » ou « 10 »"),
        ("{disponibilité: trimestre, sous: {99%: 2%}}",
         "disponibilité: « trimestre » n'est pas la période d'une disponibilité ; attendu « mois »"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_line_is_told_with_its_line_and_its_remedy(tmp_path: Path, line: str, sentence: str) -> None:
    (problem,) = told(tmp_path, changed(section(scale=(f"- {line}",))))
    place, _, said = problem.partition(": ")
    assert place == "boutique.yaml:30"
    assert said.removeprefix("compensations.barème[0]").removeprefix(": ").removeprefix(".") == sentence


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("exclusions: force majeur",),
         "compensations.exclusions: « force majeur » n'est pas une cause d'exclusion ; attendu sans doute "
         "« force majeure », sinon « fait du client » ou « tiers »"),
        (("exclusions: [tiers 7j]",),
         "compensations.exclusions[0]: « tiers 7j » : seule une maintenance est annoncée à l'avance ; attendu par "
         "exemple « maintenance annoncée 7j » ou « force majeure »"),
        (("plafonds: {semaine: 10%}",),
         "compensations.plafonds.semaine: la clé « semaine » est inconnue ; attendu « anomalie », « mois » ou "
         "« contrat »"),
        (("exonération: 1.000",),
         "compensations.exonération: « 1.000 » a plus de deux décimales ; attendu un montant au centime, par exemple "
         "« 12.50 » ou « 1500 »"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_section_is_told_too(tmp_path: Path, lines: tuple[str, ...], sentence: str) -> None:
    (problem,) = told(tmp_path, changed(section(*lines)))
    assert problem.partition(": ")[2] == sentence


def test_a_line_that_never_serves_is_refused(tmp_path: Path) -> None:
    (problem,) = told(
        tmp_path, changed(section(scale=(LINE, "- {délais: résolution, criticités: majeure, montant: 1}")))
    )
    assert problem == (
        "boutique.yaml:31: compensations.barème[1]: cette ligne ne sert jamais : les précédentes valent déjà pour ces "
        "délais et ces criticités ; attendu la ligne la plus précise d'abord, ou une ligne de moins"
    )


@pytest.mark.parametrize(
    ("plafonds", "line", "places"),
    [
        ("{mois: 10%}", LINE, ["plafonds.mois"]),
        ("{mois: 100}", LINE, []),
        ("{mois: 100}", "- {délais: résolution, formule: V × R / 1000}", ["barème[0]"]),
        ("{mois: 100}", "- {délais: résolution, formule: V × R / 1000, prix: 12000}", []),
        ("{mois: 100}", "- {délais: résolution, montant: 2%}", ["barème[0]"]),
        ("{mois: 100}", "- {taux de tenue: mois, sous: {95%: 2%}}", ["barème[0]"]),
    ],
)
def test_a_percentage_needs_the_fee(tmp_path: Path, plafonds: str, line: str, places: list[str]) -> None:
    old, new = section(f"plafonds: {plafonds}", scale=(line,))
    text = changed((old, new.replace("  base: 1500\n", "")))
    sentence = (
        "un pourcentage ou une formule se compte sur l'abonnement, que le contrat ne dit pas ; attendu « abonnement » "
        "dans « budget », ou un montant dans « base », par exemple « base: 1500 »"
    )
    if places:
        assert [one.partition(": ")[2] for one in told(tmp_path, text)] == [
            f"compensations.{place}: {sentence}" for place in places
        ]
    else:
        assert loaded(tmp_path, text=text).compensations is not None


def test_the_budget_s_fee_is_enough(tmp_path: Path) -> None:
    written_so = CompensationSection.model_validate({"barème": [{"taux de tenue": "mois", "sous": {"95%": "2%"}}]})
    contract = loaded(tmp_path)
    assert list(contradicted(contract, written_so))
    assert not list(contradicted(replace(contract, budget=Budget(fee=150_000)), written_so))


def test_another_scale_is_another_fingerprint(tmp_path: Path) -> None:
    one = loaded(tmp_path, section())
    other = loaded(tmp_path, section(scale=("- {délais: résolution, montant: 81}",)))
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(loaded(tmp_path, section()))


@pytest.mark.parametrize(
    ("scale", "good"),
    [
        ("- {délais: résolution, montant: 80, franchise: {déduite: 1h}}", True),
        ("- {taux de tenue: mois, sous: {95%: 2%}}", True),
        ("- {disponibilité: mois, sous: {99.9%: 2%}}", True),
        ("- {délais: résolution, montan: 80}", False),
    ],
)
def test_editors_know_the_section(tmp_path: Path, scale: str, good: bool) -> None:
    document, problems = read(written(tmp_path, changed(section("plafonds: {mois: 10%}", scale=(scale,)))))
    assert document is not None
    assert not problems
    assert (not list(Draft202012Validator(json_schema()).iter_errors(document.content))) is good
