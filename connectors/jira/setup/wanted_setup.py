"""The custom fields that Vigie fills in, so that people who stay in Jira filter and sort on them."""

from dataclasses import dataclass

from connectors.contracts.contract_model import JiraFields
from connectors.contracts.yaml_words import KEYS, SPELLINGS, fold

_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field: its key in a contract, what people read, and Jira's type and searcher, which begin alike."""

    key: str
    name: str
    description: str
    kind: str = "textfield"
    searcher: str = "textsearcher"

    @property
    def body(self) -> dict[str, str]:
        """What to POST to `field`."""
        return {
            "name": self.name,
            "description": self.description,
            "type": _TYPES + self.kind,
            "searcherKey": _TYPES + self.searcher,
        }


_DUE = ("datetime", "datetimerange")
_ALL = (
    Wanted("cause", "Vigie · Cause", "La cause de l'anomalie, tenue par Vigie.", "textarea"),
    Wanted("réponse", "Vigie · Réponse", "La réponse apportée, tenue par Vigie.", "textarea"),
    Wanted("phase", "Vigie · Phase", "La phase de l'anomalie, tenue par Vigie."),
    Wanted("criticité", "Vigie · Criticité", "La criticité qualifiée, tenue par Vigie."),
    Wanted("échéance prise en charge", "Vigie · Échéance de prise en charge", "Au plus tard, selon le contrat.", *_DUE),
    Wanted("échéance contournement", "Vigie · Échéance de contournement", "Au plus tard, selon le contrat.", *_DUE),
    Wanted("échéance résolution", "Vigie · Échéance de résolution", "Au plus tard, selon le contrat.", *_DUE),
    Wanted("état sla", "Vigie · État SLA", "Où en sont les engagements, tenu par Vigie."),
    Wanted(
        "version du contrat",
        "Vigie · Version du contrat",
        "La date d'effet de la version qui vaut pour cette anomalie.",
        "datepicker",
        "daterange",
    ),
)


def our_name(key: str) -> str | None:
    """Our name for a key of `champs`, None when contracts know no such key."""
    return next((name for name in JiraFields.model_fields if fold(key) in SPELLINGS[name]), None)


def french(name: str) -> str:
    """How a contract's author writes one of our names."""
    return KEYS[name][0]


WANTED: dict[str, Wanted] = {name: one for one in _ALL if (name := our_name(one.key))}
