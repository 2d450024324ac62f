"""The day of a responsable de maintenance and of a chef de projet, in Slack alone, on a desk and on a phone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.sandbox.browser import IN_BROWSER
from tests.stories.hands import ACCOUNTS, CP, DEV, RM, Hands, story
from tests.stories.reader import PATIENCE, Reader, reading

pytestmark = IN_BROWSER
RM_ALONE, CP_ALONE = "D0RM", "D0CP"


@pytest_asyncio.fixture(loop_scope="session")
async def hands() -> AsyncIterator[Hands]:
    """The demo, on a clock that stands still."""
    async with story() as hands:
        yield hands


@pytest_asyncio.fixture(loop_scope="session", params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
async def reader(
    hands: Hands, chromium: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Reader]:
    """A browser of each size, that shows neither Jira nor an issue of it, and acts on none."""
    width, height = request.param
    async with reading(chromium, hands.sandbox.url, width, height, tmp_path) as reader:
        led, asked = [], []
        reader.page.on("framenavigated", lambda frame: led.append(frame.url))
        reader.page.on("request", lambda one: asked.append((one.method, one.url)))
        yield reader
        assert asked, "what the page asks for is heard"
        assert not [url for url in led if "#jira" in url or "/jira/" in url]
        assert not [url for method, url in asked if "/jira/" in url or (method == "POST" and "/ui/jira" in url)]


async def declared(reader: Reader) -> None:
    """The RM raises, the CP takes, qualifies and tells the delays."""
    await reader.be(RM)
    await reader.type("/anomalie majeure Panier vide après connexion")
    await reader.fill(environment="production", observed="Le panier se vide dès la connexion.")
    await reader.sees("BOU-1")
    await reader.be(CP)
    await reader.press("take")
    await expect(reader.page.locator("[data-action='move:take']")).to_have_count(0, timeout=PATIENCE)
    await reader.press("qualify")
    await reader.fill(reason="Les commandes passent encore au téléphone.")
    await reader.press("communicate")
    await reader.fill()
    await reader.sees("de livrer en recette")


async def held_up(reader: Reader, hands: Hands) -> None:
    """The CP waits for the client, who answers from a private message."""
    await reader.type("/anomalie pause BOU-1")
    await reader.fill(reason="client", note="Un compte de test.")
    await reader.sees("Attente du client")
    await reader.be(RM, RM_ALONE)
    await reader.press("answer")
    await reader.fill(text="essai@boutique.example")
    await hands.settle()


async def accepted(reader: Reader, hands: Hands) -> None:
    """Delivered twice from Jira by the developer; the RM refuses, then accepts."""
    await hands.drag(ACCOUNTS[DEV], "En recette")
    await reader.press("refuse")
    await reader.fill(reason="Toujours vide sur mobile.")
    await hands.settle()
    await hands.drag(ACCOUNTS[DEV], "En recette")
    await reader.press("accept")
    await reader.be(RM)
    await reader.sees("mettre la correction en production")


async def test_the_rm_and_the_cp_never_open_jira(reader: Reader, hands: Hands) -> None:
    await declared(reader)
    await held_up(reader, hands)
    await accepted(reader, hands)
    await hands.drag(ACCOUNTS[DEV], "En production")

    await reader.be(CP, CP_ALONE)
    await reader.press("close")
    await reader.fill(cause="Cache de session périmé", answer="Le cache est vidé à chaque connexion.")
    await reader.be(CP)
    await reader.sees("Cache de session périmé")
    await reader.type("/anomalie sla BOU-1")
    await reader.sees("faits au journal")
    await expect(reader.page.locator("#messages > .message:not(.only-you)")).to_have_count(1)

    await reader.be(RM, RM_ALONE)
    await reader.page.locator("[data-app-tab=home]").click()
    await reader.sees("Aucune étape ne vous attend")
    assert hands.issue()["status"]["name"] == "Clos"
