"""The sandbox's first content: people, channels and Jira projects.

The two contracts of `examples/contracts/` speak of the same identifiers.
"""

from dataclasses import dataclass
from typing import Literal

TEAM = "T0VIGIE"
BOT_USER = "U0VIGIE"
BOT_ID = "B0VIGIE"
APP_ID = "A0VIGIE"
BOT_JIRA_ACCOUNT = "712020:vigie"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who uses Slack and perhaps Jira: `slack` and `jira` are the identifiers there."""

    slack: str
    handle: str
    name: str
    email: str
    jira: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A Slack channel; `members` are Slack user ids, the bot among them where it was invited."""

    id: str
    name: str
    members: tuple[str, ...]
    private: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A Jira workflow status; `category` is Jira's key (new, indeterminate, done)."""

    id: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A named way to a status; `sources` are the status ids it leaves from (empty: any).

    `required` are the fields that its screen asks for, `optional` those that it shows besides.
    """

    id: str
    name: str
    target: str
    sources: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A Jira user: `id` is the accountId on Cloud and the user name on Data Center, where there is a `key` as well.

    One that is not `active` has left.
    """

    id: str
    name: str
    email: str
    key: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class LinkType:
    """The link between two issues: the target's words on the source, and the source's on the target."""

    id: str
    name: str
    inward: str
    outward: str


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that an administrator added; `kind` is the end of its type's name (`textfield`, `datetime` ...)."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Project:
    """A Jira project with its own workflow; issues start in the first status.

    `kind` is Jira's `projectTypeKey`; `required` are the fields that its creation screen asks for besides Jira's own.
    On Cloud a team may manage its own (`next-gen`), and its screens are in no scheme.
    """

    id: str
    key: str
    name: str
    statuses: tuple[Status, ...]
    transitions: tuple[Transition, ...]
    issue_types: tuple[tuple[str, str], ...] = (("10100", "Anomalie"), ("10101", "Évolution"))
    kind: Literal["software", "service_desk"] = "software"
    required: tuple[str, ...] = ()
    style: Literal["classic", "next-gen"] = "classic"


@dataclass(frozen=True, slots=True)
class Site:
    """A Jira site's first content; its first account is Vigie's."""

    projects: tuple[Project, ...]
    accounts: tuple[Account, ...]
    priorities: tuple[tuple[str, str], ...]
    resolutions: tuple[tuple[str, str], ...]
    fields: tuple[CustomField, ...] = ()


PEOPLE = (
    Person("U0AGENT", "agent", "Agent (Boutique Exemple)", "agent@boutique.example"),
    Person(
        "U0RM",
        "rm",
        "Responsable de maintenance (Boutique Exemple)",
        "rm@boutique.example",
        "5b10ac000000000000000001",
    ),
    Person("U0CP", "cp", "Cheffe de projet (prestataire)", "cp@prestataire.example", "5b10ac000000000000000002"),
    Person("U0DEV", "dev", "Développeur (prestataire)", "dev@prestataire.example", "5b10ac000000000000000003"),
    Person("U0DIR", "direction", "Direction (prestataire)", "direction@prestataire.example"),
    Person(
        "U0RM2",
        "rm-portail",
        "Responsable de maintenance (Portail Exemple)",
        "rm@portail.example",
        "5b10ac000000000000000004",
    ),
)

CHANNELS = (
    Channel("C0BOUTIQUE", "tma-boutique", ("U0AGENT", "U0RM", "U0CP", "U0DEV", BOT_USER)),
    Channel("C0BOUSECU", "tma-boutique-securite", ("U0RM", "U0CP", BOT_USER), private=True),
    Channel("C0PORTAIL", "tma-portail", ("U0RM2", "U0CP", "U0DEV", BOT_USER)),
    Channel("C0PORTSECU", "tma-portail-securite", ("U0RM2", "U0CP", BOT_USER), private=True),
    Channel("C0EQUIPE", "equipe-tma", ("U0CP", "U0DEV", "U0DIR", BOT_USER)),
)

_BOUTIQUE = (
    Status("10001", "À qualifier", "new"),
    Status("10002", "En diagnostic", "indeterminate"),
    Status("10003", "En attente client", "indeterminate"),
    Status("10004", "En cours", "indeterminate"),
    Status("10005", "En recette", "indeterminate"),
    Status("10006", "Recette OK", "indeterminate"),
    Status("10007", "En production", "indeterminate"),
    Status("10008", "Clos", "done"),
)

_PORTAIL = (
    Status("10021", "Nouveau", "new"),
    Status("10022", "Analyse", "indeterminate"),
    Status("10023", "Chez le client", "indeterminate"),
    Status("10024", "Correction", "indeterminate"),
    Status("10025", "Validation client", "indeterminate"),
    Status("10026", "Validé", "indeterminate"),
    Status("10027", "Déployé", "indeterminate"),
    Status("10028", "Fermé", "done"),
)

PROJECTS = (
    Project(
        "10200",
        "BOU",
        "Boutique Exemple",
        _BOUTIQUE,
        (
            Transition("11", "Remettre à qualifier", "10001"),
            Transition("21", "Diagnostiquer", "10002"),
            Transition("31", "Attendre le client", "10003"),
            Transition("41", "Corriger", "10004"),
            Transition("51", "Livrer en recette", "10005"),
            Transition("61", "Accepter la recette", "10006", sources=("10005",)),
            Transition("71", "Mettre en production", "10007"),
            Transition("81", "Clôturer", "10008", required=("resolution",)),
        ),
    ),
    Project(
        "10201",
        "POR",
        "Portail Exemple",
        _PORTAIL,
        (
            Transition("111", "Reprendre à zéro", "10021"),
            Transition("121", "Analyser", "10022"),
            Transition("131", "Rendre au client", "10023"),
            Transition("141", "Corriger", "10024"),
            Transition("151", "Faire valider", "10025"),
            Transition("161", "Valider", "10026", sources=("10025",)),
            Transition("171", "Déployer", "10027"),
            Transition("181", "Fermer", "10028", required=("resolution",)),
        ),
    ),
)

PRIORITIES = (("1", "Highest"), ("2", "High"), ("3", "Medium"), ("4", "Low"))
RESOLUTIONS = (("10300", "Corrigé"), ("10301", "Hors périmètre"), ("10302", "Ne sera pas corrigé"))

FIELDS = (
    CustomField("customfield_10050", "Cause racine", "textarea"),
    CustomField("customfield_10051", "Réponse apportée", "textarea"),
    CustomField("customfield_10052", "Environnement concerné", "textfield"),
    # As `vigie jira setup` names and types them.
    CustomField("customfield_10053", "Vigie · Phase", "textfield"),
    CustomField("customfield_10054", "Vigie · Criticité", "textfield"),
    CustomField("customfield_10055", "Vigie · Échéance de prise en charge", "datetime"),
    CustomField("customfield_10056", "Vigie · Échéance de contournement", "datetime"),
    CustomField("customfield_10057", "Vigie · Échéance de résolution", "datetime"),
    CustomField("customfield_10058", "Vigie · État SLA", "textfield"),
    CustomField("customfield_10059", "Vigie · Version du contrat", "datepicker"),
    CustomField("customfield_10060", "Vigie · Niveau de support", "textfield"),
)

ACCOUNTS = (
    Account(BOT_JIRA_ACCOUNT, "Vigie", ""),
    *(Account(person.jira, person.name, person.email) for person in PEOPLE if person.jira),
)
PROVIDER = Site(PROJECTS, ACCOUNTS, PRIORITIES, RESOLUTIONS, FIELDS)

# A service desk, where what the provider writes is read by the client unless it says otherwise. Not open at first:
# `site.home.open_project(SUPPORT)`.
SUPPORT = Project(
    "10202",
    "SUP",
    "Support Exemple",
    (
        Status("10041", "En attente du support", "new"),
        Status("10042", "En cours de traitement", "indeterminate"),
        Status("10043", "En attente du client", "indeterminate"),
        Status("10044", "Résolu", "done"),
    ),
    (
        Transition("211", "Rendre au support", "10041"),
        Transition("221", "Prendre en charge", "10042"),
        Transition("231", "Répondre au client", "10043"),
        Transition("241", "Résoudre", "10044", required=("resolution",)),
    ),
    kind="service_desk",
)
