"""The way of an errand: which channel carries it, and to which address there."""

from dataclasses import dataclass

SLACK, MAIL, WEBHOOK, JIRA = "slack", "mail", "webhook", "jira"
"""The names by which routes and channels know each other; a contract names its own chat."""


@dataclass(frozen=True, slots=True)
class Route:
    """A channel by its name, and an address in its own terms.

    The address is a person's id or a room in a chat, an e-mail address, a webhook's name; for a thread or an issue it
    is the anomaly's id, since both may move: the channel finds where they stand when it performs.
    """

    channel: str
    address: str
