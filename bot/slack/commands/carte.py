"""`/anomalie CLE`: the anomaly as it stands."""

from bot.slack.commands.subcommand import Subcommand, need_key
from bot.slack.intent import Consult, Intent
from bot.slack.request import Request


def _show(request: Request) -> Intent:
    return Consult("card", request.key) if request.key else need_key(request)


CARTE = Subcommand("carte", ("voir", "montrer", "montre", "afficher", "fiche", "statut", "état", "show"), _show)
