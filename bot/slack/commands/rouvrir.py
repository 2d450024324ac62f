"""`/anomalie rouvrir CLE`: a closed anomaly is open again."""

from bot.slack.commands.subcommand import Subcommand, move

ROUVRIR = Subcommand("rouvrir", ("rouvre", "rouvert", "réouvrir", "réouverture", "reopen"), move("reopen"))
