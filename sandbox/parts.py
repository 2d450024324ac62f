"""The stand-ins of one sandbox, as the app that serves them and its page share them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import JiraSite
from sandbox.mail import Mailbox
from sandbox.receiver import Receiver
from sandbox.slack import Slack

Messages = Mapping[str, Callable[[], list[Any]]]
"""The samples to show in each language, made when somebody looks."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a sandbox; `messages` are those that `/messages` shows.

    `done` are the gestures made in the page's Slack: commands with their first word, and actions pressed.
    """

    clock: DemoClock
    feed: Feed
    slack: Slack
    jira: JiraSite
    mailbox: Mailbox
    receiver: Receiver
    client_jira: JiraSite | None = None
    messages: Messages = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    @property
    def sites(self) -> tuple[JiraSite, ...]:
        """The provider's Jira, and the client's own where there is one."""
        return (self.jira, self.client_jira) if self.client_jira else (self.jira,)
