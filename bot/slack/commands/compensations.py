"""`/anomalie compensations [mois] [client]`: what the missed promises of a month cost, calculated subject to review."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult

COMPENSATIONS = Subcommand(
    "compensations",
    ("compensation", "penalites", "penalite", "penalties", "penalty"),
    lambda request: Consult("compensations", values={"said": request.rest}),
    example="[2026-10] [client]",
    free=True,
)
