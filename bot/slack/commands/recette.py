"""`/anomalie recette CLE livrée|ok|ko`: the fix is in recette, or the RM accepts or refuses it."""

from bot.slack.commands.subcommand import KEY, Subcommand, move_of, usage
from bot.slack.intake.intents import Intent
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import bare

_OUTCOMES = (
    ("deliver", ("livree", "livre", "livrer", "livraison", "deliver")),
    ("accept", ("ok", "acceptee", "accepte", "accepter", "validee", "valider", "accept")),
    ("refuse", ("ko", "refusee", "refuse", "refuser", "rejetee", "rejeter")),
)
_MEANING = {word: name for name, words in _OUTCOMES for word in words}


def _settle(request: Request) -> Intent:
    words = [request.word.split()[-1], *map(bare, request.rest.split())]
    said = next((word for word in words if word in _MEANING), None)
    if said is None:
        return usage(request)
    return move_of(_MEANING[said], _without(request, said))


def _without(request: Request, said: str) -> Request:
    kept = [word for word in request.rest.split() if bare(word) != said]
    return Request(request.subcommand, request.key, " ".join(kept))


RECETTE = Subcommand(
    "recette",
    (
        *("livrer", "livre", "livrée", "livré", "livraison", "deliver"),
        *("accepter", "accepte", "acceptée", "accept"),
        *("refuser", "refuse", "refusée", "rejeter"),
        "recettes",
    ),
    _settle,
    example=f"{KEY} livrée|ok|ko",
)
