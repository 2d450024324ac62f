"""Organisations, shared channels and echoes: who asks is told from where they ask, and Vigie never hears itself."""

import json
from typing import Any

import pytest

from bot.slack.intake.interaction import site
from bot.slack.meaning.slack_delivery_reader import facts as facts_of
from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import Claim, Delivery, Ignored
from rules.events import Actor
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, JSON, NOW, Json, Room, case, press, submission

ORG: Json = {
    "team": None,
    "enterprise": {"id": "E0ORG", "name": "Organisation"},
    "is_enterprise_install": True,
}
ORG_WIDE: Json = {"enterprise_id": "E0ORG", "team_id": None, "user_id": "U0VIGIE", "is_bot": True}
OURS: Json = {**ORG_WIDE, "enterprise_id": None, "team_id": "T0VIGIE"}
FOREIGN: Json = {"team": {"id": "T0CLIENT", "domain": "client"}}


def by(user: str, home: str) -> Json:
    """Somebody of another workspace."""
    return {"user": {"id": user, "team_id": home, "name": "quelqu'un"}}


def mention(**more: Any) -> Json:
    """An event's whole payload."""
    event = {"type": "app_mention", "user": "U0RM", "text": "<@U0VIGIE> aide", "channel": "C0BOUTIQUE", "ts": "1.1"}
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T0CLIENT", "event": event} | more


def heard(payload: Json) -> Any:
    """What the worker makes of it."""
    return read(Delivery("slack", "s", "i1", json.dumps(payload).encode(), NOW, {"content-type": JSON}), CONTRACTS)


def author(payload: Json) -> Actor:
    """Under whose name it is recorded."""
    claim = heard(payload)
    assert isinstance(claim, Claim), claim
    return facts_of(claim, BOUTIQUE, True)[0].by


ANSWER = ("answer", {"text": "voici"}, {"anomaly": "a1b2c3d4e5f60718"})


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (press("U0RM", "move:take", "a") | ORG | by("U0RM", "T0SOUS"), "T0SOUS"),
        (press("U0RM", "move:take", "a") | ORG, "E0ORG"),
        (submission("U0RM", *ANSWER) | FOREIGN, "T0VIGIE"),
        (submission("U0RM", *ANSWER, app_installed_team_id=None) | ORG | by("U0RM", "T0SOUS"), "T0SOUS"),
        (mention(authorizations=[OURS]), "T0VIGIE"),
        (mention(authorizations=[ORG_WIDE], is_ext_shared_channel=True), "E0ORG"),
        (mention(authorizations=None), "T0CLIENT"),
        (mention(authorizations=[None]), "T0CLIENT"),
        (mention(authorizations=[], team_id=None), "default"),
        ({"command": "/tma", "team_id": "T0SOUS", "enterprise_id": "E0ORG", "is_enterprise_install": "true"}, "T0SOUS"),
    ],
)
def test_it_is_filed_under_where_the_app_is_installed(payload: Json, expected: str) -> None:
    assert site(payload) == expected


@pytest.mark.parametrize("shape", [ORG, {**ORG, "enterprise": None}, FOREIGN | by("U0AGENT", "T0CLIENT")])
@pytest.mark.parametrize("installed", ["T0VIGIE", None])
async def test_a_form_from_an_organisation_is_taken_or_corrected_as_any_other(
    room: Room, shape: Json, installed: str | None
) -> None:
    given = {"contract": BOUTIQUE.id}
    wrong = submission("U0AGENT", "detect", {"title": " ", "description": "x"}, given, app_installed_team_id=installed)
    expected = {"response_action": "errors", "errors": {"title": "Ce champ est obligatoire."}}
    sent = {**wrong, **shape, "user": {"id": "U0AGENT"}}
    assert (await room.interact(sent)).json() == expected
    taken = await room.door.take(json.dumps(sent).encode())
    assert taken is not None
    assert taken.answer == expected
    right = submission("U0AGENT", "detect", {"title": "Panier", "description": "x"}, given, hash="2")
    assert (await room.interact({**right, **shape, "user": {"id": "U0AGENT"}})).content == b""
    assert isinstance(read(room.mailbox.all[-1], CONTRACTS), Claim)


async def test_a_command_of_an_organisation_opens_its_form(room: Room) -> None:
    fields = {"team_id": "T0SOUS", "enterprise_id": "E0ORG", "enterprise_name": "O", "is_enterprise_install": "true"}
    assert (await room.type("U0RM", "majeure Panier vide", **fields)).status_code == 200
    assert [form["callback_id"] for form in room.client.opened] == ["move:raise"]


@pytest.mark.parametrize("user", ["U0RM", "U0NOBODY"])
def test_somebody_of_another_company_is_whom_the_contract_names_and_nobody_else(user: str) -> None:
    sent = {**submission(user, *ANSWER), **FOREIGN, **by(user, "T0CLIENT")}
    pressed = press(user, "move:take", "a1b2c3d4e5f60718") | FOREIGN | by(user, "T0CLIENT")
    roles = {bool(author(one).roles) for one in (sent, pressed)}
    assert roles == {user == "U0RM"}


async def test_a_stranger_of_a_shared_channel_is_shown_nothing(room: Room) -> None:
    room.cases.cases = (case(),)
    await room.event(
        {"type": "app_mention", "user": "U0NOBODY", "text": "liste", "channel": "C0BOUTIQUE"}, team_id="T9"
    )
    assert "U0NOBODY" in str(room.shown)
    assert "contrat" in str(room.shown)
    assert BOUTIQUE.client not in str(room.shown)


ECHOES: tuple[Json, ...] = (
    {"type": "message", "subtype": "bot_message", "bot_id": "B0VIGIE", "text": "vu"},
    {"type": "message", "bot_id": "B0VIGIE", "user": "U0VIGIE", "text": "vu"},
    {"type": "message", "user": "U0VIGIE", "text": "vu"},
    {"type": "message", "app_id": "A0VIGIE", "text": "vu", "subtype": "thread_broadcast"},
    {"type": "app_mention", "user": "U0VIGIE", "text": "<@U0VIGIE> aide"},
    {"type": "app_mention", "bot_id": "B9", "user": "U9", "text": "<@U0VIGIE> aide"},
    {"type": "message", "subtype": "file_share", "user": "U0VIGIE", "files": [{"id": "F1"}]},
    {"type": "link_shared", "user": "U0VIGIE", "links": []},
)


@pytest.mark.parametrize("authorized", [OURS, ORG_WIDE])
@pytest.mark.parametrize("event", ECHOES, ids=lambda one: f"{one['type']}-{one.get('subtype', '')}")
async def test_its_own_words_and_those_of_other_bots_are_ignored_by_name(
    room: Room, event: Json, authorized: Json
) -> None:
    payload = mention(event=event | {"channel": "C0BOUTIQUE", "ts": "1.1"}, authorizations=[authorized])
    payload["api_app_id"] = "A0VIGIE"
    assert heard(payload) == Ignored("slack: bot_message")
    assert (await room.send(json.dumps(payload).encode(), JSON)).status_code == 200
    await room.door.settled()
    assert room.shown == []


def test_what_a_person_says_is_not_taken_for_an_echo() -> None:
    for event in ({"type": "message", "user": "U0RM", "text": "x"}, {"type": "message", "text": "x"}):
        payload = mention(event=event, authorizations=[{**OURS, "user_id": None}])
        assert heard(payload) == Ignored("slack: message"), event
    by_a_person = mention(authorizations=[{**OURS, "user_id": "U0RM", "is_bot": False}], api_app_id="A0VIGIE")
    assert heard(by_a_person) == Ignored("slack: consultation")


def test_edits_of_its_own_messages_are_ignored() -> None:
    edited = {"type": "message", "subtype": "message_changed", "message": {"bot_id": "B0VIGIE", "text": "x"}}
    assert heard(mention(event=edited, authorizations=[OURS])) == Ignored("slack: message_changed")
