"""`/anomalie contournement CLE`: a workaround is in place; followed by `ok`, the client confirms that it holds."""

from bot.slack.commands.subcommand import Subcommand, move_of
from bot.slack.intake.intents import Intent
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import bare

_CONFIRMS = frozenset({"ok", "valide", "validee", "valider", "confirme", "confirmer"})


def _work_around(request: Request) -> Intent:
    first = bare(request.rest.split()[0]) if request.rest else ""
    return move_of("validate_workaround" if first in _CONFIRMS else "work_around", request)


CONTOURNEMENT = Subcommand(
    "contournement", ("contourner", "contourne", "contourné", "palliatif", "workaround"), _work_around
)
