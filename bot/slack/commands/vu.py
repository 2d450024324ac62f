"""`/anomalie vu CLE`: a named human of the provider has seen the alert, and sees to it."""

from bot.slack.commands.subcommand import Subcommand, move

VU = Subcommand("vu", ("bien vu", "bien reçu", "alerte vue", "acknowledge", "ack"), move("acknowledge"))
