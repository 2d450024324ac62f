"""What people read of each message, by form and by language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from connectors.wording import LANGUAGES, Form, Wording
from connectors.wording.message_samples import CLOCK, SAMPLES
from connectors.wording.sample_instants import DUE, NOW
from connectors.wording.template import ELLIPSIS, fill
from rules import events
from rules.anomaly.lifecycle import MOVES
from rules.anomaly.state import Ticket
from rules.contract import Criticality, PauseReason
from rules.digest_model import Chapter, Line, Said
from rules.effects import Message, Say, Value
from rules.events import Fact
from tests.rules import cast

FORMS: tuple[Form, ...] = get_args(Form)
FRENCH, ENGLISH = Wording("fr", "Europe/Paris"), Wording("en", "Europe/Paris")
LIFE: tuple[Fact, ...] = (
    cast.fact(events.Detected("Panier vide", "Rien ne s’affiche"), cast.AGENT, "09:00"),
    cast.fact(cast.RAISED, cast.RM, "09:05"),
    cast.fact(cast.TICKET, cast.RM, "09:06"),
    cast.fact(events.Taken(), cast.CP, "09:10"),
    cast.fact(events.DescriptionRejected("Un compte de test"), cast.CP, "09:15"),
    cast.fact(events.ClientAnswered("Le voici"), cast.RM, "09:20"),
    cast.fact(events.Qualified(Criticality.MAJEURE), cast.CP, "09:30"),
    cast.fact(events.DelayCommunicated("Bonjour"), cast.CP, "09:35"),
    cast.fact(events.Paused(PauseReason.CLIENT, "Une date"), cast.DEV, "09:40"),
    cast.fact(events.Resumed(), cast.DEV, "09:45"),
    cast.fact(events.WorkaroundDelivered("Sans se connecter"), cast.DEV, "10:00"),
    cast.fact(events.WorkaroundValidated(), cast.RM, "10:05"),
    cast.fact(events.Delivered("2.4.1"), cast.DEV, "10:10"),
    cast.fact(events.Refused("Encore vide"), cast.RM, "10:20"),
    cast.fact(events.Delivered(), cast.DEV, "10:30"),
    cast.fact(events.Accepted(), cast.RM, "10:40"),
    cast.fact(events.Deployed(), cast.DEV, "10:50"),
    cast.fact(events.CauseFound("Session trop courte"), cast.DEV, "10:55"),
    cast.fact(events.Closed("", "Allongée"), cast.CP, "11:00"),
    cast.fact(events.Reopened("De retour"), cast.RM, "11:10"),
    cast.fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="Évolution"), cast.CP, "11:20"),
)


def test_there_is_a_sample_of_everything_that_can_be_said() -> None:
    assert {one.say for one in SAMPLES} == set(Say)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", SAMPLES, ids=lambda one: one.say.value)
def test_a_message_is_said_without_a_hole(message: Message, language: str, form: Form) -> None:
    told = Wording(language, "Europe/Paris").message(message, form, now=NOW)
    assert told.strip()
    assert ELLIPSIS not in told
    assert not set(told) & set("{}[]|")
    assert "\n" not in told or form != "subject"
    assert "\n\n" not in told


def test_the_rules_give_each_message_what_its_sentence_needs() -> None:
    """A whole life, from detection to reopening, as the policies tell it."""
    told: dict[Say, str] = {}
    for place, step in enumerate(LIFE):
        for effect in cast.told(LIFE[:place], step).effects:
            message: Message | None = getattr(effect, "message", None)
            if message:
                told[message.say] = FRENCH.message(message, "thread", now=NOW)
    assert len(told) > 25
    assert [(say, said) for say, said in told.items() if ELLIPSIS in said] == []


def test_a_wrong_move_is_answered_with_what_is_missing_and_who_owes_it() -> None:
    message = Message(Say.REFUSED, {"name": "BOU-214", "move": "close", "missing": ("accepted", "cause"), "owes": ()})
    assert FRENCH.message(message, "private") == (
        "Vous ne pouvez pas encore clôturer BOU-214\u00a0: il manque la recette du client (au responsable de "
        "maintenance de se prononcer) et la cause racine."
    )


def test_who_may_not_make_a_move_learns_who_may() -> None:
    message = Message(
        Say.REFUSED, {"name": "BOU-214", "move": "take", "missing": ("role",), "owes": ("cp", "developer")}
    )
    assert FRENCH.message(message, "private") == (
        "Prendre BOU-214 en charge revient au chef de projet ou à un développeur."
    )


def test_what_was_done_before_is_said_to_be_done() -> None:
    values: dict[str, Value] = {"name": "BOU-214", "move": "deliver", "missing": ("not_delivered",), "owes": ()}
    assert FRENCH.message(Message(Say.REFUSED, values), "private") == (
        "C’est déjà fait pour BOU-214\u00a0: la livraison en recette est enregistrée."
    )


def test_what_was_done_before_is_left_out_where_something_is_really_missing() -> None:
    values: dict[str, Value] = {"name": "BOU-214", "move": "pause", "missing": ("open", "not_waiting"), "owes": ("rm",)}
    assert "en pause" not in FRENCH.message(Message(Say.REFUSED, values), "private").partition("il manque")[2]


def test_every_move_can_be_refused_in_a_sentence() -> None:
    for move in MOVES:
        for need in move.needs:
            values: dict[str, Value] = {"name": "BOU-1", "move": move.name, "missing": (need.code,), "owes": ()}
            for words in (FRENCH, ENGLISH):
                assert "BOU-1" in words.message(Message(Say.REFUSED, values), "private") or need.already


def said(message: Message, words: Wording = FRENCH, now: datetime | None = NOW) -> str:
    """A private message, its no-break spaces told as spaces."""
    return words.message(message, "private", now=now).replace("\u00a0", " ")


def test_who_changes_nothing_is_told_so() -> None:
    told = said(Message(Say.UNCHANGED, {"name": "BOU-1", "move": "take"}))
    assert told == "Rien ne change pour BOU-1 : c’est déjà ainsi."


def test_a_ticket_that_is_late_does_not_keep_the_anomaly_from_the_cp() -> None:
    values: dict[str, Value] = {"title": "Panier vide", "criticality": Criticality.BLOQUANTE, "who": "Responsable"}
    assert said(Message(Say.TICKET_LATE, values)) == (
        "🔴 Nouvelle anomalie · Panier vide · Bloquante\n"
        "Remontée par Responsable. Le ticket Jira n’a pas encore pu être créé ; Vigie réessaie et vous donnera sa clé."
    )


def test_a_priority_that_does_not_count_says_who_may_qualify() -> None:
    values: dict[str, Value] = {"who": "Dev", "criticality": Criticality.MAJEURE, "missing": ("role",), "owes": ("cp",)}
    assert said(Message(Say.PRIORITY_NOT_COUNTED, values)) == (
        "⚠️ Dev a changé la priorité dans Jira ; la criticité « Majeure » reste celle du contrat : "
        "au chef de projet de qualifier."
    )


def test_what_did_not_land_in_jira_is_named_with_its_way_out() -> None:
    values: dict[str, Value] = {"effect": "TransitionIssue", "name": "BOU-1", "title": "Panier", "text": "écran requis"}
    assert said(Message(Say.ERRAND_PARKED, values)) == (
        "🧰 BOU-1 · Panier\nLe changement de statut n’a pas abouti dans Jira : écran requis\n"
        "Rien n’est perdu : une fois la cause corrigée, réessayez."
    )


def test_an_answer_after_the_closure_resumes_nothing() -> None:
    values: dict[str, Value] = {"name": "BOU-1", "title": "Panier", "who": "Responsable", "text": "De retour"}
    assert "a repris" in said(Message(Say.CLIENT_ANSWERED, values, ("qualify",)))
    assert "a repris" not in said(Message(Say.CLIENT_ANSWERED, values, ("reopen",)))


@pytest.mark.parametrize("say", [Say.DELAY_TO_SEND, Say.DELAY_COMMUNICATED, Say.LOG_COMMUNICATED, Say.RAISED_TO_CP])
def test_without_any_deadline_the_sentence_says_so(say: Say) -> None:
    level: dict[str, Value] = {"criticality": Criticality.MINEURE}
    values = {"name": "BOU-1", "title": "Panier", "who": "CP", "via": "slack", **level}
    due: dict[str, Value] = {"resolution": DUE}
    for words, none in ((FRENCH, "ne fixe pas d’échéance"), (ENGLISH, "sets no deadline")):
        told = said(Message(say, values), words)
        assert none in told
        assert not [row for row in told.split("\n") if row.endswith(":")]
        assert none not in said(Message(say, values | due), words)


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(0), "l’échéance de 12:16 vient de passer."),
        (timedelta(days=1), "l’échéance d’hier 12:16 est passée."),
        (timedelta(days=3), "l’échéance du mardi 10 novembre 12:16 est passée."),
    ],
)
def test_a_breach_is_told_as_it_happens(ago: timedelta, told: str) -> None:
    values = {**CLOCK, "deadline": NOW - ago, "remaining": timedelta(seconds=1)}
    assert said(Message(Say.BREACH, values)).split("\n")[0] == f"🚨 BOU-214 · Résolution : {told}"
    assert said(Message(Say.BREACH_TO_ROLE, values)).split("\n")[1] == f"Résolution : {told}"


def test_a_warning_says_what_is_left_and_when_the_clock_stops() -> None:
    told = FRENCH.message(Message(Say.WARNING, CLOCK), "thread", now=NOW, given={"unit": "ouvrées"})
    assert told == (
        "⏳ BOU-214 · Résolution\u00a0: il reste 2\u00a0h\u00a024 ouvrées (90\u00a0% écoulé), "
        "échéance aujourd’hui 15:40.\nLe décompte s’arrête à 12:30."
    )


def test_a_warning_that_nobody_owns_says_so() -> None:
    values: dict[str, Value] = {name: value for name, value in CLOCK.items() if name != "owner"}
    assert "Personne ne l’a encore prise en charge" in FRENCH.message(Message(Say.WARNING, values), "thread")


def test_what_is_read_later_names_the_whole_date() -> None:
    message = Message(Say.BREACH_TO_ROLE, CLOCK)
    assert "vendredi 13 novembre 2026 à 15:40" in FRENCH.message(message, "mail", now=NOW)
    assert "Friday 13 November 2026 at 15:40" in ENGLISH.message(message, "mail", now=NOW)
    assert "aujourd’hui 15:40" in FRENCH.message(message, "private", now=NOW)


def test_what_people_wrote_is_never_read_as_a_template() -> None:
    hostile = "{who} [x|y] {0} %s %(a)s"
    message = Message(Say.LOG_CAUSE, {"who": "{text}", "via": "jira", "text": hostile})
    assert FRENCH.message(message, "jira") == f"🔎 Cause enregistrée par {{text}} (Jira)\u00a0:\n{hostile}"


def test_every_value_is_escaped_and_only_once() -> None:
    message = Message(Say.REFUSED, {"name": "<!channel>", "move": "close", "missing": ("cause",), "owes": ()})
    told = FRENCH.message(message, "private", lambda text: text.replace("<", "&lt;"))
    assert "<" not in told
    assert "clôturer &lt;!channel>" in told


def test_a_contract_chooses_the_labels_of_its_criticalities() -> None:
    words = replace(FRENCH, labels={Criticality.MAJEURE: "P2"})
    message = Message(Say.LOG_RAISED, {"who": "RM", "via": "slack", "title": "T", "criticality": Criticality.MAJEURE})
    assert "criticité P2" in words.message(message, "thread")
    assert words.criticality(Criticality.MINEURE) == "Mineure"
    assert words.criticality(None) == "À qualifier"


def listed(*lines: Line, count: int = 0) -> Message:
    return Message(Say.DAILY, {"open": 40, "chapters": (Chapter("waiting", count or len(lines), lines),)})


def test_a_line_says_what_is_known_and_each_of_its_values_is_escaped() -> None:
    values: dict[str, Said] = {"title": "<!channel>", "at": NOW, "who": ("<@U0RM>",)}
    told = FRENCH.message(listed(Line("answer", "<BOU-1>", values)), "private", lambda text: text.replace("<", "&lt;"))
    assert told.split("\n")[2].replace("\u00a0", " ") == (
        "• ⚪ &lt;BOU-1> · &lt;!channel> · réponse attendue depuis le ven. 13 nov. 12:16, demandée par &lt;@U0RM>"
    )


def test_a_long_list_says_how_many_it_leaves_out() -> None:
    lines = tuple(Line("accept", f"BOU-{number}", {"at": NOW}) for number in range(6))
    assert said(listed(*lines, count=300)).split("\n")[8] == "et 294 autres"
    assert said(listed(*lines, count=7)).split("\n")[8] == "et 1 autre"
    assert "autre" not in said(listed(*lines))


def test_a_list_links_the_names_that_have_a_ticket() -> None:
    lines = (Line("accept", "BOU-1", {"at": NOW}, Ticket("default", "1", "BOU-1")), Line("accept", "a1", {"at": NOW}))
    told = FRENCH.message(listed(*lines), "private", link=lambda ticket, label: f"<{ticket.key}|{label}>")
    assert "<BOU-1|BOU-1>" in told
    assert "⚪ a1 ·" in told


def test_a_list_never_says_the_title_of_a_security_anomaly() -> None:
    line = Line("accept", "BOU-1", {"at": NOW, "criticality": Criticality.SECURITE})
    assert "🟣 BOU-1 · anomalie de sécurité ·" in said(listed(line))


@pytest.mark.parametrize(("number", "french", "english"), [(0, "anomalie", "anomalies"), (1, "anomalie", "anomaly")])
def test_each_language_counts_in_its_own_way(number: int, french: str, english: str) -> None:
    assert FRENCH.plural("count.open", number).split()[1] == french
    assert ENGLISH.plural("count.open", number).split()[-1] == english


@pytest.mark.parametrize(
    ("lasting", "said", "exactly"),
    [
        (timedelta(seconds=30), "moins d’une minute", "30 s"),
        (timedelta(minutes=45), "45 min", "45 min"),
        (timedelta(seconds=59.97), "1 min", "1 min"),
        (timedelta(hours=2, minutes=5, seconds=7), "2 h 05", "2 h 05 min 07 s"),
        (timedelta(hours=3, minutes=59, seconds=58), "4 h", "3 h 59 min 58 s"),
        (timedelta(hours=20, minutes=54, seconds=59), "20 h 55", "20 h 54 min 59 s"),
        (timedelta(hours=3, minutes=24, seconds=59.97), "3 h 25", "3 h 25"),
        (timedelta(days=3, hours=2), "74 h", "74 h"),
        (-timedelta(hours=1, minutes=10), "1 h 10", "1 h 10"),
    ],
)
def test_durations_are_hours_and_minutes_and_never_days(lasting: timedelta, said: str, exactly: str) -> None:
    assert FRENCH.duration(lasting).replace("\u00a0", " ") == said
    assert FRENCH.duration(lasting, exact=True).replace("\u00a0", " ") == exactly


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (DUE, "aujourd’hui 15:40"),
        (DUE + timedelta(days=1), "demain 15:40"),
        (DUE - timedelta(days=1), "hier 15:40"),
        (DUE + timedelta(days=3), "lundi 15:40"),
        (DUE - timedelta(days=4), "lundi 9 novembre 15:40"),
        (DUE + timedelta(days=60), "mardi 12 janvier 2027 15:40"),
        (datetime(2026, 11, 13, 23, 30, tzinfo=UTC), "demain 00:30"),
    ],
)
def test_instants_are_said_as_people_would(at: datetime, said: str) -> None:
    assert FRENCH.moment(at, NOW) == said


def test_a_sentence_keeps_its_hole_where_a_value_is_unknown() -> None:
    assert fill("a {b}[ c {d}| e {f:if}]", lambda name, _: "x" if name == "f" else None) == "a … e "
