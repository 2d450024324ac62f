"""A transition is chosen by where it leads, and its screen given what it must have."""

from typing import Any

import pytest

from connectors.jira.screen import choose, filled, ways
from connectors.outcome import Never
from rules.contract import JiraMeaning
from tests.connectors.jira.samples import contract

RESOLUTION = {
    "required": True,
    "name": "Résolution",
    "allowedValues": [{"id": "1", "name": "Corrigé"}, {"id": "2", "name": "Doublon"}],
}
CAUSE = {"required": True, "name": "Cause racine", "schema": {"type": "string"}}
LISTED = {"required": True, "name": "Cause racine", "allowedValues": [{"id": "7", "value": "Cache"}]}
VERSION = {"required": True, "name": "Version", "allowedValues": [{"id": "9", "name": "1.0"}]}


def _offer(number: str, name: str, target: str, **screen: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "to": {"name": target}, "fields": screen}


def _way(**screen: Any) -> Any:
    return ways({"transitions": [_offer("1", "Clôturer", "Clos", **screen)]})[0]


def test_the_target_decides_and_not_the_name_of_the_transition() -> None:
    offered = ways({"transitions": [_offer("1", "Clos", "En cours"), _offer("2", "Terminer", "CLOS")]})
    assert choose(offered, JiraMeaning.CLOSED, "En cours", contract()).id == "2"


def test_the_contracts_first_status_is_preferred() -> None:
    under = contract(statuses={"Corrigé": JiraMeaning.RECETTE, "En recette": JiraMeaning.RECETTE})
    offered = ways({"transitions": [_offer("1", "a", "En recette"), _offer("2", "b", "Corrigé")]})
    assert choose(offered, JiraMeaning.RECETTE, "En cours", under).id == "2"


@pytest.mark.parametrize(
    ("screen", "values", "expected"),
    [
        ({"resolution": RESOLUTION}, {}, {"resolution": {"id": "1"}}),
        ({"resolution": RESOLUTION}, {"resolution": "doublon"}, {"resolution": {"id": "2"}}),
        ({"resolution": RESOLUTION | {"required": False}}, {}, {}),
        ({"customfield_10050": CAUSE}, {"cause": "Cache"}, {"customfield_10050": "Cache"}),
        ({"customfield_10050": CAUSE | {"required": False}}, {"cause": "Cache"}, {"customfield_10050": "Cache"}),
        ({"customfield_10050": LISTED}, {"cause": "cache"}, {"customfield_10050": {"id": "7"}}),
        ({"versions": VERSION | {"hasDefaultValue": True}}, {}, {}),
        ({}, {"cause": "Cache"}, {}),
        ({"customfield_10050": None}, {}, {}),
    ],
)
def test_a_screen_is_given_what_it_takes(screen: dict[str, Any], values: dict[str, str], expected: Any) -> None:
    assert filled(_way(**screen), values, contract()) == expected


def test_what_vigie_cannot_fill_in_is_named_to_who_can() -> None:
    with pytest.raises(Never) as refused:
        filled(_way(versions=VERSION, customfield_10050=CAUSE), {}, contract())
    assert "Version, Cause racine" in refused.value.remedy
    assert "« Clôturer »" in refused.value.remedy
