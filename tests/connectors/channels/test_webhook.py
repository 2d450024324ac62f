"""A webhook is told what happened as it reads it, signed, and each of its answers has one meaning."""

import base64
import hashlib
import hmac
import inspect
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from connectors.channels.render_context import Stage
from connectors.channels.webhook import webhook_signature
from connectors.channels.webhook.webhook_channel import WebhookChannel
from connectors.channels.webhook.webhook_endpoint import Endpoint
from connectors.channels.webhook.webhook_formats import FORMATS
from connectors.delivery_errors import Never, NotNow, TurnedAway
from connectors.tls_context import tls_context
from connectors.wording import LANGUAGES
from rules.contract import Announcement, ClockName, Criticality
from rules.effects import ClockShown, Happened, Publish
from tests.connectors.channels import cast

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
URL = "https://chat.example/hooks/tres-secret"
DUE = cast.at(13, 15, 40)
ANOMALY = cast.after(*cast.story())
BREACH = Happened(
    id="clock:1",
    what=Announcement.BREACH,
    at=cast.at(13, 15, 41),
    name="BOU-214",
    key="BOU-214",
    title="Panier vide",
    phase="resolution",
    criticality=Criticality.MAJEURE,
    in_scope=True,
    clocks=(ClockShown(ClockName.RESOLUTION, 1, "running", "missed", DUE),),
    clock=ClockName.RESOLUTION,
    percent=100,
)
NASTY = (
    "@channel <!here> <https://mechant.example|ici> [ici](https://mechant.example) ![x](y) **gras** "
    '\\ "\u202e\ud800\n# titre'
)
DOCUMENTED = (Path(__file__).parents[3] / "docs" / "webhook.md").read_text(encoding="utf-8")


def channel(form: str = "vigie") -> WebhookChannel:
    endpoint = Endpoint(URL, form, webhook_signature.key(SECRET))
    return WebhookChannel(
        {"equipe": endpoint},
        httpx.AsyncClient(verify=tls_context()),
        browse=lambda _: cast.LINK,
        clock=lambda: 1_700_000_000.9,
    )


def on_stage(address: str = "equipe") -> Stage:
    """What the channel is given for a webhook of that name."""
    return cast.stage(ANOMALY, address=address)


async def sent(form: str, happened: Happened = BREACH, **stage: Any) -> httpx.Request:
    """The request that tells what happened."""
    with respx.mock as web:
        web.post(URL).respond(200, text="ok")
        published = Publish(cast.CONTRACT.id, "equipe", happened)
        assert (await channel(form).perform(published, replace(on_stage(), **stage))).ref
        return web.calls.last.request


def verified(secret: str, headers: Any, body: bytes, now: float) -> bool:
    """The recipe of the reference."""
    if abs(now - int(headers["webhook-timestamp"])) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one, expected) for one in headers["webhook-signature"].split())


async def test_a_receiver_verifies_by_the_documented_recipe_and_refuses_what_was_changed_or_is_old() -> None:
    request = await sent("vigie")
    headers, body, now = request.headers, request.content, 1_700_000_010.0
    assert verified(SECRET, headers, body, now)
    assert not verified(SECRET, headers, body.replace(b"breach", b"closed"), now)
    assert not verified(SECRET, {**headers, "webhook-timestamp": "1700000005"}, body, now)
    assert not verified(SECRET, {**headers, "webhook-id": "msg_other"}, body, now)
    assert not verified(SECRET, headers, body, now + 3600)
    assert not verified("whsec_" + base64.b64encode(bytes(32)).decode(), headers, body, now)


def test_the_recipe_is_the_one_of_the_reference() -> None:
    (recipe,) = re.findall(r"```python\n(.*?)```", DOCUMENTED, re.DOTALL)
    told = recipe.splitlines()[1:]
    assert told == inspect.getsource(verified).splitlines()[-len(told) :]


async def test_an_errand_that_is_tried_again_is_the_same_message_to_its_receiver() -> None:
    first, again, other = [await sent("vigie", key=key) for key in ("fact:0", "fact:0", "fact:1")]
    assert first.headers["webhook-id"] == again.headers["webhook-id"] != other.headers["webhook-id"]
    assert first.content == again.content
    assert re.fullmatch(r"msg_[0-9a-f]{32}", first.headers["webhook-id"])


async def test_the_document_is_the_one_of_the_reference() -> None:
    found = json.loads((await sent("vigie")).content)
    example = json.loads(re.findall(r"```json\n(.*?)```", DOCUMENTED, re.DOTALL)[0])
    assert found == example


async def test_what_became_a_security_anomaly_is_known_by_its_key_alone() -> None:
    for levels in ((Criticality.SECURITE, Criticality.MAJEURE), (Criticality.MAJEURE, Criticality.SECURITE)):
        happened = replace(BREACH, criticality=levels[0])
        anomaly = replace(ANOMALY, criticality=levels[1])
        for form in FORMATS:
            body = (await sent(form.name, happened, anomaly=anomaly)).content.decode()
            assert "BOU-214" in body.replace("\\", "")
            assert "Panier" not in body
        found = json.loads((await sent("vigie", happened, anomaly=anomaly)).content)
        assert (found["anomaly"]["title"], found["anomaly"]["redacted"]) == (None, True)


@pytest.mark.parametrize("what", Announcement)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
async def test_every_announcement_is_told_in_both_languages_whatever_people_wrote(
    what: Announcement, form: Any
) -> None:
    alert = what in (Announcement.WARNING, Announcement.BREACH, Announcement.PROMISE_NEAR, Announcement.PROMISE_BROKEN)
    about = (BREACH.clock, BREACH.percent) if alert else (None, None)
    happened = replace(BREACH, what=what, title=NASTY * 40, clock=about[0], percent=about[1])
    content = (await sent(form.name, happened)).content
    assert len(content) < 28 * 1024
    found = json.loads(content)
    if form.name == "vigie":
        assert set(found["text"]) == set(LANGUAGES)
        assert all("BOU-214" in text for text in found["text"].values())
        assert "\u202e" not in content.decode()
    elif form.name == "mattermost":
        words, _, link = found["text"].rpartition("\n")
        assert link == f"[Ouvrir BOU-214 dans Jira]({cast.LINK})"
        assert not re.search(r"@\w|<|(?<!\\)[\[\]*#`_~]", words)
    else:
        (attachment,) = found["attachments"]
        (block,) = attachment["content"]["body"]
        assert {run["type"] for run in block["inlines"]} == {"TextRun"}
        assert attachment["content"]["actions"][0]["url"] == cast.LINK


async def test_a_chat_is_not_told_one_by_one_what_people_read_in_a_list() -> None:
    gathered = replace(BREACH, gathered=True)
    with respx.mock:
        published = Publish(cast.CONTRACT.id, "equipe", gathered)
        for form in ("mattermost", "teams"):
            assert not (await channel(form).perform(published, on_stage())).ref
    assert json.loads((await sent("vigie", gathered)).content)["late"] is True


ASKED = timedelta(seconds=120)
ANSWERS: list[tuple[httpx.Response | Exception, type[Exception] | None, timedelta | None]] = [
    (httpx.Response(200), None, None),
    (httpx.Response(202, text="1"), None, None),
    (httpx.Response(204), None, None),
    (httpx.Response(429, headers={"Retry-After": "120"}), NotNow, ASKED),
    (httpx.Response(503, headers={"Retry-After": "120"}), NotNow, ASKED),
    *((httpx.Response(status), NotNow, None) for status in (408, 425, 429, 500, 502, 503, 504, 599)),
    *((httpx.Response(status), Never, None) for status in (400, 405, 413, 415, 422)),
    *((httpx.Response(status), TurnedAway, None) for status in (401, 403, 404, 410)),
    *(
        (httpx.Response(status, headers={"location": "https://other.example/"}), TurnedAway, None)
        for status in (301, 302, 307, 308)
    ),
    (httpx.ConnectError(f"no route to {URL}"), NotNow, None),
    (httpx.ConnectTimeout(URL), NotNow, None),
    (httpx.ReadTimeout(URL), NotNow, None),
    (httpx.RemoteProtocolError(URL), NotNow, None),
    (OSError(URL), NotNow, None),
]


@pytest.mark.parametrize(
    ("answer", "kind", "after"),
    ANSWERS,
    ids=lambda one: (
        str(getattr(one, "status_code", type(one).__name__)) if isinstance(one, httpx.Response | Exception) else ""
    ),
)
@pytest.mark.parametrize("form", ["vigie", "teams"])
async def test_each_answer_has_its_meaning_and_no_error_tells_the_address(
    form: str, answer: httpx.Response | Exception, kind: type[Exception] | None, after: timedelta | None
) -> None:
    published = Publish(cast.CONTRACT.id, "equipe", BREACH)
    with respx.mock as web:
        web.post(URL).mock(side_effect=[answer])
        if kind is None:
            await channel(form).perform(published, on_stage())
            return
        with pytest.raises(kind) as refused:
            await channel(form).perform(published, on_stage())
        assert len(web.calls) == 1
    assert type(refused.value) is kind
    assert "secret" not in str(refused.value)
    if isinstance(refused.value, NotNow):
        assert refused.value.after == after
    else:
        assert isinstance(refused.value, Never)
        assert refused.value.remedy


async def test_a_date_in_retry_after_is_obeyed() -> None:
    now = datetime(2026, 11, 9, 9, tzinfo=UTC)
    headers = {"Retry-After": format_datetime(now + ASKED, usegmt=True), "Date": format_datetime(now, usegmt=True)}
    with respx.mock as web:
        web.post(URL).respond(429, headers=headers)
        with pytest.raises(NotNow) as later:
            await channel().perform(Publish(cast.CONTRACT.id, "equipe", BREACH), on_stage())
    assert later.value.after == ASKED


@pytest.mark.parametrize(("status", "kind"), [(429, NotNow), (413, Never), (404, TurnedAway)])
async def test_a_refusal_that_teams_hides_in_a_success_is_seen(status: int, kind: type[Exception]) -> None:
    said = f"Webhook message delivery failed with error: the endpoint returned HTTP error {status} with ContextId 1"
    with respx.mock as web:
        web.post(URL).respond(200, text=said)
        with pytest.raises(kind) as refused:
            await channel("teams").perform(Publish(cast.CONTRACT.id, "equipe", BREACH), on_stage())
    assert type(refused.value) is kind


async def test_a_webhook_without_an_address_is_parked_with_the_variable_to_set() -> None:
    with pytest.raises(Never) as never:
        await channel().perform(Publish(cast.CONTRACT.id, "page_statut", BREACH), on_stage("page_statut"))
    assert "WEBHOOKS__PAGE_STATUT__URL" in never.value.remedy


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "court", "whsec_" + base64.b64encode(bytes(23)).decode(), "pas du base64 !"]
)
def test_a_weak_secret_is_no_key(secret: str) -> None:
    with pytest.raises(ValueError, match=r"base64|bytes"):
        webhook_signature.key(secret)
