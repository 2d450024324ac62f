"""The three service packs: the commitments and the economy that a contract starts from, before its own lines.

The domain names the packs and says that each has its table; it gives no table. These figures are ours, chosen around
the usual delays (answers in 2 h, 6 h or 24 h, workaround before resolution, minor faults at the next release).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from rules.contract import Criticality

# prise en charge, contournement, résolution
Row = tuple[str, str, str]

PACKS: Mapping[str, Mapping[Criticality, Row]] = MappingProxyType(
    {
        "essentiel": {
            Criticality.SECURITE: ("4h", "1j", "2j"),
            Criticality.BLOQUANTE: ("4h", "1j", "3j"),
            Criticality.MAJEURE: ("1j", "3j", "5j"),
            Criticality.MINEURE: ("2j", "aucun", "prochaine version"),
        },
        "business": {
            Criticality.SECURITE: ("1h", "4h", "8h"),
            Criticality.BLOQUANTE: ("2h", "6h", "1j"),
            Criticality.MAJEURE: ("4h", "16h", "24h"),
            Criticality.MINEURE: ("1j", "aucun", "prochaine version"),
        },
        "critique": {
            Criticality.SECURITE: ("15min", "2h", "4h"),
            Criticality.BLOQUANTE: ("30min", "2h", "4h"),
            Criticality.MAJEURE: ("2h", "6h", "16h"),
            Criticality.MINEURE: ("6h", "5j", "10j"),
        },
    }
)


def _planned(grant: str) -> Mapping[str, Any]:
    return {"dotation": grant, "pour": ["préventif", "évolutif"], "dépassement": {"cascade": "provision"}}


def _provision(grant: str, cap: str, expires_after: str) -> Mapping[str, Any]:
    return {"dotation": grant, "pour": "correctif", "report": {"plafond": cap, "expire après": expires_after}}


# What a `budget` that sells nothing itself takes from the pack; prices are each provider's own.
ECONOMIES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "essentiel": {
            "enveloppes": {"provision": _provision("2h", "4h", "3 mois")},
            "questions": {"incluses": "2"},
        },
        "business": {
            "enveloppes": {"planifiée": _planned("4h"), "provision": _provision("4h", "12h", "6 mois")},
            "questions": {"incluses": "4"},
        },
        "critique": {
            "enveloppes": {"planifiée": _planned("8h"), "provision": _provision("8h", "24h", "12 mois")},
            "questions": {"incluses": "10"},
        },
    }
)
