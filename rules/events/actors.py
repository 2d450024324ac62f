"""Who did something, and where it can be checked."""

from dataclasses import dataclass
from enum import StrEnum

from rules.contract import Role, Side

_PROVIDERS = frozenset({Role.CP, Role.DEVELOPER, Role.DIRECTION})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `id` is the contract's person (else the tool's own user id), `roles` those held in the contract.

    `human` is False for an application or an automation, whose acts never count as a person's. `customer` is True for
    somebody whom the contract does not name, and whose account in the tool can only be the client's.
    """

    id: str
    name: str
    roles: frozenset[Role] = frozenset()
    human: bool = True
    customer: bool = False

    @property
    def side(self) -> Side | None:
        """The party the actor speaks for; None when nothing tells."""
        if not self.roles.isdisjoint(_PROVIDERS):
            return Side.PROVIDER
        return Side.CLIENT if self.roles or self.customer else None


VIGIE = Actor("vigie", "Vigie", human=False)


class System(StrEnum):
    """The system where a fact was recorded."""

    SLACK = "slack"
    JIRA = "jira"
    CLOCK = "clock"


class Standing(StrEnum):
    """The part that the lifecycle has in a fact.

    It judges those that are LIVE. The statuses of a PAST without Vigie, and the one in which an issue made its ARRIVAL,
    stand as Jira shows them; an arrival is nobody's act.
    """

    LIVE = "live"
    PAST = "past"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Source:
    """The reference by which a fact can be checked: a Jira changelog or comment id, a chat message's timestamp."""

    system: System
    ref: str
    standing: Standing = Standing.LIVE


COMMENT = "commentaire"
"""What the reference of a Jira comment begins with."""

WORKLOG = "saisie de temps"
"""What that of a worklog does."""

LINK = "lien vers"
"""What that of a link to another issue does."""
