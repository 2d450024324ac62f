"""The vocabulary of a contract file, French then English, so that either is read whatever its case and accents."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Generic, TypeVar

from connectors.contracts.budget_keys import BUDGET_KEYS
from connectors.contracts.compensation_keys import COMPENSATION_KEYS
from connectors.wording import LANGUAGES as SPOKEN
from connectors.wording import said, spoken
from rules.contract import (
    Announcement,
    AtTerm,
    ClockName,
    Criticality,
    DelayMessage,
    JiraMeaning,
    Requalification,
    ResolutionStop,
    Role,
    Start,
    SupportLevel,
    WorkaroundStop,
)

Value = TypeVar("Value")


def plain(text: str) -> str:
    """The text without case, accents and differences of space."""
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    return " ".join(bare.casefold().split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text as words are compared: plain, and without differences of dash, underscore, apostrophe or colon."""
    spaced = re.sub(r"[\s_\-–]+", " ", plain(text).replace("’", "'"))
    return re.sub(r" ?: ?", ": ", spaced).strip()


def nearest(text: str, words: Iterable[str]) -> str | None:
    """The known word that looks most like the text, None when none does; the first of those that differ by accents."""
    known: dict[str, str] = {}
    for word in words:
        known.setdefault(fold(word), word)
    close = get_close_matches(fold(text), list(known), n=1, cutoff=0.6)
    return known[close[0]] if close else None


# The name that our code gives to a key -> its spellings: French, English, then what people also write.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("contrat", "contract"),
        "client": ("client",),
        "effective": ("effet", "effective"),
        "pack": ("pack",),
        "zone": ("fuseau", "time zone", "timezone", "zone"),
        "language": ("langue", "language"),
        "calendars": ("calendriers", "calendars"),
        "holidays": ("fériés", "holidays", "jours fériés"),
        "country": ("pays", "country"),
        "region": ("région", "region"),
        "whit_monday": ("lundi de Pentecôte", "Whit Monday"),
        "bridges": ("ponts", "bridges", "bridge days"),
        "added": ("ajouts", "additions"),
        "removed": ("retraits", "removals"),
        "closures": ("fermetures", "closures"),
        "openings": ("ouvertures", "openings"),
        "commitments": ("engagements", "commitments"),
        "securite": ("securite", "security", "sécurité"),
        "bloquante": ("bloquante", "blocking"),
        "majeure": ("majeure", "major"),
        "mineure": ("mineure", "minor"),
        "calendar": ("calendrier", "calendar"),
        "calendar_by_criticality": ("calendrier par criticité", "calendar by criticality"),
        "acknowledgement": ("prise en charge", "acknowledgement"),
        "workaround": ("contournement", "workaround"),
        "resolution": ("résolution", "resolution"),
        "first_reply": ("première réponse", "first reply"),
        "next_update": ("point d'avancement", "next update"),
        "target": ("délai", "target"),
        "rules": ("règles", "rules"),
        "requalification": ("requalification",),
        "starts": ("départ des délais", "delays start at"),
        "workaround_stop": ("contournement arrêté par", "workaround stops at"),
        "resolution_stop": ("résolution arrêtée par", "resolution stops at"),
        "recette_pauses": ("recette en pause", "recette pauses", "acceptance pauses"),
        "pauses": ("pauses",),
        "recette": ("recette", "acceptance"),
        "third_party": ("tiers", "third party"),
        "freeze": ("gel", "freeze"),
        "reopening": ("réouverture", "reopening"),
        "within": ("dans les", "within"),
        "counts_as": ("vaut", "counts as"),
        "delay_message": ("message de délai", "delay message"),
        "alerts": ("alertes", "alerts"),
        "thresholds": ("seuils", "thresholds"),
        "notice": ("préavis minimal", "minimum notice"),
        "repeat": ("rappel après dépassement", "reminder after breach"),
        "escalation": ("escalade", "escalation"),
        "patience": ("sans réponse", "without an answer"),
        "mail_fallback": ("repli e-mail", "e-mail fallback"),
        "by_clock": ("par délai", "by clock"),
        "by_criticality": ("par criticité", "by criticality"),
        "chasing": ("relances", "chasing", "relance"),
        "cadence": ("cadence",),
        "longest": ("durée maximale", "longest"),
        "at_term": ("à son terme", "at its end"),
        "personal_data": ("données personnelles", "personal data"),
        "warn_client": ("prévenir le client", "warn the client"),
        "decide": ("décision", "decision"),
        "labels": ("libellés", "labels"),
        "jira": ("jira",),
        "site": ("site",),
        "projects": ("projet", "project", "projets", "projects"),
        "issue_types": ("types", "issue types"),
        "statuses": ("statuts", "statuses"),
        "priorities": ("priorités", "priorities"),
        "fields": ("champs", "fields"),
        "cause": ("cause",),
        "answer": ("réponse", "answer"),
        "environment": ("environnement", "environment"),
        "phase": ("phase",),
        "criticality": ("criticité", "criticality"),
        "acknowledgement_due": ("échéance prise en charge", "acknowledgement deadline"),
        "workaround_due": ("échéance contournement", "workaround deadline"),
        "resolution_due": ("échéance résolution", "resolution deadline"),
        "sla": ("état SLA", "SLA state"),
        "version": ("version du contrat", "contract version"),
        "request_type": ("type de demande", "request type"),
        "slack": ("slack",),
        "channel": ("canal", "channel"),
        "security_channel": ("canal sécurité", "security channel"),
        "team_channel": ("équipe", "team", "canal équipe", "team channel"),
        "webhooks": ("webhook", "webhook", "webhooks"),
        "announcements": ("événements", "events", "événement", "event"),
        "people": ("personnes", "people"),
        "agent": ("agent", "agent", "agents"),
        "rm": ("responsable de maintenance", "maintenance manager", "rm"),
        "cp": ("chef de projet", "project manager", "cheffe de projet", "cp"),
        "developer": ("développeur", "developer", "développeuse", "développeurs", "developers"),
        "direction": ("direction", "management"),
        "name": ("nom", "name"),
        "email": ("email", "e-mail", "courriel"),
        "hours": ("horaires", "hours"),
        "turns": ("tours", "turns"),
        "since": ("du", "from"),
        "until": ("au", "to"),
        "who": ("qui", "who"),
        "covers": ("contrats", "contracts"),
        "scope_grid": ("périmètre", "scope"),
        "in_scope": ("inclus", "included", "inclus dans la TMA"),
        "on_quote": ("sur devis", "on quote"),
        "support": ("niveaux", "support levels", "niveaux de support"),
        "n1": ("N1", "N1", "niveau 1", "level 1"),
        "n2": ("N2", "N2", "niveau 2", "level 2"),
        "n3": ("N3", "N3", "niveau 3", "level 3"),
        "labels_of_level": ("étiquettes", "labels", "étiquette", "label"),
        "starts_at": ("départ", "starts at"),
        "by_assignment": ("suit l'assignation", "follows assignment"),
        "by_project": ("par projet", "by project"),
        "support_level": ("niveau", "support level"),
        "environments": ("environnements", "environments"),
        "address": ("adresse", "address"),
        "iso_production": ("iso-production", "production-like"),
        "gaps": ("écarts", "gaps", "écart"),
        "checked": ("vérifié", "checked", "vérifié le"),
        **BUDGET_KEYS,
        **COMPENSATION_KEYS,
    }
)
SPELLINGS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(fold(spelling) for spelling in spellings) for name, spellings in KEYS.items()}
)


@dataclass(frozen=True)
class Words(Generic[Value]):
    """The spellings of the values of one key, each value's French one first, then its English one.

    `what` names the sentence that says what such a value is; "" where no other value is refused.
    """

    what: str
    values: Mapping[str, Value]

    def find(self, text: str) -> Value | None:
        """The value so spelled, None when there is none."""
        return self._folded.get(fold(text))

    @cached_property
    def _folded(self) -> Mapping[str, Value]:
        """The first value of each spelling, folded once: hundreds of contracts ask for the same words."""
        return {fold(spelling): value for spelling, value in reversed([*self.values.items()])}

    def named(self) -> str:
        """What such a value is, in the language of the installation."""
        return said(f"contracts.what.{self.what}")

    def usual(self, language: str = SPOKEN[0]) -> tuple[str, ...]:
        """One spelling of each value, in order."""
        return tuple(dict.fromkeys(self.spelling(value, language) for value in self.values.values()))

    def shown(self) -> tuple[str, ...]:
        """One spelling of each value in the language of the installation."""
        return self.usual(spoken())

    def near(self, text: str) -> str | None:
        """The spelling that looks most like the text; an English installation gives the English one of that value."""
        found = nearest(text, self.values)
        if found is None or spoken() == SPOKEN[0]:
            return found
        return self.spelling(self.values[found], spoken())

    def spelling(self, value: Value, language: str = SPOKEN[0]) -> str:
        """The spelling of a value in a language; the French one where it has no other."""
        return _in([spelling for spelling, known in self.values.items() if known == value], language)


def spelled(name: str) -> str:
    """The spelling of a key in the language of the installation, by our name of it."""
    return _in(KEYS[name], spoken())


def key_in(name: str, language: str) -> str:
    """The spelling of a key in a language, as a label: with a capital."""
    spelling = _in(KEYS[name], language)
    return spelling[:1].upper() + spelling[1:]


def _in(spellings: Sequence[str], language: str) -> str:
    rank = SPOKEN.index(language)
    return spellings[rank] if rank < len(spellings) else spellings[0]


CRITICALITIES = Words(
    "criticality", {spelling: level for level in Criticality for spelling in (*KEYS[level.value], level.value)}
)
ROLES = Words("role", {spelling: role for role in Role for spelling in KEYS[role.value]})
LANGUAGES = Words(
    "language", {"fr": "fr", "en": "en", "french": "fr", "english": "en", "français": "fr", "anglais": "en"}
)
YES_OR_NO = Words("yes_or_no", {"oui": True, "non": False, "yes": True, "no": False, "true": True, "false": False})
REQUALIFICATIONS = Words(
    "requalification",
    {
        "garde le temps écoulé": Requalification.KEEP_ELAPSED,
        "keeps the elapsed time": Requalification.KEEP_ELAPSED,
        "repart du changement": Requalification.FROM_CHANGE,
        "starts at the change": Requalification.FROM_CHANGE,
    },
)
STARTS = Words(
    "start",
    {
        "remontée": Start.RAISED,
        "raised": Start.RAISED,
        "qualification": Start.QUALIFIED,
        "qualified": Start.QUALIFIED,
    },
)
WORKAROUND_STOPS = Words(
    "workaround_stop",
    {
        "livraison": WorkaroundStop.DELIVERED,
        "delivery": WorkaroundStop.DELIVERED,
        "validation du client": WorkaroundStop.VALIDATED,
        "client validation": WorkaroundStop.VALIDATED,
    },
)
RESOLUTION_STOPS = Words(
    "resolution_stop",
    {
        "mise en production": ResolutionStop.DEPLOYED,
        "deployment": ResolutionStop.DEPLOYED,
        "livraison en recette": ResolutionStop.DELIVERED,
        "delivery in recette": ResolutionStop.DELIVERED,
    },
)
DELAY_MESSAGES = Words(
    "delay_message",
    {
        "envoyé par le chef de projet": DelayMessage.CP_SENDS,
        "sent by the project manager": DelayMessage.CP_SENDS,
        "automatique": DelayMessage.AUTOMATIC,
        "automatic": DelayMessage.AUTOMATIC,
    },
)
AT_TERMS = Words(
    "at_term",
    {"alerte": AtTerm.ALERT, "alert": AtTerm.ALERT, "reprise": AtTerm.RESUME, "resume": AtTerm.RESUME},
)
SUPPORT_LEVELS = Words(
    "support_level",
    {spelling: level for level in SupportLevel for spelling in KEYS[level.value.lower()]},
)
SAME_CYCLE = Words("same_cycle", {"suite": True, "continuation": True, "nouveau cycle": False, "new cycle": False})
BRIDGES_CLOSED = Words(
    "bridges",
    {"ouverts": False, "fermés": True, "open": False, "closed": True, "ouvert": False, "fermé": True},
)
CLOCKS = Words("clock", {spelling: clock for clock in ClockName for spelling in KEYS[clock.value]})
WHIT_MONDAY_CLOSED = Words("whit_monday", {"ouvert": False, "fermé": True, "open": False, "closed": True})
MEANINGS = Words(
    "meaning",
    {
        "remontée": JiraMeaning.RAISED,
        "diagnostic": JiraMeaning.DIAGNOSIS,
        "pause: client": JiraMeaning.WAITING_CLIENT,
        "pause: tiers": JiraMeaning.WAITING_THIRD_PARTY,
        "résolution": JiraMeaning.RESOLUTION,
        "recette": JiraMeaning.RECETTE,
        "recette acceptée": JiraMeaning.ACCEPTED,
        "recette refusée": JiraMeaning.REFUSED,
        "déployée": JiraMeaning.DEPLOYED,
        "clôture": JiraMeaning.CLOSED,
        "annulée": JiraMeaning.CANCELLED,
        "sans suite": JiraMeaning.DROPPED,
        "raised": JiraMeaning.RAISED,
        "diagnosis": JiraMeaning.DIAGNOSIS,
        "waiting for the client": JiraMeaning.WAITING_CLIENT,
        "waiting for a third party": JiraMeaning.WAITING_THIRD_PARTY,
        "pause: third party": JiraMeaning.WAITING_THIRD_PARTY,
        "attente client": JiraMeaning.WAITING_CLIENT,
        "attente tiers": JiraMeaning.WAITING_THIRD_PARTY,
        "resolution": JiraMeaning.RESOLUTION,
        "acceptance": JiraMeaning.RECETTE,
        "accepted": JiraMeaning.ACCEPTED,
        "refused": JiraMeaning.REFUSED,
        "deployed": JiraMeaning.DEPLOYED,
        "closed": JiraMeaning.CLOSED,
        "cancelled": JiraMeaning.CANCELLED,
        "no action": JiraMeaning.DROPPED,
    },
)
ANNOUNCEMENTS = Words(
    "announcement",
    {
        "remontée": Announcement.RAISED,
        "ticket": Announcement.TICKET,
        "prise en charge": Announcement.TAKEN,
        "qualification": Announcement.QUALIFIED,
        "hors périmètre": Announcement.OUT_OF_SCOPE,
        "délais communiqués": Announcement.DELAY_COMMUNICATED,
        "contournement": Announcement.WORKAROUND,
        "contournement validé": Announcement.WORKAROUND_VALIDATED,
        "livraison en recette": Announcement.DELIVERED,
        "recette acceptée": Announcement.ACCEPTED,
        "recette refusée": Announcement.REFUSED,
        "mise en production": Announcement.DEPLOYED,
        "clôture": Announcement.CLOSED,
        "réouverture": Announcement.REOPENED,
        "pause": Announcement.PAUSED,
        "reprise": Announcement.RESUMED,
        "retrait": Announcement.WITHDRAWN,
        "rétablissement": Announcement.RESTORED,
        "alerte": Announcement.WARNING,
        "dépassement": Announcement.BREACH,
        "échéances déplacées": Announcement.DEADLINES_MOVED,
        "promesse proche": Announcement.PROMISE_NEAR,
        "promesse dépassée": Announcement.PROMISE_BROKEN,
        **{announcement.value: announcement for announcement in Announcement},
    },
)
DAYS = Words(
    "",
    {
        spelling: number
        for number, spellings in enumerate(
            (
                ("lundi", "monday", "lun", "mon"),
                ("mardi", "tuesday", "mar", "tue"),
                ("mercredi", "wednesday", "mer", "wed"),
                ("jeudi", "thursday", "jeu", "thu"),
                ("vendredi", "friday", "ven", "fri"),
                ("samedi", "saturday", "sam", "sat"),
                ("dimanche", "sunday", "dim", "sun"),
            )
        )
        for spelling in spellings
    },
)
GROUPS_OF_DAYS = Words(
    "",
    {
        "semaine": (0, 1, 2, 3, 4),
        "weekdays": (0, 1, 2, 3, 4),
        "week-end": (5, 6),
        "weekend": (5, 6),
        "tous les jours": (0, 1, 2, 3, 4, 5, 6),
        "every day": (0, 1, 2, 3, 4, 5, 6),
    },
)
NONE = Words("none", {"aucun": True, "none": True, "aucune": True})
NEXT_RELEASE = Words("", {"prochaine version": True, "next release": True})
CLOSED_ALL_DAY = Words("", {"fermé": True, "closed": True})

# How a person is called who is given no name.
ROLE_NAMES: Mapping[str, Mapping[Role, str]] = MappingProxyType(
    {language: {role: _in(KEYS[role.value], language).capitalize() for role in Role} for language in SPOKEN}
)
