"""Authenticates Vigie to a Jira site."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Basic:
    """A Cloud account's e-mail address and API token."""

    email: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A Data Center personal access token."""

    token: str = field(repr=False)
