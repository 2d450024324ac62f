"""The demo's page from end to end in a real browser: an anomaly from `/anomalie bloquante` to its closure."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.commands.demo import stage
from sandbox.sandbox_app import Sandbox
from tests.sandbox.browser import IN_BROWSER
from tests.stories.reader import PATIENCE, Reader, reading

pytestmark = IN_BROWSER


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """The demo, at its own speed."""
    async with stage(speed=60) as (_vigie, sandbox):
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def reader(sandbox: Sandbox, chromium: Browser) -> AsyncIterator[Reader]:
    """A browser on the page."""
    async with reading(chromium, sandbox.url, 1280, 900) as reader:
        yield reader


@pytest.mark.timeout(180)
async def test_an_anomaly_lives_from_the_command_to_the_closing_on_the_page(reader: Reader, sandbox: Sandbox) -> None:
    await reader.be("U0RM")
    await reader.type("/anomalie bloquante Panier vide après connexion")
    await reader.fill(environment="production", observed="Le panier se vide dès la connexion.")
    await reader.sees("BOU-1")

    await reader.be("U0CP")
    await reader.press("take")
    await expect(reader.page.locator("[data-action='move:take']")).to_have_count(0, timeout=PATIENCE)
    await reader.press("qualify")
    await reader.fill(reason="Plus aucune vente n'aboutit.")
    await reader.press("communicate")
    await reader.fill()
    await reader.page.locator("[data-tab=mail]").first.click()
    await expect(reader.page.locator("[data-mail]").first).to_be_visible(timeout=PATIENCE)

    await reader.be("U0DEV")
    await reader.type("/anomalie cause BOU-1")
    await reader.fill(cause="Cache de session périmé")
    await reader.type("/anomalie recette BOU-1 livrée")
    await reader.fill(note="version 2.4.1")

    await reader.be("U0RM")
    await reader.press("accept")
    await reader.page.locator("[data-tab=jira]").first.click()
    await reader.sees("Recette OK", "body")

    await reader.be("U0DEV")
    await reader.type("/anomalie déployer BOU-1")
    await reader.fill()
    await reader.be("U0CP")
    await reader.press("close")
    await reader.fill(answer="Le cache est vidé à chaque connexion.")
    await reader.sees("Le cache est vidé à chaque connexion.")
    await reader.page.goto(f"{sandbox.url}/jira/browse/BOU-1")
    await reader.sees("Clos", "#issue")
    await reader.sees("Cache de session périmé", "#issue")
