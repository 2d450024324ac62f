"""`/anomalie deployer CLE`: the accepted fix is in production."""

from bot.slack.commands.subcommand import Subcommand, move

DEPLOYER = Subcommand(
    "deployer",
    ("déploie", "déployé", "déployée", "déploiement", "mise en production", "mep", "en production", "deploy"),
    move("deploy"),
)
