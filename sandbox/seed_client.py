"""The first content of the client's Jira: a French Data Center with another workflow."""

from sandbox.seed import FIELDS, Account, Project, Site, Status, Transition

# The two generations of Data Center users: a key that was the first user name, and a key that never was a name.
ACCOUNTS = (
    Account("vigie", "Vigie", "vigie@prestataire.example", "JIRAUSER10000"),
    Account("rm.intranet", "Responsable de maintenance (Intranet Exemple)", "rm@intranet.example", "JIRAUSER10101"),
    Account("agent.intranet", "Agent (Intranet Exemple)", "agent@intranet.example", "agent.intranet"),
    Account("cp.prestataire", "Cheffe de projet (prestataire)", "cp@prestataire.example", "JIRAUSER10102"),
    Account("dev.prestataire", "Développeur (prestataire)", "dev@prestataire.example", "JIRAUSER10103"),
)

_STATUSES = (
    Status("1", "Ouverte", "new"),
    Status("10401", "Prise en compte", "indeterminate"),
    Status("10402", "En attente d'information", "indeterminate"),
    Status("3", "En cours", "indeterminate"),
    Status("10403", "Livrée pour recette", "indeterminate"),
    Status("10404", "Recette acceptée", "indeterminate"),
    Status("10405", "Mise en production", "indeterminate"),
    Status("6", "Fermée", "done"),
)

INTRANET = Project(
    "10600",
    "INT",
    "Intranet Exemple",
    _STATUSES,
    (
        Transition("11", "Rouvrir", "1"),
        Transition("21", "Prendre en compte", "10401"),
        Transition("31", "Demander une précision", "10402"),
        Transition("41", "Démarrer", "3"),
        Transition("51", "Livrer", "10403"),
        Transition("61", "Accepter", "10404", sources=("10403",)),
        Transition("71", "Déployer", "10405"),
        Transition("81", "Fermer", "6", required=("resolution",)),
    ),
    issue_types=(("10500", "Incident"), ("10501", "Demande")),
)

CLIENT = Site(
    (INTRANET,),
    ACCOUNTS,
    (("1", "Bloquante"), ("2", "Critique"), ("3", "Majeure"), ("4", "Mineure")),
    (("10800", "Corrigée"), ("10801", "Sans suite"), ("10802", "Doublon")),
    FIELDS,
)
