"""`/anomalie escalader CLE N2 raison`: the people of another support level answer for it."""

from dataclasses import replace

from bot.slack.commands.subcommand import KEY, Subcommand, move_of
from bot.slack.intake.intents import Ask, Intent
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import bare
from rules.contract import SupportLevel

_LEVELS = {one.value.casefold(): one for one in SupportLevel}
_TOWARDS = ("a", "au", "vers", "niveau")


def _escalate(request: Request) -> Intent:
    """The level comes first, and the words after it are the reason."""
    words = request.rest.split()
    while words and bare(words[0]) in _TOWARDS:
        words = words[1:]
    level = _LEVELS.get(bare(words[0])) if words else None
    wanted = move_of("escalate", replace(request, rest=" ".join(words[1:] if level else words)))
    if level is None or not isinstance(wanted, Ask):
        return wanted
    return replace(wanted, given={**wanted.given, "level": level.value})


ESCALADER = Subcommand(
    "escalader",
    ("escalade", "escaladé", "escaladée", "niveau", "redescendre", "escalate"),
    _escalate,
    example=f"{KEY} N2 …",
)
