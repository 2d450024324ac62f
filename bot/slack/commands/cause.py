"""`/anomalie cause CLE`: the developer records the root cause."""

from bot.slack.commands.subcommand import Subcommand, move

CAUSE = Subcommand(
    "cause", ("cause racine", "causes", "cause trouvée", "diagnostic", "diagnostiquer"), move("find_cause")
)
