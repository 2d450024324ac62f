"""What people, and those who mean harm, send in: one private answer, nothing changed, nothing done twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.slack.forms import FORMS
from connectors.contracts import Contracts
from connectors.store import Store
from rules import events
from rules.anomaly.state import Anomaly
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, Json, interaction, press, submission
from tests.bot.slack.test_rights import BEFORE, DEPLOYED, QUALIFIED, RAISED, TYPED
from tests.bot.slack.world import HOUSE, Call, World, contracts, world

NASTY = (
    "<!channel> <@U0CP> <https://x.example|y> \u202e\u2066 *é* &amp; 👩‍👩‍👧‍👦 \u0627\u0644\u0633\u0644\u0629 \ud800\x00"
)


def told(calls: list[Call], user: str) -> str:
    """The one answer, which only that person reads."""
    (last,) = [one for one in calls if one.method != "conversations.open"]
    assert (last.method, last.given.get("user")) == ("chat.postEphemeral", user) or last.given["channel"] == f"D{user}"
    return str(last.given["text"])


def along(anomaly: Anomaly | None, **kept: str) -> Json:
    """A form's private metadata."""
    return {"anomaly": anomaly.id if anomaly else "", "contract": HOUSE.id, "channel": "C0BOUTIQUE", "kept": kept}


async def together(here: World, *payloads: Json) -> list[Call]:
    """Interactions that come at the same instant, as they are."""
    here.client.calls.clear()
    answers = await asyncio.gather(*(here.send(interaction(one | {"response_url": ""})) for one in payloads))
    assert {one.status_code for one in answers} == {200}
    await here.settle()
    return list(here.client.calls)


async def test_the_same_form_sent_twice_at_once_is_one_anomaly(here: World) -> None:
    sent = submission("U0RM", "raise", TYPED["raise"], along(None))
    await together(here, sent, sent, sent)
    assert (await here.facts()).count("raised") == 1


async def test_a_button_pressed_twice_within_a_millisecond_acts_once(here: World) -> None:
    anomaly = await here.given(*RAISED)
    once = press("U0DEV", "move:take", anomaly.id)
    twice: Json = {**once, "actions": [{**once["actions"][0], "action_ts": "1794229500.2"}]}
    calls = await together(here, once, twice)
    assert (await here.facts()).count("taken") == 1
    assert [one.given["user"] for one in calls if one.method == "chat.postEphemeral" and "déjà" in one.text] == [
        "U0DEV"
    ]


async def test_of_two_people_who_press_at_once_the_second_is_told_of_the_first(here: World) -> None:
    anomaly = await here.given(*RAISED)
    calls = await together(here, *(press(user, "move:take", anomaly.id) for user in ("U0DEV", "U0CP")))
    assert (await here.facts()).count("taken") == 1
    assert len([one for one in calls if "déjà" in one.text and one.method == "chat.postEphemeral"]) == 1


@pytest.mark.parametrize("move", ["take", "answer", "deliver", "pause", "close", "qualify"])
async def test_a_stale_button_on_a_closed_anomaly_says_so(here: World, move: str) -> None:
    anomaly = await here.given(*DEPLOYED, events.Closed("c", "a"))
    known = await here.facts()
    user = "U0RM" if move == "answer" else "U0CP"
    assert anomaly.name in told(await here.interact(press(user, f"move:{move}", anomaly.id)), user)
    assert await here.facts() == known


@pytest.mark.parametrize(
    "then",
    [
        (*DEPLOYED, events.Closed("c", "a")),
        (*QUALIFIED, events.Delivered()),
        (*RAISED, events.Declassified("Tâche")),
        (*RAISED, events.TicketRemoved()),
    ],
    ids=["closed", "delivered", "retyped", "deleted"],
)
async def test_a_form_sent_after_the_anomaly_moved_on_is_refused(here: World, then: Any) -> None:
    anomaly = await here.given(*then)
    known = await here.facts()
    sent = submission("U0DEV", "deliver", TYPED["deliver"], along(anomaly))
    assert anomaly.name in told(await here.interact(sent), "U0DEV")
    assert await here.facts() == known


@pytest.mark.parametrize("form", [one.name for one in FORMS if one.name not in ("detect", "raise", "fill")])
async def test_a_form_that_names_another_clients_anomaly_does_nothing(here: World, form: str) -> None:
    other = next(one for one in CONTRACTS.all if one.id != BOUTIQUE.id)
    anomaly = await here.given(*BEFORE.get(form, RAISED), contract=other)
    known = await here.facts()
    answer = told(await here.interact(submission("U0RM", form, TYPED[form], along(anomaly))), "U0RM")
    assert "suivie ici" in answer
    assert other.client not in answer
    assert await here.facts() == known


@pytest.mark.parametrize(
    "metadata",
    ["", "{", "[]", "null", '{"anomaly": 7}', '{"anomaly": "nothing"}', '{"anomaly": "' + "a" * 3000 + '"}', "\ud800"],
)
async def test_a_form_whose_metadata_is_not_ours_changes_nothing(here: World, metadata: str) -> None:
    await here.given(*RAISED)
    known = await here.facts()
    calls = await here.interact(submission("U0RM", "answer", TYPED["answer"], metadata))
    assert "suivie ici" in told(calls, "U0RM")
    assert await here.facts() == known


@pytest.mark.parametrize("name", ["BOU-99999", "ABC-1", "deadbeefdeadbeef"])
@pytest.mark.parametrize("verb", ["", "prendre ", "clore ", "sla ", "cause "])
async def test_an_unknown_key_is_said_to_be_unknown(here: World, name: str, verb: str) -> None:
    assert name in told(await here.type("U0CP", f"{verb}{name}"), "U0CP")


@pytest.mark.parametrize("value", ["", "x y", "é", "a" * 65, "../..", "nothing", "0" * 16, "\x00"])
async def test_a_button_whose_value_is_forged_does_nothing(here: World, value: str) -> None:
    await here.given(*RAISED)
    known = await here.facts()
    calls = await here.interact(press("U0CP", "move:take", value))
    assert all(one.method == "chat.postEphemeral" for one in calls)
    assert await here.facts() == known


async def test_who_left_the_contract_between_opening_a_form_and_sending_it_is_turned_away(
    here: World,
) -> None:
    anomaly = await here.given(*RAISED)
    left = replace(HOUSE, people=tuple(one for one in HOUSE.people if one.chat != "U0DEV"))
    others = tuple(one for one in CONTRACTS.all if one.id != HOUSE.id)
    nobody = tuple(replace(one, people=tuple(p for p in one.people if p.chat != "U0DEV")) for one in others)
    here.casebook.contracts = Contracts((left, *nobody))
    known = await here.facts()
    sent = submission("U0DEV", "find_cause", TYPED["find_cause"], along(anomaly))
    assert "Aucun contrat ne vous nomme" in told(await here.interact(sent), "U0DEV")
    assert await here.facts() == known


@pytest.mark.parametrize("form", [one for one in FORMS if one.fields], ids=lambda one: one.name)
@pytest.mark.parametrize("value", ["", " \n\t", "\u200b\u2060\ufeff", "x" * 10_001, "\u202e"], ids=ascii)
async def test_what_a_field_cannot_take_is_said_under_it_and_the_form_stays(here: World, form: Any, value: str) -> None:
    required = [one.name for one in form.fields if getattr(one, "required", False)]
    anomaly = None if form.name in ("detect", "raise") else await here.given(*BEFORE.get(form.name, RAISED))
    known = await here.facts()
    for name in required if len(value) < 1000 else [one.name for one in form.fields if hasattr(one, "most")]:
        sent = submission("U0RM", form.name, {**TYPED[form.name], name: value}, along(anomaly))
        sent["view"]["id"] = here.fresh("V")
        answer = (await here.send(interaction(sent))).json()
        assert answer["response_action"] == "errors"
        assert list(answer["errors"]) == [name]
        assert ("3000" in answer["errors"][name] or "255" in answer["errors"][name]) == (len(value) > 1000)
    await here.settle()
    assert (await here.facts(), here.client.calls) == (known, [])


@pytest.mark.parametrize("form", [one.name for one in FORMS if one.name not in ("fill",)])
async def test_nothing_typed_in_a_field_calls_anybody(here: World, form: str) -> None:
    user = "U0RM" if form in ("detect", "raise", "answer", "refuse", "reopen", "decide_authority") else "U0CP"
    anomaly = None if form in ("detect", "raise") else await here.given(*BEFORE.get(form, RAISED))
    free = {
        "title",
        "description",
        "environment",
        "observed",
        "missing",
        "text",
        "reason",
        "cause",
        "note",
        "answer",
        "reference",
    }
    free -= {"reason"} if form == "pause" else set()
    typed = {name: NASTY if name in free else value for name, value in TYPED[form].items()}
    known = len(await here.facts())
    calls = await here.interact(submission(user, form, typed, along(anomaly)))
    assert len(await here.facts()) > known
    for text in (one for call in calls for one in _marked_up(call.given)):
        assert "<!channel>" not in text
        assert "<@U0CP>" not in text.replace("<@U0CP>", "", text.endswith("<@U0CP>"))
        assert "<https://x.example" not in text
        assert not set("\u202e\u2066\x00") & set(text)


def _marked_up(part: Any) -> list[str]:
    """Every text that Slack marks up: those of mrkdwn objects, and the message's own."""
    if isinstance(part, list):
        return [text for one in part for text in _marked_up(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) and part.get("type") != "plain_text" else []
    return own + [text for one in part.values() for text in _marked_up(one)]


@pytest.mark.parametrize("title", ["x" * 10_000, NASTY, "\u200b", "\u0627\u0644\u0633\u0644\u0629", "👩‍👩‍👧‍👦" * 400])
async def test_a_title_of_any_kind_opens_a_form_that_slack_takes(here: World, title: str) -> None:
    calls = await here.type("U0RM", f"bloquante {title}".replace("\ud800", ""))
    (opened,) = [one.given["view"] for one in calls if one.method == "views.open"]
    start = next(one for one in opened["blocks"] if one.get("block_id") == "title")["element"].get("initial_value", "")
    assert len(start.encode("utf-16-le")) <= 2 * 255


@pytest.mark.parametrize("word", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_form_that_came_too_late_is_one_press_away(here: World, word: str) -> None:
    anomaly = await here.given(*RAISED)
    key = anomaly.ticket.key if anomaly.ticket else ""
    gestures: tuple[Callable[[], Awaitable[list[Call]]], ...] = (
        lambda: here.type("U0CP", f"cause {key} le cache"),
        lambda: here.interact(press("U0CP", "move:find_cause", anomaly.id)),
        lambda: here.interact(press("U0CP", "more", f"find_cause:{anomaly.id}")),
    )
    for gesture in gestures:
        here.client.refuses = {"views.open": word}
        answer = await gesture()
        assert "trois secondes" in told(answer, "U0CP")
        (pressed,) = [part for block in answer[0].given["blocks"] for part in block.get("elements", ())]
        here.client.refuses = {}
        calls = await here.interact(press("U0CP", pressed["action_id"], pressed["value"]))
        assert [one.given["view"]["callback_id"] for one in calls] == ["move:find_cause"]


async def test_a_security_anomaly_stays_in_its_channel(sqlite_store: Store, careless: None) -> None:
    async with world(sqlite_store, contracts()) as here:
        values = {**TYPED["raise"], "criticality": "securite", "title": "Fuite"}
        calls = await here.interact(submission("U0RM", "raise", values, along(None)))
        shown = {one.given["channel"] for one in calls if one.method == "chat.postMessage"}
        assert HOUSE.chat.channel not in shown
        assert HOUSE.chat.security_channel in shown
        agent = [one for one in calls if one.given.get("users") == "U0AGENT" or one.given.get("channel") == "DU0AGENT"]
        assert agent == []
