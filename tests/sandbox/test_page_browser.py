"""The page in a real browser: a command typed, a form filled in and sent, a button pressed, an issue moved."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import DemoClock
from sandbox.page.serving import serving
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.sandbox.browser import IN_BROWSER, page_at
from tests.sandbox.slack.examples import FORM, HOME, LIVING_MESSAGE, plain
from tests.sandbox.slack.receiver import Receiver

START = datetime(2026, 11, 9, 8, 5, tzinfo=UTC)
WRITTEN = {"customfield_10057": "2026-11-13T09:05:00.000+0100", "customfield_10059": "2026-01-01"}

pytestmark = IN_BROWSER


class FakeVigie(Receiver):
    """Opens a form for a command, refuses a short title, posts the living message, publishes a home."""

    app_client: AsyncWebClient
    form: dict[str, Any] = FORM

    def listen(self, sandbox: Sandbox) -> None:
        self.secret = sandbox.secrets.slack_signing
        self.app_client = AsyncWebClient(token=sandbox.secrets.slack_token, base_url=sandbox.slack_api_url)
        self.on_hearing = self.work

    async def work(self, heard: dict[str, Any]) -> None:
        if "command" in heard:
            await self.app_client.views_open(trigger_id=heard["trigger_id"], view=self.form)
        elif heard["type"] == "event_callback" and heard["event"]["type"] == "app_home_opened":
            await self.app_client.views_publish(user_id=heard["event"]["user"], view=HOME)
        elif heard["type"] == "view_submission":
            title = heard["view"]["state"]["values"]["summary"]["text"]["value"]
            if len(title) < 5:
                self.answers.append(
                    {"response_action": "errors", "errors": {"summary": "Une phrase, s’il vous plaît."}}
                )
            else:
                await self.app_client.chat_postMessage(channel="C0BOUTIQUE", text=title, blocks=LIVING_MESSAGE)


@pytest_asyncio.fixture(loop_scope="session")
async def vigie() -> AsyncIterator[FakeVigie]:
    vigie = FakeVigie()
    async with serving(vigie.app()) as url:
        vigie.url = url
        yield vigie


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(vigie: FakeVigie) -> AsyncIterator[Sandbox]:
    async with open_sandbox(DemoClock(START, speed=0), vigie.url) as sandbox:
        vigie.listen(sandbox)
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session", params=[(1280, 800), (390, 844)], ids=["laptop", "phone"])
async def page(sandbox: Sandbox, chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    async with page_at(chromium, sandbox.url, *request.param) as page:
        await expect(page.locator("#messages")).to_contain_text("Rien n’a encore été dit")
        yield page


async def test_a_report_from_the_command_to_the_button(page: Page, vigie: FakeVigie) -> None:
    await page.fill("#composer-text", "/anomalie bloquante")
    await page.press("#composer-text", "Enter")
    await expect(page.locator("#modal h2")).to_have_text("Signaler une anomalie")
    await page.click("#modal [type=submit]")
    await expect(page.locator("[data-block=summary] .error")).to_contain_text("obligatoire")
    await page.fill("[data-block=summary] input", "non")
    await page.select_option("[data-block=criticality] select", "majeure")
    await page.check("[data-block=signs] input[value=slow]")
    await page.click("#modal [type=submit]")
    await expect(page.locator("[data-block=summary] .error")).to_have_text("Une phrase, s’il vous plaît.")
    await page.fill("[data-block=summary] input", "Panier vide")
    await page.press("[data-block=summary] input", "Enter")
    await expect(page.locator("#modal")).to_be_hidden()
    values = vigie.last["view"]["state"]["values"]
    assert values["criticality"]["choice"]["selected_option"]["value"] == "majeure"
    assert [one["value"] for one in values["signs"]["choices"]["selected_options"]] == ["slow"]
    await page.select_option("#person", "U0CP")
    async with page.expect_response("**/ui/slack/press"):
        await page.click(".message [data-action=take]")
    await expect(page.locator(".message [data-action=take]")).to_be_enabled()
    assert (vigie.last["user"]["id"], vigie.last["actions"][0]["action_id"]) == ("U0CP", "take")
    await page.click("[data-overflow=more]")
    async with page.expect_response("**/ui/slack/press"):
        await page.click("[data-action=more][data-value=explain]")
    async with page.expect_response("**/ui/slack/press"):
        await page.select_option(".message select[data-action=criticality]", "bloquante")
    await expect(page.locator(".message select")).to_be_visible()
    pressed = [heard["actions"][0]["action_id"] for heard in vigie.heard if heard.get("type") == "block_actions"]
    assert pressed == ["take", "more", "criticality"]


async def test_an_instant_is_chosen_in_the_persons_zone_wherever_the_browser_is(page: Page, vigie: FakeVigie) -> None:
    picker = {"type": "datetimepicker", "action_id": "at", "initial_date_time": 1794474120}
    due = {"type": "input", "block_id": "due", "label": plain("Promis pour"), "element": picker, "optional": True}
    vigie.form = FORM | {"blocks": [*FORM["blocks"], due]}
    await page.fill("#composer-text", "/anomalie délai BOU-1")
    await page.press("#composer-text", "Enter")
    field = page.locator("[data-block=due] input")
    await expect(field).to_have_value("2026-11-12T10:02")
    await page.fill("[data-block=summary] input", "non")
    await field.fill("2026-07-14T15:40")
    await page.click("#modal [type=submit]")
    await expect(page.locator("[data-block=summary] .error")).to_have_text("Une phrase, s’il vous plaît.")
    await expect(field).to_have_value("2026-07-14T15:40")
    await page.fill("[data-block=summary] input", "Panier vide")
    await page.click("#modal [type=submit]")
    await expect(page.locator("#modal")).to_be_hidden()
    chosen = vigie.last["view"]["state"]["values"]["due"]["at"]["selected_date_time"]
    assert datetime.fromtimestamp(chosen, UTC) == datetime(2026, 7, 14, 13, 40, tzinfo=UTC)


async def test_files_are_chosen_in_a_form_and_for_a_message(page: Page, vigie: FakeVigie, sandbox: Sandbox) -> None:
    picker = {"type": "file_input", "action_id": "files", "filetypes": ["png"], "max_files": 2}
    shots = {"type": "input", "block_id": "shots", "label": plain("Captures"), "element": picker, "optional": True}
    vigie.form = FORM | {"blocks": [*FORM["blocks"], shots]}
    await page.fill("#composer-text", "/anomalie bloquante")
    await page.press("#composer-text", "Enter")
    async with page.expect_response("**/ui/slack/upload"):
        await page.set_input_files(
            "[data-block=shots] input", {"name": "panier.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
        )
    await expect(page.locator("[data-block=shots] .hint")).to_have_text("panier.png")
    await page.fill("[data-block=summary] input", "Panier vide")
    await page.select_option("[data-block=criticality] select", "majeure")
    await page.click("#modal [type=submit]")
    await expect(page.locator("#modal")).to_be_hidden()
    (held,) = vigie.last["view"]["state"]["values"]["shots"]["files"]["files"]
    assert sandbox.slack.workspace.files[held["id"]].content == b"\x89PNG"
    async with page.expect_response("**/ui/slack/upload"):
        await page.set_input_files(
            "#composer-file", {"name": "autre.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
        )
    await expect(page.locator("[for=composer-file]")).to_contain_text("+ 1")
    await page.fill("#composer-text", "voici")
    await page.press("#composer-text", "Enter")
    await expect(page.locator(".message .attachments")).to_contain_text("autre.png")


async def test_a_file_on_an_issue_is_listed_and_can_be_read(page: Page, sandbox: Sandbox) -> None:
    key = await sandbox.jira.create("BOU", "5b10ac000000000000000001", {"summary": "Panier vide"})
    await sandbox.jira.discussion.attach(key, "5b10ac000000000000000001", "panier.png", "image/png", b"\x89PNG")
    await page.goto(f"{sandbox.url}/#jira/{key}")
    link = page.locator("#issue .attachments a")
    await expect(link).to_contain_text("panier.png")
    answer = await page.request.get(f"{sandbox.url}{await link.get_attribute('href')}")
    assert await answer.body() == b"\x89PNG"


async def test_what_people_write_never_becomes_markup(page: Page, sandbox: Sandbox) -> None:
    await sandbox.slack.say("U0AGENT", "#tma-boutique", '<img src=x onerror="alert(1)"> *gras* & `code`')
    words = page.locator(".message .words").last
    await expect(words).to_have_text('<img src=x onerror="alert(1)"> gras & code')
    assert await words.locator("img").count() == 0
    assert await words.locator("strong").inner_text() == "gras"


async def test_a_thread_unfolds_and_takes_a_reply(page: Page, sandbox: Sandbox) -> None:
    root = await sandbox.slack.say("U0AGENT", "#tma-boutique", "Le panier se vide.")
    await sandbox.slack.say("U0RM", "#tma-boutique", "Depuis quand ?", root.ts)
    await page.click(".thread-toggle")
    await page.fill(".reply textarea", "Depuis ce matin.")
    await page.press(".reply textarea", "Enter")
    await expect(page.locator(".thread .message")).to_have_count(2)
    assert sandbox.slack.messages("#tma-boutique")[-1].thread_ts == root.ts


async def test_jira_is_put_in_a_mood_from_its_board(page: Page, sandbox: Sandbox) -> None:
    await page.click(".tabs [data-tab=jira]")
    await page.click(".deliveries summary")
    await page.select_option(".deliveries select", "lost")
    await expect(page.locator(".deliveries select")).to_have_value("lost")
    assert [one.kind for one in sandbox.jira.mischief] == ["lose"]


async def test_the_home_an_issue_a_mail_and_the_clock(page: Page, sandbox: Sandbox) -> None:
    await page.click("[data-room=D0RM]")
    await page.click("[data-app-tab=home]")
    await expect(page.locator(".home-view h3")).to_have_text("Vos anomalies")
    key = await sandbox.jira.create("BOU", "5b10ac000000000000000001", {"summary": "Panier vide"} | WRITTEN)
    await page.click(".tabs [data-tab=jira]")
    await page.click(f"[data-issue={key}]")
    for shown in ("Vigie · Échéance de résolution", "13 nov. 2026, 09:05", "1 janv. 2026"):
        await expect(page.locator("#issue .facts")).to_contain_text(shown)
    await sandbox.jira.edit(key, "5b10ac000000000000000001", {"customfield_10059": "2026-07-01"})
    await page.click("#issue .history summary")
    changed = "Vigie · Version du contrat : 1 janv. 2026 → 1 juil. 2026"
    await expect(page.locator("#issue .history")).to_contain_text(changed)
    await page.click("[data-transition='81']")
    await page.select_option("#ask-resolution", "10300")
    await page.click("[data-ask='81'] [type=submit]")
    await expect(page.locator(".lozenge")).to_have_text("Clos")
    await page.fill("#comment-form textarea", "Merci.")
    await page.click("#comment-form [type=submit]")
    await expect(page.locator(".comment")).to_contain_text("Merci.")
    await page.keyboard.press("Escape")
    await expect(page.locator("#issue")).to_be_hidden()
    await write(sandbox)
    await page.click(".tabs [data-tab=mail]")
    await page.click("[data-mail='1']")
    await expect(page.frame_locator(".mail-article iframe").locator("h2")).to_have_text("BOU-1")
    await page.click("[data-jump='1h']")
    await expect(page.locator("#clock-now")).to_contain_text("10:05")


async def test_the_guide_prepares_a_gesture_and_ticks_it_once_it_has_happened(page: Page, sandbox: Sandbox) -> None:
    if await page.locator(".tabs [data-tab=guide]").is_visible():
        await page.click(".tabs [data-tab=guide]")
    await page.click("[data-step='1']")
    await expect(page.locator("#composer-text")).to_have_value("/anomalie bloquante")
    await expect(page.locator("#composer-text")).to_be_focused()
    width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    ticks = page.locator("#panel-guide .tick")
    await expect(ticks).to_have_count(0)
    await sandbox.jira.create("BOU", "5b10ac000000000000000001", {"summary": "Panier vide"})
    await expect(ticks).to_have_count(1)


async def write(sandbox: Sandbox) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "vigie@prestataire.example", "rm@boutique.example"
    message["Subject"] = "Délais de BOU-1"
    message.set_content("BOU-1")
    message.add_alternative("<h2>BOU-1</h2><script>parent.document.body.remove()</script>", subtype="html")
    await aiosmtplib.send(message, hostname="127.0.0.1", port=sandbox.smtp_port)
