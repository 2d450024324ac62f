"""The support levels of a contract, who answers at each, and what moves an anomaly from one to another."""

from dataclasses import dataclass
from enum import StrEnum

from rules.contract.terms import Role


class SupportLevel(StrEnum):
    """The three levels of support: the helpdesk, the team that treats a qualified ticket, the experts."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"


LEVELS = tuple(SupportLevel)


@dataclass(frozen=True, slots=True)
class SupportGroup:
    """Who answers at a level: roles, or people by an identifier; of one Jira `project`, or of all ("").

    Each of the `labels`, put on an issue in Jira, brings its anomaly to this level.
    """

    level: SupportLevel
    who: tuple[Role | str, ...]
    labels: tuple[str, ...] = ()
    project: str = ""


@dataclass(frozen=True, slots=True)
class SupportLevels:
    """The groups of every level, lowest first, and the level at which an anomaly is raised.

    `by_assignment` says that an assignment in Jira to somebody of one level only brings it there.
    """

    groups: tuple[SupportGroup, ...]
    start: SupportLevel
    by_assignment: bool = False

    @property
    def named(self) -> tuple[SupportLevel, ...]:
        """The levels that the contract has, lowest first."""
        return tuple(level for level in LEVELS if any(one.level is level for one in self.groups))

    def group(self, level: SupportLevel, project: str = "") -> SupportGroup | None:
        """Who answers at a level for a project: its own group, else that of all of them."""
        theirs = [one for one in self.groups if one.level is level and one.project in ("", project)]
        return max(theirs, key=lambda one: bool(one.project), default=None)

    def labelled(self, label: str) -> SupportLevel | None:
        """The level that a label brings an anomaly to."""
        wanted = label.casefold()
        return next((one.level for one in self.groups if wanted in map(str.casefold, one.labels)), None)
