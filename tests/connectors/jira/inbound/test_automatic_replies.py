"""An absence notice says nothing but that somebody is away, or bears Jira's marks."""

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
    "Automatic reply: RE: [BOU-1] Le panier se vide\n\nI am out of the office until Monday.",
    "Réponse automatique : Panier vide",
    "Réponse automatique : Re: [JIRA] (BOU-1)",
    "Re: Réponse automatique : je suis absente jusqu'au 16",
    "Out of Office: back on Monday",
    "Out of office Re: BOU-1",
    "OOO: BOU-1",
    "OOO until 12 Jan",
    "I'm OOO until Monday, for urgent matters contact x@y.z",
    "I am currently out of the office with limited access to email. I will return on Monday.",
    "I'm out of the office this week.",
    "I will be out of the office from 3 to 9 November",
    "I will be out of office until 16/11.",
    "Thank you for your email. I am out of the office until November 16 and will reply upon my return.",
    (
        "Thank you for your message.\n\nI am currently on annual leave until 16 November. For "
        "anything urgent, please contact Jane."
    ),
    "Thanks for your message. I'm away until Monday 16 November with no access to email.",
    "Hello,\n\nThank you for your e-mail. I'm currently on vacation and will be back on the 16th.",
    (
        "Bonjour,\n\nMerci pour votre message. Je suis absente jusqu'au 16 novembre inclus.\nPour "
        "toute urgence, contactez Paul.\n\nCordialement"
    ),
    "Bonjour,\nJe suis actuellement en congé jusqu'au lundi 16 novembre.",
    "Bonjour,\nJe suis actuellement en congés et de retour le 16 novembre.",
    "Bonjour,\n\nJe suis en congés du 9 au 16 novembre. En cas d'urgence…",
    "Bonjour, je suis absent du bureau du 9/11 au 16/11 inclus.",
    "Je serai absente du 9 au 16 novembre.",
    "Bonjour, je serai absent jusqu'au 16 novembre.",
    "Absente du bureau : Réponse automatique",
    "Absence du bureau : retour le 16",
    "Message d'absence : de retour le 16",
    "Message d’absence du bureau",
    "[Réponse automatique] Re: BOU-1",
    "*Réponse automatique*\nJe suis absente",
    "Auto: Out of Office",
    "Automatic reply",
    "Auto-reply: BOU-1",
    "Autoreply: BOU-1",
    "Auto-Réponse : je suis en congés",
    "Autoréponse : absent jusqu'à lundi",
    "Je suis absente pour congés jusqu'au 16 novembre",
    "Je suis en congé maternité jusqu'au 2 mars.",
    "Je suis en arrêt maladie jusqu'au 16/11",
    "Je suis en déplacement jusqu'au 16/11, je répondrai à mon retour.",
    "Nous sommes fermés du 24/12 au 02/01. Votre message sera traité à notre retour.",
    "Ceci est une réponse automatique. Je suis absente jusqu'au 16.",
    "Ceci est un message automatique, merci de ne pas y répondre. Je suis absent.",
    "Votre message a bien été reçu. Je suis absente jusqu'au 16 novembre.",
    "J'ai bien reçu votre message. Je suis actuellement absente jusqu'au 16.",
    "Merci de votre message. Je suis absent(e) jusqu'au 16 novembre.",
    "I am out of office till Monday",
    "I am away from my desk until Monday",
    "I am on leave until the 16th, returning on the 17th",
    "I'm on PTO until 11/16.",
    "I'm on parental leave, returning in March",
    "I am on maternity leave until March",
    "Je suis en vacances, de retour le 16 novembre",
    "Je suis actuellement en vacances jusqu’au 16 novembre",
    "Bonjour Madame, Monsieur,\n\nje suis absente jusqu'au 16 novembre",
    "Bonjour à tous,\n\nje suis absente jusqu'au 16",
    "Réponse automatique: Absence",
    "RE: RE: Réponse automatique : absente",
    "Je suis absente aujourd'hui. Je répondrai dès mon retour.",
    "Je suis absente ce jour",
    "Absent jusqu'au 16 novembre. Pour toute urgence contactez le standard.",
    "Actuellement en congés, je serai de retour le 16 novembre.",
    "Actuellement absente, je vous répondrai à mon retour.",
    "En congés jusqu'au 16/11.",
    "On vacation until Nov 16.",
    "I am unavailable until 16 November (automatic reply)",
    "(Automatic reply) I am unavailable until 16 November",
    "{quote}Réponse automatique{quote}",
    "Bonjour,\r\n\r\nJe suis absente jusqu'au 16 novembre",
    "&gt; Réponse automatique",
    (
        "Hi there,\n\nI'm out of the office Monday 9 November through Friday 13 November. If you "
        "need immediate assistance, please contact support@acme.com.\n\nBest regards,\nAnna "
        "Smith\nHead of IT"
    ),
    "Hello! Thanks for reaching out. I'm on vacation until November 16th. I'll get back to you when I return.",
    (
        "I'm currently out of the office and will return on Monday, November 16. For urgent "
        "matters please call +33 1 23 45 67 89."
    ),
    (
        "Bonjour,\n\nJe suis actuellement en congés, je reviens le 16 novembre.\nEn mon absence, "
        "vous pouvez contacter Paul Durand (paul@boutique.example).\n\nBien "
        "cordialement,\nMarie\nResponsable de maintenance\nBoutique Exemple"
    ),
    (
        "Je suis absente du bureau jusqu'au lundi 16 novembre 2026 inclus, avec un accès limité "
        "à ma messagerie.\nVotre mail sera traité à mon retour."
    ),
    "Absente jusqu'au 16/11. Votre message ne sera pas lu ni transféré.",
    "En congés du lundi 9 novembre au vendredi 13 novembre 2026. Contactez le 01 23 45 67 89.",
    "Merci pour votre message. Étant actuellement en congé jusqu'au 16 novembre, je vous répondrai à mon retour.",
    "Je suis actuellement absent, et je n'aurai pas accès à mes mails.",
    "Je ne suis pas disponible jusqu'au 16 novembre.",
    "I am not in the office until Monday.",
    "I will be away from 9 to 16 November with limited access to my emails. Please contact Paul for urgent issues.",
    "I'm away this week. Back Monday!",
    "Out of the office until 11/16/2026",
    "Réponse automatique: BOU-1 Le panier est vide\n\nBonjour, je suis en vacances jusqu'au 16.",
    "Automatic reply: BOU-1 basket is empty\n\nI am on leave until Monday. Jane covers for me.",
    "Je suis en vacances du 9 au 16 novembre. Pour toute question, merci de vous adresser à Paul.",
    "Actuellement en arrêt maladie, je ne peux pas répondre à vos messages.",
    "Je suis en formation toute la journée, je vous réponds dès que possible.",
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
    "Je suis absente jusqu'au 16 mais voici le compte : 42",
    "Je suis absente lundi, mais Paul vous donnera l'accès : 42",
    "Le compte est 42. Je suis absente jusqu'au 16.",
    "Je suis absent quand le panier se vide, c'est Marie qui l'a vu",
    "Je suis en congés demain, le compte est 42.",
    "Je suis en congé du 9 au 16. Le compte est 42.",
    "Je suis absente jusqu'au 16. Le compte à utiliser est 42, mot de passe envoyé à Paul.",
    "I am out of office supplies, so the account is 42",
    "Out of office hours the basket empties",
    "Automatic replies are broken: here is the account",
    "Automatic reply is enabled on the mailbox: the account is 42",
    "Réponse automatique désactivée : le compte est 42",
    "La réponse automatique part en double : voir la capture",
    "Message automatique reçu par le client : « panier vide »",
    "Message automatique : il est envoyé deux fois, compte 42",
    "Réponse automatique : le champ s'appelle auto_reply, compte 42",
    "Vacation message is not sent to the customer, account 42",
    "Hors du bureau, le VPN ne marche pas : compte 42",
    "Absence du bureau de poste dans la liste : compte 42",
    "I'm on holiday from Monday; use account 42 today.",
    "I am on leave from Friday. Use account 42.",
    "Je suis absente, utilisez le compte 42.",
    "Je suis absente jusqu'au 16 : utilisez le compte 42.",
    "Je suis en vacances. Le compte est 42",
    "Oui. Je suis absente jusqu'au 16.",
    "Auto-reply emails fail with error 500",
    "Merci pour votre message, le compte est 42.",
    "J'ai bien reçu votre message, le compte est 42",
    "Bonjour, merci. Compte 42. Je suis absente jusqu'au 16",
    "Nous sommes fermés le lundi, c'est pourquoi le calendrier est vide",
    "Je suis absente jusqu'au 16, Paul prend le relais : le compte est panier@x.y",
    "Je suis en formation, testez avec le compte 42.",
    "Bonjour, le problème se produit quand je suis absente du bureau.",
    "Nous sommes fermés lundi. Vous pouvez livrer la recette ce jour-là.",
    "I'm away tomorrow. Go ahead and deploy.",
    "I am on vacation but yes, please go ahead.",
    "Je suis en congés ce soir, d'accord pour la livraison.",
    "Je suis absente demain. C'est bon pour nous.",
    "Je suis absente demain. OK pour la recette",
    "Back on Monday the basket worked, see the screenshot",
    "Oui",
    "Merci",
    "Merci pour votre message",
    "Urgent ! Le site est down",
    "De retour au bureau, j'ai retesté : toujours vide.",
    "Indisponible : le site répond 503",
    "Fermé par erreur, merci de rouvrir",
    "Absent de la liste : le produit 42",
    "En vacances, le calendrier n'affiche rien",
    "Away messages are not shown to the users",
    "Indisponible depuis lundi matin",
    "Fermé depuis hier",
    "Absent",
    "En formation",
    "En arrêt depuis ce matin",
    "Unavailable since Monday",
    "Out since this morning",
)


@pytest.mark.parametrize("text", NOTICES)
def test_a_notice_says_that_somebody_is_away(text: str) -> None:
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
