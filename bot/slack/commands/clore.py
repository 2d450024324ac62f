"""`/anomalie clore CLE`: the CP closes, with cause and answer."""

from bot.slack.commands.subcommand import Subcommand, move

CLORE = Subcommand("clore", ("clos", "clôturer", "clôture", "cloturée", "fermer", "ferme", "close"), move("close"))
