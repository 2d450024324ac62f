"""`/anomalie prendre CLE`: a named human of the provider takes charge."""

from bot.slack.commands.subcommand import Subcommand, move

PRENDRE = Subcommand(
    "prendre", ("prends", "pris", "prise", "prise en charge", "prendre en charge", "m'en occupe", "take"), move("take")
)
