"""`/anomalie contrat [client]`: what the contract promises, when it counts, who holds each role."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult

CONTRAT = Subcommand(
    "contrat",
    ("contrats", "contract", "engagements", "engagement", "horaires"),
    lambda request: Consult("contract", values={"client": request.rest}),
    example="",
    free=True,
)
