"""How Vigie proves to a Jira site who it is."""

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
