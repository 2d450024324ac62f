"""The page's own endpoints: what they show, what they let a person do, and how they say no."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from connectors.tls_context import tls_context
from sandbox.clock import DemoClock
from sandbox.page.serving import serving
from sandbox.page.timing import landing
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.sandbox.slack.examples import FORM, HOME, LIVING_MESSAGE
from tests.sandbox.slack.receiver import Receiver

START = datetime(2026, 11, 9, 8, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """A sandbox, a receiver in Vigie's place, a browser's HTTP and the app's Slack client."""

    sandbox: Sandbox
    receiver: Receiver
    http: httpx.AsyncClient
    app: AsyncWebClient

    async def get(self, path: str) -> Any:
        return (await self.http.get(f"/ui/{path}")).json()

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(f"/ui/{path}", json=body)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    receiver = Receiver()
    async with (
        serving(receiver.app()) as vigie,
        open_sandbox(DemoClock(START, speed=0)) as sandbox,
        httpx.AsyncClient(verify=tls_context(), base_url=sandbox.url, trust_env=False) as http,
    ):
        sandbox.point_at(vigie)
        receiver.secret = sandbox.secrets.slack_signing
        client = AsyncWebClient(token=sandbox.secrets.slack_token, base_url=sandbox.slack_api_url)
        yield Stage(sandbox, receiver, http, client)


async def test_the_page_and_its_files_are_served(stage: Stage) -> None:
    page = await stage.http.get("/")
    assert page.status_code == 200
    assert '<html lang="fr">' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for name in ("app.js", "style.css", "guide.json", "icon.svg"):
        assert (await stage.http.get(f"/{name}")).status_code == 200
    assert (await stage.http.get("/serving.py")).status_code == 404


async def test_each_person_sees_their_own_channels_and_what_is_new(stage: Stage) -> None:
    await stage.app.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1")
    await stage.app.chat_postEphemeral(channel="C0BOUTIQUE", user="U0CP", text="entre nous")
    seen = await stage.get("slack?person=U0RM")
    assert [room["id"] for room in seen["rooms"]] == ["C0BOUTIQUE", "C0BOUSECU", "D0RM"]
    assert [m["text"] for m in seen["rooms"][0]["messages"]] == ["BOU-1"]
    assert seen["rooms"][0]["unread"] == 1
    people = {one["id"]: one["unread"] for one in (await stage.get("people"))["people"]}
    assert (people["U0RM"], people["U0CP"], people["U0DIR"]) == (1, 2, 0)
    ts = seen["rooms"][0]["messages"][-1]["ts"]
    await stage.post("slack/read", person="U0RM", channel="C0BOUTIQUE", ts=ts)
    assert (await stage.get("slack?person=U0RM"))["rooms"][0]["unread"] == 0


async def test_a_command_typed_opens_a_modal_that_can_be_sent(stage: Stage) -> None:
    async def form(heard: dict[str, Any]) -> None:
        if "command" in heard:
            await stage.app.views_open(trigger_id=heard["trigger_id"], view=FORM)

    stage.receiver.on_hearing = form
    sent = await stage.post("slack/say", person="U0RM", channel="C0BOUTIQUE", text="/anomalie bloquante")
    assert sent.json()["ok"]
    assert stage.receiver.last["text"] == "bloquante"
    modal = (await stage.get("slack?person=U0RM"))["modal"]
    empty = await stage.post("slack/submit", person="U0RM", view_id=modal["id"], values={})
    assert list(empty.json()["errors"]) == ["summary"]
    values = {"summary": {"text": "Panier vide"}}
    assert (await stage.post("slack/submit", person="U0RM", view_id=modal["id"], values=values)).json()["ok"]
    assert (await stage.get("slack?person=U0RM"))["modal"] is None


async def test_buttons_homes_and_windows_can_be_used(stage: Stage) -> None:
    ts = (await stage.app.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1", blocks=LIVING_MESSAGE))["ts"]
    await stage.post("slack/press", person="U0CP", channel="C0BOUTIQUE", ts=ts, action_id="take", value="BOU-1")
    assert stage.receiver.last["actions"][0]["action_id"] == "take"
    view = (await stage.app.views_publish(user_id="U0CP", view=HOME))["view"]
    await stage.post("slack/home", person="U0CP")
    assert stage.receiver.last["event"]["type"] == "app_home_opened"
    await stage.post("slack/press-view", person="U0CP", view_id=view["id"], action_id="refresh")
    assert stage.receiver.last["view"]["id"] == view["id"]
    await stage.post("slack/shortcut", person="U0CP", callback_id="report")
    assert stage.receiver.last["type"] == "shortcut"
    await stage.post("slack/shortcut", person="U0CP", callback_id="report", channel="C0BOUTIQUE", ts=ts)
    assert stage.receiver.last["type"] == "message_action"


async def test_jira_is_put_in_a_mood_and_out_of_it(stage: Stage) -> None:
    for mood in [one["id"] for one in (await stage.get("jira"))["moods"]]:
        await stage.post("jira/mood", mood=mood)
        assert (await stage.get("jira"))["mood"] == mood
    assert stage.sandbox.jira.mischief
    await stage.post("jira/mood", mood="well")
    assert not stage.sandbox.jira.mischief
    assert (await stage.http.post("/ui/jira/mood", json={"mood": "gai"})).status_code == 404


async def test_people_act_in_jira_under_their_own_account(stage: Stage) -> None:
    born = await stage.post("jira/issues", person="U0RM", project="BOU", fields={"summary": "Panier vide"})
    key = born.json()["key"]
    await stage.post(f"jira/issues/{key}/comment", person="U0RM", text="Depuis ce matin.")
    await stage.post(f"jira/issues/{key}/assign", person="U0CP", account="5b10ac000000000000000003")
    await stage.post(f"jira/issues/{key}/edit", person="U0CP", fields={"priority": {"id": "1"}})
    await stage.post(f"jira/issues/{key}/transition", person="U0DEV", transition="21")
    (issue,) = (await stage.get("jira"))["projects"][0]["issues"]
    assert (issue["status"]["name"], issue["priority"]["name"]) == ("En diagnostic", "Highest")
    assert issue["assignee"]["name"] == "Développeur (prestataire)"
    assert issue["comments"][0]["author"]["name"] == "Responsable de maintenance (Boutique Exemple)"
    closing = await stage.post(f"jira/issues/{key}/transition", person="U0CP", transition="81")
    assert closing.status_code == 400
    assert closing.json()["message"].startswith("Jira refuse")


async def test_a_link_in_a_message_leads_to_the_page(stage: Stage) -> None:
    ts = (await stage.app.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1"))["ts"]
    link = (await stage.app.chat_getPermalink(channel="C0BOUTIQUE", message_ts=ts))["permalink"]
    assert (await stage.http.get(link)).headers["location"] == f"/#slack/C0BOUTIQUE/{ts}"
    assert (await stage.http.get("/jira/browse/BOU-1")).headers["location"] == "/#jira/BOU-1"


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("slack/say", {"person": "U0RM"}, 422, "channel, text"),
        ("slack/say", {"person": "U0RM", "channel": "C0PORTAIL", "text": "?"}, 409, "pas membre"),
        ("slack/say", {"person": "U0X", "channel": "C0PORTAIL", "text": "?"}, 409, "Personne"),
        ("slack/say", {"person": "U0RM", "channel": "C0BOUTIQUE", "text": " "}, 409, "vide"),
        ("slack/say", {"person": "U0RM", "channel": "C0BOUTIQUE", "text": "/x"}, 409, "commande connue"),
        (
            "slack/press",
            {"person": "U0RM", "channel": "C0BOUTIQUE", "ts": "1.1", "action_id": "a"},
            409,
            "n’existe plus",
        ),
        ("slack/press-view", {"person": "U0RM", "view_id": "V", "action_id": "a"}, 409, "plus ouverte"),
        ("slack/submit", {"person": "U0RM", "view_id": "V"}, 409, "plus ouverte"),
        ("slack/close", {"person": "U0RM", "view_id": "V"}, 409, "plus ouverte"),
        ("slack/read", {"person": "U0RM", "channel": "C0BOUTIQUE", "ts": "x"}, 409, "n’existe plus"),
        ("jira/issues", {"person": "U0DIR", "project": "BOU", "fields": {}}, 409, "pas de compte Jira"),
        ("jira/issues", {"person": "U0RM", "project": "BOU", "fields": {}}, 400, "Jira refuse"),
        ("jira/issues/BOU-9/comment", {"person": "U0RM", "text": "?"}, 404, "Jira refuse"),
        ("jira/issues/BOU-9/comment", {"person": "U0RM", "text": ""}, 409, "vide"),
        ("clock/speed", {"speed": -1}, 422, "speed"),
        ("clock/jump", {"to": "yesterday"}, 422, "to"),
    ],
)
async def test_a_wrong_move_is_refused_in_french(
    stage: Stage, path: str, body: dict[str, Any], status: int, words: str
) -> None:
    answer = await stage.post(path, **body)
    assert answer.status_code == status
    assert words in answer.json()["message"]


async def test_time_obeys_the_page(stage: Stage) -> None:
    await stage.post("clock/speed", speed=600)
    assert stage.sandbox.clock.speed == 600
    await stage.post("clock/speed", speed=0)
    before = stage.sandbox.clock.now()
    await stage.post("clock/jump", to="1h")
    assert (stage.sandbox.clock.now() - before).total_seconds() == pytest.approx(3600, abs=0.01)
    await stage.post("clock/jump", to="morning")
    assert stage.sandbox.clock.now() == datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
    assert (await stage.get("clock"))["speed"] == 0


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 11, 9, 7, 59, tzinfo=UTC), datetime(2026, 11, 9, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 9, 8, 0, tzinfo=UTC), datetime(2026, 11, 10, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_next_morning_is_nine_o_clock_in_paris(now: datetime, morning: datetime) -> None:
    assert landing(now, "morning") == morning


async def test_the_page_hears_what_changes_and_catches_up_after_a_break(stage: Stage) -> None:
    async with stage.http.stream("GET", "/ui/feed") as live:
        lines = live.aiter_lines()
        assert await told(lines) == ["slack", "jira", "mail", "clock"]
        await stage.post("clock/speed", speed=1)
        assert await told(lines) == ["clock"]
    number = stage.sandbox.feed.number
    await stage.app.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1")
    async with stage.http.stream("GET", "/ui/feed", headers={"Last-Event-ID": str(number)}) as live:
        lines = live.aiter_lines()
        assert await told(lines) == []
        assert await told(lines) == ["slack"]


async def told(lines: AsyncIterator[str]) -> list[str]:
    async with asyncio.timeout(5):
        async for line in lines:
            if line.startswith("data: "):
                parts: list[str] = json.loads(line.removeprefix("data: "))["parts"]
                return parts
    raise AssertionError("the feed ended")


async def test_vigie_s_health_is_shown(stage: Stage) -> None:
    assert not (await stage.get("vigie"))["ready"]
    stage.sandbox.point_at("http://127.0.0.1:1")
    assert (await stage.get("vigie"))["said"] == "Vigie ne répond pas."


async def test_a_page_that_is_open_lets_the_sandbox_leave_without_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    async with AsyncExitStack() as page:
        async with open_sandbox(DemoClock(START, speed=0)) as sandbox:
            http = await page.enter_async_context(httpx.AsyncClient(verify=tls_context(), trust_env=False))
            live = await page.enter_async_context(http.stream("GET", f"{sandbox.url}/ui/feed"))
            told = live.aiter_text()
            assert "parts" in await anext(told)
        assert capfd.readouterr().err == ""
