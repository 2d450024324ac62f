"""`/anomalie demandes [client]`: the open issues that are no anomalies, on which the budget is spent."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult

DEMANDES = Subcommand(
    "demandes",
    ("demande", "evolutions", "évolutions", "requests", "request"),
    lambda request: Consult("requests", values={"client": request.rest}),
    example="[client]",
    free=True,
)
