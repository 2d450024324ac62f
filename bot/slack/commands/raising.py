"""`/anomalie bloquante [titre]`: the RM raises an anomaly; followed by a key alone, the CP qualifies that one so."""

from bot.slack.commands.subcommand import Subcommand, move_of, said
from bot.slack.intake.intents import Ask, Intent
from bot.slack.intake.slack_request import Request
from rules.contract import Criticality


def _raise(request: Request) -> Intent:
    if request.key is not None:
        return move_of("qualify" if request.criticality else "raise", request)
    given = said(request)
    return Ask("raise", given={**given, "title": request.rest} if request.rest else given)


_WORDS = ("déclarer", "déclare", "remonter", "remonte", "remontée", "raise")
DECLARER = Subcommand("declarer", _WORDS, _raise, True, example="…")
BLOQUANTE = Subcommand("bloquante", ("bloquant", "p1", "blocking"), _raise, True, Criticality.BLOQUANTE, "…")
MAJEURE = Subcommand("majeure", ("majeur", "p2", "major"), _raise, True, Criticality.MAJEURE, "…")
MINEURE = Subcommand("mineure", ("mineur", "p3", "minor"), _raise, True, Criticality.MINEURE, "…")
SECURITE = Subcommand("securite", ("sécurité", "sécu", "p0", "security"), _raise, True, Criticality.SECURITE, "…")
