"""`/anomalie reprendre CLE`: the clocks run again."""

from bot.slack.commands.subcommand import Subcommand, move

REPRENDRE = Subcommand("reprendre", ("reprends", "reprend", "reprise", "relancer", "relance", "resume"), move("resume"))
