"""`/anomalie repondre CLE`: the client side answers."""

from bot.slack.commands.subcommand import Subcommand, move

REPONDRE = Subcommand("repondre", ("répond", "réponds", "réponse", "répondu", "answer"), move("answer"))
