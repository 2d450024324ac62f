"""`/anomalie avertir CLE [texte]`: the provider warns the client that personal data may be concerned."""

from bot.slack.commands.subcommand import KEY, Subcommand, move

AVERTIR = Subcommand(
    "avertir",
    ("avertir le client", "avertis", "client averti", "warn", "warn the client"),
    move("warn_client"),
    example=f"{KEY} …",
)
