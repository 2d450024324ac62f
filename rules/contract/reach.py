"""A contract's places outside Vigie: Jira projects, the chat and its rooms, outgoing webhooks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.contract.terms import Criticality

DEFAULT_SITE = "default"
"""The Jira site of contracts that name none."""


def site_name(written: str) -> str:
    """A Jira site's name, the same in contracts and in the names of settings: `Client-A` is `client_a`."""
    return re.sub(r"[^a-z0-9]+", "_", written.strip().lower())


class JiraMeaning(StrEnum):
    """The meaning of a Jira status."""

    RAISED = "raised"
    DIAGNOSIS = "diagnosis"
    WAITING_CLIENT = "waiting_client"
    WAITING_THIRD_PARTY = "waiting_third_party"
    RESOLUTION = "resolution"
    RECETTE = "recette"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEPLOYED = "deployed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class JiraMap:
    """The contract's place in Jira.

    `statuses` maps a status name as people read it to its meaning, in the contract's order; `priorities` maps a
    priority name to a criticality; `fields` maps our names (`cause`, `answer`, those of `writeback.STANDING`) to Jira
    field ids; `request_type` is what a service project's customers see a new issue as, "" to leave it unsaid.
    """

    site: str
    projects: tuple[str, ...]
    issue_types: tuple[str, ...]
    statuses: Mapping[str, JiraMeaning]
    priorities: Mapping[str, Criticality] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    request_type: str = ""


class Audience(StrEnum):
    """Who reads a conversation about the contract; each may have a room of its own in the contract's chat."""

    CLIENT = "client"
    FEW = "few"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class ChatMap:
    """Where people of the contract talk: the chat, by the name of its channel, and its rooms there, by their ids.

    The client reads the `channel`, the few who may know of security anomalies read the second, the provider the third.
    """

    via: str
    channel: str
    security_channel: str | None = None
    team_channel: str | None = None

    def room(self, audience: Audience) -> str | None:
        """The room of an audience; None where the contract has none for it."""
        rooms = {
            Audience.CLIENT: self.channel,
            Audience.FEW: self.security_channel,
            Audience.TEAM: self.team_channel,
        }
        return rooms[audience]


class Announcement(StrEnum):
    """The kinds of webhook events: a step of an anomaly, or something about its clocks."""

    RAISED = "raised"
    TICKET = "ticket"
    TAKEN = "taken"
    QUALIFIED = "qualified"
    OUT_OF_SCOPE = "out_of_scope"
    DELAY_COMMUNICATED = "delay_communicated"
    WORKAROUND = "workaround"
    WORKAROUND_VALIDATED = "workaround_validated"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEPLOYED = "deployed"
    CLOSED = "closed"
    REOPENED = "reopened"
    PAUSED = "paused"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    WARNING = "warning"
    BREACH = "breach"
    DEADLINES_MOVED = "deadlines_moved"
    PROMISE_NEAR = "promise_near"
    PROMISE_BROKEN = "promise_broken"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A service outside that hears of the contract's anomalies; the settings say where the one of that name is."""

    name: str
    announcements: tuple[Announcement, ...] = tuple(Announcement)
