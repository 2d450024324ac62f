"""`/anomalie incomplete CLE`: the description goes back to the RM, who owes an answer."""

from bot.slack.commands.subcommand import Subcommand, move

INCOMPLETE = Subcommand(
    "incomplete",
    ("description incomplète", "incomplet", "description", "préciser", "incomplete"),
    move("reject_description"),
)
