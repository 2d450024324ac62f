"""The page of messages in a real browser: each is drawn as its tool shows it, in the language that is chosen."""

from datetime import UTC, datetime

from playwright.async_api import Browser, expect

from bot.commands.demo import MESSAGES
from bot.commands.message_gallery import NAMES
from sandbox.clock import DemoClock
from sandbox.sandbox_app import open_sandbox
from tests.sandbox.browser import IN_BROWSER, page_at

pytestmark = IN_BROWSER


async def test_every_message_is_drawn_and_the_language_switches(chromium: Browser) -> None:
    clock = DemoClock(datetime(2026, 11, 9, 8, 5, tzinfo=UTC), speed=0)
    async with (
        open_sandbox(clock, messages=MESSAGES) as sandbox,
        page_at(chromium, f"{sandbox.url}/messages", 390, 844) as page,
    ):
        warning = page.locator("[data-say=warning]").first
        await expect(warning.locator("button[data-action='move:snooze']")).to_have_text("Reporter les rappels…")
        drawn = await page.locator("[data-say]").evaluate_all("all => [...new Set(all.map(one => one.dataset.say))]")
        assert set(drawn) == set(NAMES)
        await expect(page.locator("#samples")).not_to_contain_text("non affiché")
        await page.click("[data-language=en]")
        await expect(warning).to_contain_text("of opening time left")
        breach = page.locator("[data-say=breach_to_role]").first
        await breach.locator("summary").click()
        await expect(breach.frame_locator("iframe").locator("body")).to_contain_text("Boutique Exemple")
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
