"""A month's compensation in words: it adds up, shows its formulas and its exclusions, and never says « due »."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.documents.compensation_life import told_event, told_life
from connectors.documents.compensation_statement import ToldStatement, told_exposure, told_statement
from connectors.wording import LANGUAGES, Wording
from connectors.wording.message_samples import SAMPLES
from rules.anomaly.state import Anomaly, Ticket
from rules.clock import Marks
from rules.contract import Criticality
from rules.contract.compensation_terms import (
    AmountPerUnit,
    AvailabilityTerms,
    Cap,
    Compensations,
    ExclusionCause,
    Grace,
    KeptRateTerms,
    LateSteps,
    LateUnit,
    PercentPerUnit,
    ScaleLine,
    ValueFormula,
)
from rules.economy.compensation.availability import Outage
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.exposure import exposure
from rules.economy.compensation.penalty_life import LifeState, Penalty
from rules.economy.compensation.statement import statement
from rules.events import Actor
from rules.events.compensation_events import CompensationCalculated, CompensationWaived
from rules.workdays.month import Month
from tests.rules.calendars import at
from tests.rules.clocks import ACK, CONTRACT, PAUSE, RESOLUTION, RESUME, START, STOP, mark

NOVEMBER, NOW = Month(2026, 11), at("2026-12-02 09:00")
FRENCH, ENGLISH = Wording("fr", "Europe/Paris"), Wording("en", "Europe/Paris")
LATE = (mark("02 09:00", START, ACK), mark("03 10:30", STOP, ACK))
HELD = (
    mark("02 09:00", START),
    mark("10 09:00", PAUSE, why="client"),
    mark("12 09:00", RESUME),
    mark("13 10:00", STOP),
)
NEVER = re.compile(r"\b(dues?|dû|à payer|redevables?|owed|owes?|payable)\b", re.IGNORECASE)


def anomaly(*marks: Any, name: str = "1") -> Anomaly:
    ticket = Ticket("martin", f"1000{name}", f"BOU-{name}")
    return Anomaly(name, CONTRACT.id, CONTRACT.effective, ticket=ticket, raised_at=marks[0].at, marks=Marks.of(marks))


def dossier(*anomalies: Anomaly, excluded: dict[str, str] | None = None, outages: Any = None, **terms: Any) -> Dossier:
    contract = replace(CONTRACT, compensations=Compensations(**terms), source="martin.yaml")
    return Dossier(contract, tuple((one, contract) for one in anomalies), 150_000, excluded or {}, outages)


def told(given: Dossier, wording: Wording = FRENCH) -> ToldStatement:
    return told_statement(statement(given, NOVEMBER, NOW), given.contract, wording, NOW)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def words(found: ToldStatement) -> str:
    lines = (part for one in found.lines for part in (one.title, one.amount, one.clause, one.formula, *one.notes))
    return plain("\n".join((found.title, *lines, *found.totals, found.reserve)))


def test_a_line_says_its_clause_its_formula_with_its_numbers_and_where_to_check() -> None:
    line = ScaleLine((ACK,), AmountPerUnit(8_000), unit=LateUnit.OPENING_HOUR, grace=Grace(30), clause="art. 12.1")
    (one,) = told(dossier(anomaly(*LATE), scale=(line,))).lines
    # Majeure: four opening hours from Monday 9:00 end at 14:00; until 18:00, then from 9:00 to 10:30, 5 h 30 are late.
    assert plain(one.title) == (
        "BOU-1 · Prise en charge (Majeure) : échéance lun. 2 nov. 14:00, arrêt mar. 3 nov. 10:30"
    )
    assert plain(one.formula) == "80,00 € × 6 heures ouvrées = 480,00 €"
    assert plain(one.amount) == "480,00 €"
    assert plain(one.clause) == "Contrat boutique-martin, version du 01/01/2026, art. 12.1 (martin.yaml)"
    assert len(one.facts) == 2


@pytest.mark.parametrize(
    ("price", "unit", "formula"),
    [
        (AmountPerUnit(5_000), LateUnit.FLAT, "50,00 € × 1 manquement = 50,00 €"),
        (ValueFormula(Decimal(1000)), LateUnit.CALENDAR_DAY, "1 500,00 € × 1 jour calendaire / 1 000 = 1,50 €"),
        (ValueFormula(Decimal(100), Decimal("0.5")), LateUnit.WORKING_DAY,
         "1 500,00 € × 1 jour ouvré × 0,5 / 100 = 7,50 €"),
        (PercentPerUnit(Decimal(2)), LateUnit.HALF_DAY, "1 500,00 € × 2 % × 2 demi-journées ouvrées = 60,00 €"),
        (LateSteps(((0, Decimal(20)), (60, Decimal(40)))), LateUnit.FLAT, "1 500,00 € × 40 % = 600,00 €"),
    ],
)  # fmt: skip
def test_every_formula_shows_its_numbers(price: Any, unit: LateUnit, formula: str) -> None:
    (one,) = told(dossier(anomaly(*LATE), scale=(ScaleLine((ACK,), price, unit=unit),))).lines
    assert plain(one.formula) == formula


def test_excluded_time_is_shown_with_its_reason() -> None:
    line = ScaleLine((RESOLUTION,), AmountPerUnit(1_000), unit=LateUnit.OPENING_HOUR)
    (one,) = told(dossier(anomaly(*HELD), scale=(line,))).lines
    (held, *_) = [note for note in one.notes if "min ouvrées" in note]
    assert plain(held).startswith("Exclu : ")
    assert "(en pause : " in plain(held)
    assert any("10/11/2026" in note and "11/11/2026" in note for note in one.notes)


def test_caps_and_totals_are_told_in_order() -> None:
    given = dossier(
        anomaly(*LATE),
        anomaly(*LATE, name="2"),
        scale=(ScaleLine((ACK,), AmountPerUnit(10_000)),),
        month_cap=Cap(percent=Decimal(10)),
        exemption=100_000,
    )
    found = told(given)
    assert [plain(one) for one in found.totals] == [
        "Brute : 200,00 €",
        "Nette, après les plafonds : 150,00 €",
        "Total du contrat à ce jour : 150,00 €, sous l’exonération.",
        "Calculée, sous réserve : 0,00 € HT",
    ]
    assert all(any("Plafonnée pour le mois" in note for note in one.notes) for one in found.lines)


def test_a_rate_says_what_it_counts_and_a_small_one_that_there_is_none() -> None:
    tiers = ((Decimal(95), Decimal(0)), (Decimal(0), Decimal(10)))
    (one,) = told(dossier(anomaly(*LATE), rates=(KeptRateTerms(tiers),))).lines
    assert plain(one.formula) == "0 délais tenus sur 1 réglés, soit 0 % : 10 % = 150,00 €"
    (few,) = told(dossier(anomaly(*LATE), rates=(KeptRateTerms(tiers, minimum=5),))).lines
    assert plain(few.formula) == "0 délais tenus sur 1 réglés, moins que 5 : pas de taux"


def test_availability_is_printed_cut_down_to_four_places() -> None:
    terms = AvailabilityTerms(((Decimal("99.9"), Decimal(0)), (Decimal(0), Decimal(10))))
    outage = Outage(at("2026-11-10 10:00"), at("2026-11-10 12:00"))
    (one,) = told(dossier(availability=(terms,), outages=(outage,))).lines
    assert plain(one.formula) == "120 min d’arrêt sur 43 200, soit 99,7222 % : 10 % = 150,00 €"


def test_an_excluded_line_stays_at_nothing_with_its_cause_in_words() -> None:
    given = dossier(
        anomaly(*LATE),
        scale=(ScaleLine((ACK,), AmountPerUnit(5_000)),),
        excluded={"1:acknowledgement:1": ExclusionCause.THIRD_PARTY.value},
    )
    (one,) = told(given).lines
    assert plain(one.amount) == "0,00 €"
    assert [plain(note) for note in one.notes] == ["Exclue : fait d’un tiers"]


def test_nothing_missed_is_said_so_and_what_is_late_now_is_an_exposure() -> None:
    running = anomaly(LATE[0])
    given = dossier(running, scale=(ScaleLine((ACK,), AmountPerUnit(5_000)),))
    assert [plain(one) for one in told(given).totals] == ["Aucun engagement manqué n’est compté ce mois-ci."]
    lines = told_exposure(exposure(given, NOW), given.contract, FRENCH, NOW)
    assert plain(lines[0]) == "Exposition : 50,00 € HT si tout s’arrêtait maintenant, sous réserve"
    assert len(lines) == 2
    assert told_exposure(exposure(given, at("2026-11-02 09:30")), given.contract, FRENCH, NOW) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_says_that_an_amount_is_owed(language: str) -> None:
    wording = Wording(language, "Europe/Paris", {Criticality.MAJEURE: "P2"})
    given = dossier(
        anomaly(*LATE),
        anomaly(*HELD, name="2"),
        scale=(ScaleLine((ACK, RESOLUTION), AmountPerUnit(5_000), unit=LateUnit.OPENING_HOUR),),
        rates=(KeptRateTerms(((Decimal(95), Decimal(0)), (Decimal(0), Decimal(10)))),),
        month_cap=Cap(cents=10_000),
        contract_cap=Cap(cents=9_000),
    )
    assert NEVER.findall(words(told(given, wording))) == []
    penalty = Penalty(
        "l", NOVEMBER, 10_800, received=date(2026, 2, 10), until=date(2026, 2, 25), waived=1, difference=5
    )
    for state in LifeState:
        assert NEVER.findall(" ".join(told_life(replace(penalty, state=state), CONTRACT, wording))) == []
    for message in (one for one in SAMPLES if one.say.startswith("compensation_")):
        assert NEVER.findall(wording.message(message, "private")) == [], message


def test_a_life_is_told_as_the_parties_read_it() -> None:
    penalty = Penalty("l", NOVEMBER, 10_800, LifeState.NOTIFIED, date(2026, 2, 10), date(2026, 2, 25))
    assert [plain(one) for one in told_life(penalty, CONTRACT, FRENCH)] == [
        "Notifiée le 10/02/2026 ; observations possibles jusqu’au 25/02/2026 inclus"
    ]
    left = replace(penalty, state=LifeState.APPLIED, cents=6_800, waived=4_000, reason="geste", reference="C12")
    assert [plain(one) for one in told_life(left, CONTRACT, FRENCH)] == [
        "Appliquée : 68,00 € HT (C12)",
        "40,00 € remis, reste 68,00 € HT : geste",
    ]


def test_the_journal_tells_each_fact() -> None:
    somebody = Actor("U0DIR", "Direction")
    calculated = CompensationCalculated("a1:resolution:1", date(2026, 11, 1), 10_800)
    assert plain(told_event(calculated, CONTRACT, FRENCH)) == (
        "compensation calculée, sous réserve : a1 · Résolution, 108,00 €"
    )
    whole = CompensationWaived("a1:resolution:1", date(2026, 12, 1), None, "", somebody)
    assert plain(told_event(whole, CONTRACT, FRENCH)) == (
        "compensation remise : a1 · Résolution, en entier, le 01/12/2026"
    )
