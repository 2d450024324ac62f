"""`/anomalie motif CLE texte`: what a pause waits for, where it was made without a word."""

from bot.slack.commands.subcommand import Subcommand, move

MOTIF = Subcommand("motif", ("motif de la pause", "raison de la pause", "why"), move("say_why"))
