"""`/anomalie sla CLE`: each counted and each excluded interval of the clocks, and why."""

from bot.slack.commands.subcommand import Subcommand, need_key
from bot.slack.intent import Consult, Intent
from bot.slack.request import Request


def _explain(request: Request) -> Intent:
    return Consult("sla", request.key) if request.key else need_key(request)


SLA = Subcommand("sla", ("expliquer", "explique", "décompte", "horloges", "chrono", "explain"), _explain)
