"""The words by which French and English projects name what a contract speaks of, so that an inspection recognises it.

An exact name is sure; a word inside a longer name is only a hint. Names are compared bare: without case and accents.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from connectors.jira.inbound.name_spelling import bare
from rules.contract import Criticality, JiraMeaning

Names = tuple[str, ...]

STATUSES: Mapping[JiraMeaning, Names] = MappingProxyType(
    {
        JiraMeaning.RAISED: (
            *("à qualifier", "nouveau", "nouvelle", "ouvert", "ouverte", "à faire", "à traiter", "créé", "soumis"),
            *("remontée", "à prendre en charge", "open", "new", "to do", "todo", "backlog", "created", "submitted"),
        ),
        JiraMeaning.DIAGNOSIS: (
            *("en diagnostic", "diagnostic", "analyse", "en analyse", "en cours d'analyse", "à analyser"),
            *("qualification", "en qualification", "qualifié", "diagnosis", "analysis", "in analysis", "triage"),
            *("investigation", "investigating", "under investigation"),
        ),
        JiraMeaning.WAITING_CLIENT: (
            *("en attente client", "en attente du client", "attente client", "chez le client", "en attente de réponse"),
            *("attente retour client", "en attente retour client", "en attente d'informations", "waiting for client"),
            *("waiting for customer", "pending customer", "waiting for the client", "awaiting customer"),
        ),
        JiraMeaning.WAITING_THIRD_PARTY: (
            *("en attente tiers", "en attente d'un tiers", "attente tiers", "en attente fournisseur"),
            *("attente fournisseur", "en attente éditeur", "attente éditeur", "en attente hébergeur"),
            *("waiting for third party", "waiting for vendor", "waiting for supplier", "pending vendor"),
        ),
        JiraMeaning.RESOLUTION: (
            *("en cours", "en cours de traitement", "en cours de résolution", "en cours de correction", "correction"),
            *("en correction", "en développement", "développement", "en traitement", "in progress", "work in progress"),
            *("in development", "fixing"),
        ),
        JiraMeaning.RECETTE: (
            *("recette", "en recette", "à recetter", "livré en recette", "à valider", "en validation"),
            *("validation client", "en validation client", "recette client", "uat", "in uat", "acceptance"),
            *("in acceptance", "ready for acceptance", "client validation"),
        ),
        JiraMeaning.ACCEPTED: (
            *("recette ok", "recette acceptée", "recette validée", "validé", "validée", "accepté", "acceptée"),
            *("accepted", "validated", "approved", "uat passed"),
        ),
        JiraMeaning.REFUSED: (
            *("recette ko", "recette refusée", "refusé", "refusée", "refusé en recette", "refused", "uat failed"),
        ),
        JiraMeaning.DEPLOYED: (
            *("en production", "mis en production", "mise en production", "déployé", "déployée", "livré en production"),
            *("deployed", "released", "in production", "live"),
        ),
        JiraMeaning.CLOSED: (
            *("clos", "close", "clôturé", "clôturée", "clôture", "fermé", "fermée", "terminé", "terminée", "closed"),
            *("done", "completed"),
        ),
        JiraMeaning.CANCELLED: ("annulé", "annulée", "cancelled", "canceled"),
        JiraMeaning.DROPPED: ("sans suite", "classé sans suite", "abandonné", "abandonnée", "won't do", "won't fix"),
    }
)

# Read in order, in a name that is none of the above: the first word found decides, and somebody must look at it.
STATUS_HINTS: tuple[tuple[str, JiraMeaning], ...] = (
    (
        r"attente.*(client|retour|info|rm\b)|(waiting|pending|awaiting).*(client|customer|info)",
        JiraMeaning.WAITING_CLIENT,
    ),
    (
        r"attente.*(tiers|fournisseur|editeur|hebergeur|prestataire)|(waiting|pending).*(party|vendor|supplier)",
        JiraMeaning.WAITING_THIRD_PARTY,
    ),
    (r"bloque|blocked", JiraMeaning.WAITING_THIRD_PARTY),
    (r"attente|suspendu|on hold|waiting|pending", JiraMeaning.WAITING_CLIENT),
    (r"(recette|validation|uat).*(ko|refus|echec|fail)|refus|reject|rejet", JiraMeaning.REFUSED),
    (r"(recette|validation|uat).*(ok|accept|valide|pass)|\bvalidee?s?\b|\bacceptee?s?\b", JiraMeaning.ACCEPTED),
    (r"recette|valider|validation|\buat\b|\btest|verif", JiraMeaning.RECETTE),
    (r"prod\b|production|deploy|release|livre|resolu|resolved|\bfixed\b|\bcorrigee?\b", JiraMeaning.DEPLOYED),
    (r"annul|cancel", JiraMeaning.CANCELLED),
    (r"sans suite|abandon|won'?t", JiraMeaning.DROPPED),
    (r"clos|clotur|ferme|closed|\bdone\b|termine|archiv", JiraMeaning.CLOSED),
    (r"diagno|analys|qualifi|triage|investig", JiraMeaning.DIAGNOSIS),
    (r"nouve|ouvert|reopen|\bopen|\bnew\b|a faire|to ?do|backlog|a traiter", JiraMeaning.RAISED),
    (r"en cours|correct|develop|progress|review|revue|traitement", JiraMeaning.RESOLUTION),
)

PRIORITIES: Mapping[Criticality, Names] = MappingProxyType(
    {
        Criticality.SECURITE: ("sécurité", "security"),
        Criticality.BLOQUANTE: (
            "bloquante",
            "bloquant",
            "blocker",
            "blocking",
            "highest",
            "très haute",
            "la plus haute",
        ),
        Criticality.MAJEURE: ("majeure", "majeur", "major", "high", "haute", "élevée"),
        Criticality.MINEURE: ("mineure", "mineur", "minor", "low", "lowest", "basse", "faible", "trivial"),
    }
)
PRIORITY_HINTS: tuple[tuple[str, Criticality], ...] = (
    (r"\bp0\b|secur", Criticality.SECURITE),
    (r"\bp1\b|bloqu|block|critic|critiqu|urgent|tres", Criticality.BLOQUANTE),
    (r"\bp2\b|maj|high|haut|elev|import", Criticality.MAJEURE),
    (r"\bp[3-5]\b|min|low|bas|faibl|medium|moyen|normal", Criticality.MINEURE),
)

ANOMALIES: Names = ("anomalie", "anomaly", "bug", "bogue", "incident", "défaut", "defect", "dysfonctionnement")
ANOMALY_HINT = r"anomal|bug|incident|defaut|defect|dysfonction|problem"

# Our names for what is kept in Jira (see `words.KEYS`), and how people call a field that holds it.
FIELDS: Mapping[str, Names] = MappingProxyType(
    {
        "cause": ("cause", "cause racine", "root cause", "origine", "cause de l'anomalie"),
        "answer": ("réponse", "réponse apportée", "answer", "solution", "réponse au client", "correction apportée"),
        "environment": ("environnement", "environnement concerné", "environment", "affected environment"),
    }
)
FIELD_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "cause": r"\bcause|origin|root cause",
        "answer": r"reponse|answer|solution",
        "environment": r"environn?ement|\benv\b|plateforme",
    }
)


def exactly(name: str, names: Names) -> bool:
    """Whether a name is one of those."""
    return bare(name) in {bare(one) for one in names}


def hints(name: str, pattern: str) -> bool:
    """Whether a name holds a word of the pattern."""
    return re.search(pattern, bare(name)) is not None
