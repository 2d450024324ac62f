"""`/anomalie pause CLE`: the clocks stand still, for a typed reason."""

from bot.slack.commands.subcommand import Subcommand, move

PAUSE = Subcommand("pause", ("suspendre", "suspend", "attente", "en attente"), move("pause"))
