"""`/anomalie CLE`: the anomaly as it stands."""

from bot.slack.commands.subcommand import Subcommand, look

CARTE = Subcommand("carte", ("voir", "montrer", "montre", "afficher", "fiche", "statut", "état", "show"), look("card"))
