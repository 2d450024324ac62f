"""`/anomalie portefeuille`: the contracts that somebody answers for, by what each asks for first."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult

PORTEFEUILLE = Subcommand(
    "portefeuille",
    ("portefeuilles", "portfolio", "mes contrats", "clients"),
    lambda _: Consult("portfolio"),
    example="",
    free=True,
)
