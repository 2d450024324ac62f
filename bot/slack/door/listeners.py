"""Bolt's app: whatever Slack sends finds a listener, which acknowledges and lets the rest begin."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

CALL = "vigie"
OK = 200

_ANY = re.compile(r"(?s).*")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that is recorded: what the acknowledgement must say, and what may begin once it is given."""

    begin: Callable[[], None]
    errors: Mapping[str, str] = field(default_factory=dict)


def bolt_app(client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """Bolt's app without any call to Slack: the door has verified the signature, and the token is known."""
    quiet = logging.getLogger("vigie.bolt")
    quiet.setLevel(logging.CRITICAL)  # Bolt quotes requests in its warnings
    app = AsyncApp(
        name="vigie",
        logger=quiet,
        client=client,
        signing_secret=signing_secret,
        authorize=_authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,  # the reader ignores them by name
    )
    app.command(_ANY)(acknowledge)
    app.action(_ANY)(acknowledge)
    app.shortcut(_ANY)(acknowledge)
    app.view_submission(_ANY)(acknowledge_form)
    app.view_closed(_ANY)(acknowledge)
    app.event(_ANY)(acknowledge)
    app.options(_ANY)(acknowledge_options)
    app.error(_acknowledge_the_rest)
    return app


async def acknowledge(ack: Any, context: Any) -> None:
    """Say that it is heard; a message or a form may follow."""
    await ack()
    context[CALL].begin()


async def acknowledge_form(ack: Any, context: Any) -> None:
    """Let the form close, or show in it what must be corrected."""
    errors = context[CALL].errors
    await (ack(response_action="errors", errors=dict(errors)) if errors else ack())
    context[CALL].begin()


async def acknowledge_options(ack: Any) -> None:
    """None of our menus asks for its options while one types."""
    await ack(options=[])


async def _acknowledge_the_rest() -> BoltResponse:
    """A kind of request that Bolt does not know, or that it cannot read: it is recorded, so that nothing is lost."""
    return BoltResponse(status=OK, body="")


async def _authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=None)
