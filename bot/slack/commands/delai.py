"""`/anomalie delai CLE`: the CP tells the RM the three deadlines."""

from bot.slack.commands.subcommand import Subcommand, move

DELAI = Subcommand(
    "delai", ("délai", "délais", "échéance", "échéances", "communiquer", "communique", "delay"), move("communicate")
)
