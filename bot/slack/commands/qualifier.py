"""`/anomalie qualifier CLE [criticité] [motif]`: the CP settles criticality and scope, or changes the former."""

from collections.abc import Callable
from dataclasses import replace

from bot.slack.commands.subcommand import Subcommand, move_of
from bot.slack.intake.intents import Intent
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import CRITICALITIES, bare

_TOWARDS = ("en", "a", "comme")


def _by(form: str) -> Callable[[Request], Intent]:
    """Words after the level are the reason."""

    def wanted(request: Request) -> Intent:
        words = request.rest.split()
        level = words[1:] if words and bare(words[0]) in _TOWARDS else words
        reason = level[1:] if level and bare(level[0]) in CRITICALITIES else words
        return move_of(form, replace(request, rest=" ".join(reason)))

    return wanted


QUALIFIER = Subcommand("qualifier", ("qualifie", "qualifié", "qualification", "criticité", "qualify"), _by("qualify"))
REQUALIFIER = Subcommand(
    "requalifier",
    ("requalifie", "requalifié", "requalification", "changer la criticité", "changer de criticité", "requalify"),
    _by("requalify"),
)
