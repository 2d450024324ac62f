"""`/anomalie autorite CLE`: the client records whether it notified its authority."""

from bot.slack.commands.subcommand import Subcommand, move

AUTORITE = Subcommand(
    "autorite", ("autorité", "cnil", "notifier l'autorité", "notification", "authority"), move("decide_authority")
)
