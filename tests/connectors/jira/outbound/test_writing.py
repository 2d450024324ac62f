"""All that a decision changes on an issue goes in one request, and what Jira refuses takes nothing else with it."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from connectors.delivery_errors import Never
from connectors.jira.outbound.issue_comments import Remark
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Person
from rules.effects import Written
from tests.connectors.jira.answering import CLOUD, DATA_CENTER, Stand, refusal, standing
from tests.connectors.jira.samples import SITE, contract
from tests.rules.calendars import at

TICKET = Ticket(SITE, "10001", "BOU-214")
PUT = "PUT issue/10001"
DEV = Person(frozenset(), "Développeur", jira="dev")
CUSTOM = "com.atlassian.jira.plugin.system.customfieldtypes"
TYPES = {
    "cause": {"type": "string", "custom": f"{CUSTOM}:textarea"},
    "answer": {"type": "string", "custom": f"{CUSTOM}:textfield"},
    "phase": {"type": "option", "custom": f"{CUSTOM}:select"},
    "criticality": {"type": "array", "items": "option", "custom": f"{CUSTOM}:multiselect"},
    "acknowledgement_due": {"type": "datetime", "custom": f"{CUSTOM}:datetime"},
    "workaround_due": {"type": "date", "custom": f"{CUSTOM}:datepicker"},
    "resolution_due": {"type": "string", "custom": f"{CUSTOM}:textfield"},
    "sla": {"type": "array", "items": "string", "custom": f"{CUSTOM}:labels"},
    "version": {"type": "string", "custom": f"{CUSTOM}:textfield"},
}
FIELDS = {name: f"customfield_{number}" for number, name in enumerate(TYPES, 10060)}
CONTRACT = contract(fields=FIELDS)
_ANOMALY = Anomaly("3f2a9c1e77", "boutique", date(2026, 1, 1), title="Le panier se vide")
DUE = at("2026-11-09 14:30")
VALUES: dict[str, Written] = {
    "cause": "*Cache*\npérimé",
    "answer": "*Vidé*\nhier",
    "phase": "Diagnostic",
    "criticality": "Bloquante",
    "acknowledgement_due": DUE,
    "workaround_due": DUE,
    "resolution_due": DUE,
    "sla": "en alerte",
    "version": "2026-01-01",
}


@pytest.fixture(params=[CLOUD, DATA_CENTER], ids=["cloud", "data center"])
async def stand(request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    """A site of each kind, whose fields have their types."""
    async with standing(request.param) as stand:
        stand.server.answers["GET field"] = [{"id": FIELDS[name], "schema": TYPES[name]} for name in TYPES]
        yield stand


def _sent(stand: Stand) -> dict[str, Any]:
    """The fields of the last request that had some, by our names."""
    bodies = [body["fields"] for method, _, body in stand.server.asked if method == "PUT" and "fields" in body]
    names = {field: name for name, field in FIELDS.items()}
    return {names.get(field, field): value for field, value in bodies[-1].items()}


async def test_each_field_takes_its_value_in_the_shape_of_its_type(stand: Stand) -> None:
    assert await stand.jira.write(TICKET, VALUES, CONTRACT) == ()
    assert _sent(stand) == {
        "cause": "\\*Cache*\npérimé",
        "answer": "*Vidé* hier",
        "phase": {"value": "Diagnostic"},
        "criticality": [{"value": "Bloquante"}],
        "acknowledgement_due": "2026-11-09T14:30:00.000+0100",
        "workaround_due": "2026-11-09",
        "resolution_due": "2026-11-09 14:30",
        "sla": ["en-alerte"],
        "version": "2026-01-01",
    }


async def test_what_is_promised_no_more_is_emptied(stand: Stand) -> None:
    await stand.jira.write(TICKET, {"acknowledgement_due": None, "sla": None}, CONTRACT)
    assert _sent(stand) == {"acknowledgement_due": None, "sla": []}


async def test_fields_assignee_title_and_comment_are_one_request_and_the_types_are_read_once(stand: Stand) -> None:
    for number in range(3):
        remark = Remark("Pris en charge.", f"envoi-{number}")
        await stand.jira.write(TICKET, VALUES | {"title": "Panier"}, CONTRACT, assignee=DEV, remark=remark)
    assert stand.server.calls() == [PUT] * 3
    assert sum(path == "field" for _, path, _ in stand.server.asked) == 1
    body = stand.server.asked[-1][2]
    assert body["fields"]["summary"] == "Panier"
    assert body["fields"]["assignee"] in ({"name": "dev"}, {"accountId": "dev"})
    assert body["update"]["comment"][0]["add"]["body"] == "Pris en charge."


async def test_a_refused_field_is_left_out_told_and_not_tried_again_at_once(stand: Stand) -> None:
    sla = FIELDS["sla"]
    stand.server.answers[PUT] = lambda body: refusal(**{sla: "Hors de l'écran."}) if sla in body["fields"] else None
    (notice,) = await stand.jira.write(TICKET, VALUES, CONTRACT)
    assert _sent(stand).keys() == VALUES.keys() - {"sla"}
    assert (notice.key, notice.shown) == (f"{SITE}:BOU:{sla}", "Hors de l'écran.")
    assert "« état SLA »" in notice.why
    assert notice.remedy
    before = len(stand.server.asked)
    assert await stand.jira.write(TICKET, VALUES, CONTRACT) == ()
    assert len(stand.server.asked) == before + 1


async def test_a_value_that_people_gave_is_tried_every_time_and_its_refusal_is_shown(stand: Stand) -> None:
    stand.server.answers[PUT] = refusal(**{FIELDS["cause"]: "Cause inconnue."})
    for _ in range(2):
        with pytest.raises(Never) as refused:
            await stand.jira.write(TICKET, {"cause": "Cache"}, CONTRACT)
        assert refused.value.shown == "Cause inconnue."


async def test_an_assignee_whom_the_screen_has_no_place_for_goes_by_the_other_door(stand: Stand) -> None:
    stand.server.answers[PUT] = lambda body: (
        refusal(assignee="Hors de l'écran.") if "assignee" in body["fields"] else None
    )
    assert await stand.jira.write(TICKET, {"version": "2026"}, CONTRACT, assignee=DEV) == ()
    assert stand.server.calls() == [PUT, PUT, "PUT issue/10001/assignee"]


async def test_a_comment_that_is_not_taken_on_the_way_is_posted(stand: Stand) -> None:
    stand.server.answers[PUT] = lambda body: refusal(comment="Non.") if "update" in body else None
    await stand.jira.write(TICKET, {"version": "2026"}, CONTRACT, remark=Remark("Livré.", "envoi-1"))
    assert stand.server.calls() == [PUT, PUT, "POST issue/10001/comment"]


async def test_a_write_whose_answer_was_lost_says_its_comment_once(stand: Stand) -> None:
    stand.server.answers["GET issue/10001/comment"] = {"comments": [{"id": "1", "body": "Livré.", "properties": []}]}
    await stand.jira.write(TICKET, {"version": "2026"}, CONTRACT, remark=Remark("Livré.", "envoi-1"), again=True)
    assert "update" not in stand.server.asked[-1][2]


async def test_an_internal_comment_says_so_and_another_one_does_not(stand: Stand) -> None:
    await stand.jira.comment(TICKET, Remark("Entre nous.", "envoi-1"))
    await stand.jira.comment(TICKET, Remark("Pour tous.", "envoi-2", internal=False))
    between_us, for_all = (body["properties"] for _, _, body in stand.server.asked)
    assert {"key": "sd.public.comment", "value": {"internal": True}} in between_us
    assert [one["key"] for one in for_all] == ["vigie"]


async def test_a_refusal_that_names_no_field_of_ours_is_a_refusal(stand: Stand) -> None:
    stand.server.answers[PUT] = refusal(autre="Non.")
    with pytest.raises(Never):
        await stand.jira.write(TICKET, VALUES, CONTRACT)
    assert stand.server.calls() == [PUT]


async def test_a_jira_that_does_not_tell_its_fields_is_sent_lines_of_text(stand: Stand) -> None:
    stand.server.answers["GET field"] = {"not": "a list"}
    await stand.jira.write(TICKET, {"phase": "Diagnostic", "acknowledgement_due": DUE}, CONTRACT)
    assert _sent(stand) == {"phase": "Diagnostic", "acknowledgement_due": "2026-11-09 14:30"}


async def test_the_issues_of_a_service_project_are_opened_under_their_request_type(stand: Stand) -> None:
    under = contract(request_type="10")
    kind = {"id": "customfield_10010", "schema": {"type": "sd-customerrequesttype", "custom": "com.x:vp-origin"}}
    stand.server.answers |= {"GET field": [kind], "POST issue": {"id": "10001", "key": "BOU-214"}}
    told: list[Any] = []
    assert await stand.jira.create(under, _ANOMALY, "", told=told.append) == TICKET
    assert stand.server.asked[-1][2]["fields"]["customfield_10010"] == "10"
    assert told == []


@pytest.mark.parametrize("there", [True, False])
async def test_a_request_type_that_is_not_taken_leaves_a_plain_issue_and_says_so(stand: Stand, there: bool) -> None:
    kind = {"id": "customfield_10010", "schema": {"type": "sd-customerrequesttype", "custom": "com.x:vp-origin"}}
    stand.server.answers |= {
        "GET field": [kind] if there else [],
        "POST issue": lambda body: (
            refusal(customfield_10010="Inconnu.")
            if "customfield_10010" in body["fields"]
            else {"id": "10001", "key": "BOU-214"}
        ),
    }
    told: list[Any] = []
    assert await stand.jira.create(contract(request_type="10"), _ANOMALY, "", told=told.append) == TICKET
    (notice,) = told
    assert "« 10 »" in notice.why
