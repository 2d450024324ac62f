"""Messages and views that these tests post; also judged by the shared Block Kit schema where it is at hand."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


LIVING_MESSAGE: list[Json] = [
    {"type": "header", "block_id": "title", "text": plain("BOU-1 · Panier vide après connexion")},
    {
        "type": "section",
        "text": mrkdwn("Détection → *Remontée* → Diagnostic"),
        "fields": [mrkdwn("*Prise en charge*\ntenue en 42 min"), mrkdwn("*Résolution*\nreste 21 h ouvrées")],
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("Reporter", "snooze"), option("Expliquer", "explain")],
        },
    },
    {"type": "context", "elements": [mrkdwn("Le décompte reprend lundi à 09:00.")]},
    {"type": "divider"},
    {
        "type": "actions",
        "block_id": "moves",
        "elements": [
            {
                "type": "button",
                "action_id": "take",
                "text": plain("Je m’en occupe"),
                "value": "BOU-1",
                "style": "primary",
            },
            {"type": "button", "action_id": "refuse", "text": plain("Refuser"), "value": "BOU-1", "style": "danger"},
            {
                "type": "static_select",
                "action_id": "criticality",
                "placeholder": plain("Criticité"),
                "options": [option("Bloquante", "bloquante"), option("Majeure", "majeure")],
            },
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel> en toutes lettres"}]}
        ],
    },
]

FORM: Json = {
    "type": "modal",
    "callback_id": "report",
    "title": plain("Signaler une anomalie"),
    "submit": plain("Envoyer"),
    "close": plain("Annuler"),
    "private_metadata": '{"channel":"C0BOUTIQUE"}',
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "summary",
            "label": plain("Titre"),
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 80},
        },
        {
            "type": "input",
            "block_id": "criticality",
            "label": plain("Criticité"),
            "element": {
                "type": "static_select",
                "action_id": "choice",
                "options": [option("Bloquante", "bloquante"), option("Majeure", "majeure")],
                "initial_option": option("Bloquante", "bloquante"),
            },
        },
        {
            "type": "input",
            "block_id": "environment",
            "label": plain("Environnement"),
            "optional": True,
            "element": {
                "type": "radio_buttons",
                "action_id": "choice",
                "options": [option("Production", "prod"), option("Recette", "recette")],
            },
        },
        {
            "type": "input",
            "block_id": "signs",
            "label": plain("Signes"),
            "optional": True,
            "element": {
                "type": "checkboxes",
                "action_id": "choices",
                "options": [option("Message d’erreur", "error"), option("Lenteur", "slow")],
            },
        },
        {
            "type": "input",
            "block_id": "since",
            "label": plain("Depuis"),
            "optional": True,
            "element": {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-09"},
        },
        {
            "type": "input",
            "block_id": "witness",
            "label": plain("Témoin"),
            "optional": True,
            "element": {"type": "users_select", "action_id": "user"},
        },
        {
            "type": "input",
            "block_id": "story",
            "label": plain("Récit"),
            "optional": True,
            "element": {"type": "rich_text_input", "action_id": "rich"},
        },
    ],
}

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Vos anomalies")},
        {"type": "actions", "elements": [{"type": "button", "action_id": "refresh", "text": plain("Actualiser")}]},
    ],
}
