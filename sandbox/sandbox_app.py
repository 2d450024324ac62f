"""The sandbox as one program: Slack, Jira, a mailbox, a receiver of webhooks and a page, over real HTTP and SMTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from sandbox import jira as jira_standin
from sandbox import receiver as receiver_standin
from sandbox import seed_client
from sandbox import slack as slack_standin
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import BotAccess, FirstWebhook, JiraSite, SiteKind
from sandbox.mail import Mailbox
from sandbox.page import board, gestures, page_state, timing
from sandbox.page.serving import bound, serving
from sandbox.parts import Messages, Parts
from sandbox.receiver import Receiver
from sandbox.slack import Impossible, Keys, Slack

STATIC = Path(__file__).parent / "page" / "static"
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-ancestors 'none'"
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
TS_DIGITS = 10


class _Page(StaticFiles):
    """The page's files, which may load nothing from elsewhere but a message's images."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets shared by Vigie and the stand-ins; all invented, and valid on the loopback only."""

    slack_token: str = "xoxb-sandbox"  # noqa: S105
    slack_app_token: str = "xapp-sandbox"  # noqa: S105
    slack_signing: str = "5a17db0c5a17db0c5a17db0c5a17db0c"
    jira_webhook: str = "jira-webhook-sandbox"
    jira_email: str = "vigie@prestataire.example"
    jira_token: str = "jira-token-sandbox"  # noqa: S105
    client_pat: str = "client-pat-sandbox"
    client_url_secret: str = "client-url-secret-sandbox"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox at `url`; `vigie_url` may be changed once Vigie's own port is known."""

    url: str
    parts: Parts
    secrets: Secrets

    @property
    def slack(self) -> Slack:
        """The Slack stand-in."""
        return self.parts.slack

    @property
    def jira(self) -> JiraSite:
        """The Jira stand-in."""
        return self.parts.jira

    @property
    def client_jira(self) -> JiraSite:
        """The client's own Jira, a Data Center; only with `open_sandbox(..., client_site=NAME)`."""
        if self.parts.client_jira is None:
            raise LookupError("the sandbox was opened without a client's site")
        return self.parts.client_jira

    @property
    def client_jira_url(self) -> str:
        """The address of the client's Jira."""
        return f"{self.url}/jira-dc"

    @property
    def mailbox(self) -> Mailbox:
        """The SMTP server and what it received."""
        return self.parts.mailbox

    @property
    def receiver(self) -> Receiver:
        """The service that webhooks tell."""
        return self.parts.receiver

    def webhook_url(self, name: str) -> str:
        """The address at which it listens under a name."""
        return f"{self.url}/hooks/{name}"

    @property
    def clock(self) -> DemoClock:
        """The demo's time."""
        return self.parts.clock

    @property
    def feed(self) -> Feed:
        """The changes, as they come."""
        return self.parts.feed

    @property
    def slack_api_url(self) -> str:
        """The `base_url` for slack_sdk."""
        return f"{self.url}/slack/api/"

    @property
    def jira_url(self) -> str:
        """The Jira site's address."""
        return f"{self.url}/jira"

    @property
    def smtp_port(self) -> int:
        """Where the mailbox listens on 127.0.0.1."""
        return self.mailbox.port

    def point_at(self, vigie_url: str) -> None:
        """Tell the stand-ins where Vigie listens."""
        self.slack.vigie_url = vigie_url
        for site in self.parts.sites:
            site.point_at(vigie_url)


def build(parts: Parts) -> FastAPI:
    """The app: Slack under `/slack`, Jira under `/jira` and `/jira-dc`, webhooks under `/hooks`, the page at `/`."""
    app = FastAPI(title="Bac à sable de Vigie", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(slack_standin.router(parts.slack), prefix="/slack")
    app.include_router(receiver_standin.router(parts.receiver), prefix="/hooks")
    app.include_router(page_state.routes(parts), prefix="/ui")
    app.include_router(gestures.routes(parts), prefix="/ui/slack")
    app.include_router(board.routes(parts), prefix="/ui/jira")
    app.include_router(timing.routes(parts), prefix="/ui/clock")
    _say_no_in_french(app)
    _follow_links(app)
    _show_messages(app)
    app.mount("/jira", jira_standin.router(parts.jira))
    if parts.client_jira:
        app.mount("/jira-dc", jira_standin.router(parts.client_jira))
    app.mount("/", _Page(directory=STATIC, html=True))
    return app


@asynccontextmanager
async def open_sandbox(
    clock: DemoClock,
    vigie_url: str = "http://127.0.0.1:1",
    secrets: Secrets | None = None,
    port: int = 0,
    *,
    client_site: str = "",
    messages: Messages | None = None,
) -> AsyncIterator[Sandbox]:
    """Run a sandbox on 127.0.0.1 in the running loop (port 0: a free one) until the block ends.

    `client_site` adds the client's own Jira, whose webhooks knock at `/webhooks/jira/{client_site}?secret=...`.
    `messages` are the samples that `/messages` shows.
    """
    secrets, feed, sock = secrets or Secrets(), Feed(), bound(port)
    url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    parts = _furnish(clock, feed, url, vigie_url, secrets, client_site, messages or {})
    async with serving(build(parts), sock):
        await parts.mailbox.start()
        for site in parts.sites:
            await site.start()
        try:
            yield Sandbox(url, parts, secrets)
        finally:
            for site in parts.sites:
                await site.stop()
            await parts.slack.stop()
            await parts.mailbox.stop()
            await feed.end()


def _furnish(
    clock: DemoClock,
    feed: Feed,
    url: str,
    vigie_url: str,
    secrets: Secrets,
    client_site: str,
    messages: Messages,
) -> Parts:
    keys = Keys(secrets.slack_token, secrets.slack_signing, secrets.slack_app_token)
    slack = Slack(clock, feed, keys, base_url=url, vigie_url=vigie_url)
    bot, webhook = BotAccess(secrets.jira_email, secrets.jira_token), FirstWebhook(vigie_url, secrets.jira_webhook)
    jira = JiraSite(clock, feed, f"{url}/jira", bot, webhook)
    client_bot = BotAccess(secrets.jira_email, secrets.client_pat)
    path = f"/webhooks/jira/{client_site}?secret={quote(secrets.client_url_secret)}"
    kind = SiteKind("Server", seed_client.CLIENT)
    client = JiraSite(clock, feed, f"{url}/jira-dc", client_bot, FirstWebhook(vigie_url, path=path), kind)
    mailbox, receiver = Mailbox(clock, feed), Receiver(clock)
    return Parts(clock, feed, slack, jira, mailbox, receiver, client if client_site else None, messages)


def _say_no_in_french(app: FastAPI) -> None:
    @app.exception_handler(Impossible)
    async def impossible(_request: Request, refusal: Impossible) -> Response:
        return JSONResponse({"message": str(refusal)}, 409)

    @app.exception_handler(jira_standin.Refused)
    async def jira_refused(_request: Request, refusal: jira_standin.Refused) -> Response:
        return JSONResponse(refusal.body | {"message": f"Jira refuse : {_reasons(refusal)}"}, refusal.status)

    @app.exception_handler(slack_standin.Refused)
    async def slack_refused(_request: Request, refusal: slack_standin.Refused) -> Response:
        return JSONResponse({"message": f"Slack refuse : {refusal}"}, 409)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, error: RequestValidationError) -> Response:
        fields = ", ".join(sorted({".".join(str(step) for step in one["loc"][1:]) for one in error.errors()}))
        return JSONResponse({"message": f"Demande illisible ; à revoir : {fields or 'le corps'}."}, 422)


def _reasons(refusal: jira_standin.Refused) -> str:
    errors = refusal.body.get("errors") or {}
    return " ".join([*refusal.body.get("errorMessages", []), *map(str, errors.values())]) or str(refusal.status)


def _follow_links(app: FastAPI) -> None:
    """The addresses that Vigie's messages link to lead to the page."""

    @app.get("/archives/{channel}/p{digits}")
    async def message(channel: str, digits: str) -> Response:
        return RedirectResponse(f"/#slack/{channel}/{digits[:TS_DIGITS]}.{digits[TS_DIGITS:]}")

    @app.get("/jira/browse/{key}")
    async def issue(key: str) -> Response:
        return RedirectResponse(f"/#jira/{key}")


def _show_messages(app: FastAPI) -> None:
    @app.get("/messages")
    async def messages() -> Response:
        return FileResponse(STATIC / "messages.html", headers=HEADERS)
