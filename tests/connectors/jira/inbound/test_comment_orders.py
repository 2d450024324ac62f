"""A comment that begins with `/anomalie` is an order; any other is prose, whatever words it holds."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.commands import SUBCOMMANDS_BY_NAME
from connectors import wording
from connectors.jira.inbound.comment_orders import EDITED, ELSEWHERE, INCOMPLETE, PUZZLING, SPOKEN, is_order, ordered
from connectors.parsed_delivery import Ignored
from rules import events
from rules.anomaly.lifecycle import BY_EVENT
from rules.contract import Criticality, PauseReason
from rules.events import Happening, Source, System
from tests.connectors.jira.samples import (
    AT,
    CP,
    DEV,
    RM,
    STRANGER,
    cloud_user,
    comment,
    commented,
    contract,
    facts,
    happenings,
    issue,
    server_user,
    told,
    updated,
)

Json = dict[str, Any]
KEY = "BOU-214"
MINEURE, SECURITE = Criticality.MINEURE, Criticality.SECURITE
CONTRACT = contract()


def _ordered(text: str) -> Happening | Ignored:
    return ordered(text, KEY, CONTRACT)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("prendre", events.Taken()),
        ("je prends en charge", events.Taken()),
        ("je m’en occupe", events.Taken()),
        ("incomplete Quel navigateur ?", events.DescriptionRejected("Quel navigateur ?")),
        ("description incomplète : quel compte ?", events.DescriptionRejected("quel compte ?")),
        ("répondre Compte 42", events.ClientAnswered("Compte 42")),
        ("repondre", events.ClientAnswered("")),
        ("qualifier mineure", events.Qualified(MINEURE, True, "")),
        ("qualifier en Mineure, tout reste faisable", events.Qualified(MINEURE, True, "tout reste faisable")),
        ("qualifier SÉCURITÉ fuite de données", events.Qualified(SECURITE, True, "fuite de données")),
        ("hors périmètre mineure évolution, devis à part", events.Qualified(MINEURE, False, "évolution, devis à part")),
        ("qualifier hors perimetre mineure devis", events.Qualified(MINEURE, False, "devis")),
        ("qualifier mineure hors du périmètre : devis", events.Qualified(MINEURE, False, "devis")),
        ("cause le cache n'est pas vidé", events.CauseFound("le cache n'est pas vidé")),
        ("cause racine : UTF-8 mal lu", events.CauseFound("UTF-8 mal lu")),
        ("cause UTF-8 mal lu", events.CauseFound("UTF-8 mal lu")),
        ("informer La cause est trouvée", events.Informed("La cause est trouvée")),
        ("point d’avancement : livraison ce soir", events.Informed("livraison ce soir")),
        ("requalifier bloquante site tombé", events.Qualified(Criticality.BLOQUANTE, True, "site tombé")),
        ("délai", events.DelayCommunicated("", ())),
        ("delai Correction ce soir.", events.DelayCommunicated("Correction ce soir.", ())),
        ("contournement passer par le menu", events.WorkaroundDelivered("passer par le menu")),
        ("contournement valider sans compte", events.WorkaroundDelivered("valider sans compte")),
        ("contournement ok", events.WorkaroundValidated()),
        ("contournement : OK.", events.WorkaroundValidated()),
        ("recette livrée", events.Delivered("")),
        ("recette livrée version 2.4.1", events.Delivered("version 2.4.1")),
        ("livrer", events.Delivered("")),
        ("recette ok", events.Accepted()),
        ("recette acceptée", events.Accepted()),
        ("recette ko", events.Refused("")),
        ("recette KO : panier encore vide", events.Refused("panier encore vide")),
        ("déployer", events.Deployed("")),
        ("mise en production version 2.4.1", events.Deployed("version 2.4.1")),
        ("clore", events.Closed("", "")),
        (
            "clore cache périmé | cache vidé à chaque livraison",
            events.Closed("cache périmé", "cache vidé à chaque livraison"),
        ),
        ("clore cache périmé\r\ncache vidé | purgé\nmerci", events.Closed("cache périmé", "cache vidé | purgé\nmerci")),
        ("clore | cache vidé", events.Closed("", "cache vidé")),
        ("clore\ncache vidé", events.Closed("", "cache vidé")),
        ("rouvrir revenue ce matin", events.Reopened("revenue ce matin")),
        ("pause client", events.Paused(PauseReason.CLIENT, "")),
        ("pause tiers ticket 88 chez l'éditeur", events.Paused(PauseReason.THIRD_PARTY, "ticket 88 chez l'éditeur")),
        ("pause gel : soldes", events.Paused(PauseReason.FREEZE, "soldes")),
        ("en attente du client", events.Paused(PauseReason.CLIENT, "")),
        ("pause recette", events.Paused(PauseReason.RECETTE, "")),
        ("reprendre", events.Resumed("")),
    ],
)
@pytest.mark.parametrize("prefix", ["/anomalie", "/TMA", "  / Anomalie :", "/tma\u00a0"])
def test_an_order_is_a_step(prefix: str, said: str, what: Happening) -> None:
    assert is_order(f"{prefix} {said}")
    assert _ordered(f"{prefix} {said}") == what


@pytest.mark.parametrize(
    "said",
    [
        *("incomplete", "cause", "cause :", "informer", "point :", "contournement", "rouvrir", "pause", "pause café"),
        *("qualifier", "qualifier le panier", "hors périmètre", "hors périmètre mineure", "hors périmètre devis"),
        "qualifier mineure hors périmètre",
    ],
)
def test_an_order_that_says_too_little_is_ignored_by_name(said: str) -> None:
    assert _ordered(f"/anomalie {said}") == Ignored(wording.said(INCOMPLETE))


@pytest.mark.parametrize(
    "said", ["", ":", "!", "recette", "recette demain", "merci", "bonjour prendre", "sla", "x" * 50_000]
)
def test_an_order_that_cannot_be_read_is_ignored_by_name(said: str) -> None:
    assert _ordered(f"/anomalie {said}") == Ignored(wording.said(PUZZLING))


def test_only_the_first_line_orders() -> None:
    assert _ordered("/anomalie\n\nprendre") == events.Taken()
    assert _ordered("/anomalie prendre\n/anomalie clore") == events.Taken()
    assert _ordered("/anomalie cause\nLe cache.\n\nIl est périmé.") == events.CauseFound("Le cache.\n\nIl est périmé.")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "recette ok",
            "anomalie prendre",
            "Tapez /anomalie prendre",
            "> /anomalie prendre",
            "Bonjour,\n/anomalie clore",
        ),
        *("/anomalie/prendre", "/anomalie-prendre", "/anomaliste", "/tmatin", "/tma.example", "", "/"),
    ],
)
def test_prose_is_no_order(text: str) -> None:
    assert not is_order(text)


@pytest.mark.parametrize(
    "said",
    [
        *("BOU-214 prendre", "prendre bou-214", "je prends BOU-214", "prise en charge BOU-214."),
        "prendre [https://exemple.example/browse/BOU-214|https://exemple.example/browse/BOU-214|smart-link]",
    ],
)
def test_the_tickets_own_key_may_be_said_as_in_slack(said: str) -> None:
    assert _ordered(f"/anomalie {said}") == events.Taken()


def test_a_key_parts_no_phrase() -> None:
    assert _ordered("/anomalie recette BOU-214 ko panier vide") == events.Refused("panier vide")
    assert _ordered("/anomalie contournement BOU-214 ok") == events.WorkaroundValidated()


@pytest.mark.parametrize("said", ["BOU-7 prendre", "prendre BOU-7", "je prends BOU-7", "recette BOU-7 ok"])
@pytest.mark.parametrize("key", [KEY, ""])
def test_an_order_for_another_ticket_does_nothing_to_this_one(said: str, key: str) -> None:
    assert ordered(f"/anomalie {said}", key, CONTRACT) == Ignored(wording.said(ELSEWHERE))


def test_a_contracts_own_labels_come_first() -> None:
    under = replace(CONTRACT, labels={Criticality.MAJEURE: "P1", MINEURE: "Niveau 4"})
    assert ordered("/tma qualifier p1", KEY, under) == events.Qualified(Criticality.MAJEURE, True, "")
    assert ordered("/tma qualifier niveau 4 sans urgence", KEY, under) == events.Qualified(
        MINEURE, True, "sans urgence"
    )
    assert ordered("/tma qualifier mineure", KEY, under) == events.Qualified(MINEURE, True, "")


STEPS = {
    "prendre": "take",
    "incomplete": "reject_description",
    "repondre": "answer",
    "qualifier": "qualify",
    "requalifier": "qualify",
    "cause": "find_cause",
    "informer": "inform",
    "delai": "communicate",
    "contournement": "work_around",
    "deployer": "deploy",
    "clore": "close",
    "rouvrir": "reopen",
    "pause": "pause",
    "reprendre": "resume",
    "motif": "say_why",
    "vu": "acknowledge",
}
RESTS = {"qualifier": "mineure", "requalifier": "mineure", "pause": "client", "motif": "un compte"}


@pytest.mark.parametrize(
    ("word", "name"), [(word, name) for name in STEPS for word in (name, *SUBCOMMANDS_BY_NAME[name].words)]
)
def test_the_words_of_slack_are_understood_in_a_comment(word: str, name: str) -> None:
    found = _ordered(f"/anomalie {word} {RESTS.get(name, 'texte')}")
    assert not isinstance(found, Ignored)
    assert BY_EVENT[type(found)].name == STEPS[name]


@pytest.mark.parametrize("word", [word for word in SUBCOMMANDS_BY_NAME["recette"].words if word != "recettes"])
def test_so_are_its_words_for_a_recette(word: str) -> None:
    assert isinstance(_ordered(f"/anomalie {word}"), events.Delivered | events.Accepted | events.Refused)


def test_every_spelling_is_said_once() -> None:
    spellings = [spelling for step in SPOKEN for spelling in step.words]
    assert len(spellings) == len(set(spellings))


@given(st.text(max_size=60), st.sampled_from([spelling for step in SPOKEN for spelling in step.words]))
def test_nothing_raises(text: str, spelling: str) -> None:
    for said in (text, f"{spelling} {text}", f"{spelling}\n{text}", f"{text} {spelling}"):
        _ordered(f"/anomalie {said}")


def test_an_order_is_a_fact_of_its_comment() -> None:
    (fact,) = facts(commented(cloud_user(CP), "/anomalie qualifier mineure"))
    assert fact.id == "jira:exemple:comment:90417:1794229500123:qualified"
    assert fact.at == AT
    assert fact.by.id == "U0CP"
    assert fact.source == Source(System.JIRA, "commentaire 90417")


def test_an_order_is_one_fact_by_whichever_event_it_comes() -> None:
    order = comment(cloud_user(DEV), "/anomalie cause cache")
    riding = updated(by=cloud_user(DEV), comment=order, changelog=None, issue_event_type_name="issue_commented")
    assert facts(riding) == facts(commented(cloud_user(DEV), "/anomalie cause cache"))


def test_the_client_orders_too() -> None:
    assert happenings(commented(cloud_user(RM), "/anomalie recette ok")) == (events.Accepted(),)
    agent = server_user("agent", "agent@boutique.example")
    assert happenings(commented(agent, "/anomalie contournement ok")) == (events.WorkaroundValidated(),)


def test_an_order_in_a_document_is_read_as_people_read_it() -> None:
    paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in ("/tma clore A", "B")]
    body = commented(cloud_user(CP), {"version": 1, "type": "doc", "content": paragraphs})
    assert happenings(body) == (events.Closed("A", "B"),)


@pytest.mark.parametrize("by", [cloud_user(STRANGER), cloud_user(CP, "app"), {}])
def test_a_stranger_orders_nothing(by: Json) -> None:
    assert told(commented(by, "/anomalie prendre")) == Ignored("jira: pas un mot du client")


def test_vigies_own_words_are_an_echo() -> None:
    assert told(commented(cloud_user("712020:vigie"), "/anomalie prendre")) == Ignored("jira: écho de Vigie")


def _reworded(body: Json) -> Json:
    body["comment"]["updated"] = "2026-11-09T15:00:00.000+0100"
    return body


@pytest.mark.parametrize("by", [CP, RM])
@pytest.mark.parametrize("text", ["/anomalie prendre", "/anomalie ???"])
def test_a_reworded_comment_is_no_second_order(by: str, text: str) -> None:
    assert told(_reworded(commented(cloud_user(by), text, name="comment_updated"))) == Ignored(wording.said(EDITED))
    riding = updated(by=cloud_user(by), comment=comment(cloud_user(by), text), changelog=None)
    assert told(_reworded(riding)) == Ignored(wording.said(EDITED))
    for name in ("issue_comment_edited", "issue_comment_deleted"):
        assert told(riding | {"issue_event_type_name": name}) == Ignored(wording.said(EDITED))


def test_an_order_reworded_before_it_was_told_is_still_the_first() -> None:
    (fact,) = facts(_reworded(commented(cloud_user(CP), "/anomalie prendre")))
    assert fact.at == AT
    assert fact.id == "jira:exemple:comment:90417:1794229500123:taken"


def test_a_step_and_the_order_that_rides_with_it_are_both_told() -> None:
    order = comment(cloud_user(CP), "/anomalie qualifier mineure")
    found = happenings(updated(by=cloud_user(CP), comment=order, about=issue()), known=False)
    assert [what.kind for what in found] == ["raised", "ticket_attached", "qualified"]
