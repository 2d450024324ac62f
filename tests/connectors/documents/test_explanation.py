"""A figure can be checked by the client who disputes it: each interval, each fact, where it came from."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from connectors.documents.explanation import explanation
from connectors.wording import Wording
from connectors.wording.one_line import LONGEST
from rules import events
from rules.clock import Verdict
from rules.contract import ClockName, Commitment, Criticality, PauseReason, WallClock
from rules.events import Happening, Standing
from tests.connectors.channels.cast import CP, DEV, ENGLISH, FRENCH, RM, at, fact, story
from tests.connectors.documents.given import (
    ANSWERED,
    CONTRACT,
    DISPUTED,
    FROM_CHANGE,
    LATE,
    LOOKED_AT,
    NBSP,
    REQUALIFIED,
    RESUMED_FOR_NOTHING,
    TOO_EARLY,
    left_by,
    printed,
    sla,
)
from tests.connectors.store.test_codec import example

HOSTILE = (
    '#read("/etc/passwd") $x$ @ref <tag> *gras* _ital_ `code` \\ // fin',
    "x" * 10_000,
    "Panier\x1b[2J\x1b]0;x\x07\r\nseconde ligne\ttab\u2028fin",
    "\u202eenvers\u202c مرحبا " * 500,
    "👨\u200d👩\u200d👧\u200d👦" * 3_000,
    "{name} [x|y] %s",
    "\ud83d seul",
    "",
)


def test_what_is_excluded_says_why_by_name() -> None:
    told = printed(story(), CONTRACT, at(16, 12), FRENCH)
    assert "exclu lun. 9 nov. 12:30 → 13:30 pause déjeuner" in told
    assert "exclu mer. 11 nov. férié : Armistice" in told
    assert "exclu ven. 13 nov. fermeture : inventaire annuel" in told
    paused = "en pause : attente du client, par Développeur (Slack, 1794229500.1)"
    assert f"exclu lun. 9 nov. 14:05 → mar. 10 nov. 09:40 {paused}" in told
    assert "exclu sam. 14 nov. 00:00 → lun. 16 nov. 09:00 hors heures d’ouverture" in told


def test_the_promise_names_its_clause() -> None:
    told = printed(story(), CONTRACT, at(12, 12), ENGLISH)
    clause = "contract boutique-exemple of 01/01/2026, line “Major”, file boutique-exemple-2026-01.yaml"
    assert f"Resolution · commitment 24 h of opening time ({clause})" in told
    assert "counted Tue 10 Nov 09:40 → 12:30 2 h 50 answer of the client (Jira, comment 90417)" in told


def test_the_year_is_said_when_it_is_not_the_present_one() -> None:
    told = "\n".join(printed(story(), CONTRACT, at(9, 12).replace(year=2027), FRENCH))
    assert "lun. 9 nov. 2026 10:05 → 12:30" in told
    assert "échéance lun. 16 nov. 2026 15:40" in told


def test_a_requalification_keeps_what_had_counted_or_not_as_the_contract_says() -> None:
    history = (*story(), REQUALIFIED)
    kept = printed(history, CONTRACT, at(10, 11), FRENCH)
    assert "compté mar. 10 nov. 10:30 → 11:00 30 min requalification : plus rien ne marche (Slack, 1)" in kept
    assert any(row.startswith("total 4 h 20 sur 24 h") for row in kept)
    again = printed(history, FROM_CHANGE, at(10, 11), FRENCH)
    superseded = "avant requalification, ne compte plus · remontée (Jira, changelog 48812)"
    assert f"exclu lun. 9 nov. 10:05 → 14:05 {superseded}" in again
    assert any(row.startswith("total 30 min sur 24 h") for row in again)


def test_a_later_cycle_stands_beside_the_earlier_one_and_their_total_is_kept() -> None:
    told = printed(DISPUTED, CONTRACT, LOOKED_AT, FRENCH)
    place = told.index("Résolution · cycle 2, après réouverture")
    assert told[place - 1] == "total 11 h 50 sur 24 h · échéance lun. 16 nov. 15:40 · tenue"
    assert told[place + 1] == "compté mar. 24 nov. 09:15 → 12:30 3 h 15 réouverture (Jira, changelog 51000)"
    total = told.index("cumul des 2 cycles : 30 h 35 · 1 délai tenu")
    assert told[total - 1] == "total 18 h 45 sur 24 h · échéance ven. 27 nov. 09:15 · tenue à ce jour"
    assert "cumul des 2 cycles : 23 h 05 · 1 délai tenu · 1 dépassé" in told
    assert "all 2 cycles together: 30 h 35 · 1 deadline kept" in printed(DISPUTED, CONTRACT, LOOKED_AT, ENGLISH)


def test_cycles_that_count_in_different_hours_are_not_added_up() -> None:
    wall = {
        place: Commitment(WallClock(timedelta(hours=72)), "bureau") if place[0] is Criticality.BLOQUANTE else one
        for place, one in CONTRACT.commitments.items()
    }
    again = fact(events.Qualified(Criticality.BLOQUANTE), CP, at(24, 9, 30))
    history = (*(one for one in DISPUTED if one is not REQUALIFIED), again)
    told = printed(history, replace(CONTRACT, commitments=wall), LOOKED_AT, FRENCH)
    assert "cumul des 2 cycles · 1 délai tenu" in told


def test_each_word_to_the_client_is_a_cycle_that_no_reopening_explains() -> None:
    anomaly = left_by(DISPUTED, ANSWERED)
    *_, first, update = explanation(anomaly, ANSWERED, LOOKED_AT, FRENCH).clocks
    assert [one.label for one in first.cycles] == ["cycle 1", "cycle 2, après réouverture"]
    assert [one.label for one in update.cycles] == [f"cycle {number}" for number in range(1, 6)]
    assert update.cumulative.replace(NBSP, " ") == "cumul des 5 cycles : 29 h 05 · 3 délais tenus · 2 dépassés"


def test_a_clock_in_its_only_cycle_has_nothing_to_add_up() -> None:
    for clock in explanation(left_by(story()), CONTRACT, at(10, 12), FRENCH).clocks:
        assert [one.label for one in clock.cycles] == [""]
        assert clock.cumulative == ""


def test_every_fact_is_listed_with_its_author_and_its_source() -> None:
    told = printed(DISPUTED, CONTRACT, LOOKED_AT, FRENCH)
    facts = told[told.index("18 faits au journal, dans l’ordre où ils comptent") + 1 :]
    assert len(facts) == len(DISPUTED)
    assert facts[0] == (
        "09/11/2026 10:05 Responsable Jira, changelog 48812 remontée en criticité « Majeure » : "
        "Panier vide après connexion"
    )
    assert facts[5].endswith("Slack, 1794229500.1 mise en pause : attente du client · un compte de test")
    assert "(attente" not in facts[5]


def test_a_fact_that_changed_nothing_says_why() -> None:
    early = fact(events.Closed(), CP, at(9, 9))
    stranger = fact(events.Taken(), RM, at(9, 10, 30))
    twice = fact(events.Paused(PauseReason.FREEZE), DEV, at(9, 14, 10))
    facts = "\n".join(printed((*DISPUTED, early, stranger, twice), CONTRACT, LOOKED_AT, FRENCH))
    assert "reprise · sans effet : il manquait une pause en cours (le décompte n’est pas en pause)" in facts
    assert "clôture · sans effet : il manquait la remontée (au responsable de maintenance de la faire)" in facts
    assert "prise en charge · sans effet : cela revient au chef de projet ou à un développeur" in facts
    assert "gel convenu · sans effet : c’est déjà fait, le décompte est en pause" in facts
    assert "2.4.2 · en attente de son tour : il manque la livraison en recette" in facts


def test_what_nobody_can_know_of_an_imported_past_is_said() -> None:
    closed = fact(events.Closed(), CP, at(24, 12), "jira:changelog 51003")
    stated = replace(closed, source=replace(closed.source, standing=Standing.PAST))
    (line,) = [one for one in printed((*story()[:2], stated), CONTRACT, LOOKED_AT, FRENCH) if "changelog 51003" in one]
    unknown = "la qualification, la recette du client, la mise en production, la cause racine et la réponse apportée"
    assert line.replace(NBSP, " ").endswith(f"clôture · suivi tel que Jira l’affiche ; inconnu : {unknown}")


def test_a_fact_that_changed_nothing_changes_no_figure() -> None:
    without = tuple(one for one in DISPUTED if one not in (RESUMED_FOR_NOTHING, TOO_EARLY))
    told = [explanation(left_by(facts), CONTRACT, LOOKED_AT, FRENCH).clocks for facts in (DISPUTED, without)]
    assert told[0] == told[1]


def test_a_fact_written_down_late_says_when() -> None:
    noted = {one.id: one.at + timedelta(seconds=2) for one in DISPUTED} | {LATE.id: LATE.at + timedelta(hours=3)}
    told = explanation(left_by(DISPUTED), CONTRACT, LOOKED_AT, FRENCH, DISPUTED, noted).facts
    assert [one.recorded for one in told if one.recorded] == ["enregistré le 24/11/2026 12:15"]


@pytest.mark.parametrize("kind", get_args(Happening), ids=lambda kind: str(kind.__name__))
def test_every_kind_of_fact_is_told_in_words(kind: type[Any]) -> None:
    what = example(kind)
    for words in (FRENCH, ENGLISH):
        assert words.has(f"fact.{what.kind}")
        facts = explanation(left_by(()), CONTRACT, LOOKED_AT, words, (fact(what, CP, at(9, 10)),)).facts
        assert facts[0].what
        assert "…" not in facts[0].what
        assert "_" not in facts[0].what


def test_deadlines_are_told_one_by_one() -> None:
    told = events.DelayCommunicated(
        "Bonjour",
        (events.Deadline(ClockName.RESOLUTION, at(13, 15)), events.Deadline(ClockName.WORKAROUND, None)),
    )
    said = "\n".join(printed((*story(), fact(told, CP, at(10, 10))), CONTRACT, LOOKED_AT, FRENCH))
    assert "délais communiqués : Résolution ven. 13 nov. 15:00, Contournement sans échéance" in said


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_people_wrote_stays_on_its_line(hostile: str) -> None:
    history = (
        *story(hostile)[:5],
        replace(
            fact(events.Paused(PauseReason.CLIENT, hostile), replace(DEV, name=hostile), at(9, 14)),
            source=events.Source(events.System.SLACK, hostile),
        ),
        fact(events.Qualified(Criticality.MINEURE, reason=hostile), CP, at(9, 15)),
        fact(events.DescriptionRejected(hostile), CP, at(9, 16)),
    )
    contract = replace(CONTRACT, source=hostile)
    labels = dict.fromkeys(Criticality, hostile)
    plain = sla(left_by(story()), CONTRACT, at(10, 12), FRENCH, story()).count("\n")
    for words in (FRENCH, Wording("en", "Europe/Paris", labels)):
        told = sla(left_by(history, contract), contract, at(10, 12), words, history)
        told.encode()
        assert not set(told) & {"\x1b", "\x07", "\r", "\t", "\u2028", "\u202e"}
        assert told.count("\n") <= plain + len(history)
        assert max(len(row) for row in told.split("\n")) < 8 * LONGEST


def test_the_verdict_is_a_value_that_a_page_can_colour() -> None:
    clocks = explanation(left_by(DISPUTED), CONTRACT, LOOKED_AT, FRENCH).clocks
    assert [[one.standing for one in clock.cycles] for clock in clocks] == [
        [Verdict.KEPT, Verdict.KEPT],
        [Verdict.KEPT, Verdict.MISSED],
        [Verdict.KEPT, Verdict.PENDING],
    ]


def test_the_date_promised_to_the_client_stands_beside_the_contract() -> None:
    promise = events.DelayCommunicated("", (events.Deadline(ClockName.RESOLUTION, at(10, 18)),))
    told = printed((*story(), fact(promise, CP, at(9, 11, 30))), CONTRACT, at(12, 12), FRENCH)
    (line,) = [one for one in told if "date promise" in one]
    assert line.startswith("date promise au client (message du lun. 9 nov.) : mar. 10 nov. 18:00 au lieu de")
    assert line.endswith("dépassée")
