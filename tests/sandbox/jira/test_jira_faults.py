"""Each trouble that can be ordered, of the API and of the webhooks."""

import asyncio
import time
from email.utils import parsedate_to_datetime
from typing import Literal

import httpx
import pytest

from sandbox.jira import Fault, Limit, Mischief, jiras_words, retry_after
from tests.sandbox.jira.conftest import CP, DEV, RM, Stand


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500])
async def test_a_refusal_has_jiras_own_words_and_nothing_is_done(stand: Stand, issue: str, status: int) -> None:
    stand.site.faults.append(Fault("PUT", "/issue/", status, body=jiras_words(status)))
    answer = await stand.http.put(f"/2/issue/{issue}", json={"fields": {"summary": "Autre"}})
    assert (answer.status_code, answer.json()) == (status, jiras_words(status))
    assert stand.site.issue(issue).values["summary"] == "Le panier se vide"
    assert (await stand.http.put(f"/2/issue/{issue}", json={"fields": {"summary": "Autre"}})).status_code == 204


async def test_what_stands_before_jira_answers_a_page(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("GET", "/issue/", 503, retry_after(2), body=jiras_words(503)))
    answer = await stand.http.get(f"/2/issue/{issue}")
    assert (answer.headers["Content-Type"], answer.headers["Retry-After"]) == ("text/html; charset=utf-8", "2")


async def test_a_fault_may_have_words_of_its_own(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("POST", "/transitions", 400, body={"errors": {"resolution": "Requise."}}))
    answer = await stand.http.post(f"/2/issue/{issue}/transitions", json={"transition": {"id": "21"}})
    assert answer.json() == {"errors": {"resolution": "Requise."}}


@pytest.mark.parametrize(("written", "expected"), [("seconds", "2"), ("fraction", "2.000"), ("date", None)])
async def test_when_to_come_back_is_written_in_three_ways(
    stand: Stand, written: Literal["seconds", "fraction", "date"], expected: str | None
) -> None:
    stand.site.faults.append(Fault("GET", "/myself", 429, retry_after(2, written)))
    said = (await stand.http.get("/2/myself")).headers["Retry-After"]
    assert said == expected or parsedate_to_datetime(said).timestamp() == pytest.approx(time.time() + 2, abs=2)


async def test_too_many_requests_are_told_to_come_back(stand: Stand) -> None:
    stand.site.traffic.limit = Limit(per_second=5)
    answers = await asyncio.gather(*(stand.http.get("/2/myself") for _ in range(20)))
    late = [answer for answer in answers if answer.status_code == 429]
    assert 10 <= len(late) == stand.site.traffic.refused < 20
    assert late[0].headers["Retry-After"] == "1"
    assert late[0].headers["RateLimit-Reason"] == "jira-burst-based"


def test_a_limit_lets_in_as_many_as_it_says() -> None:
    now = [0.0]
    limit = Limit(per_second=10, burst=2, clock=lambda: now[0])
    assert [limit.wait() for _ in range(3)] == [0.0, 0.0, pytest.approx(0.1)]
    now[0] = 0.1
    assert [limit.wait() for _ in range(2)] == [0.0, pytest.approx(0.1)]


async def test_every_answer_may_be_slow_and_every_call_is_counted(stand: Stand, issue: str) -> None:
    stand.site.traffic.latency = 0.1
    before = time.monotonic()
    await asyncio.gather(*(stand.http.get(f"/2/issue/{issue}") for _ in range(5)))
    assert 0.1 <= time.monotonic() - before < 0.45
    assert stand.site.traffic.calls == {"GET /issue/{issue}": 5}


async def _bodies(stand: Stand) -> list[str]:
    await stand.site.settled()
    return [heard.body["changelog"]["items"][0]["toString"] or "" for heard in stand.listener.heard]


async def test_a_webhook_told_twice_keeps_its_identity(stand: Stand, issue: str) -> None:
    stand.site.mischief.append(Mischief("duplicate", "issue_updated"))
    await stand.site.assign(issue, CP, DEV)
    await stand.site.settled()
    first, second = stand.listener.heard
    assert first.raw == second.raw
    assert first.headers["x-atlassian-webhook-identifier"] == second.headers["x-atlassian-webhook-identifier"]
    assert "x-atlassian-webhook-retry" not in second.headers


async def test_a_webhook_lost_is_never_told_and_the_next_one_is(stand: Stand, issue: str) -> None:
    stand.site.mischief.append(Mischief("lose"))
    await stand.site.edit(issue, CP, {"summary": "un"})
    await stand.site.edit(issue, CP, {"summary": "deux"})
    assert await _bodies(stand) == ["deux"]
    assert [(one.state, one.tries) for one in stand.site.deliveries[-2:]] == [("lost", 0), ("delivered", 1)]


@pytest.mark.parametrize("kind", ["late", "reorder"])
async def test_a_webhook_may_come_after_the_next_one(
    stand: Stand, issue: str, kind: Literal["late", "reorder"]
) -> None:
    stand.site.mischief.append(Mischief(kind, delay=0.3))
    await stand.site.edit(issue, CP, {"summary": "un"})
    await stand.site.edit(issue, CP, {"summary": "deux"})
    assert await _bodies(stand) == ["deux", "un"]


async def test_a_webhook_kept_back_goes_when_no_other_comes(stand: Stand, issue: str) -> None:
    stand.site.mischief.append(Mischief("reorder"))
    await stand.site.edit(issue, CP, {"summary": "un"})
    assert await _bodies(stand) == ["un"]


async def test_webhooks_may_be_lost_by_chance_and_for_ever(stand: Stand, issue: str) -> None:
    stand.site.mischief.append(Mischief("lose", count=None, chance=0.5))
    for number in range(40):
        await stand.site.edit(issue, RM, {"summary": f"Panne {number}"})
    assert 8 < len(await _bodies(stand)) < 32


async def test_trouble_for_one_event_spares_the_others(stand: Stand, issue: str) -> None:
    stand.site.mischief.append(Mischief("lose", "^comment_", count=2))
    await stand.site.comment(issue, RM, "Toujours en panne")
    await stand.site.settled()
    assert stand.listener.events == ["jira:issue_updated"]
    assert stand.site.mischief[0].count == 1


async def test_a_site_down_refuses_every_request(stand: Stand) -> None:
    stand.site.faults.append(Fault(".*", "", "drop", count=1000))
    for path in ("/2/myself", "/2/serverInfo"):
        with pytest.raises(httpx.RemoteProtocolError):
            await stand.http.get(path)
