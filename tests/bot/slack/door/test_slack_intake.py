"""What the door lets in, records and acknowledges: real HTTP requests, really signed."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from bot.slack.door import slack_intake
from bot.slack.intake.slack_signature import sign
from tests.bot.slack.house import FORM, JSON, RAISED, SECRET, Room, case, command, interaction, press, submission


def _headers(body: bytes, secret: str = SECRET, stamp: str = "") -> dict[str, str]:
    stamp = stamp or str(int(time.time()))
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": sign(secret, stamp, body)}


BODY = urlencode(command("U0RM", "aide")).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "é"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "yesterday"},
        {"x-slack-request-timestamp": "9" * 5000},
        _headers(BODY, "another secret"),
        _headers(BODY, stamp=str(int(time.time()) - 301)),
        _headers(BODY, stamp=str(int(time.time()) + 86_400)),
        _headers(b"other bytes"),
    ],
)
async def test_what_slack_did_not_sign_lately_is_refused_and_not_stored(room: Room, headers: Mapping[str, str]) -> None:
    raw = {name.encode(): value.encode() for name, value in headers.items()}
    stamped = {name.encode(): value.encode() for name, value in _headers(BODY).items()}
    response = await room.http.post("/slack/events", content=BODY, headers=[*({**stamped, **raw}).items()])
    assert response.status_code == 401
    assert room.mailbox.all == []


async def test_an_unsigned_request_is_refused(room: Room) -> None:
    assert (await room.http.post("/slack/events", content=BODY)).status_code == 401
    assert room.mailbox.all == []


async def test_slacks_own_time_is_the_real_one_whatever_vigies_clock_says(room: Room) -> None:
    room.wall = datetime.now(UTC) + timedelta(hours=1)
    assert (await room.send(BODY)).status_code == 401


async def test_a_body_over_a_mebibyte_is_too_large(room: Room) -> None:
    assert (await room.send(b"a" * (1024 * 1024 + 1))).status_code == 413
    assert room.mailbox.all == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", FORM),
        (b"\xff\xfe\x00", JSON),
        (b"", FORM),
        (b"{", JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"payload=notjson", FORM),
        (b"payload=[]", FORM),
        (b"payload=%FF", FORM),
        (b"[" * 100_000, JSON),
        (b'{"type":' + b"9" * 5000 + b"}", JSON),
        (b'{"type":"event_callback"}', JSON),
        (b'{"type":"event_callback","event":null,"team_id":null,"authorizations":null}', JSON),
        (b'{"type":"event_callback","event":"x","authorizations":["x"]}', JSON),
        (b'{"type":"event_callback","event_id":"\\ud800","event":{"type":"message"}}', JSON),
        (interaction({"type": "block_actions", "actions": []}), FORM),
        (interaction({"type": "block_actions", "actions": [None], "user": "x", "team": "y"}), FORM),
        (interaction({"type": "block_actions", "actions": [{"action_id": 3}]}), FORM),
        (interaction({"type": "view_submission", "view": None}), FORM),
        (interaction({"type": "view_submission", "view": {"callback_id": "move:raise", "state": []}}), FORM),
        (interaction({"type": "something_new", "user": {"id": "U0RM"}}), FORM),
        (b"command=%2Fanomalie", FORM),
    ],
)
async def test_signed_nonsense_is_recorded_and_acknowledged(room: Room, body: bytes, kind: str) -> None:
    assert (await room.send(body, kind)).status_code == 200
    await room.door.settled()
    assert [one.body for one in room.mailbox.all] == [body]
    assert room.mailbox.all[0].identity.isprintable()


async def test_slacks_probes_are_answered_and_not_stored(room: Room) -> None:
    assert (await room.http.post("/slack/events", content=b"token=x&ssl_check=1")).status_code == 200
    verification = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    response = await room.send(verification, JSON)
    assert (response.status_code, response.json()) == (200, {"challenge": "abc"})
    assert room.mailbox.all == []


async def test_an_unsigned_probe_cannot_carry_a_command(room: Room) -> None:
    assert (await room.http.post("/slack/events", content=BODY + b"&ssl_check=1")).status_code == 401


@pytest.mark.parametrize(
    ("body", "identity"),
    [
        (urlencode(command("U0RM", "aide")).encode(), "13.37.beef"),
        (interaction(press("U0RM", "move:take", "a1")), "action:U0RM:1794229500.1:move:take"),
        (interaction(submission("U0RM", "answer", {"text": "oui"}, {"anomaly": "a1"})), "view:V1:1.a"),
        (interaction({"type": "shortcut", "trigger_id": "9.9", "callback_id": "x"}), "shortcut:9.9"),
        (b'{"type":"event_callback","event_id":"Ev9","event":{"type":"message"}}', "Ev9"),
    ],
)
async def test_the_same_gesture_sent_twice_has_one_identity(room: Room, body: bytes, identity: str) -> None:
    for _ in range(2):
        assert (await room.send(body, JSON if body.startswith(b"{") else FORM)).status_code == 200
    await room.door.settled()
    (kept,) = room.mailbox.all
    assert (kept.source, kept.identity, kept.body) == ("slack", identity, body)
    assert set(kept.headers) == {"content-type"}


async def test_a_duplicate_opens_nothing_again(room: Room) -> None:
    for _ in range(2):
        await room.type("U0RM", "bloquante Panier vide")
    assert len(room.client.opened) == 1


async def test_the_answer_does_not_wait_for_the_form_to_be_open() -> None:
    room = Room()
    room.client.slow = asyncio.Event()
    response = await room.send(urlencode(command("U0RM", "bloquante")).encode())
    assert (response.status_code, response.content, room.client.opened) == (200, b"", [])
    room.client.slow.set()
    await room.door.settled()
    assert len(room.client.opened) == 1


async def test_nothing_is_acknowledged_that_could_not_be_recorded(room: Room) -> None:
    room.mailbox.broken = True
    response = await room.send(BODY)
    assert (response.status_code, room.shown) == (503, [])


async def test_a_form_that_cannot_be_judged_now_is_not_recorded_as_what_it_is_not(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: object) -> dict[str, str]:
        raise sqlite3.OperationalError("database is locked")

    async def silent(*_: object) -> dict[str, str]:
        await asyncio.sleep(60)
        return {}

    monkeypatch.setattr(slack_intake, "WITHIN", 0.05)
    for failing in (locked, silent):
        monkeypatch.setattr(slack_intake, "corrections", failing)
        assert (await room.send(BODY)).status_code == 503
    assert room.mailbox.kept == {}


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_suggestion", "action_id": "x", "user": {"id": "U1"}},
        {"type": "view_closed", "view": {"callback_id": "x"}, "user": {"id": "U1"}},
        {"type": "workflow_step_edit", "callback_id": "x", "user": {"id": "U1"}},
        {"type": "dialog_submission", "callback_id": "x", "user": {"id": "U1"}},
        {"type": "interactive_message", "callback_id": "x", "actions": [{}], "user": {"id": "U1"}},
        press("U0RM", "unknown", "x"),
        {"type": "shortcut", "callback_id": "unknown", "trigger_id": "1", "user": {"id": "U1"}},
        {"type": "message_action", "callback_id": "unknown", "trigger_id": "1", "user": {"id": "U1"}},
        {"type": "view_submission", "view": {"callback_id": "unknown"}, "user": {"id": "U1"}},
    ],
)
async def test_no_kind_of_interaction_is_left_unanswered(room: Room, payload: dict[str, object]) -> None:
    assert (await room.interact(payload)).status_code == 200
    assert len(room.mailbox.all) == 1


async def test_an_unknown_command_is_acknowledged(room: Room) -> None:
    assert (await room.type("U0RM", "x", command="/weather")).status_code == 200
    assert (len(room.mailbox.all), room.shown, room.answered) == (1, [], [])


async def test_what_must_be_corrected_is_said_in_the_form_which_then_is_another_delivery(
    room: Room,
) -> None:
    room.cases.cases = (case(*RAISED),)
    metadata = {"anomaly": "a1b2c3d4e5f60718", "contract": "boutique-exemple"}
    response = await room.interact(submission("U0RM", "answer", {"text": "  "}, metadata))
    assert response.json() == {"response_action": "errors", "errors": {"text": "Ce champ est obligatoire."}}
    response = await room.interact(submission("U0RM", "answer", {"text": "oui"}, metadata))
    assert response.content == b""
    assert [one.identity.count(":") for one in room.mailbox.all] == [3, 2]
