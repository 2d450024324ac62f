"""The living message says where an anomaly stands, what each clock shows and whose turn it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.wording import Wording
from rules import events
from rules.contract import (
    BusinessDays,
    ClockName,
    Commitment,
    Criticality,
    NextRelease,
    NoCommitment,
    PauseReason,
    Target,
    WallClock,
)
from rules.events import Happening
from rules.workdays import Calendar, Interval
from sandbox.slack.pings import pings
from tests.connectors.channels import cast
from tests.connectors.channels.block_kit import check
from tests.connectors.channels.cast import (
    CP,
    DEV,
    ENGLISH,
    FRENCH,
    RESOLVED,
    RM,
    after,
    at,
    buttons,
    carded,
    fact,
    shown,
)
from tests.connectors.documents.given import in_slack, sla

NBSP = "\u00a0"
HOSTILE = (
    "<!channel> <@U0RM> <https://evil.example|clic> & `code`",
    "x" * 10_000,
    "👨\u200d👩\u200d👧\u200d👦" * 3_000,
    "\u202eevil\u202c مرحبا " * 1_000,
    "e" + "\u0301" * 10_000,
    "```\n" * 2_000,
    "\ud83d lone",
    "",
)


def test_a_paused_anomaly_shows_who_owes_what() -> None:
    post = carded(after(*cast.story()[:6]), at(9, 15))
    told = [row.replace(NBSP, " ") for row in shown(post)]
    assert told == [
        f"🟠 *<{cast.LINK}|BOU-214>* · Panier vide après connexion · *Majeure*",
        "Détection ✓ → Remontée ✓ → Diagnostic ✓ → Délai ✓ → *● Résolution* → Clôture",
        "*Prise en charge :* tenue en 42 min (sur 4 h) ✓",
        "*Contournement :* en pause · reste 13 h ouvrées sur 16 h",
        "*Résolution :* en pause · reste 21 h ouvrées sur 24 h",
        "⏸ Attente du client depuis lun. 9 nov. 14:05, demandée par Développeur. Boutique Exemple doit fournir : "
        "un compte de test ; le décompte reprend à sa réponse.",
        "👉 Au responsable de maintenance de répondre.",
        "👤 Responsable : Développeur",
        "État au lun. 9 nov. 15:00 · contrat boutique-exemple du 01/01/2026",
    ]
    assert buttons(post)[:2] == ["answer", "resume"]


def test_what_is_awaited_is_told_in_one_sentence_however_it_was_typed() -> None:
    paused = fact(events.Paused(PauseReason.CLIENT, "Un compte & un mot de passe."), DEV, at(9, 14, 5))
    told = "\n".join(shown(carded(after(*cast.story()[:5], paused), at(9, 15)))).replace(NBSP, " ")
    assert "doit fournir : Un compte &amp; un mot de passe ; le décompte" in told


def test_a_running_clock_shows_what_is_left_and_when_it_resumes() -> None:
    told = [row.replace(NBSP, " ") for row in shown(carded(after(*cast.story()), at(12, 12, 30)))]
    assert (
        "*Résolution :* reste 10 h 10 ouvrées sur 24 h, échéance ven. 13 nov. 15:40 · reprend jeu. 12 nov. 13:30"
        in told
    )


def test_a_late_clock_says_by_how_much() -> None:
    told = "\n".join(shown(carded(after(*cast.story()), at(13, 16)))).replace(NBSP, " ")
    assert "*Résolution :* 🚨 dépassée de 20 min ouvrées · échéance ven. 13 nov. 15:40" in told
    assert "*Contournement :* 🚨 dépassé de" in told


def test_what_is_left_is_rounded_to_the_minute() -> None:
    raised = after(*cast.story()[:1])
    told = "\n".join(shown(carded(raised, at(9, 10, 5) + timedelta(seconds=2)))).replace(NBSP, " ")
    assert "*Prise en charge :* reste 4 h ouvrées sur 4 h" in told


def test_less_than_a_minute_late_needs_no_unit() -> None:
    told = "\n".join(shown(carded(after(*cast.story()), at(13, 15, 40) + timedelta(seconds=1)))).replace(NBSP, " ")
    assert "*Résolution :* 🚨 dépassée de moins d’une minute · échéance" in told


def test_hours_that_never_close_are_just_hours() -> None:
    always = Calendar("astreinte", "Europe/Paris", ((Interval(0, 1440),),) * 7)
    whole = replace(cast.CONTRACT, calendars={"bureau": always})
    told = "\n".join(shown(carded(after(*cast.story()[:1]), at(9, 10, 35), contract=whole))).replace(NBSP, " ")
    assert "*Prise en charge :* reste 3 h 30 sur 4 h" in told
    assert "engagement 4 h (24 h/24, 7 j/7)" in sla(after(*cast.story()), whole, at(9, 11), FRENCH).replace(NBSP, " ")
    festive = replace(whole, calendars={"bureau": replace(always, holidays=cast.OFFICE.holidays)})
    told = "\n".join(shown(carded(after(*cast.story()[:1]), at(9, 10, 35), contract=festive))).replace(NBSP, " ")
    assert "*Prise en charge :* reste 3 h 30 ouvrées sur 4 h" in told


def test_each_clock_is_spoken_of_in_its_own_gender() -> None:
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="Évolution"), CP, at(9, 11))
    cancelled = after(*cast.story()[:2], out)
    told = shown(carded(cancelled, at(9, 12)))
    assert [row for row in "\n".join(told).replace(NBSP, " ").split("\n") if "annulé" in row] == [
        "*Prise en charge :* annulée",
        "*Contournement :* annulé",
        "*Résolution :* annulée",
    ]
    proof = sla(cancelled, cast.CONTRACT, at(9, 12), FRENCH).replace(NBSP, " ")
    assert proof.count("annulée : hors périmètre") == 2
    detected = after(fact(events.Detected("Panier", ""), RM, at(9, 9)))
    assert "Résolution · pas encore commencée" in sla(detected, cast.CONTRACT, at(9, 10), FRENCH)
    kept = sla(after(*cast.story(), *RESOLVED), cast.CONTRACT, at(12, 14), FRENCH)
    assert [row.rpartition("· ")[2] for row in kept.split("\n") if " total " in row] == ["tenue", "tenu", "tenue"]


def test_a_title_is_no_mark_up_and_no_emoji() -> None:
    title = "*gras* _ital_ ~non~ `code` :tada: \u202eenvers\u2066"
    post = carded(after(*cast.story(title)), at(9, 12))
    told = shown(post)[0]
    assert told.endswith("· ∗gras∗ ˍitalˍ \u223cnon\u223c \u02cbcode\u02cb :\u200btada: envers · *Majeure*")
    assert "*gras*" not in post.text


def test_a_closed_anomaly_shows_cause_answer_and_results_and_can_only_be_reopened() -> None:
    post = carded(after(*cast.story(), *RESOLVED), at(12, 14))
    told = "\n".join(shown(post)).replace(NBSP, " ")
    assert told.startswith("✅")
    assert "*Cause :* Session trop courte" in told
    assert "*Réponse apportée :* Session allongée" in told
    assert "*Résolution :* tenue en" in told
    assert "Clôture ✓" in told
    assert buttons(post) == ["reopen"]


def test_out_of_scope_leaves_only_what_can_still_be_done() -> None:
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="Évolution"), CP, at(10, 10))
    post = carded(after(*cast.story(), out), at(10, 11))
    assert "Hors du périmètre correctif" in "\n".join(shown(post))
    assert buttons(post) == ["close", "qualify"]


@pytest.mark.parametrize(("told", "first"), [(2, "take"), (3, "qualify"), (4, "communicate"), (5, "work_around")])
def test_the_next_step_comes_first_among_the_buttons(told: int, first: str) -> None:
    assert buttons(carded(after(*cast.story()[:told]), at(9, 12)))[0] == first


def test_after_delivery_the_client_decides_then_the_provider_deploys() -> None:
    delivered = after(*cast.story(), *RESOLVED[:2])
    assert buttons(carded(delivered, at(12, 10)))[0] == "accept"
    assert "refuse" in buttons(carded(delivered, at(12, 10)))
    accepted = after(*cast.story(), *RESOLVED[:3])
    assert buttons(carded(accepted, at(12, 10, 20)))[0] == "deploy"
    assert "refuse" not in buttons(carded(accepted, at(12, 10, 20)))


def test_a_button_names_its_move_and_bears_the_anomaly() -> None:
    post = carded(after(*cast.story()), at(10, 10))
    elements = next(block["elements"] for block in post.blocks if block["type"] == "actions")
    assert len(elements) <= 6
    assert {one["value"] for one in elements if one["type"] == "button"} == {"0a1b2c3d"}
    menu = elements[-1]
    assert menu["action_id"] == "more"
    assert [option["value"] for option in menu["options"]] == ["requalify:0a1b2c3d", "communicate:0a1b2c3d"]


@pytest.mark.parametrize("reason", list(PauseReason))
def test_every_wait_is_explained(reason: PauseReason) -> None:
    waiting = after(*cast.story(), fact(events.Paused(reason, "un détail"), DEV, at(10, 10)))
    for words in (FRENCH, ENGLISH):
        post = carded(waiting, at(10, 11), words)
        check(post)
        assert any("⏸" in row and "un détail" in row for row in shown(post))


@pytest.mark.parametrize(
    "target", [BusinessDays(2), BusinessDays(1, True), WallClock(timedelta(hours=72)), NextRelease(), NoCommitment()]
)
def test_every_sort_of_promise_is_said_in_each_state(target: Target) -> None:
    promises = {(level, clock): Commitment(target, "bureau") for level in Criticality for clock in ClockName}
    contract = replace(cast.CONTRACT, commitments=promises)
    for facts in (cast.story()[:1], cast.story()[:6], cast.story(), (*cast.story(), *RESOLVED)):
        for words in (FRENCH, ENGLISH):
            post = carded(after(*facts), at(13, 16), words, contract)
            check(post)
            assert not [row for row in shown(post) if "…" in row or "None" in row]
            assert "None" not in sla(after(*facts), contract, at(13, 16), words)


def test_a_promise_other_than_the_deadline_is_shown() -> None:
    promise = events.DelayCommunicated("", (events.Deadline(ClockName.RESOLUTION, at(16, 10)),))
    told = "\n".join(shown(carded(after(*cast.story(), fact(promise, CP, at(10, 10))), at(10, 11))))
    assert f"promis au client{NBSP}: lun. 16 nov. 10:00" in told


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_people_wrote_the_card_holds_and_calls_nobody(hostile: str) -> None:
    facts = (
        *cast.story(hostile)[:5],
        fact(events.Paused(PauseReason.CLIENT, hostile), replace(DEV, name=hostile), at(9, 14)),
        fact(events.CauseFound(hostile), DEV, at(9, 15)),
    )
    waiting = after(*facts)
    closed = after(*facts, *RESOLVED[:4], fact(events.Closed(hostile, hostile), CP, at(12, 11)))
    labels = dict.fromkeys(Criticality, hostile or "P1")
    contract = replace(cast.CONTRACT, client=hostile)
    for anomaly in (waiting, closed):
        for words in (FRENCH, Wording("en", "Europe/Paris", labels)):
            for post in (carded(anomaly, at(12, 12), words, contract), in_slack(anomaly, contract, at(12, 12), words)):
                check(post)
                assert pings(post.text, list(post.blocks)) == ()


def test_the_sla_tells_each_interval_and_adds_up() -> None:
    told = sla(after(*cast.story()), cast.CONTRACT, at(12, 12, 30), FRENCH).replace(NBSP, " ").split("\n\n")[3]
    assert [" ".join(row.split()) for row in told.split("\n")] == [
        "Résolution · engagement 24 h ouvrées (contrat boutique-exemple du 01/01/2026, ligne « Majeure »)",
        "compté lun. 9 nov. 10:05 → 12:30 2 h 25 remontée (Jira, changelog 48812)",
        "exclu lun. 9 nov. 12:30 → 13:30 pause déjeuner",
        "compté lun. 9 nov. 13:30 → 14:05 35 min",
        "exclu lun. 9 nov. 14:05 → mar. 10 nov. 09:40 en pause : attente du client, par Développeur "
        "(Slack, 1794229500.1)",
        "compté mar. 10 nov. 09:40 → 12:30 2 h 50 réponse du client (Jira, commentaire 90417)",
        "exclu mar. 10 nov. 12:30 → 13:30 pause déjeuner",
        "compté mar. 10 nov. 13:30 → 18:00 4 h 30",
        "exclu mar. 10 nov. 18:00 → 24:00 hors heures d’ouverture",
        "exclu mer. 11 nov. férié : Armistice",
        "exclu jeu. 12 nov. 00:00 → 09:00 hors heures d’ouverture",
        "compté jeu. 12 nov. 09:00 → 12:30 3 h 30",
        "total 13 h 50 sur 24 h · échéance ven. 13 nov. 15:40 · tenue à ce jour",
    ]


def test_the_sla_leaves_out_what_is_less_than_a_second() -> None:
    noise = timedelta(milliseconds=30)
    taken = fact(events.Taken(), DEV, at(9, 12, 25) - noise)
    told = sla(after(*cast.story()[:2], taken), cast.CONTRACT, at(9, 14), FRENCH).replace(NBSP, " ").split("\n\n")[1]
    assert "10:05 → 12:25" in told
    assert "total 2 h 20 sur 4 h" in told


def test_a_requalification_is_told_with_its_reason() -> None:
    again = fact(events.Qualified(Criticality.BLOQUANTE, reason="plus rien ne marche"), CP, at(10, 10))
    told = sla(after(*cast.story(), again), cast.CONTRACT, at(10, 11), FRENCH)
    assert f"requalification{NBSP}: plus rien ne marche" in told


def test_a_long_story_keeps_its_latest_intervals_and_its_sum_in_slack() -> None:
    post = in_slack(after(*cast.story()), cast.CONTRACT, at(9, 10) + timedelta(days=120), FRENCH)
    check(post)
    last = shown(post)[-1]
    assert last.endswith("```")
    assert "total" in last
    assert any("intervalles plus anciens" in row for row in shown(post))


def test_a_name_cannot_give_orders_to_a_terminal() -> None:
    told = sla(after(*cast.story("Panier\x1b[2J\x1b]0;x\x07")), cast.CONTRACT, at(10, 10), FRENCH)
    assert not set(told) & {"\x1b", "\x07"}


def test_before_its_start_a_clock_has_no_figure() -> None:
    told = sla(after(fact(events.Detected("Panier", ""), RM, at(9, 9))), cast.CONTRACT, at(9, 10), ENGLISH)
    assert told.count("not started yet") == len(cast.CONTRACT.clocks)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (events.TicketRemoved(), "🗑 Supprimé dans Jira par Développeur le"),
        (events.Declassified("Évolution *"), "🏷 Devenu « Évolution"),
        (events.MovedAway(), "📦 Déplacé hors des projets du contrat le"),
    ],
)
def test_an_issue_that_is_no_anomaly_any_more_says_so_and_offers_nothing(what: Happening, said: str) -> None:
    gone = after(*cast.story()[:6], fact(what, DEV, at(9, 14, 30)))
    post = carded(gone, at(9, 15))
    told = [row.replace(NBSP, " ") for row in shown(post)]
    assert any(row.startswith(said) for row in told), told
    assert not any(row.startswith("👉") for row in told)
    assert buttons(post) == []


def test_a_duplicate_names_the_issue_that_it_repeats() -> None:
    post = carded(after(*cast.story()[:6], fact(events.DuplicateOf("BOU-200"), DEV, at(9, 14, 30))), at(9, 15))
    assert "🔗 Doublon de BOU-200" in [row.replace(NBSP, " ") for row in shown(post)]
