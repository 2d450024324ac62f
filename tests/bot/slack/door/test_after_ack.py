"""What a person sees right after the acknowledgement: a form, a refusal, an answer; and nothing of other clients."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from connectors.channels.slack.home.home_view import NEXT, PREVIOUS
from rules import events
from rules.contract import Criticality, Role
from rules.effects import Say
from tests.bot.slack.house import BOUTIQUE, QUALIFIED, RAISED, Cases, Room, case, press, submission

ANOMALY = "a1b2c3d4e5f60718"


def _with(room: Room, *facts: events.Happening) -> Room:
    room.cases.cases = (case(*facts),)
    return room


def _opened(room: Room) -> dict[str, Any]:
    (view,) = room.client.opened
    return view


async def test_a_command_opens_the_form_with_what_was_said(room: Room) -> None:
    await room.type("U0RM", "bloquante Panier vide")
    view = _opened(room)
    assert view["callback_id"] == "move:raise"
    blocks = {block.get("block_id"): block.get("element") for block in view["blocks"]}
    assert blocks["title"]["initial_value"] == "Panier vide"
    assert blocks["criticality"]["initial_option"]["value"] == "bloquante"
    assert json.loads(view["private_metadata"])["contract"] == BOUTIQUE.id


async def test_a_button_opens_the_form_of_its_anomaly(room: Room) -> None:
    await _with(room, *QUALIFIED).interact(press("U0CP", "move:communicate", ANOMALY))
    assert _opened(room)["callback_id"] == "move:communicate"
    assert json.loads(_opened(room)["private_metadata"])["anomaly"] == ANOMALY


async def test_a_form_that_would_be_refused_is_not_opened_and_the_reason_is_told(room: Room) -> None:
    await _with(room, *RAISED).type("U0CP", "clore BOU-214")
    assert room.client.opened == []
    ((reply, message, anomaly),) = room.answered
    assert (reply.user, reply.url, anomaly) == ("U0CP", "https://hooks.slack.com/commands/1", ANOMALY)
    assert message.say is Say.REFUSED
    assert message.values["missing"] == ("qualified", "accepted", "deployed")


async def test_who_may_not_raise_is_told_who_may(room: Room) -> None:
    await room.type("U0AGENT", "bloquante Panier vide")
    ((_, message, anomaly),) = room.answered
    assert (message.values["owes"], anomaly, room.client.opened) == ((Role.RM.value,), None, [])


async def test_the_shortcut_gives_an_agent_the_form_that_an_agent_may_fill_in(room: Room) -> None:
    shortcut = {
        "type": "message_action",
        "callback_id": "declare",
        "trigger_id": "1.2",
        "channel": {"id": "C0BOUTIQUE"},
    }
    said = {"message": {"text": "Le panier est <@U1|bob> vide &amp; lent\nsur mobile"}}
    await room.interact({**shortcut, **said, "user": {"id": "U0AGENT"}})
    assert _opened(room)["callback_id"] == "move:detect"
    assert "Le panier est @bob vide & lent\\nsur mobile" in json.dumps(_opened(room))


async def test_a_person_of_several_contracts_chooses_one_outside_their_channels(room: Room) -> None:
    await room.type("U0CP", "signaler Panier vide", channel="D0CP")
    blocks = {block.get("block_id") for block in _opened(room)["blocks"]}
    assert "contract" in blocks


async def test_a_stranger_is_told_that_no_contract_names_them(room: Room) -> None:
    await room.type("U0NOBODY", "bloquante Panier vide")
    assert [message.say for _, message, _ in room.answered] == [Say.NO_CONTRACT]


@pytest.mark.parametrize("text", ["BOU-214", "sla BOU-214", "cause BOU-214 cache"])
async def test_an_anomaly_of_another_client_does_not_exist(room: Room, text: str) -> None:
    await _with(room, *RAISED).type("U0RM2", text)
    assert [(message.say, message.values) for _, message, _ in room.answered] == [
        (Say.UNKNOWN_ANOMALY, {"key": "BOU-214"})
    ]
    assert (room.client.opened, room.shown) == ([], [])


async def test_a_form_for_an_unknown_key_is_answered(room: Room) -> None:
    await room.type("U0CP", "cause ABC-1 cache")
    assert [message.values for _, message, _ in room.answered] == [{"key": "ABC-1"}]


@pytest.mark.parametrize(("text", "shown"), [("bou-214", "card of BOU-214"), ("sla BOU-214", "sla of BOU-214")])
async def test_an_anomaly_is_shown_to_those_whom_its_contract_names(room: Room, text: str, shown: str) -> None:
    await _with(room, *RAISED).type("U0RM", text)
    assert room.shown[0][1].startswith(shown)


async def test_the_list_shows_the_open_anomalies_of_the_channels_contract(room: Room) -> None:
    await _with(room, events.Raised("<!channel> vide", Criticality.MAJEURE), RAISED[1]).type("U0RM", "liste")
    ((_, told),) = room.shown
    key = "<https://jira.example/browse/BOU-214|BOU-214>"
    assert told.startswith(f"Boutique Exemple · 1 anomalie ouverte\n🟠 {key} · &lt;!channel&gt; vide · Remontée")
    assert "👉 À l’équipe du prestataire" in told


async def test_help_names_every_subcommand(room: Room) -> None:
    await room.type("U0RM", "aide")
    ((_, told),) = room.shown
    assert "/anomalie prendre BOU-214" in told
    assert "/anomalie liste [mine|en retard|client]\u00a0: " in told
    assert "Faire avancer" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clore", "Aucune anomalie ne s’y prête en ce moment (clôturer l’anomalie)"),
        ("sla", "Il n’y a pas encore d’anomalie à montrer"),
        ("prandre BOU-214", "Vouliez-vous dire «\u00a0prendre\u00a0»"),
        ("recette BOU-214", "livrée|ok|ko"),
    ],
)
async def test_what_is_not_understood_is_explained(room: Room, text: str, told: str) -> None:
    await room.type("U0RM", text)
    assert told in room.shown[0][1]


async def test_a_mention_is_answered_and_a_bots_is_not(room: Room) -> None:
    await room.event({"type": "app_mention", "user": "U0RM", "channel": "C0BOUTIQUE", "text": "<@U0VIGIE> liste"})
    assert len(room.shown) == 1
    await room.event({"type": "app_mention", "user": "U9", "bot_id": "B9", "text": "<@U0VIGIE> liste"}, "Ev2")
    assert len(room.shown) == 1


async def test_a_home_is_published_when_it_is_opened_and_when_its_page_is_turned(room: Room) -> None:
    await room.event({"type": "app_home_opened", "user": "U0RM", "tab": "home", "channel": "D1"})
    await room.event({"type": "app_home_opened", "user": "U0RM", "tab": "messages"}, "Ev2")
    await room.interact(press("U0RM", NEXT, "2"))
    await room.interact(press("U0RM", PREVIOUS, "-1; drop", trigger_id="2"))
    assert room.homes == [("U0RM", 1), ("U0RM", 2), ("U0RM", 1)]


async def test_an_answer_is_in_the_language_that_its_reader_chose(room: Room) -> None:
    room.spoken["U0RM"] = "en"
    await room.type("U0RM", "aide")
    await room.type("U0CP", "aide", trigger_id="2")
    assert "list" in room.shown[0][1]
    assert "lister" not in room.shown[0][1]
    assert "lister" in room.shown[1][1]


async def test_a_form_and_what_is_wrong_in_it_are_in_the_language_that_its_reader_chose(room: Room) -> None:
    room.spoken["U0RM"] = "en"
    await room.type("U0RM", "signaler")
    assert room.client.opened[0]["close"]["text"] == "Cancel"
    sent = await room.interact(
        submission("U0RM", "detect", {"title": "", "description": "x"}, {"contract": BOUTIQUE.id})
    )
    assert sent.json()["errors"] == {"title": "This field is required."}


async def test_a_form_opened_from_a_home_remembers_its_page(room: Room) -> None:
    here = {"channel": {}, "view": {"id": "V1", "type": "home", "private_metadata": "3"}}
    _with(room, *RAISED)
    await room.interact(press("U0CP", "move:qualify", room.cases.cases[0].id) | here)
    assert json.loads(room.client.opened[0]["private_metadata"])["home"] == "3"


async def test_a_form_that_slack_would_not_open_is_apologised_for(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def late(**_: Any) -> None:
        raise SlackApiError("late", {"ok": False, "error": "expired_trigger_id"})  # type: ignore[no-untyped-call]

    monkeypatch.setattr(room.client, "views_open", late)
    assert (await room.type("U0RM", "bloquante Panier vide")).status_code == 200
    assert "Slack ne laisse que trois secondes" in room.shown[0][1]
    assert '"action_id": "say:0", "value": "bloquante Panier vide"' in room.shown[0][1]


async def test_a_fault_in_looking_up_is_nobodys_500(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise OSError("database gone")

    monkeypatch.setattr(Cases, "look_up", broken)
    assert (await room.type("U0RM", "BOU-214")).status_code == 200
    assert "Merci de réessayer" in room.shown[0][1]
