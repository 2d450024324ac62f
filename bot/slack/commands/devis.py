"""`/anomalie devis CLE [mots]`: ask for a quote of what is out of scope, or of a new project; `répondre` answers it."""

from bot.slack.commands.subcommand import KEY, Subcommand, usage
from bot.slack.intake.intents import Intent, Quote, QuoteForm
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import as_key, bare

_ANSWER = ("repondre", "reponse", "chiffrer", "answer", "reply")


def _quote(request: Request) -> Intent:
    """The key comes first, if there is one; the other words say what is wanted."""
    words = request.rest.split()
    answering = next((word for word in words[:2] if bare(word) in _ANSWER), None)
    if answering is not None:
        words = [word for word in words if word is not answering]
    key = request.key or ""
    if not key and words and (key := as_key(words[0])):
        words = words[1:]
    if answering is not None:
        return QuoteForm(key) if key else usage(request)
    return Quote(key, " ".join(words)) if key or words else usage(request)


DEVIS = Subcommand(
    "devis",
    ("chiffrage", "quote", "quotes"),
    _quote,
    example=f"{KEY} …",
    free=True,
)
