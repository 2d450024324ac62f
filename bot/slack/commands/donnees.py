"""`/anomalie donnees CLE [aucune]`: whether personal data are, or may be, concerned."""

from bot.slack.commands.subcommand import KEY, Subcommand, move_of
from bot.slack.intake.intents import Intent
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import bare

_NONE = frozenset({"aucune", "aucunes", "non", "sans", "none", "no"})


def _say(request: Request) -> Intent:
    words = request.rest.split()
    if words and bare(words[0]) in _NONE:
        return move_of("no_personal_data", Request(request.subcommand, request.key, " ".join(words[1:])))
    return move_of("personal_data", request)


DONNEES = Subcommand(
    "donnees",
    ("données", "données personnelles", "donnée personnelle", "rgpd", "gdpr", "personal data"),
    _say,
    example=f"{KEY} [aucune]",
)
