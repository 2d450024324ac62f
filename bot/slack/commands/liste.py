"""`/anomalie liste`: the open anomalies of the channel's contract, else of all those of the person."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intent import Consult

LISTE = Subcommand("liste", ("lister", "list", "ouvertes", "en cours", "toutes"), lambda _: Consult("list"), example="")
