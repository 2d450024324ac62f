"""`/anomalie relayer CLE`: a named human of the provider owns what another had taken."""

from bot.slack.commands.subcommand import Subcommand, move

RELAYER = Subcommand("relayer", ("relais", "prendre le relais", "prends le relais", "take over"), move("take_over"))
