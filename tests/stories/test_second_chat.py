"""A contract that talks elsewhere than in Slack is told there, and one beside it stays in Slack."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import Vigie
from bot.commands.demo import MESSAGES, MORNING, demo_settings
from connectors.channels import CHANNELS, Outside
from connectors.contracts import Contracts, load_folder
from rules.contract import ChatMap, Contract
from sandbox.clock import DemoClock
from sandbox.page.serving import bound, serving
from sandbox.sandbox_app import open_sandbox
from scheduler.service_clocks import Clocks
from tests.stories.hands import ACCOUNTS, CP, DEV, RM, Hands, Wall, text_of
from tests.stories.second_chat import NAME, Mattermost, MattermostChannel, mattermost

ROOM, TEAM = "boutique", "equipe"


def moved(contract: Contract) -> Contract:
    """The boutique's contract, whose people talk in the second chat; nobody there has their Slack id."""
    people = tuple(replace(one, chat=one.chat and f"m-{one.chat[2:].lower()}") for one in contract.people)
    return replace(contract, chat=ChatMap(NAME, ROOM, "boutique-secu", TEAM), people=people)


@asynccontextmanager
async def beside_slack() -> AsyncIterator[tuple[Hands, Mattermost]]:
    """Vigie with one more channel: the boutique's contract in the second chat, the portal's in Slack."""
    clock, wall, socket = DemoClock(MORNING, 0), Wall(), bound()
    url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="vigie-chat-") as folder:
        async with (
            mattermost() as (server, place),
            open_sandbox(clock, vigie_url=url, port=0, messages=MESSAGES) as sandbox,
        ):
            sandbox.slack.line.wall = lambda: wall().timestamp()

            def build(outside: Outside) -> MattermostChannel:
                return MattermostChannel(place, outside.http)

            settings = demo_settings(sandbox, Path(folder), url, "")
            kept = load_folder(settings.contracts_dir)
            contracts = Contracts(
                tuple(moved(one) if one.id == "boutique-exemple" else one for one in kept.all), kept.texts
            )
            vigie = Vigie(settings, contracts, Clocks(clock.now, wall), ways=(*CHANNELS, build))
            async with serving(vigie.asgi(), socket):
                yield Hands(vigie, sandbox, wall), server


async def raised(hands: Hands, project: str, title: str) -> str:
    """An anomaly that the client opens in Jira; its key."""
    fields = {"summary": title, "description": "Le fichier est vide.", "priority": {"id": "3"}}
    key = await hands.sandbox.jira.create(project, ACCOUNTS[RM], fields)
    await hands.settle()
    return key


async def drag(hands: Hands, key: str, user: str, status: str, **fields: Any) -> None:
    """Somebody moves an issue to a status, in Jira."""
    projects = hands.sandbox.jira.snapshot()["projects"]
    issue = next(one for project in projects for one in project["issues"] if one["key"] == key)
    way = next(one for one in issue["transitions"] if one["to"]["name"] == status)
    await hands.sandbox.jira.transition(key, way["id"], ACCOUNTS[user], fields)
    await hands.settle()


async def lived(hands: Hands, key: str) -> None:
    """The rest of its life: sent back, answered, late, diagnosed, qualified, delivered, accepted, deployed, closed."""
    jira = hands.sandbox.jira
    await drag(hands, key, CP, "En attente client")
    await jira.comment(key, ACCOUNTS[RM], "Voici le fichier.")
    await hands.settle()
    await hands.turn("2026-11-12 09:30")
    await jira.comment(key, ACCOUNTS[CP], "/anomalie cause Modèle d'export absent")
    await hands.settle()
    await jira.edit(key, ACCOUNTS[CP], {"priority": {"id": "1"}})
    await hands.settle()
    await drag(hands, key, DEV, "En recette")
    await drag(hands, key, RM, "Recette OK")
    await drag(hands, key, DEV, "En production")
    await jira.edit(key, ACCOUNTS[CP], {"customfield_10051": "Le modèle est revenu."})
    await hands.settle()
    await drag(hands, key, CP, "Clos", resolution={"name": "Corrigé"})


def told_in_slack(hands: Hands) -> list[str]:
    """All that Slack was asked to show, in whatever room."""
    asked = (body for method, body in hands.sandbox.slack.calls if method.startswith(("chat.post", "chat.update")))
    return [str(body) for body in asked]


async def test_a_contract_in_a_second_chat_is_told_there_alone() -> None:
    async with beside_slack() as (hands, chat):
        key = await raised(hands, "BOU", "Export vide")
        await lived(hands, key)
        await hands.turn("2026-11-12 18:00")
        assert chat.texts(ROOM) == ["BOU-1 · Export vide · Clôture"]
        thread = [text[0] for text in chat.texts(ROOM, replies=True)]
        assert "".join(thread) == "📣🎫⏸💬🔎🏷🔁🚨🚨🧪👍🚀✅"
        assert len({one.root for one in chat.posts if one.root}) == 1
        private = {room: [text[0] for text in chat.texts(room)] for room in ("@m-cp", "@m-dev", "@m-rm")}
        assert private["@m-dev"] == ["👍"]
        assert private["@m-rm"] == ["⏸", "🔴", "🧪", "✅"]
        # A list is a talk of its own: it comes before or after what is said of the anomaly.
        assert [sign for sign in private["@m-cp"] if sign != "☀"] == list("🟡❔💬✉🚨🚨👍🚀")
        (report,) = chat.texts(TEAM)
        assert report.startswith("🌇 Compte rendu de la journée")
        assert told_in_slack(hands) == []
        assert {mail.subject for mail in hands.sandbox.mailbox.to("rm@boutique.example")} == {"BOU-1 · Export vide"}


async def test_a_contract_beside_it_stays_in_slack() -> None:
    async with beside_slack() as (hands, chat):
        await raised(hands, "BOU", "Export vide")
        before = len(chat.posts)
        key = await raised(hands, "POR", "Formulaire vide")
        card, *thread = hands.sandbox.slack.messages("C0PORTAIL")
        assert key in card.text
        assert [one.text[0] for one in thread] == ["📣", "🎫"]
        assert [key in text_of(one) for one in hands.sandbox.slack.messages(hands.sandbox.slack.dm(CP))] == [True]
        assert len(chat.posts) == before
        assert not [told for told in told_in_slack(hands) if "Export vide" in told]


async def test_whom_the_second_chat_keeps_waiting_is_written_to() -> None:
    async with beside_slack() as (hands, chat):
        key = await raised(hands, "BOU", "Export vide")
        said = len(chat.posts)
        chat.down_for = timedelta(minutes=40)
        hands.wall.passed = chat.passed
        await drag(hands, key, CP, "En attente client")
        (mail,) = [one for one in hands.sandbox.mailbox.to("cp@prestataire.example") if NAME in one.text]
        assert "n’a pas pu être remis dans mattermost depuis" in mail.text
        assert [one.text[0] for one in chat.posts[said:] if one.room == ROOM] == ["⏸"]
        assert told_in_slack(hands) == []
