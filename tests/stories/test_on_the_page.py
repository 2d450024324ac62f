"""The demo's page from end to end in a real browser: an anomaly from `/anomalie bloquante` to its closure."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.demo import stage
from sandbox.app import Sandbox
from tests.sandbox.browser import ARGS, CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PATIENCE = 15_000


class Reader:
    """Somebody at the page: one gesture a method."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def be(self, person: str, room: str = "C0BOUTIQUE") -> None:
        """Become a person, in a channel of Slack."""
        await self.page.locator("#person").select_option(person)
        await self.page.locator("[data-tab=slack]").first.click()
        await self.page.locator(f"button[data-room={room}]").click()

    async def type(self, text: str) -> None:
        """Send a message or a command."""
        await self.page.locator("#composer-text").fill(text)
        await self.page.locator("#composer-text").press("Enter")

    async def fill(self, **values: str) -> None:
        """Fill in the form that opens, and send it."""
        modal = self.page.locator("#modal[open]")
        await expect(modal).to_be_visible(timeout=PATIENCE)
        for block, value in values.items():
            field = modal.locator(f"[data-block={block}]").locator("input, textarea, select").first
            kind = await field.evaluate("one => one.type || one.tagName")
            if kind == "radio":
                await modal.locator(f"[data-block={block}] input[value={value}]").check()
            elif kind.startswith("select"):
                await field.select_option(value)
            else:
                await field.fill(value)
        await modal.locator("[type=submit]").click()
        await expect(modal).to_be_hidden(timeout=PATIENCE)

    async def press(self, move: str) -> None:
        """Press the newest button of a move, wherever the person sees it."""
        button = self.page.locator(f"[data-action='move:{move}']").last
        await expect(button).to_be_visible(timeout=PATIENCE)
        await button.click()

    async def sees(self, text: str, where: str = "#messages") -> None:
        """Wait until it shows."""
        await expect(self.page.locator(where)).to_contain_text(text, timeout=PATIENCE)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The demo, at its own speed."""
    async with stage(speed=60) as (_vigie, sandbox):
        yield sandbox


@pytest.fixture
async def reader(sandbox: Sandbox) -> AsyncIterator[Reader]:
    """A browser on the page, that tolerates no script error."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(sandbox.url)
        yield Reader(page)
        await browser.close()
        assert troubles == []


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
