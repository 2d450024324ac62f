"""The room in front of the Slack stand-in, over real HTTP: forms that Slack accepts, opened within three seconds."""

import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from structlog.testing import capture_logs

from bot.slack.door.slack_intake import build
from bot.slack.forms import FORMS
from bot.slack.meaning.slack_delivery_reader import facts as facts_of
from bot.slack.meaning.slack_delivery_reader import read
from bot.slack.ports import House
from connectors.channels.slack.block_kit import Post, button, section
from connectors.channels.slack.file_uploads import show_picture
from connectors.parsed_delivery import AboutAnomaly, Claim
from connectors.required_field import Unfilled
from rules import events
from rules.anomaly.lifecycle import MOVES_BY_NAME
from rules.contract import PauseReason, Role
from rules.contract.budget_terms import Budget
from rules.economy.budget_view import BudgetView, EnvelopeView, Term
from rules.economy.sold_beside import Beside
from rules.workdays.month import Month
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.page.serving import bound, serving
from sandbox.slack import Keys, Slack, router
from sandbox.slack.installation import Shortcut
from tests.bot.slack.house import (
    ASKED,
    BOUTIQUE,
    CONTRACTS,
    NOW,
    QUALIFIED,
    SECRET,
    Cases,
    Ledgers,
    Mailbox,
    Screens,
    case,
    glance,
    link,
    locate,
    voice,
)


@dataclass
class Scene:
    """The stand-in and the room, wired to each other."""

    slack: Slack
    cases: Cases
    mailbox: Mailbox = field(default_factory=Mailbox)
    screens: Screens = field(default_factory=Screens)
    ledgers: Ledgers = field(default_factory=Ledgers)
    settled: Any = None


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    slack_socket, vigie_socket = bound(), bound()
    here, there = (f"http://127.0.0.1:{one.getsockname()[1]}" for one in (vigie_socket, slack_socket))
    clock = DemoClock(NOW, speed=1.0)
    slack = Slack(clock, Feed(), Keys("xoxb-test", SECRET), base_url=there, vigie_url=here)
    slack.commands = ("/anomalie", "/tma", "/other")
    slack.shortcuts = (Shortcut("declare", "Déclarer"), Shortcut("declare", "Déclarer", on_message=True))
    slack.retry_delays = (0.0,)
    scene = Scene(slack, Cases())
    standin = FastAPI()
    standin.include_router(router(slack), prefix="/slack")
    async with serving(standin, slack_socket), serving(_vigie(scene, there), vigie_socket):
        yield scene
        await slack.stop()


def _vigie(scene: Scene, there: str) -> FastAPI:
    client = AsyncWebClient("xoxb-test", base_url=f"{there}/slack/api/", retry_handlers=[])

    async def respond(reply: Any, text: str, blocks: Any) -> None:
        await client.chat_postEphemeral(channel=reply.channel, user=reply.user, text=text, blocks=list(blocks))

    async def answer(reply: Any, message: Any, contract: Any, _anomaly: Any) -> None:
        await respond(reply, voice(contract).message(message, "private", now=NOW), [])

    shown = lambda case, now: Post(case.anomaly.name)  # noqa: E731, ARG005

    async def publish(user: str, page: int, _at: datetime) -> None:
        await client.views_publish(user_id=user, view={"type": "home", "blocks": [section(f"Page {page}")]})

    async def personal(_user: str) -> House:
        return house

    async def show(user: str, picture: bytes, name: str, alt: str) -> bool:
        return await show_picture(client, user, picture, name, alt)

    async def portfolio(_user: str, _at: datetime) -> None:
        return None

    told = (voice, answer, respond, shown, shown)
    looks = (glance, locate, publish)
    shows = (scene.ledgers, show)
    reads = (portfolio, personal)
    house = House(client, scene.mailbox, scene.cases, scene.screens, *told, lambda: NOW, link, *looks, *shows, *reads)
    door = build(house, signing_secret=SECRET, wall=lambda: datetime.now(UTC))
    scene.settled = door.settled
    app = FastAPI()

    async def handle(request: Request) -> Response:
        return await door.handle(request)

    app.add_route("/slack/events", handle, ["POST"])
    return app


def _claim(scene: Scene) -> Claim:
    heard = read(scene.mailbox.all[-1], CONTRACTS)
    assert isinstance(heard, Claim), heard
    return heard


async def test_an_anomaly_is_raised_from_a_command(scene: Scene) -> None:
    reply = await scene.slack.command("U0RM", "#tma-boutique", "/tma", "bloquante Panier « vide » & <!channel>")
    assert reply.ok
    await scene.settled()
    (view,) = scene.slack.workspace.stacks["U0RM"]
    sent = await scene.slack.submit("U0RM", view.id, {"environment": "production", "observed": "vide"})
    assert sent.ok
    assert scene.slack.workspace.stacks["U0RM"] == []
    found = _claim(scene)
    assert isinstance(found.about, AboutAnomaly)
    assert found.about.contract == BOUTIQUE.id
    facts = facts_of(found, BOUTIQUE, False)
    assert isinstance(facts, tuple)
    assert isinstance(facts[0].what, events.Raised)
    assert facts[0].what.title == "Panier « vide » & <!channel>"


async def test_what_must_be_corrected_stays_on_screen(scene: Scene) -> None:
    await scene.slack.command("U0CP", "#tma-boutique", "/anomalie", "signaler")
    await scene.settled()
    (view,) = scene.slack.workspace.stacks["U0CP"]
    sent = await scene.slack.submit("U0CP", view.id, {"title": "  ", "description": "x"})
    assert sent.errors == {"title": "Ce champ est obligatoire."}
    sent = await scene.slack.submit("U0CP", view.id, {"title": "Panier", "description": "vide"})
    assert sent.ok
    assert isinstance(_claim(scene).about, AboutAnomaly)


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.move)
async def test_slack_accepts_every_form(scene: Scene, form: Any) -> None:
    facts: dict[str, tuple[Any, ...]] = {
        "raise": (events.Detected("x" * 300, "<!channel> " * 400),),
        "detect": (events.Detected("Panier", "vide"),),
        "warn_client": (*QUALIFIED, events.PersonalDataFound()),
        "decide_authority": (*QUALIFIED, events.PersonalDataFound()),
        "say_why": (*QUALIFIED, events.Paused(PauseReason.THIRD_PARTY)),
        "refuse": (*QUALIFIED, events.Delivered()),
        "deploy": (*QUALIFIED, events.Delivered(), events.Accepted()),
    }
    done = (*QUALIFIED, events.CauseFound("c"), events.Delivered(), events.Accepted(), events.Deployed())
    facts |= {"close": done, "reopen": (*done, events.Closed("c", "a"))}
    known = case(*facts.get(form.move, QUALIFIED))
    scene.cases.cases = (known,)
    scene.screens.waits = Unfilled("test:2", ASKED)
    roles = MOVES_BY_NAME[form.move].roles if form.move in MOVES_BY_NAME else {Role.CP}
    user = next(one.chat for one in BOUTIQUE.people if one.roles & roles and one.chat)
    await _press(scene, user, form.move, known.id)
    (view,) = scene.slack.workspace.stacks[user]
    assert view.body["callback_id"] == f"move:{form.move}"


def _spent(*used: int) -> BudgetView:
    """A budget whose envelopes had eight hours each."""
    nothing = dict.fromkeys(Term, 0)
    envelopes = tuple(
        EnvelopeView(f"enveloppe {rank} <!here>", nothing, 480, minutes, 480 - minutes)
        for rank, minutes in enumerate(used)
    )
    return BudgetView(Month(2026, 11), date(2026, 11, 9), False, 0, Budget(), envelopes, {}, (), Beside())


async def test_a_budget_is_shown_with_its_picture_in_private(scene: Scene) -> None:
    scene.ledgers.budgets[BOUTIQUE.id] = _spent(90, 600, 0, 480)
    await scene.slack.command("U0CP", "#tma-boutique", "/tma", "budget")
    await scene.settled()
    told = scene.slack.messages("#tma-boutique")[-1]
    assert told.only_for == "U0CP"
    assert "enveloppe 3" in json.dumps(told.blocks)
    (shown,) = [one for one in scene.slack.messages(scene.slack.dm("U0CP")) if one.files]
    (picture,) = shown.files
    assert picture.name == "budget-2026-11.png"
    assert picture.content.startswith(b"\x89PNG")
    assert "enveloppe 1" in shown.text
    assert shown.pings == ()


async def test_without_the_permission_the_budget_is_shown_alone(scene: Scene) -> None:
    scene.ledgers.budgets[BOUTIQUE.id] = _spent(90)
    scene.slack.scopes = ("chat:write", "im:write")
    await scene.slack.command("U0CP", "#tma-boutique", "/tma", "budget")
    await scene.settled()
    assert scene.slack.messages("#tma-boutique")[-1].only_for == "U0CP"
    assert scene.slack.workspace.files == {}


async def test_slack_accepts_the_form_that_answers_a_quote(scene: Scene) -> None:
    await scene.slack.command("U0CP", "#tma-boutique", "/tma", "devis BOU-220 répondre")
    await scene.settled()
    (view,) = scene.slack.workspace.stacks["U0CP"]
    sent = await scene.slack.submit("U0CP", view.id, {"outcome": "accepted", "amount": "12.345"})
    assert sent.errors == {"amount": "Écrivez un montant en euros, par exemple 1200 ou 1200,50"}


async def test_a_move_that_cannot_be_made_is_answered_in_private(scene: Scene) -> None:
    scene.cases.cases = (case(*QUALIFIED),)
    await scene.slack.command("U0CP", "#tma-boutique", "/anomalie", "clore BOU-214")
    await scene.settled()
    told = scene.slack.messages("#tma-boutique")[-1]
    assert told.only_for == "U0CP"
    assert "Vous ne pouvez pas encore clôturer BOU-214" in told.text


async def test_both_shortcuts_open_a_form(scene: Scene) -> None:
    assert (await scene.slack.shortcut("U0AGENT", "declare")).ok
    await scene.settled()
    (view,) = scene.slack.workspace.stacks["U0AGENT"]
    assert view.body["callback_id"] == "move:detect"
    said = await scene.slack.say("U0AGENT", "#tma-boutique", "Le panier est vide")
    assert (await scene.slack.message_shortcut("U0RM", "#tma-boutique", said.ts, "declare")).ok
    await scene.settled()
    (view,) = scene.slack.workspace.stacks["U0RM"]
    assert "Le panier est vide" in str(view.body)


async def test_home_help_mentions_and_unknown_commands_are_all_answered(scene: Scene) -> None:
    scene.cases.cases = (case(*QUALIFIED),)
    opened = await scene.slack.open_home("U0RM")
    assert opened is not None
    assert opened.ok
    for name, text in (("/anomalie", "aide"), ("/anomalie", "liste"), ("/anomalie", "n'importe"), ("/other", "x")):
        assert (await scene.slack.command("U0RM", "#tma-boutique", name, text)).ok
    await scene.slack.say("U0RM", "#tma-boutique", "@vigie BOU-214")
    await scene.slack.settled()
    await scene.settled()
    assert "Page 1" in str(scene.slack.workspace.homes["U0RM"].body)
    told = [one.text for one in scene.slack.messages("#tma-boutique") if one.only_for == "U0RM"]
    assert [one[:12] for one in told] == ["Ce que /anom", "Boutique Exe", "Je ne connai", "BOU-214"]


async def test_nothing_that_people_write_is_logged(scene: Scene) -> None:
    with capture_logs() as logs:
        scene.slack.passes._monotonic = itertools.count(step=10).__next__  # every trigger is late
        await scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "bloquante Secret de la maison")
        await scene.settled()
    assert [one["error"] for one in logs] == ["expired_trigger_id"]
    assert "Secret" not in str(logs)
    assert "xoxb" not in str(logs)


async def test_a_form_that_came_after_three_seconds_is_one_press_away(scene: Scene) -> None:
    scene.cases.cases = (case(*QUALIFIED),)
    on_time, late = scene.slack.passes._monotonic, itertools.count(step=10).__next__
    scene.slack.passes._monotonic = late
    await scene.slack.command("U0DEV", "#tma-boutique", "/anomalie", "cause BOU-214 le cache")
    await scene.settled()
    scene.slack.passes._monotonic = on_time
    told = scene.slack.messages("#tma-boutique")[-1]
    assert (told.only_for, scene.slack.workspace.stacks.get("U0DEV", [])) == ("U0DEV", [])
    (again,) = [part for block in told.blocks for part in block.get("elements", ())]
    await scene.slack.press("U0DEV", "#tma-boutique", told.ts, again["action_id"], value=again["value"])
    await scene.settled()
    (view,) = scene.slack.workspace.stacks["U0DEV"]
    assert view.body["callback_id"] == "move:find_cause"
    assert "le cache" in str(view.body)


async def _press(scene: Scene, user: str, move: str, anomaly: str) -> None:
    """Press a button of a message that Vigie posted in the person's own conversation."""
    pressed = button("x", f"move:{move}", anomaly)
    client = AsyncWebClient("xoxb-test", base_url=f"{scene.slack.base_url}/slack/api/")
    posted = await client.chat_postMessage(
        channel=scene.slack.dm(user), text="x", blocks=[{"type": "actions", "elements": [pressed]}]
    )
    assert (await scene.slack.press(user, posted["channel"], posted["ts"], f"move:{move}")).ok
    await scene.settled()
