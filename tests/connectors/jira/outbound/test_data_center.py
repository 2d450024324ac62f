"""Data Center has user names, the old search, and no way to show comment properties."""

import threading
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from fastapi import Response
from fastapi.responses import JSONResponse, RedirectResponse

from connectors.delivery_errors import Never, NotNow
from connectors.jira.outbound.creation import INDEXING
from connectors.jira.outbound.issue_comments import Remark
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Person
from tests.connectors.jira.answering import Stand, standing
from tests.connectors.jira.samples import SITE, contract

ANOMALY = Anomaly("3f2a9c1e77", "boutique", date(2026, 1, 1), title="Le panier se vide")
TICKET = Ticket(SITE, "10001", "BOU-214")
DEV = Person(frozenset(), "Développeur", jira="dev")


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A Data Center site."""
    async with standing() as stand:
        yield stand


async def test_a_personal_token_is_a_bearer(stand: Stand) -> None:
    stand.server.answers["GET myself"] = {"name": "vigie", "key": "JIRAUSER1"}
    assert await stand.jira.myself() == "vigie"
    assert stand.server.credentials == {"Bearer jeton"}


async def test_people_are_assigned_by_name(stand: Stand) -> None:
    await stand.jira.write(TICKET, {}, contract(), assignee=DEV)
    assert stand.server.asked[-1] == ("PUT", "issue/10001/assignee", {"name": "dev"})


async def test_the_old_search_is_asked_and_the_deployment_only_once(stand: Stand) -> None:
    stand.server.answers["GET search"] = {"issues": [{"id": "10001", "key": "BOU-214"}], "total": 1}
    for _ in range(2):
        assert await stand.jira.create(contract(), ANOMALY, "", DEV, again=True) == TICKET
    asked = [path for _, path, _ in stand.server.asked]
    assert asked == ["serverInfo", "search", "search"]
    assert stand.server.asked[1][2]["jql"] == 'project = "BOU" AND labels = "vigie-3f2a9c1e77" ORDER BY created ASC'


async def test_without_properties_the_same_words_are_the_mark(stand: Stand) -> None:
    stand.server.answers["GET issue/10001/comment"] = {"comments": [{"id": "1", "body": "Pris en charge."}]}
    assert not await stand.jira.comment(TICKET, Remark("Pris en charge.", "envoi-1"), again=True)
    assert await stand.jira.comment(TICKET, Remark("Livré.", "envoi-2"), again=True)


@pytest.mark.parametrize(
    "answer",
    [Response("<html>connexion</html>", media_type="text/html"), JSONResponse([1]), JSONResponse({}), Response("")],
)
async def test_an_answer_in_another_shape_is_for_later(stand: Stand, answer: Response) -> None:
    stand.server.answers |= {"GET myself": answer, "POST issue": answer}
    with pytest.raises(NotNow, match="autre chose"):
        await stand.jira.myself()
    with pytest.raises(NotNow, match="autre chose"):
        await stand.jira.create(contract(), ANOMALY, "")


async def test_a_redirection_is_not_followed(stand: Stand) -> None:
    stand.server.answers["POST issue"] = RedirectResponse("/login", 302)
    with pytest.raises(Never, match="redirige"):
        await stand.jira.create(contract(), ANOMALY, "")
    assert [path for _, path, _ in stand.server.asked] == ["issue"]


@pytest.mark.parametrize("body", [{"errors": None}, {"errorMessages": [None, 3]}, 7, None, [{}]])
async def test_a_refusal_in_another_shape_is_still_a_refusal(stand: Stand, body: Any) -> None:
    stand.server.answers["PUT issue/10001"] = JSONResponse(body, 400)
    with pytest.raises(Never, match="400") as refused:
        await stand.jira.write(TICKET, {"title": "x"}, contract())
    assert refused.value.shown == ""


async def test_a_project_without_priorities_still_gets_its_issue(stand: Stand) -> None:
    stand.server.answers["POST issue"] = JSONResponse({"errors": {"summary": "trop long", "priority": "?"}}, 400)
    with pytest.raises(Never):
        await stand.jira.create(contract(), ANOMALY, "", DEV)
    assert sum(method == "POST" for method, _, _ in stand.server.asked) == 1


async def test_a_thread_count_is_a_bound(stand: Stand) -> None:
    assert sum(thread.name.startswith("jira-") for thread in threading.enumerate()) <= 4


async def test_a_creation_whose_answer_never_came_is_found_and_not_made_again(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.jira.outbound.connection.TIMEOUT", (1.0, 0.3))
    stand.server.delay = 1.0
    with pytest.raises(NotNow) as unsure:
        await stand.jira.create(contract(), ANOMALY, "Au paiement.")
    assert unsure.value.after == INDEXING
    stand.server.delay = 0.0
    stand.server.answers["GET search"] = {"issues": [{"id": "10001", "key": "BOU-214"}], "total": 1}
    assert await stand.jira.create(contract(), ANOMALY, "Au paiement.", again=True) == TICKET
    assert stand.server.calls() == ["POST issue", "GET search"]


async def test_a_delay_until_a_date_is_handed_on(stand: Stand) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    stand.server.answers["PUT issue/10001"] = JSONResponse({}, 429, {"Retry-After": until})
    with pytest.raises(NotNow) as busy:
        await stand.jira.write(TICKET, {"title": "x"}, contract())
    assert busy.value.after is not None
    assert timedelta(seconds=90) < busy.value.after <= timedelta(seconds=101)
