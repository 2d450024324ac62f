"""How people are reached: one row a channel, found by the name that routes give."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.mail.mail_channel import MailChannel, machine_now
from connectors.channels.render_context import EnclosedFile, Performer, Result, Stage
from connectors.channels.slack.pacing import INTERVAL, Pace
from connectors.channels.slack.slack_channel import SlackChannel
from connectors.channels.webhook.webhook_channel import WebhookChannel
from connectors.channels.webhook.webhook_endpoint import Endpoint
from rules.anomaly.state import Ticket


@dataclass(frozen=True, slots=True)
class Outside:
    """The dependencies of the channels: `smtp_url` is "" without e-mail, `browse_url` gives an issue's address.

    `slack_interval` is the seconds between two messages of a Slack conversation, `clock` counts those that it asks to
    wait; `wall` is the clock that mails are dated by. `http` calls the `endpoints`, the webhooks by name.
    """

    smtp_url: str
    mail_from: str
    client: AsyncWebClient
    browse_url: Callable[[Ticket], str]
    http: httpx.AsyncClient
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    slack_interval: float = INTERVAL
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = machine_now


def _slack(outside: Outside) -> Performer | None:
    return SlackChannel(outside.client, browse=outside.browse_url, pace=Pace(outside.slack_interval, outside.clock))


def _mail(outside: Outside) -> Performer | None:
    if not outside.smtp_url:
        return None
    return MailChannel(outside.smtp_url, outside.mail_from, browse=outside.browse_url, wall=outside.wall)


def _webhook(outside: Outside) -> Performer | None:
    return WebhookChannel(outside.endpoints, outside.http, browse=outside.browse_url)


Build = Callable[[Outside], Performer | None]

CHANNELS: tuple[Build, ...] = (_slack, _mail, _webhook)
"""How each channel is made, None where it is not set up. Adding one is a package and a line here."""


def channels(outside: Outside, builds: Sequence[Build] = CHANNELS) -> tuple[Performer, ...]:
    """The channels in service. Raises ValueError for an address that no mail can leave from."""
    built = (build(outside) for build in builds)
    return tuple(channel for channel in built if channel is not None)


__all__ = [
    "CHANNELS",
    "Build",
    "EnclosedFile",
    "Endpoint",
    "MailChannel",
    "Outside",
    "Performer",
    "Result",
    "SlackChannel",
    "Stage",
    "WebhookChannel",
    "channels",
]
