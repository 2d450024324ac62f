"""The subcommands of `/anomalie` (or `/tma`), in the groups and the order in which help lists them."""

from bot.slack.commands.aide import AIDE
from bot.slack.commands.autorite import AUTORITE
from bot.slack.commands.avertir import AVERTIR
from bot.slack.commands.budget import BUDGET
from bot.slack.commands.carte import CARTE
from bot.slack.commands.cause import CAUSE
from bot.slack.commands.cherche import CHERCHE
from bot.slack.commands.clore import CLORE
from bot.slack.commands.compensations import COMPENSATIONS
from bot.slack.commands.contournement import CONTOURNEMENT
from bot.slack.commands.contrat import CONTRAT
from bot.slack.commands.delai import DELAI
from bot.slack.commands.demandes import DEMANDES
from bot.slack.commands.deployer import DEPLOYER
from bot.slack.commands.devis import DEVIS
from bot.slack.commands.donnees import DONNEES
from bot.slack.commands.escalader import ESCALADER
from bot.slack.commands.imputer import IMPUTER
from bot.slack.commands.incomplete import INCOMPLETE
from bot.slack.commands.informer import INFORMER
from bot.slack.commands.liste import LISTE
from bot.slack.commands.motif import MOTIF
from bot.slack.commands.pause import PAUSE
from bot.slack.commands.portefeuille import PORTEFEUILLE
from bot.slack.commands.prendre import PRENDRE
from bot.slack.commands.qualifier import QUALIFIER, REQUALIFIER
from bot.slack.commands.raising import BLOQUANTE, DECLARER, MAJEURE, MINEURE, SECURITE
from bot.slack.commands.recette import RECETTE
from bot.slack.commands.relayer import RELAYER
from bot.slack.commands.repondre import REPONDRE
from bot.slack.commands.reporter import REPORTER
from bot.slack.commands.reprendre import REPRENDRE
from bot.slack.commands.rouvrir import ROUVRIR
from bot.slack.commands.signaler import SIGNALER
from bot.slack.commands.sla import SLA
from bot.slack.commands.subcommand import Subcommand
from bot.slack.commands.vu import VU

GROUPS: tuple[tuple[str, tuple[Subcommand, ...]], ...] = (
    ("declare", (DECLARER, BLOQUANTE, MAJEURE, MINEURE, SECURITE, SIGNALER)),
    ("look", (CARTE, SLA, LISTE, CHERCHE, CONTRAT, BUDGET, DEMANDES, COMPENSATIONS, PORTEFEUILLE, AIDE)),
    ("talk", (INCOMPLETE, REPONDRE, INFORMER, DELAI, RELAYER, VU, REPORTER, DONNEES, AVERTIR, AUTORITE)),
    (
        "act",
        (
            PRENDRE,
            QUALIFIER,
            REQUALIFIER,
            ESCALADER,
            CAUSE,
            CONTOURNEMENT,
            RECETTE,
            DEPLOYER,
            CLORE,
            ROUVRIR,
            PAUSE,
            MOTIF,
            REPRENDRE,
            IMPUTER,
            DEVIS,
        ),
    ),
)
SUBCOMMANDS: tuple[Subcommand, ...] = tuple(one for _, group in GROUPS for one in group)
SUBCOMMANDS_BY_NAME = {subcommand.name: subcommand for subcommand in SUBCOMMANDS}
