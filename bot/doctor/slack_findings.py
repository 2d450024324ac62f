"""The Slack part of `vigie doctor`: tokens, scopes and secret, then what the contracts say of channels and people."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.config.settings import Settings
from bot.doctor.slack_contracts import look
from bot.slack.door.socket_mode_client import remedy
from bot.slack.manifest import SCOPES
from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import Refused
from connectors.delivery_errors import NotNow
from connectors.jira.setup.found import Found, bad, good, note
from rules.contract import Contract

ABOUT = "slack"
PATIENCE = 10  # seconds

_SECRET = re.compile(r"[0-9a-f]{32}")
_TOKEN = "xoxb-"  # noqa: S105 - how every bot's token begins


async def workspace(settings: Settings, versions: Sequence[Contract]) -> list[Found]:
    """What is found of the application, then of each version of a contract; one line when Slack does not answer."""
    found = [*_secret(settings)]
    token = settings.slack_bot_token.get_secret_value()
    if not token:  # the settings say it
        return found
    if not token.startswith(_TOKEN):
        wanted = "« xoxb-… » est attendu : recopiez le « Bot User OAuth Token » (OAuth & Permissions)"
        return [*found, bad(ABOUT, f"SLACK_BOT_TOKEN n'est pas un jeton de robot ; {wanted}")]
    retries = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    client = AsyncWebClient(token, base_url=settings.slack_api_url, timeout=PATIENCE, retry_handlers=list(retries))
    try:
        found += await _application(client, settings)
        found += await _socket(client, settings)
        for version in versions:
            found += await look(client, version)
        return found
    except Refused as refusal:
        wanted = "recopiez le « Bot User OAuth Token » « xoxb-… » dans SLACK_BOT_TOKEN (OAuth & Permissions)"
        return [*found, bad(ABOUT, f"le jeton est refusé ({refusal.code}) ; {wanted}")]
    except NotNow as later:
        wanted = f"vérifiez que cette machine peut joindre {settings.slack_api_url}, au besoin par HTTPS_PROXY"
        return [*found, bad(ABOUT, f"Slack ne répond pas ({later.why.removeprefix('slack: ')}) ; {wanted}")]


async def _application(client: AsyncWebClient, settings: Settings) -> list[Found]:
    """Whose token it is, and what it may do. Raises Refused or NotNow."""
    answers: list[Any] = []

    async def asking() -> Any:
        answers.append(await client.auth_test())
        return answers[0]

    identity = await slack_errors.call(asking())
    team, user = identity.get("team"), identity.get("user")
    return [good(ABOUT, f"espace « {team} », robot « {user} »"), *_scopes(answers[0].headers, settings)]


def _scopes(headers: Mapping[str, str], settings: Settings) -> Iterator[Found]:
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if given is None:
        yield note(ABOUT, "Slack ne dit pas les permissions de ce jeton ; comparez-les à celles de « vigie manifest »")
        return
    held, wanted = {one.strip() for one in given.split(",") if one.strip()}, [scope for scope, _ in SCOPES]
    command = "vigie manifest --socket-mode" if settings.slack_app_token.get_secret_value() else "vigie manifest"
    if lacking := [scope for scope in wanted if scope not in held]:
        mended = f"remplacez le manifeste de l'application par celui de « {command} », puis réinstallez-la"
        yield bad(ABOUT, f"il manque des permissions : {', '.join(lacking)} ; {mended}")
    else:
        yield good(ABOUT, f"{len(wanted)} permissions, celles du manifeste")
    if spare := sorted(held - set(wanted)):
        yield note(ABOUT, f"permissions dont Vigie ne se sert pas : {', '.join(spare)} ; vous pouvez les retirer")


def _secret(settings: Settings) -> Iterator[Found]:
    """A wrong secret has everything that Slack sends refused; one can see that it is not of the right shape."""
    secret = settings.slack_signing_secret.get_secret_value()
    if not secret or settings.slack_app_token.get_secret_value():
        return
    if _SECRET.fullmatch(secret):
        yield good(ABOUT, "SLACK_SIGNING_SECRET a la forme attendue")
    else:
        wanted = "recopiez le « Signing Secret » (Basic Information), et non le « Verification Token »"
        yield bad(ABOUT, f"SLACK_SIGNING_SECRET n'a pas la forme attendue (32 chiffres de 0 à f) ; {wanted}")


async def _socket(client: AsyncWebClient, settings: Settings) -> list[Found]:
    """Whether the application's own token opens a connection, where there is one. Raises NotNow."""
    token = settings.slack_app_token.get_secret_value()
    if not token:
        return []
    try:
        await slack_errors.call(client.apps_connections_open(app_token=token))
    except Refused as refusal:
        return [bad(ABOUT, f"Socket Mode : {refusal.code} ; {remedy(refusal.code)}")]
    return [good(ABOUT, "Socket Mode : le jeton d'application ouvre des connexions")]
