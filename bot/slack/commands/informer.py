"""`/anomalie informer CLE [texte]`: the provider tells the client where things are."""

from bot.slack.commands.subcommand import KEY, Subcommand, move

INFORMER = Subcommand(
    "informer",
    (
        *("informe", "informé", "informer le client", "prévenir", "préviens", "prévenir le client"),
        *("point", "point d'avancement", "faire le point", "avancement", "inform", "update"),
    ),
    move("inform"),
    example=f"{KEY} …",
)
