"""`/anomalie liste [mine|en retard|client]`: the open anomalies, the most pressing first."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult, Intent
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import bare

ALL, MINE, LATE = "all", "mine", "late"
_SCOPES = (
    (MINE, ("les miennes", "mes anomalies", "miennes", "mienne", "mine", "a moi", "moi", "mes")),
    (LATE, ("en retard", "retards", "retard", "depassees", "late", "overdue")),
    (ALL, ("toutes", "tout", "ouvertes", "en cours", "all", "open")),
)


def _list(request: Request) -> Intent:
    scope, rest = _scoped(" ".join(map(bare, request.rest.split())))
    return Consult("list", values={"scope": scope, "client": rest})


def _scoped(said: str) -> tuple[str, str]:
    """The list asked for, and the client that the other words name."""
    for scope, phrases in _SCOPES:
        for phrase in phrases:
            if said == phrase:
                return scope, ""
            if said.startswith(f"{phrase} "):
                return scope, said.removeprefix(f"{phrase} ")
            if said.endswith(f" {phrase}"):
                return scope, said.removesuffix(f" {phrase}")
    return ALL, said


LISTE = Subcommand(
    "liste",
    ("lister", "listes", "list", "ouvertes", "en cours", "toutes"),
    _list,
    example="[mine|en retard|client]",
    free=True,
)
