"""Data Center has user names, the old search, and no way to show comment properties."""

import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from connectors.jira.client import Jira
from connectors.jira.connection import Bearer
from connectors.outcome import Never, NotNow
from rules.anomaly import Anomaly, Ticket
from rules.contract import Person
from tests.connectors.jira.samples import SITE, contract
from tests.sandbox.jira.server import address, free_socket, serving

ANOMALY = Anomaly("3f2a9c1e77", "boutique", date(2026, 1, 1), title="Le panier se vide")
TICKET = Ticket(SITE, "10001", "BOU-214")
DEV = Person(frozenset(), "Développeur", jira="dev")


@dataclass(slots=True)
class Server:
    """A server that keeps what it is asked and answers by method and path; unknown paths have an empty answer."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    credentials: set[str] = field(default_factory=set)

    def app(self) -> FastAPI:
        """The application that answers."""
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["GET", "POST", "PUT"])
        async def answer(path: str, request: Request) -> Response:
            name = f"{request.method} {path.removeprefix('rest/api/2/')}"
            body = await request.json() if await request.body() else dict(request.query_params)
            self.asked.append((request.method, path.removeprefix("rest/api/2/"), body))
            self.credentials.add(request.headers.get("authorization", ""))
            found = self.answers.get(name)
            return found if isinstance(found, Response) else JSONResponse(found if found is not None else {})

        return app


@dataclass(frozen=True, slots=True)
class Stand:
    """The server, and Vigie's client of it."""

    server: Server
    jira: Jira


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A Data Center site."""
    server, held = Server({"GET serverInfo": {"deploymentType": "Server", "versionNumbers": [9, 12, 0]}}), free_socket()
    jira = Jira(SITE, address(held), None, Bearer("jeton"))
    async with serving(server.app(), held):
        yield Stand(server, jira)
        await jira.close()


async def test_a_personal_token_is_a_bearer(stand: Stand) -> None:
    stand.server.answers["GET myself"] = {"name": "vigie", "key": "JIRAUSER1"}
    assert await stand.jira.myself() == "vigie"
    assert stand.server.credentials == {"Bearer jeton"}


async def test_people_are_assigned_by_name(stand: Stand) -> None:
    await stand.jira.assign(TICKET, DEV)
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
    assert not await stand.jira.comment(TICKET, "Pris en charge.", "envoi-1", again=True)
    assert await stand.jira.comment(TICKET, "Livré.", "envoi-2", again=True)


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
        await stand.jira.edit(TICKET, "title", "x", contract())
    assert refused.value.shown == ""


async def test_a_project_without_priorities_still_gets_its_issue(stand: Stand) -> None:
    stand.server.answers["POST issue"] = JSONResponse({"errors": {"summary": "trop long", "priority": "?"}}, 400)
    with pytest.raises(Never):
        await stand.jira.create(contract(), ANOMALY, "", DEV)
    assert sum(method == "POST" for method, _, _ in stand.server.asked) == 1


async def test_a_thread_count_is_a_bound(stand: Stand) -> None:
    assert sum(thread.name.startswith("jira-") for thread in threading.enumerate()) <= 4
