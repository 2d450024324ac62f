"""The Chromium of the machine: one for all the tests of a process, each in a context of its own."""

import contextlib
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# It asks nothing of the outside.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A browser lives in one event loop, so that whoever uses it runs there too, fixtures included.
IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A running Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def page_at(chromium: Browser, url: str, width: int, height: int) -> AsyncIterator[Page]:
    """A page of a size, with cookies and storage of its own, that tolerates no script error."""
    context = await chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    page = await context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    await page.goto(url)
    yield page
    await context.close()
    assert troubles == []
