"""`/anomalie budget [mois] [client]`: what is consumed and left, what lapses soon, where the pace leads."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult

BUDGET = Subcommand(
    "budget",
    ("budgets", "enveloppe", "enveloppes", "conso", "consommation", "carnet", "envelope", "envelopes"),
    lambda request: Consult("budget", values={"said": request.rest}),
    example="[2026-10] [client]",
    free=True,
)
