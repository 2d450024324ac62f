"""What Vigie asks of Jira happens once, however the network and the project's configuration behave."""

import contextlib
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from connectors.delivery_errors import Never, NotNow
from connectors.jira.outbound.creation import INDEXING
from connectors.jira.outbound.credentials import Basic
from connectors.jira.outbound.issue_comments import Remark
from connectors.jira.outbound.jira_client import Jira
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Criticality, JiraMeaning, Person
from sandbox import seed
from sandbox.jira import Fault
from tests.connectors.jira.conftest import EMAIL, TOKEN, Stand
from tests.connectors.jira.samples import SITE, contract

ANOMALY = Anomaly(
    "3f2a9c1e77", "boutique", date(2026, 1, 1), title="Le panier\nse vide", criticality=Criticality.BLOQUANTE
)
CONTRACT = contract()
RM = Person(CONTRACT.people[0].roles, "Responsable de maintenance", jira=seed.PEOPLE[1].jira)
DEV = Person(CONTRACT.people[2].roles, "Développeur", jira=seed.PEOPLE[3].jira)


def _value(stand: Stand, ticket: Ticket, field: str) -> Any:
    return stand.site.issue(ticket.id).values.get(field)


def _status(stand: Stand, ticket: Ticket) -> str:
    names = {status.id: status.name for project in seed.PROJECTS for status in project.statuses}
    return names[stand.site.issue(ticket.id).status]


async def test_an_anomaly_gets_an_issue_that_names_it(stand: Stand) -> None:
    ticket = await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.", RM)
    assert ticket == Ticket(SITE, stand.site.issue("BOU-1").id, "BOU-1")
    assert _value(stand, ticket, "summary") == "Le panier se vide"
    assert _value(stand, ticket, "description") == "Au paiement."
    assert _value(stand, ticket, "labels") == ("vigie-3f2a9c1e77",)
    assert _value(stand, ticket, "reporter") == RM.jira
    assert _value(stand, ticket, "priority") == "1"


async def test_an_unmapped_criticality_leaves_the_priority_to_jira(stand: Stand) -> None:
    anomaly = replace(ANOMALY, criticality=Criticality.SECURITE, title="x" * 400)
    ticket = await stand.jira.create(CONTRACT, anomaly, "d" * 40_000)
    assert _value(stand, ticket, "priority") == "3"
    assert len(_value(stand, ticket, "summary")) == 255
    assert len(_value(stand, ticket, "description")) == 32_767


@pytest.mark.parametrize("outcome", ["drop", "lose"])
async def test_a_creation_whose_answer_is_lost_is_made_once(stand: Stand, outcome: Any) -> None:
    stand.site.faults.append(Fault("POST", "/issue$", outcome))
    with pytest.raises(NotNow) as unsure:
        await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.")
    assert unsure.value.after == INDEXING
    ticket = await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.", again=True, reconcile=("10001",))
    assert ticket.key == "BOU-1"
    assert len(stand.site.ledger.issues) == 1
    assert await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.", again=True) == ticket


async def test_a_failing_jira_may_have_created_the_issue_all_the_same(stand: Stand) -> None:
    stand.site.faults.append(Fault("POST", "/issue$", 500))
    with pytest.raises(NotNow) as unsure:
        await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.")
    assert unsure.value.after == INDEXING


async def test_a_reporter_whom_jira_does_not_take_is_left_out(stand: Stand) -> None:
    ticket = await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.", replace(RM, jira="inconnu"))
    assert _value(stand, ticket, "reporter") == seed.BOT_JIRA_ACCOUNT
    assert _value(stand, ticket, "priority") == "1"


async def test_what_jira_refuses_is_shown_and_kept_out_of_the_reason(stand: Stand) -> None:
    under = contract(issue_types=("Inconnu",))
    with pytest.raises(Never) as refused:
        await stand.jira.create(under, ANOMALY, "Au paiement.")
    assert "issue type" in refused.value.shown.lower()
    assert str(refused.value) == "Jira a refusé (400)"
    assert refused.value.remedy
    assert not stand.site.ledger.issues


@pytest.mark.parametrize(
    ("headers", "after"),
    [({"Retry-After": "120"}, 120.0), ({"Retry-After": "1.5"}, 1.5), ({}, None)],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_jira_is_given_the_time_that_it_asks_for(
    stand: Stand, status: int, headers: dict[str, str], after: float | None
) -> None:
    ticket = await stand.opened()
    stand.site.faults.append(Fault("PUT", "/issue/", status, headers))
    with pytest.raises(NotNow) as busy:
        await stand.jira.write(ticket, {"title": "Panier vide"}, CONTRACT)
    assert busy.value.after == (timedelta(seconds=after) if after is not None else None)
    assert not stand.site.faults
    stand.seconds.now += after or 0
    await stand.jira.write(ticket, {"title": "Panier vide"}, CONTRACT)
    assert _value(stand, ticket, "summary") == "Panier vide"


@pytest.mark.parametrize(
    ("reason", "rests"),
    [("jira-burst-based", True), ("jira-quota-tenant-based", True), ("jira-per-issue-on-write", False)],
)
async def test_a_limit_of_the_site_holds_back_its_other_issues_and_a_limit_of_one_issue_does_not(
    stand: Stand, reason: str, rests: bool
) -> None:
    one, other = await stand.opened(), await stand.opened()
    stand.site.faults.append(Fault("PUT", "", 429, {"Retry-After": "40", "RateLimit-Reason": reason}))
    with pytest.raises(NotNow):
        await stand.jira.write(one, {"title": "x"}, CONTRACT)
    asked = stand.site.traffic.calls.total()
    if not rests:
        await stand.jira.write(other, {"title": "Panier vide"}, CONTRACT)
        return
    with pytest.raises(NotNow) as held:
        await stand.jira.write(other, {"title": "Panier vide"}, CONTRACT)
    assert not held.value.tried
    assert held.value.after is not None
    assert held.value.after > timedelta(seconds=40)
    assert stand.site.traffic.calls.total() == asked
    stand.seconds.now += 40
    await stand.jira.write(other, {"title": "Panier vide"}, CONTRACT)


async def test_behind_a_failing_server_the_search_is_given_time_to_see_what_was_created(stand: Stand) -> None:
    stand.site.faults.append(Fault("POST", "/issue$", 503, {"Retry-After": "1"}))
    with pytest.raises(NotNow) as unsure:
        await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.")
    assert unsure.value.after == INDEXING


async def test_a_limit_is_named_to_the_operator(stand: Stand) -> None:
    ticket = await stand.opened()
    stand.site.faults.append(Fault("PUT", "", 429, {"RateLimit-Reason": "jira-per-issue-on-write"}))
    with pytest.raises(NotNow, match="429, jira-per-issue-on-write"):
        await stand.jira.write(ticket, {"title": "x"}, CONTRACT)


async def test_nothing_is_ever_sent_twice_by_the_package(stand: Stand) -> None:
    stand.site.faults.append(Fault("POST", "/issue$", 503, {"Retry-After": "1"}, count=5))
    with pytest.raises(NotNow):
        await stand.jira.create(CONTRACT, ANOMALY, "Au paiement.")
    assert stand.site.faults[0].count == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 422])
async def test_a_refusal_for_good_comes_with_a_remedy(stand: Stand, status: int) -> None:
    ticket = await stand.opened()
    stand.site.faults.append(Fault("PUT", "", status))
    with pytest.raises(Never, match=str(status)) as refused:
        await stand.jira.write(ticket, {"title": "x"}, CONTRACT)
    assert refused.value.remedy
    assert refused.value.shown == "The sandbox was asked to fail here."


async def test_a_wrong_token_is_refused_without_being_told(stand: Stand) -> None:
    stranger = Jira(SITE, stand.url, None, Basic(EMAIL, "jeton-périmé"))
    with pytest.raises(Never) as refused:
        await stranger.myself()
    await stranger.close()
    told = f"{refused.value!r} {refused.value.remedy} {refused.value.shown} {Basic(EMAIL, TOKEN)!r}"
    assert "jeton-" not in told
    assert "401" in told


async def test_a_jira_that_is_not_there_is_for_later() -> None:
    nowhere = Jira(SITE, "http://127.0.0.1:9", None, Basic(EMAIL, TOKEN))
    with pytest.raises(NotNow, match="injoignable"):
        await nowhere.myself()
    await nowhere.close()


async def test_a_jira_that_keeps_silent_is_not_waited_for(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.jira.outbound.connection.TIMEOUT", (1.0, 0.1))
    stand.site.faults.append(Fault("GET", "/myself$", "pass", delay=0.5))
    with pytest.raises(NotNow, match="à temps"):
        await stand.jira.myself()


async def test_no_content_and_no_secret_reaches_a_log(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    stand.site.faults += [Fault("POST", "/issue$", status, {"Retry-After": "1"}) for status in (429, 503, 500)]
    for _ in range(4):
        with contextlib.suppress(NotNow):
            await stand.jira.create(CONTRACT, ANOMALY, "Description confidentielle.", RM)
        stand.seconds.now += 1
    with pytest.raises(Never):
        await stand.jira.create(contract(issue_types=("Inconnu",)), ANOMALY, "Description confidentielle.")
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("sandbox"))
    assert "rest/api/2/issue" in told
    assert not any(word in told for word in ("confidentielle", "panier", TOKEN, "asked to fail", "uthorization"))


async def test_vigie_knows_its_own_account(stand: Stand) -> None:
    assert await stand.jira.myself() == seed.BOT_JIRA_ACCOUNT


async def test_a_status_is_reached_by_its_meaning(stand: Stand) -> None:
    ticket = await stand.opened()
    assert await stand.jira.transition(ticket, JiraMeaning.DIAGNOSIS, CONTRACT)
    assert _status(stand, ticket) == "En diagnostic"
    assert not await stand.jira.transition(ticket, JiraMeaning.DIAGNOSIS, CONTRACT)
    assert await stand.jira.transition(ticket, JiraMeaning.RECETTE, CONTRACT)
    assert await stand.jira.transition(ticket, JiraMeaning.ACCEPTED, CONTRACT)
    assert _status(stand, ticket) == "Recette OK"


async def test_a_transition_whose_answer_is_lost_is_made_once(stand: Stand) -> None:
    ticket = await stand.opened()
    stand.site.faults.append(Fault("POST", "/transitions$", "lose"))
    with pytest.raises(NotNow):
        await stand.jira.transition(ticket, JiraMeaning.DIAGNOSIS, CONTRACT)
    assert not await stand.jira.transition(ticket, JiraMeaning.DIAGNOSIS, CONTRACT)
    assert len(stand.site.issue(ticket.id).histories) == 1


async def test_a_required_resolution_is_filled_in(stand: Stand) -> None:
    ticket = await stand.opened()
    assert await stand.jira.transition(ticket, JiraMeaning.CLOSED, CONTRACT, {"cause": "Cache", "answer": "Vidé"})
    assert _status(stand, ticket) == "Clos"
    assert _value(stand, ticket, "resolution") == seed.RESOLUTIONS[0][0]


async def test_a_status_that_no_transition_reaches_is_parked_with_what_to_do(stand: Stand) -> None:
    ticket = await stand.opened()
    with pytest.raises(Never) as refused:
        await stand.jira.transition(ticket, JiraMeaning.ACCEPTED, CONTRACT)
    assert "« Recette OK »" in refused.value.remedy
    assert "« À qualifier »" in refused.value.remedy
    assert _status(stand, ticket) == "À qualifier"


async def test_a_meaning_without_status_in_the_contract_asks_nothing(stand: Stand) -> None:
    under = contract(statuses={"À qualifier": JiraMeaning.RAISED})
    assert not await stand.jira.transition(await stand.opened(), JiraMeaning.REFUSED, under)


async def test_our_values_land_in_their_fields(stand: Stand) -> None:
    ticket = await stand.opened()
    values = {"title": "Panier vide", "cause": "Cache", "answer": "Vidé", "priority": "mineure"}
    assert await stand.jira.write(ticket, values, CONTRACT, assignee=DEV) == ()
    kept = [_value(stand, ticket, name) for name in ("summary", "customfield_10050", "customfield_10051", "priority")]
    assert kept == ["Panier vide", "Cache", "Vidé", "3"]
    assert _value(stand, ticket, "assignee") == DEV.jira


@pytest.mark.parametrize(("name", "value"), [("priority", "securite"), ("environment", "x"), ("title", " ")])
async def test_a_value_that_the_contract_maps_to_nothing_asks_nothing(stand: Stand, name: str, value: str) -> None:
    nowhere = Ticket(SITE, "404", "BOU-404")
    assert await stand.jira.write(nowhere, {name: value}, CONTRACT) == ()


async def test_the_very_account_is_assigned(stand: Stand) -> None:
    ticket = await stand.opened()
    await stand.jira.write(ticket, {}, CONTRACT, assignee=DEV)
    assert _value(stand, ticket, "assignee") == DEV.jira
    with pytest.raises(Never) as refused:
        await stand.jira.write(ticket, {}, CONTRACT, assignee=replace(DEV, jira=None))
    assert refused.value.remedy


@pytest.mark.parametrize("outcome", ["drop", "lose"])
async def test_a_comment_whose_answer_is_lost_is_said_once(stand: Stand, outcome: Any) -> None:
    ticket = await stand.opened()
    await stand.jira.comment(ticket, Remark("Pris en charge.", "envoi-0"))
    stand.site.faults.append(Fault("POST", "/comment$", outcome))
    with pytest.raises(NotNow):
        await stand.jira.comment(ticket, Remark("Pris en charge.", "envoi-1"))
    said = await stand.jira.comment(ticket, Remark("Pris en charge.", "envoi-1"), again=True)
    assert said is (outcome == "drop")
    assert len(stand.site.issue(ticket.id).comments) == 2


async def test_people_browse_elsewhere_than_the_api(stand: Stand) -> None:
    scoped = Jira(SITE, "https://exemple.example/", stand.url, Basic(EMAIL, TOKEN))
    assert scoped.browse_url("BOU-1") == "https://exemple.example/browse/BOU-1"
    assert await scoped.myself() == seed.BOT_JIRA_ACCOUNT
    await scoped.close()


async def test_making_a_client_touches_nothing() -> None:
    before = threading.active_count()
    jira = Jira(SITE, "http://127.0.0.1:9", None, Basic(EMAIL, TOKEN))
    assert threading.active_count() == before
    await jira.close()


async def test_closing_ends_every_thread(stand: Stand) -> None:
    jira = Jira("fils", stand.url, None, Basic(EMAIL, TOKEN), threads=2)
    for _ in range(5):
        await jira.myself()
    assert 0 < sum(thread.name.startswith("jira-fils") for thread in threading.enumerate()) <= 2
    await jira.close()
    assert not any(thread.name.startswith("jira-fils") for thread in threading.enumerate())
