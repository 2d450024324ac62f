"""`/anomalie qualifier CLE [criticité] [motif]`: the CP settles the criticality and the scope."""

from dataclasses import replace

from bot.slack.commands.subcommand import Subcommand, move_of
from bot.slack.intent import Intent
from bot.slack.request import Request
from bot.slack.spelling import CRITICALITIES, bare


def _qualify(request: Request) -> Intent:
    words = request.rest.split()
    reason = words[1:] if words and bare(words[0]) in CRITICALITIES else words
    return move_of("qualify", replace(request, rest=" ".join(reason)))


QUALIFIER = Subcommand(
    "qualifier", ("qualifie", "qualifié", "qualification", "requalifier", "criticité", "qualify"), _qualify
)
