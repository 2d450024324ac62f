"""A transition is chosen by where it leads, and its screen given what it must have."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from connectors.delivery_errors import Never
from connectors.jira.outbound.screen import Status, choose, filled, is_there, ways
from connectors.required_field import Ask
from connectors.wording import Sentence
from rules.anomaly.state import Ticket
from rules.contract import JiraMeaning
from rules.events import FieldGiven
from tests.connectors.jira.answering import CLOUD, Stand, refusal, standing
from tests.connectors.jira.samples import SITE, contract

TICKET = Ticket(SITE, "10001", "BOU-214")

RESOLUTION = {
    "required": True,
    "name": "Résolution",
    "allowedValues": [{"id": "1", "name": "Corrigé"}, {"id": "2", "name": "Doublon"}],
}
CAUSE = {"required": True, "name": "Cause racine", "schema": {"type": "string"}}
LISTED = {"required": True, "name": "Cause racine", "allowedValues": [{"id": "7", "value": "Cache"}]}
VERSION = {
    "required": True,
    "name": "Version",
    "schema": {"type": "version"},
    "allowedValues": [{"id": "9", "name": "1.0"}],
}


def _offer(number: str, name: str, target: str, **screen: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "to": {"name": target}, "fields": screen}


def _way(**screen: Any) -> Any:
    return ways({"transitions": [_offer("1", "Clôturer", "Clos", **screen)]})[0]


def test_the_target_decides_and_not_the_name_of_the_transition() -> None:
    offered = ways({"transitions": [_offer("1", "Clos", "En cours"), _offer("2", "Terminer", "CLOS")]})
    assert choose(offered, JiraMeaning.CLOSED, contract()) == offered[1]


def test_the_contracts_first_status_is_preferred() -> None:
    under = contract(statuses={"Corrigé": JiraMeaning.RECETTE, "En recette": JiraMeaning.RECETTE})
    offered = ways({"transitions": [_offer("1", "a", "En recette"), _offer("2", "b", "Corrigé")]})
    assert choose(offered, JiraMeaning.RECETTE, under) == offered[1]


def _leading(number: str, status: str, name: str, category: str = "done") -> dict[str, Any]:
    return {"id": number, "name": "x", "to": {"id": status, "name": name, "statusCategory": {"key": category}}}


def test_a_status_that_the_contract_gives_by_its_number_is_found_whatever_its_name() -> None:
    under = contract(statuses={"10008": JiraMeaning.CLOSED, "Clos": JiraMeaning.DEPLOYED})
    offered = ways({"transitions": [_leading("1", "10009", "Clos"), _leading("2", "10008", "Clos")]})
    assert choose(offered, JiraMeaning.CLOSED, under) == offered[1]
    assert choose(offered, JiraMeaning.DEPLOYED, under) == offered[0]
    assert is_there(Status("10008", "Geschlossen"), JiraMeaning.CLOSED, under)


def test_of_two_statuses_of_one_name_a_closure_takes_the_one_that_counts_as_done() -> None:
    offered = ways({"transitions": [_leading("1", "1", "Clos", "indeterminate"), _leading("2", "2", "Clos")]})
    assert choose(offered, JiraMeaning.CLOSED, contract()) == offered[1]


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
    assert filled(_way(**screen), values, contract()) == (expected, {})


SHOWN = {"versions": VERSION, "customfield_10050": CAUSE}


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A site whose closing transition requires a version and a cause."""
    async with standing(CLOUD) as stand:
        offered = _offer("1", "Clôturer", "Clos", **SHOWN)
        stand.server.answers["GET issue/10001/transitions"] = {"transitions": [offered]}
        yield stand


async def test_what_vigie_cannot_fill_in_is_named_to_who_can(stand: Stand) -> None:
    stand.server.answers["GET issue/10001"] = {"fields": {"versions": [], "customfield_10050": None}}
    with pytest.raises(Never) as refused:
        await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract())
    assert "Version, Cause racine" in refused.value.remedy
    assert "« Clôturer »" in refused.value.remedy
    assert "Version, Cause racine" in refused.value.shown
    assert not any(call.startswith("POST") for call in stand.server.calls())


async def test_what_people_filled_in_on_the_issue_will_do(stand: Stand) -> None:
    stand.server.answers["GET issue/10001"] = {"fields": {"versions": [{"id": "9"}]}}
    assert await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract(), {"cause": "Cache"})
    assert stand.server.asked[-1][2] == {"transition": {"id": "1"}, "fields": {"customfield_10050": "Cache"}}


async def test_a_value_that_the_screen_does_not_require_holds_up_no_status(stand: Stand) -> None:
    optional = CAUSE | {"required": False}
    offered = _offer("1", "Clôturer", "Clos", customfield_10050=optional)
    stand.server.answers["GET issue/10001/transitions"] = {"transitions": [offered]}
    stand.server.answers["POST issue/10001/transitions"] = lambda body: (
        refusal(customfield_10050="Trop long.") if "fields" in body else None
    )
    assert await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract(), {"cause": "Cache"})
    assert stand.server.asked[-1][2] == {"transition": {"id": "1"}}


GIVEN = (FieldGiven("versions", "Version", ("9",), "1.0"), FieldGiven("customfield_10050", "Cause racine", ("Cache",)))


async def test_what_is_missing_is_asked_for_in_its_kind_and_what_was_given_is_sent(stand: Stand) -> None:
    stand.server.answers["GET issue/10001"] = {"fields": {}}
    with pytest.raises(Never) as refused:
        await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract(), {}, GIVEN[:1])
    asked = [(one.id, one.ask, one.options) for one in refused.value.wanted]
    assert asked == [("versions", Ask.ONE, (("9", "1.0"),)), ("customfield_10050", Ask.LINE, ())]
    assert stand.jira.expected(TICKET, JiraMeaning.CLOSED) == refused.value.wanted
    assert await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract(), {}, GIVEN)
    fields = {"versions": {"id": "9"}, "customfield_10050": "Cache"}
    assert stand.server.asked[-1][2] == {"transition": {"id": "1"}, "fields": fields}


async def test_what_jira_refuses_is_said_under_its_name_and_asked_for_again(stand: Stand) -> None:
    words = {"customfield_10050": "Trop vague.", "versions": "Version archivée."}
    stand.server.answers["POST issue/10001/transitions"] = lambda _: refusal(**words)
    with pytest.raises(Never) as refused:
        await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract(), {}, GIVEN)
    assert "«\u00a0Cause racine\u00a0»\u00a0: Trop vague." in refused.value.shown
    assert "«\u00a0Version\u00a0»\u00a0: Version archivée." in refused.value.shown
    assert {one.id: one.said for one in refused.value.wanted} == words
    assert [call for call in stand.server.calls() if call.startswith("POST")] == ["POST issue/10001/transitions"]


async def test_what_jira_asks_is_said_to_people_in_the_language_that_they_read(stand: Stand) -> None:
    stand.server.answers["POST issue/10001/transitions"] = lambda _: refusal(customfield_10050="Too vague.")
    with pytest.raises(Never) as refused:
        await stand.jira.transition(TICKET, JiraMeaning.CLOSED, replace(contract(), language="en"), {}, GIVEN)
    told = refused.value.shown
    assert isinstance(told, Sentence)
    assert told.said_in("en") == "for “Clôturer”, Jira answers — “Cause racine”: Too vague."


async def test_what_somebody_gave_is_never_left_out_to_please_jira(stand: Stand) -> None:
    offered = _offer("1", "Clôturer", "Clos", customfield_10050=CAUSE | {"required": False})
    stand.server.answers["GET issue/10001/transitions"] = {"transitions": [offered]}
    stand.server.answers["POST issue/10001/transitions"] = lambda body: (
        refusal(customfield_10050="Trop vague.") if "fields" in body else None
    )
    with pytest.raises(Never, match="400"):
        await stand.jira.transition(TICKET, JiraMeaning.CLOSED, contract(), {}, GIVEN[1:])


async def test_people_read_the_name_of_a_status_and_never_its_number(stand: Stand) -> None:
    under = contract(statuses={"10008": JiraMeaning.CLOSED, "10009": JiraMeaning.CLOSED})
    stand.server.answers["GET issue/10001/transitions"] = {"transitions": []}
    stand.server.answers["GET issue/10001"] = {"fields": {"status": {"id": "1", "name": "En cours"}}}
    stand.server.answers["GET status"] = [{"id": "10008", "name": "Fermé"}]
    with pytest.raises(Never) as refused:
        await stand.jira.transition(TICKET, JiraMeaning.CLOSED, under)
    assert "« Fermé » / le statut de sens « clôture »" in refused.value.remedy
    assert "1000" not in refused.value.remedy
