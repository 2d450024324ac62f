"""A command that names no anomaly: the one that goes without saying, or the last few to choose from."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.slack.intake.intents import Act, Ask, Consult
from bot.slack.intake.interaction import Gesture, Kind
from bot.slack.meaning.intent_parser import intend, of_words
from bot.slack.meaning.slack_delivery_reader import read
from connectors.channels.slack.block_kit import Post
from connectors.channels.slack.choice_blocks import offered
from connectors.parsed_delivery import AboutHere, AboutKey, Claim
from connectors.wording import Wording
from rules import events
from rules.contract import Criticality
from rules.effects import Choice, Offer, Say
from scheduler.cases.case_loader import Case
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, NOW, QUALIFIED, RAISED, Room, case, press
from tests.connectors.channels.block_kit import check

PORTAIL = next(one for one in CONTRACTS.all if one.id != BOUTIQUE.id)
DONE = (*QUALIFIED, events.CauseFound("c"), events.Delivered(), events.Accepted(), events.Deployed())


def _numbered(number: int, *facts: events.Happening, title: str = "Panier vide") -> Case:
    ticket = events.TicketAttached("default", f"1000{number}", f"BOU-{number}")
    raised = (events.Raised(title, Criticality.MAJEURE), ticket)
    return case(*(facts if facts else raised), anomaly=f"a1b2c3d4e5f6071{number}")


def _buttons(room: Room) -> list[dict[str, Any]]:
    _, shown = room.shown[-1]
    blocks = json.loads(shown.split("\n", 1)[1])
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


async def _press(room: Room, user: str, button: dict[str, Any]) -> None:
    await room.interact(press(user, button["action_id"], button["value"]))


def _claim(room: Room) -> Claim:
    heard = read(room.mailbox.all[-1], CONTRACTS)
    assert isinstance(heard, Claim), heard
    return heard


async def test_the_only_open_anomaly_of_the_channel_goes_without_saying(room: Room) -> None:
    room.cases.cases = (case(*RAISED),)
    await room.type("U0RM", "sla")
    assert room.shown[-1][1].startswith("sla of BOU-214")
    await room.type("U0CP", "qualifier bloquante tout est tombé", trigger_id="13.37.two")
    (view,) = room.client.opened
    assert json.loads(view["private_metadata"])["anomaly"] == "a1b2c3d4e5f60718"
    assert "tout est tombé" in json.dumps(view, ensure_ascii=False)


async def test_a_move_without_a_form_is_left_to_the_worker_that_decides_in_one_transaction(room: Room) -> None:
    await room.type("U0DEV", "prendre")
    assert _claim(room).about == AboutHere("take", "prendre", "U0DEV", "C0BOUTIQUE")
    assert room.shown == []


async def test_among_several_the_last_five_are_offered_and_the_press_does_what_the_command_would(room: Room) -> None:
    room.cases.cases = tuple(_numbered(number, title=f"Panier {number}") for number in range(1, 8))
    await room.type("U0DEV", "cause le cache « &lt;b&gt; » &amp;amp; lui")
    told, buttons = room.shown[-1][1], _buttons(room)
    assert told.startswith("De quelle anomalie s’agit-il")
    assert [one["text"]["text"] for one in buttons] == [f"🟠 BOU-{n} · Panier {n}" for n in range(1, 6)]
    await _press(room, "U0DEV", buttons[1])
    (view,) = room.client.opened
    assert json.loads(view["private_metadata"])["anomaly"] == "a1b2c3d4e5f60712"
    assert "le cache « <b> » &amp; lui" in json.dumps(view, ensure_ascii=False)


async def test_only_those_are_offered_on_which_the_move_can_be_made_by_them(room: Room) -> None:
    secret = (events.Raised("Fuite", Criticality.SECURITE), RAISED[1])
    room.cases.cases = (_numbered(1), _numbered(2, *DONE), _numbered(3, *secret), _numbered(4, *DONE))
    await room.type("U0CP", "clore")
    assert [one["value"] for one in _buttons(room)] == ["a1b2c3d4e5f60712 clore", "a1b2c3d4e5f60714 clore"]
    await room.type("U0AGENT", "voir", trigger_id="13.37.two")
    assert "a1b2c3d4e5f60713" not in room.shown[-1][1]


async def test_a_person_of_several_contracts_chooses_outside_their_channels(room: Room) -> None:
    room.cases.cases = (case(*RAISED),)
    await room.type("U0CP", "sla", channel="D0CP")
    assert [one["value"] for one in _buttons(room)] == ["a1b2c3d4e5f60718 sla"]


async def test_a_closed_anomaly_never_goes_without_saying(room: Room) -> None:
    room.cases.cases = (case(*DONE, events.Closed("c", "a")),)
    await room.type("U0RM", "rouvrir")
    assert [one["text"]["text"] for one in _buttons(room)] == ["✅ BOU-214 · Panier vide"]
    assert room.client.opened == []


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("sla BOU-214", "sla"),
        ("bou-214", ""),
        ("cause BOU-214 le cache de BOU-214", "cause le cache de BOU-214"),
        ("qualifier BOU 214 mineure", "qualifier mineure"),
    ],
)
async def test_a_key_of_two_clients_is_asked_for_with_their_names(room: Room, typed: str, value: str) -> None:
    other = case(*RAISED, anomaly="b1b2c3d4e5f60719", contract=PORTAIL)
    room.cases.cases = (case(*RAISED), other)
    await room.type("U0CP", typed, channel="D0CP")
    assert room.shown[-1][1].startswith("Plusieurs clients ont une anomalie BOU-214.")
    assert [one["text"]["text"] for one in _buttons(room)] == [
        f"🟠 BOU-214 · {one.client} · Panier vide" for one in (BOUTIQUE, PORTAIL)
    ]
    assert [one["value"] for one in _buttons(room)] == [f"a1b2c3d4e5f60718 {value}", f"b1b2c3d4e5f60719 {value}"]


async def test_a_key_of_two_clients_is_that_of_the_channel(room: Room) -> None:
    other = case(*RAISED, anomaly="b1b2c3d4e5f60719", contract=PORTAIL)
    room.cases.cases = (other, case(*RAISED))
    await room.type("U0CP", "qualifier BOU-214", trigger_id="13.37.two")
    (view,) = room.client.opened
    assert json.loads(view["private_metadata"])["anomaly"] == "a1b2c3d4e5f60718"


@pytest.mark.parametrize("value", ["a1b2c3d4e5f60718 cause x", "a1b2c3d4e5f60718 sla", "a1b2c3d4e5f60718"])
async def test_a_forged_button_opens_nothing(room: Room, value: str) -> None:
    room.cases.cases = (case(*RAISED),)
    await room.interact(press("U0RM2", "say:0", value))
    assert [message.say for _, message, _ in room.answered] == [Say.UNKNOWN_ANOMALY]
    assert (room.shown, room.client.opened) == ([], [])


async def test_the_thread_of_the_living_message_tells_the_anomaly(room: Room) -> None:
    placed = _numbered(1)
    assert placed.row is not None
    placed = replace(placed, row=replace(placed.row, slack_channel="C0BOUTIQUE", slack_ts="17.1"))
    room.cases.cases = (_numbered(2), placed, _numbered(3))
    said = {"type": "app_mention", "user": "U0CP", "channel": "C0BOUTIQUE", "thread_ts": "17.1"}
    await room.event({**said, "text": "<@U0VIGIE> sla"})
    reply, told = room.shown[-1]
    assert (told[:12], reply.thread) == ("sla of BOU-1", "17.1")
    await room.event({**said, "text": "<@U0VIGIE> prendre"}, "Ev2")
    claim = _claim(room)
    assert claim.about == AboutHere("take", "prendre", "U0CP", "C0BOUTIQUE", "17.1")
    await room.event({**said, "text": "<@U0VIGIE> qualifier mineure"}, "Ev3")
    (button,) = _buttons(room)
    await _press(room, "U0CP", button)
    (view,) = room.client.opened
    assert json.loads(view["private_metadata"])["anomaly"] == placed.id


async def test_a_key_that_may_be_misspelt_is_not_guessed_for_another(room: Room) -> None:
    room.cases.cases = (case(*RAISED),)
    await room.type("U0RM", "sla BOU-21O")
    assert [one["text"]["text"] for one in _buttons(room)] == ["🟠 BOU-214 · Panier vide"]


async def test_a_near_miss_is_one_press_away(room: Room) -> None:
    room.cases.cases = (case(*RAISED),)
    await room.type("U0RM", "bloquent ? Panier vide")
    assert "«\u00a0bloquante\u00a0»" in room.shown[-1][1]
    await _press(room, "U0RM", _buttons(room)[0])
    (view,) = room.client.opened
    assert view["callback_id"] == "move:raise"


def test_what_a_button_carries_is_understood_like_what_is_typed() -> None:
    key = AboutKey("a1b2c3d4e5f60718")
    assert of_words("a1b2c3d4e5f60718 prendre") == Act("take", key)
    assert of_words("a1b2c3d4e5f60718 clore cache vidé") == Ask("close", key, {"rest": "cache vidé"})


@pytest.mark.parametrize(
    "typed", ["<https://leur.jira.example/browse/BOU-1|BOU-1>", "https://leur.jira.example/browse/BOU-1"]
)
def test_a_pasted_address_says_on_which_site_the_key_is(typed: str) -> None:
    done = Gesture(
        Kind.COMMAND, "d1", "default", "/anomalie", text=f"prendre {typed}", user="U0CP", channel="C0BOUTIQUE"
    )
    page = "https://leur.jira.example/browse/BOU-1"
    assert intend(done) == Act("take", AboutKey("BOU-1", user="U0CP", channel="C0BOUTIQUE", said="prendre", page=page))
    assert intend(replace(done, text=f"sla {typed}")) == Consult("sla", "BOU-1", typed="sla", page=page)
    assert intend(replace(done, text="sla BOU-1")) == Consult("sla", "BOU-1", typed="sla")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("move", ["", "close"])
def test_slack_takes_every_offer(language: str, move: str) -> None:
    hostile = "<!channel> `*_ 👨\u200d👩\u200d👧\n" * 90
    words = Wording(language, "Europe/Paris")
    choices = tuple(Choice(f"a{n}", f"BOU-{n}", hostile, None, n == 1) for n in range(5))
    posts: list[Post] = [offered(Offer(move, hostile, some), words) for some in ((), choices[:1], choices)]
    for post in posts:
        check(post)
    assert len(posts[2].blocks[1]["elements"]) == 5


def test_the_contracts_around_somebody_are_the_channels_if_it_names_them() -> None:
    assert CONTRACTS.around("U0CP", "C0BOUTIQUE", NOW) == (BOUTIQUE,)
    assert CONTRACTS.around("U0CP", "D0CP", NOW) == (BOUTIQUE, PORTAIL)
    assert CONTRACTS.around("U0RM2", "C0BOUTIQUE", NOW) == (PORTAIL,)
