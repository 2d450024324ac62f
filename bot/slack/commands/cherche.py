"""`/anomalie cherche mots`: past causes and answers, of the contracts that name the person."""

from bot.slack.commands.subcommand import Subcommand, usage
from bot.slack.intake.intents import Consult, Intent
from bot.slack.intake.slack_request import Request


def _search(request: Request) -> Intent:
    return Consult("search", values={"words": request.rest}) if request.rest else usage(request)


CHERCHE = Subcommand(
    "cherche",
    ("chercher", "recherche", "rechercher", "retrouver", "trouver", "search", "find"),
    _search,
    example="…",
    free=True,
)
