"""A declaration made from a message: its words, who wrote it, where it stands, its files; and a form in any case."""

import json
from typing import Any

import pytest

from bot.slack.answers import source_message_fetch
from bot.slack.forms.form_attachments import files, origin
from bot.slack.meaning.slack_delivery_reader import facts as facts_of
from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import Claim
from rules import events
from rules.events import Origin
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, Room, block_of, case, press, submission
from tests.connectors.channels.block_kit import validator

TS = "1794229500.000100"
LINK = f"https://slack.example/C0BOUTIQUE/{TS}"
SAID = {
    "ts": TS,
    "user": "U0AGENT",
    "text": "Le panier de <@U0RM> est vide &amp; lent, dit <@U9>\nvoir <https://boutique.example/panier|le panier>",
    "files": [{"id": "F0CAPTURE", "name": "capture.png"}, {"id": "pas un fichier"}, "F0X"],
}


def _shortcut(user: str = "U0RM", **said: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": "declare",
        "trigger_id": "1.2",
        "user": {"id": user},
        "channel": {"id": "C0BOUTIQUE"},
        "message_ts": TS,
        "message": {**SAID, **said},
    }


def _opened(room: Room) -> dict[str, Any]:
    (view,) = room.client.opened
    return view


async def test_the_form_says_what_the_message_said_and_by_whom(room: Room) -> None:
    await room.interact(_shortcut())
    observed = block_of(_opened(room), "observed")["element"]["initial_value"]
    rm = next(one.name for one in BOUTIQUE.people if one.chat == "U0RM")
    assert observed == f"Le panier de @{rm} est vide & lent, dit @Nom de U9\nvoir le panier"
    context = json.dumps([one for one in _opened(room)["blocks"] if one["type"] == "context"], ensure_ascii=False)
    agent = next(one.name for one in BOUTIQUE.people if one.chat == "U0AGENT")
    assert f"Signalé par {agent} dans Slack\u00a0: <{LINK}|voir le message>" in context
    assert "Pièces jointes du message\u00a0: 1" in context


async def test_the_form_carries_what_the_fact_will_keep(room: Room) -> None:
    await room.interact(_shortcut())
    carried = json.loads(_opened(room)["private_metadata"])
    values = {"title": "Panier", "criticality": "majeure", "environment": "prod", "observed": "vide"}
    await room.interact(submission("U0RM", "raise", values, carried))
    heard = read(room.mailbox.all[-1], CONTRACTS)
    assert isinstance(heard, Claim)
    facts = facts_of(heard, BOUTIQUE, False)
    assert isinstance(facts, tuple)
    (what,) = (one.what for one in facts)
    assert isinstance(what, events.Raised)
    assert what.files == ("F0CAPTURE",)
    assert what.origin is not None
    assert what.origin.link == LINK


async def test_files_chosen_in_the_form_come_after_those_of_the_message(room: Room) -> None:
    payload = submission("U0RM", "raise", {"title": "Panier", "criticality": "majeure", "observed": "x"})
    payload["view"]["private_metadata"] = json.dumps({"contract": BOUTIQUE.id, "kept": {"shared": "F0A1"}})
    state = payload["view"]["state"]["values"]
    state |= {"environment": {"environment": {"type": "plain_text_input", "value": "prod"}}}
    state |= {"files": {"files": {"type": "file_input", "files": [{"id": "F0B2"}, {"id": "F0A1"}]}}}
    await room.interact(payload)
    heard = read(room.mailbox.all[-1], CONTRACTS)
    assert isinstance(heard, Claim)
    facts = facts_of(heard, BOUTIQUE, False)
    assert isinstance(facts, tuple)
    assert isinstance(facts[0].what, events.Raised)
    assert facts[0].what.files == ("F0A1", "F0B2")


async def test_a_form_is_opened_though_slack_tells_nothing_more(room: Room) -> None:
    room.client.mute = True
    await room.interact(_shortcut(user="U0RM", text="de <@U9>"))
    assert block_of(_opened(room), "observed")["element"]["initial_value"] == "de @U9"


async def test_a_long_message_is_cut_where_the_field_ends(room: Room) -> None:
    await room.interact(_shortcut(text="👩‍👩‍👧‍👦" * 1000))
    held = block_of(_opened(room), "observed")["element"]["initial_value"]
    assert len(held.encode("utf-16-le")) // 2 <= 3000
    assert held.rstrip("…").endswith("👩‍👩‍👧‍👦")


async def test_the_message_of_an_application_is_told_by_its_name(room: Room) -> None:
    await room.interact(_shortcut(user="U0RM") | {"message": {"ts": TS, "username": "Sonde", "text": "HTTP 500"}})
    assert "Signalé par Sonde dans Slack" in json.dumps(_opened(room), ensure_ascii=False)


async def test_a_message_cannot_forge_a_link_or_a_mention_in_the_form(room: Room) -> None:
    await room.interact(_shortcut() | {"message": {"ts": TS, "username": "<!channel> *x*", "text": "y"}})
    drawn = json.dumps(_opened(room)["blocks"], ensure_ascii=False)
    assert "<!channel>" not in drawn


async def test_what_an_agent_reported_reaches_the_form_of_the_rm(room: Room) -> None:
    detected = events.Detected("Panier", "vide", ("F0A1",), Origin("Agent", LINK))
    room.cases.cases = (case(detected),)
    await room.interact(press("U0RM", "move:raise", room.cases.cases[0].id))
    kept = json.loads(_opened(room)["private_metadata"])["kept"]
    assert files(kept) == ("F0A1",)
    assert origin(kept) == Origin("Agent", LINK)


async def test_a_mention_in_a_thread_answers_with_the_button_that_opens_the_form_of_its_root(room: Room) -> None:
    room.client.said = [SAID]
    mention = {"type": "app_mention", "user": "U0RM", "channel": "C0BOUTIQUE", "thread_ts": TS, "event_ts": "1.5"}
    await room.event(mention | {"text": "<@U0VIGIE> bloquante Panier vide"})
    ((_, shown),) = room.shown
    blocks = json.loads(shown.partition("\n")[2])
    validator()({"text": "x", "blocks": blocks})
    button = blocks[-1]["elements"][0]
    await room.interact(press("U0RM", button["action_id"], button["value"]))
    assert block_of(_opened(room), "title")["element"]["initial_value"] == "Panier vide"
    assert block_of(_opened(room), "criticality")["element"]["initial_option"]["value"] == "bloquante"
    assert "est vide & lent" in block_of(_opened(room), "observed")["element"]["initial_value"]
    assert json.loads(_opened(room)["private_metadata"])["kept"]["shared"] == "F0CAPTURE"


async def test_the_button_reads_no_message_of_another_channel(room: Room) -> None:
    room.client.said = [SAID]
    bears = json.dumps({"given": {}, "thread": TS})
    await room.interact(press("U0RM", "declare", bears) | {"channel": {}, "container": {}})
    assert "est vide & lent" not in json.dumps(_opened(room))


async def test_a_button_that_is_not_ours_opens_nothing(room: Room) -> None:
    await room.interact(press("U0RM", "declare", "pas du JSON"))
    assert room.client.opened == []


async def test_a_mention_outside_a_thread_opens_the_form_with_what_was_typed(room: Room) -> None:
    mention = {"type": "app_mention", "user": "U0RM", "channel": "C0BOUTIQUE", "event_ts": "1.5"}
    await room.event(mention | {"text": "<@U0VIGIE> déclarer Panier vide"})
    ((_, shown),) = room.shown
    button = json.loads(shown.partition("\n")[2])[-1]["elements"][0]
    await room.interact(press("U0RM", button["action_id"], button["value"]))
    assert block_of(_opened(room), "title")["element"]["initial_value"] == "Panier vide"


async def test_what_slack_tells_too_late_is_done_without(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_message_fetch, "BUDGET", 0.01)
    room.client.late = True
    await room.interact(_shortcut())
    assert "link" not in json.loads(_opened(room)["private_metadata"])["kept"]
