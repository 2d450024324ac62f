"""The words of a contract's file as its author would write them in the language of the installation."""

from collections.abc import Mapping
from types import MappingProxyType

from connectors.contracts.yaml_words import CRITICALITIES, KEYS, MEANINGS
from connectors.wording import LANGUAGES, spoken
from rules.contract import Criticality, JiraMeaning

_ENGLISH: Mapping[JiraMeaning, str] = MappingProxyType(
    {
        JiraMeaning.RAISED: "raised",
        JiraMeaning.DIAGNOSIS: "diagnosis",
        JiraMeaning.WAITING_CLIENT: "waiting for the client",
        JiraMeaning.WAITING_THIRD_PARTY: "waiting for a third party",
        JiraMeaning.RESOLUTION: "resolution",
        JiraMeaning.RECETTE: "acceptance",
        JiraMeaning.ACCEPTED: "accepted",
        JiraMeaning.REFUSED: "refused",
        JiraMeaning.DEPLOYED: "deployed",
        JiraMeaning.CLOSED: "closed",
    }
)


def key(name: str) -> str:
    """How the contract writes one of our names for its keys."""
    return KEYS[name][min(LANGUAGES.index(spoken()), len(KEYS[name]) - 1)]


def meaning(means: JiraMeaning) -> str:
    """How the contract writes what a status means."""
    return _ENGLISH[means] if spoken() == "en" else MEANINGS.spelling(means)


def criticality(level: Criticality) -> str:
    """How the contract writes a criticality."""
    return key(level.value) if spoken() == "en" else CRITICALITIES.spelling(level)
