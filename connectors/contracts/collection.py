"""All the versions of all the contracts, and which one answers for a ticket, a channel or a person at an instant."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from rules.contract import Contract


@dataclass(frozen=True, slots=True)
class Contracts:
    """Versions ordered by contract, then by date of effect; nothing here changes once read.

    A version holds from its date of effect, at midnight in its own zone, until that of the next version. Instants must
    be aware (ValueError). `texts` holds
    what the file of each version says, by contract and date of effect.
    """

    all: tuple[Contract, ...] = ()
    texts: Mapping[tuple[str, date], str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.all, key=lambda version: (version.id, version.effective)))
        object.__setattr__(self, "all", ordered)

    def in_force(self, contract_id: str, on: date) -> Contract | None:
        """The version of a contract that holds on a local date, None before the first."""
        reached = [version for version in self.all if version.id == contract_id and version.effective <= on]
        return reached[-1] if reached else None

    def version(self, contract_id: str, effective: date) -> Contract | None:
        """The version that took effect on that very date."""
        return next((each for each in self.all if each.id == contract_id and each.effective == effective), None)

    def for_project(self, site: str, project_key: str, at: datetime) -> Contract | None:
        """The contract that covers a Jira project at an instant."""
        return self._first(at, lambda version: version.jira.site == site and project_key in version.jira.projects)

    def for_channel(self, slack_channel_id: str, at: datetime) -> Contract | None:
        """The contract whose client channel, shared or of security, this is; a team's channel may serve several."""
        return self._first(at, lambda version: slack_channel_id in client_channels(version))

    def for_person(self, slack_id: str, at: datetime) -> tuple[Contract, ...]:
        """Every contract that names a Slack user at an instant."""
        return tuple(
            version for version in self.holding(at) if any(person.slack == slack_id for person in version.people)
        )

    def _first(self, at: datetime, suits: Callable[[Contract], bool]) -> Contract | None:
        return next((version for version in self.holding(at) if suits(version)), None)

    def holding(self, at: datetime) -> Iterator[Contract]:
        """The version of each contract that holds at an instant; an amendment may have changed the zone."""
        if at.utcoffset() is None:
            raise ValueError(f"an instant needs its zone: {at.isoformat()}")
        for _, versions in groupby(self.all, key=lambda version: version.id):
            reached = [each for each in versions if each.effective <= at.astimezone(ZoneInfo(each.zone)).date()]
            yield from reached[-1:]


def client_channels(version: Contract) -> tuple[str, ...]:
    """The channels that the client of a contract reads."""
    return tuple(channel for channel in (version.slack.channel, version.slack.security_channel) if channel)
