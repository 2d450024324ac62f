"""An absence notice is told by its first words or by Jira's marks, and by no more than that."""

import pytest

from connectors.jira.inbound.automatic_replies import is_automatic, is_notice
from connectors.parsed_delivery import Ignored
from rules import events
from tests.connectors.jira.samples import CP, RM, cloud_user, commented, happenings, told, updated

NOTICES = (
    "Réponse automatique : je suis absente jusqu'au 16",
    "Réponse automatique",
    "RE: Réponse automatique: BOU-12 Panier vide",
    "Bonjour,\n\nRéponse automatique : je suis absente jusqu’au 16",
    "*Réponse automatique* : de retour lundi",
    "Absence du bureau : de retour le 16",
    "Message d'absence\nJe suis en congés.",
    "Ceci est un message automatique, merci de ne pas y répondre.",
    "Hors du bureau - de retour lundi",
    "Je suis actuellement absente du bureau jusqu'au 16 novembre. En cas d'urgence, appelez le standard.",
    "Bonjour, je suis absent du 9 au 16 novembre.",
    "Je suis en congés jusqu'au 16.",
    "Automatic reply: I am out of the office",
    "Auto-Reply: back on Monday",
    "Out of Office: back on Monday",
    "Out of office",
    "OUT OF OFFICE REPLY",
    "Hello,\nThis is an automated message. I am away.",
    "I am currently out of the office until 16 November.",
    "I'm out of office, returning on Monday.",
    "I am on annual leave until Monday.",
)
ANSWERS = (
    "Mon absence du bureau n'y change rien : le compte est 42",
    "Le compte est 42. Réponse automatique désactivée.",
    "La réponse automatique du serveur est 500",
    "Réponse automatique désactivée, le compte est 42",
    "Out of office, it fails; at the office, it works",
    "Out of office hours it works, within them it does not",
    "Message automatique désactivé, cela fonctionne",
    "Absence du bureau de poste dans la liste, voir la copie d'écran",
    "Je suis absente demain, le compte est 42",
    "Je suis absente jusqu'au 16 mais le compte est 42",
    "I am out of the office until Monday, but the account is 42",
    "Automatic replies are sent twice to our customers",
    "Bonjour,\nLe compte est 42.\nJe suis absente jusqu'au 16.",
    "",
)


@pytest.mark.parametrize("text", NOTICES)
def test_a_notice_is_recognised_by_its_first_words(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_nothing_else_passes_for_a_notice(text: str) -> None:
    assert not is_notice(text)


@pytest.mark.parametrize(
    ("properties", "marked"),
    [
        ([{"key": "mail.auto-submitted", "value": "auto-replied"}], True),
        ([{"key": "mail.auto-submitted", "value": "no"}], False),
        ([{"key": "mail", "value": {"autoReply": True}}], True),
        ([{"key": "mail", "value": {"autoReply": False}}], False),
        ([{"key": "sd.public.comment", "value": {"internal": True}}], False),
        ("?", False),
        ([None, 3], False),
    ],
)
def test_jiras_own_marks_are_read(properties: object, marked: bool) -> None:
    assert is_automatic({"properties": properties}, "De retour lundi.") is marked


def test_a_clients_notice_is_told_as_one() -> None:
    assert happenings(commented(cloud_user(RM), NOTICES[0])) == (events.AutomaticReply(NOTICES[0]),)
    assert happenings(commented(cloud_user(RM), ANSWERS[0])) == (events.ClientAnswered(ANSWERS[0]),)


def test_a_notice_that_moves_the_issue_out_of_its_wait_is_no_answer_either() -> None:
    change = {"field": "status", "fieldId": "status", "fromString": "En attente client", "toString": "En cours"}
    body = updated(change, by=cloud_user(RM)) | {"comment": commented(cloud_user(RM), NOTICES[0])["comment"]}
    told_of = happenings(body)
    assert not [what for what in told_of if isinstance(what, events.ClientAnswered | events.Resumed)]
    assert events.AutomaticReply(NOTICES[0]) in told_of


def test_a_notice_of_the_providers_informs_nobody() -> None:
    assert told(commented(cloud_user(CP), NOTICES[0])) == Ignored("jira: message automatique du prestataire")
