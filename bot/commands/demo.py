"""The whole product in one process, in front of stand-ins: the only place that knows both Vigie and the sandbox."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import Vigie
from bot.commands.demo_past import take_up
from bot.commands.message_gallery import as_json
from bot.config.settings import Settings
from bot.slack.manifest import manifest
from connectors.contracts import load_folder
from connectors.wording import LANGUAGES, said
from sandbox.clock import DemoClock
from sandbox.page.serving import bound, serving
from sandbox.past import BEGINS, live_through
from sandbox.sandbox_app import Sandbox, open_sandbox
from sandbox.slack.installation import Shortcut
from scheduler.service_clocks import Clocks, utc_now

MESSAGES = {language: partial(as_json, language) for language in LANGUAGES}
EXAMPLES = Path(__file__).parents[2] / "examples" / "contracts"

# A Monday morning before a public holiday, so that a week of the demo meets a lunch, a night and an Armistice.
MORNING = datetime(2026, 11, 9, 9, 5, tzinfo=ZoneInfo("Europe/Paris"))


def demo_settings(
    sandbox: Sandbox,
    folder: Path,
    public_url: str,
    database_url: str = "",
    contracts: Path = EXAMPLES,
    *,
    socket_mode: bool = False,
) -> Settings:
    """The settings that an operator would write to connect Vigie to the sandbox."""
    secrets = sandbox.secrets
    return Settings.given(
        database_url=SecretStr(database_url or f"sqlite:///{folder / 'vigie.db'}"),
        contracts_dir=contracts,
        jira_url=sandbox.jira_url,
        jira_email=secrets.jira_email,
        jira_api_token=SecretStr(secrets.jira_token),
        jira_webhook_secret=SecretStr(secrets.jira_webhook),
        slack_bot_token=SecretStr(secrets.slack_token),
        slack_signing_secret=SecretStr(secrets.slack_signing),
        slack_app_token=SecretStr(secrets.slack_app_token if socket_mode else ""),
        slack_api_url=sandbox.slack_api_url,
        slack_interval=0.0,
        smtp_url=SecretStr(f"smtp://127.0.0.1:{sandbox.smtp_port}"),
        mail_from="vigie@prestataire.example",
        public_url=public_url,
    )


@dataclass(frozen=True, slots=True)
class Setup:
    """How Vigie is set up on its stage: a database ("": one of its own), a folder of contracts, its way to Slack."""

    database_url: str = ""
    contracts: Path = EXAMPLES
    socket_mode: bool = False


USUAL = Setup()


@contextlib.asynccontextmanager
async def stage(
    port: int = 0,
    speed: float = 60.0,
    start: datetime = MORNING,
    setup: Setup = USUAL,
    wall: Callable[[], datetime] = utc_now,
    *,
    past: bool = False,
) -> AsyncIterator[tuple[Vigie, Sandbox]]:
    """Vigie and its sandbox, running until the block ends; port 0 takes a free one. Nothing of it is kept.

    Slack calls Vigie, unless in socket mode Vigie connects to it. `wall` is the machine's clock, by which Slack signs
    and errands are tried again. With a `past`, Jira has had a year before `start`, and Vigie has taken it up.
    """
    clock = DemoClock(BEGINS, 0) if past else DemoClock(start, speed)
    socket, in_socket_mode = bound(), setup.socket_mode
    url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="vigie-demo-") as folder:
        async with open_sandbox(clock, vigie_url=url, port=port, messages=MESSAGES) as sandbox:
            _install(sandbox, manifest(url, jira_urls=[sandbox.jira_url], socket_mode=in_socket_mode))
            sandbox.slack.line.wall = lambda: wall().timestamp()
            given = (setup.database_url, setup.contracts)
            settings = demo_settings(sandbox, Path(folder), url, *given, socket_mode=in_socket_mode)
            vigie = Vigie(settings, load_folder(settings.contracts_dir), Clocks(clock.now, wall))
            if past:
                await live_through(sandbox.jira, clock, start)
                await take_up(vigie)
                clock.run_at(speed)
            async with serving(vigie.asgi(), socket):
                yield vigie, sandbox


def _install(sandbox: Sandbox, app: dict[str, Any]) -> None:
    """The workspace offers what the manifest declares, as a real one does."""
    features = app["features"]
    sandbox.slack.scopes = tuple(app["oauth_config"]["scopes"]["bot"])
    sandbox.slack.subscriptions = set(app["settings"]["event_subscriptions"]["bot_events"])
    sandbox.slack.socket_mode.enabled = app["settings"]["socket_mode_enabled"]
    sandbox.slack.unfurl_domains = tuple(features.get("unfurl_domains", ()))
    sandbox.slack.commands = tuple(one["command"] for one in features["slash_commands"])
    sandbox.slack.shortcuts = tuple(
        Shortcut(one["callback_id"], one["name"], on_message=one["type"] == "message") for one in features["shortcuts"]
    )


async def play(port: int, speed: float) -> None:
    """Run the demo until it is interrupted, told to end, or its terminal is closed; nothing of it is left behind."""
    ended = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(ending, ended.set)
    async with stage(port, speed, past=True) as (_vigie, sandbox):
        print(said("cli.demo.ready", url=sandbox.url), flush=True)  # noqa: T201
        await ended.wait()
    print(said("cli.demo.bye"))  # noqa: T201
