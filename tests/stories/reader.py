"""Somebody in front of the demo's page in a real browser: they type, press, fill in forms, and nothing else."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.sandbox.browser import page_at

PATIENCE = 15_000
TABS = 30


class Reader:
    """Somebody at the page: one gesture a method; each leaves its picture in `album`, if there is one."""

    def __init__(self, page: Page, album: Path | None = None) -> None:
        self.page, self.album, self._taken = page, album, 0

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
        """Fill in the form that opens, which must fit, and send it from the keyboard."""
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
        await self.fits(modal)
        await self._send(modal)
        await expect(modal).to_be_hidden(timeout=PATIENCE)

    async def press(self, move: str) -> None:
        """Press the newest button of a move, wherever the person sees it."""
        button = self.page.locator(f"[data-action='move:{move}']").last
        await expect(button).to_be_visible(timeout=PATIENCE)
        await button.click()

    async def sees(self, text: str, where: str = "#messages") -> None:
        """Wait until it shows, in a page that is no wider than the screen."""
        await expect(self.page.locator(where)).to_contain_text(text, timeout=PATIENCE)
        wider = "one => Math.max(one.scrollWidth - one.clientWidth, document.documentElement.scrollWidth - innerWidth)"
        assert await self.page.locator(where).evaluate(wider) <= 0, f"« {text} » is wider than the screen"
        await self._picture()

    async def fits(self, modal: Locator) -> None:
        """The form and its button are whole on the screen, and nothing in it runs over its side."""
        await self._picture()
        screen = self.page.viewport_size
        for part in (modal, modal.locator("[type=submit]")):
            box = await part.bounding_box()
            assert box, "a form shows its button"
            assert screen, "a browser has a screen"
            assert min(box["x"], box["y"]) >= 0
            assert box["x"] + box["width"] <= screen["width"]
            assert box["y"] + box["height"] <= screen["height"]
        assert await modal.locator(".modal-body").evaluate("one => one.scrollWidth <= one.clientWidth")

    async def _send(self, modal: Locator) -> None:
        submit = modal.locator("[type=submit]")
        for _ in range(TABS):
            if await submit.evaluate("one => one === document.activeElement"):
                break
            await self.page.keyboard.press("Tab")
        await expect(submit).to_be_focused()
        await self.page.keyboard.press("Enter")

    async def _picture(self) -> None:
        if self.album:
            self._taken += 1
            await self.page.screenshot(path=self.album / f"{self._taken:02}.png")


@contextlib.asynccontextmanager
async def reading(
    chromium: Browser, url: str, width: int, height: int, album: Path | None = None
) -> AsyncIterator[Reader]:
    """A browser on the page, that tolerates no script error."""
    async with page_at(chromium, url, width, height) as page:
        yield Reader(page, album)
