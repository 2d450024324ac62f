"""`/anomalie aide`: what can be typed."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult

AIDE = Subcommand("aide", ("help", "aides", "?", "commandes"), lambda _: Consult("help"), example="")
