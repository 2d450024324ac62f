"""Every sentence that tells the author of a contract what is wrong, and the exception that carries them all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic_core import PydanticCustomError

_LONGEST_QUOTE = 60
_ENOUGH = 2

# kind -> (what was found, what was expected); filled with the fields named between braces.
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # the file
        "unreadable": ("le fichier ne peut pas être lu ({reason})", ""),
        "too_big": ("le fichier dépasse 1 Mio", "un fichier de contrat, quelques Kio"),
        "not_utf8": ("le fichier n'est pas en UTF-8", "un enregistrement en « UTF-8 »"),
        "empty": ("le fichier est vide", "un contrat"),
        "syntax": ("la mise en forme YAML est incorrecte : {reason}", "{hint}"),
        "not_a_mapping": ("le fichier ne contient pas un groupe de clés", "« contrat: », « client: », « effet: »…"),
        "several_documents": ("un second document commence ici (« --- »)", "un seul contrat par fichier"),
        "alias": ("{value} renvoie à un autre endroit du fichier (« & », « * »)", "la valeur écrite en toutes lettres"),
        "tag": ("{value} est une étiquette YAML", "une valeur sans « ! »"),
        "too_deep": ("trop de niveaux imbriqués", "au plus {limit} niveaux"),
        "not_a_key": (
            "cette clé n'est pas un texte simple",
            "un texte, entre guillemets s'il contient « {{ » ou « [ »",
        ),
        "duplicate_key": ("la clé {value} est écrite deux fois (déjà ligne {first})", "une seule fois"),
        "no_folder": ("le dossier n'existe pas", "un dossier de fichiers « .yaml »"),
        "no_file": ("le dossier ne contient aucun contrat", "au moins un fichier « .yaml »"),
        # the structure
        "unknown_key": ("la clé {value} est inconnue", "{hint}"),
        "same_key": ("la clé {value} répète {other} sous un autre nom", "une seule des deux"),
        "missing": ("cette clé manque", "{hint}"),
        "shape": ("{value} n'a pas la bonne forme", "{hint}"),
        "text": ("{value} n'est pas un texte", "{hint}"),
        "blank": ("le texte est vide", "{hint}"),
        # the values
        "word": ("{value} n'est pas {what}", "{hint}"),
        "duration": ("{value} n'est pas une durée", "par exemple « 4h » ou « 30min »"),
        "zero": (
            "{value} est une durée nulle",
            "par exemple « 4h » ou « 30min », ou « aucun » si rien n'est promis",
        ),
        "too_long": ("{value} dépasse dix ans", "par exemple « 4h » ou « 10j »"),
        "no_release": (
            "{value} ne dit pas quand répondre au client",
            "par exemple « 2h » ou « 24h calendaires », ou « aucun » si rien n'est promis",
        ),
        "length": ("{value} ne dit pas une durée", "par exemple « 2j » ou « 16h », ou « aucune »"),
        "too_short": (
            "{value} est trop court pour relancer quelqu'un",
            "au moins une heure, par exemple « 2j » ou « 16h »",
        ),
        "days_count": ("{value} n'est pas un nombre de jours", "par exemple « 5j » ou « 10j »"),
        "percent": ("{value} n'est pas un pourcentage de 1 à 100", "par exemple « 75% » ou « 90% »"),
        "step": ("{value} n'est ni un rôle ni l'adresse d'une personne", "{hint}"),
        "nobody": ("personne du contrat n'est {value}", "une personne nommée sous « personnes »"),
        "ascending": ("les seuils ne vont pas en croissant", "par exemple « [50%, 75%, 90%] »"),
        "date": ("{value} n'est pas une date", "année-mois-jour, par exemple « 2026-05-15 » ou « 2026-12-24 »"),
        "date_span": (
            "{value} n'est ni une date ni une période",
            "par exemple « 2026-12-24 » ou « 2026-12-24..2026-12-31 »",
        ),
        "span_reversed": (
            "la période {value} finit avant de commencer",
            "la première date, puis la dernière : « 2026-12-24..2026-12-31 » ou « 2026-12-24 »",
        ),
        "span_long": (
            "la période {value} dépasse un an",
            "au plus 366 jours, par exemple « 2026-12-24..2026-12-31 » ou « 2026-08-01..2026-08-31 »",
        ),
        "wall_hours": ("{value} ne se compte pas en heures d'horloge", "par exemple « 24h » ou « 72h »"),
        "closed_twice": ("le {value} est fermé deux fois", "une seule fermeture par date"),
        "hours": ("{value} n'est pas une plage horaire", "par exemple « 09:00-12:30 » ou « 22:00-06:00 »"),
        "hours_equal": (
            "la plage {value} commence et finit à la même heure",
            "par exemple « 09:00-12:30 », ou « 00:00-24:00 » pour le jour entier",
        ),
        "hours_reversed": (
            "la plage {value} finit avant de commencer",
            "le début puis la fin, par exemple « 09:00-12:30 », ou d'un soir à un matin, « 22:00-06:00 »",
        ),
        "hours_overlap": (
            "les plages {value} et {other} se chevauchent",
            "des plages séparées, par exemple « 09:00-12:30 » et « 13:30-18:00 »",
        ),
        "days": ("{value} n'est ni un jour ni une clé de calendrier", "{hint}"),
        "day_twice": ("{value} : le {day} a déjà ses heures", "chaque jour une seule fois"),
        "never_opens": (
            "ce calendrier n'ouvre jamais",
            "au moins un jour, « lundi-vendredi: 09:00-18:00 », ou « 24/7 »",
        ),
        "closed_for_years": (
            "ce calendrier reste fermé du {first} au {last}",
            "moins de dix ans de fermeture de suite",
        ),
        "too_slow": (
            "le calendrier {calendar} met plus de dix ans à compter {value}",
            "un délai plus court, par exemple « 4h » ou « 10j », ou un calendrier qui ouvre davantage",
        ),
        "calendar": ("{value} n'est pas un calendrier de ce contrat", "{hint}"),
        "zone": ("{value} n'est pas un fuseau horaire", "{hint}"),
        "country": ("{value} n'est pas un pays connu", "un code de deux lettres, {hint}"),
        "region": ("{value} n'est pas une région de {country}", "{hint}"),
        "holiday": ("{value} n'est pas un jour férié de ce pays", "{hint}"),
        "no_whit_monday": (
            "le lundi de Pentecôte n'est pas férié dans ce pays",
            "l'absence de cette clé",
        ),
        "contract_id": (
            "{value} n'est pas un identifiant de contrat",
            "des lettres minuscules sans accent, des chiffres et des tirets",
        ),
        "slack_user": ("{value} n'est pas un identifiant de personne Slack", "par exemple « U012AB3CD »"),
        "slack_channel": ("{value} n'est pas un identifiant de canal Slack", "par exemple « C012AB3CD »"),
        "email": ("{value} n'est pas une adresse électronique", "par exemple « rm@client.example »"),
        "jira_account": ("{value} n'est pas un compte Jira", "l'identifiant du compte, sans espace"),
        "jira_project": ("{value} n'est pas une clé de projet Jira", "par exemple « BOU »"),
        "jira_field": ("{value} n'est pas un champ Jira", "par exemple « customfield_10050 »"),
        "webhook_address": (
            "une adresse, qui est souvent un secret, n'a pas sa place ici",
            "le nom que les réglages lui donnent, par exemple « equipe » pour WEBHOOKS__EQUIPE__URL",
        ),
        "webhook_name": (
            "{value} n'est pas un nom de webhook",
            "le nom que les réglages lui donnent, par exemple « equipe » pour WEBHOOKS__EQUIPE__URL",
        ),
        # what goes together
        "three": (
            "{count} engagements au lieu de trois",
            "prise en charge, contournement et résolution : « [1h, 4h, 8h] » ou « [1j, aucun, prochaine version] »",
        ),
        "never_held": (
            "{value} ne s'arrête jamais, parce que ce délai ne dépend que du prestataire",
            "« contournement », « résolution », « point d'avancement » ou « aucun »",
        ),
        "no_commitment": ("aucun engagement pour {value}", "une ligne par criticité, ou un « pack » de départ"),
        "no_meaning": ("aucun statut ne veut dire {value}", "un statut pour chaque sens nécessaire"),
        "no_holder": ("personne n'est {value}", "au moins une personne"),
        "no_identifier": ("cette personne n'a ni Slack, ni e-mail, ni Jira", "au moins un identifiant"),
        "unreachable": ("{value} ne peut être joint", "un identifiant Slack ou une adresse électronique"),
        "two_identities": ("{value} désigne deux personnes différentes", "les mêmes identifiants partout"),
        "team_is_client": ("le canal de l'équipe est aussi celui du client", "un canal où le client n'est pas"),
        "webhook_twice": ("le webhook {value} est déjà dans la liste", "une seule ligne par webhook"),
        # the on-call rota
        "instant": (
            "{value} n'est pas un jour et une heure",
            "par exemple « 2026-11-20 18:00 » ou « 2026-11-23 09:00 »",
        ),
        "turn_reversed": ("ce tour finit avant de commencer", "une fin après son début"),
        "turns_overlap": ("ce tour chevauche celui du {other}", "une personne à la fois pour un contrat"),
        "no_contract": ("{value} n'est pas un contrat du dossier", "{hint}"),
        # what goes wrong between files
        "same_version": ("{value} prend déjà effet le {date} dans {file}", "une date d'effet par avenant"),
        "same_project": ("le projet {value} est déjà celui de {other} ({file})", "un projet par contrat en vigueur"),
        "same_channel": (
            "le canal {value} est déjà celui de {other} ({file})",
            "un canal client par contrat en vigueur",
        ),
        "team_channel": ("le canal {value} est celui de l'équipe de {other} ({file})", "un canal sans l'équipe"),
        "client_channel": ("le canal d'équipe {value} est celui du client de {other} ({file})", "un canal sans client"),
    }
)

SYNTAX = MappingProxyType(
    {
        "found character '\\t'": ("une tabulation", "des espaces en début de ligne"),
        "mapping values are not allowed": (
            "un « : » inattendu",
            "une clé par ligne, alignée sur ses voisines, et des guillemets autour d'un texte qui contient « : »",
        ),
        "expected <block end>": ("cette ligne n'est pas alignée", "le même retrait que les lignes voisines"),
        "expected ',' or ']'": ("la liste n'est pas fermée", "« [a, b] »"),
        "expected ',' or '}'": ("le groupe n'est pas fermé", "« {a: b, c: d} »"),
        "expected the node content": ("une valeur manque", "« clé: valeur »"),
        "could not find expected ':'": ("un « : » manque", "« clé: valeur »"),
        "found unexpected end of stream": ("un guillemet n'est pas refermé", "un second guillemet"),
        "special characters are not allowed": ("un caractère invisible", "un texte ordinaire"),
    }
)
ANY_SYNTAX = ("cette ligne n'est pas comprise", "« clé: valeur »")

LIST_OF_KEYS = "un groupe de clés"
LIST_OF_VALUES = "une liste « [a, b] »"


# What a missing key could have said, by our name of the key.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "id": "par exemple « contrat: boutique-exemple »",
        "client": "le nom du client",
        "effective": "la date d'effet, par exemple « effet: 2026-01-01 » ou « effet: 2026-07-15 »",
        "zone": "par exemple « fuseau: Europe/Paris » ou « fuseau: Indian/Reunion »",
        "calendars": "au moins un calendrier, par exemple « bureau: 24/7 »",
        "holidays": "« fériés: {pays: FR} », ou « fériés: aucun »",
        "country": "par exemple « pays: FR » ou « pays: BE »",
        "jira": "« jira: {projet: …, types: […], statuts: {…}} »",
        "projects": "par exemple « projet: BOU »",
        "issue_types": "par exemple « types: [Anomalie] »",
        "statuses": "le sens de chaque statut, par exemple « En cours: résolution »",
        "slack": "« slack: {canal: C012AB3CD} »",
        "channel": "par exemple « canal: C012AB3CD »",
        "people": "« personnes: {responsable de maintenance: […], chef de projet: […]} »",
        "rm": "au moins une personne",
        "cp": "au moins une personne",
        "target": "par exemple « délai: 4h » ou « délai: 2j »",
        "name": "par exemple « nom: equipe » ou « nom: statut »",
        "turns": "« tours: [{du: 2026-11-20 18:00, au: 2026-11-23 09:00, qui: {slack: U012AB3CD}}] »",
        "since": "par exemple « du: 2026-11-20 18:00 »",
        "until": "par exemple « au: 2026-11-23 09:00 »",
        "who": "« qui: {nom: …, slack: U012AB3CD} »",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct: the file's name, the line, the key's path, and the two halves of a sentence.

    Lines count from 1; 0 is for what no line says, of a folder.
    """

    file: str
    line: int
    key: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = ": ".join(part for part in (place, self.key) if part)
        return f"{where}: {self.found}" + (f" ; attendu {self.expected}" if self.expected else "")


class ContractErrors(Exception):
    """Everything that is wrong in every file read, in the order of the files and of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def quoted(value: object) -> str:
    """A value as the sentences quote it: on one line, cut when long, lists and groups only named."""
    if value is None:
        return "une valeur vide"
    if not isinstance(value, str):
        return LIST_OF_KEYS if isinstance(value, dict) else "une liste"
    shown = " ".join("".join(mark if mark.isprintable() else " " for mark in value).split())
    return f"« {shown if len(shown) <= _LONGEST_QUOTE else shown[:_LONGEST_QUOTE] + '…'} »"


def enumerated(words: Iterable[str]) -> str:
    """« a », « b » ou « c »."""
    shown = [f"« {word} »" for word in words]
    return " ou ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part) if shown else ""


def hint(near: str | None, otherwise: Iterable[str] = ()) -> str:
    """The nearest known word when there is one, else the list of words that would do."""
    return f"sans doute « {near} »" if near else enumerated(otherwise)


def suggested(near: str | None, words: Iterable[str]) -> str:
    """Two or three words that would do, the nearest known one first when there is one."""
    others = [word for word in words if word != near][:_ENOUGH]
    return f"sans doute « {near} », sinon {enumerated(others)}" if near and others else hint(near, others)


def examples(words: Iterable[str], otherwise: str = "") -> str:
    """The first two words as examples; `otherwise` where there are not so many."""
    shown = list(words)[:_ENOUGH]
    return f"par exemple {enumerated(shown)}" if len(shown) == _ENOUGH else otherwise


def sentence(kind: str, **fields: object) -> tuple[str, str]:
    """The two halves of the sentence of a kind; KeyError for a kind or a field that does not exist."""
    found, expected = SENTENCES[kind]
    return found.format(**fields), expected.format(**fields)


def refusal(kind: str, below: tuple[str | int, ...] = (), **fields: object) -> PydanticCustomError:
    """What a validator raises; `below` leads from the place being validated to the place to be shown."""
    found, expected = sentence(kind, **fields)
    return PydanticCustomError("contract", "{found}", {"found": found, "expected": expected, "below": below})
