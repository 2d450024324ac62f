"""All versions of all contracts, and the one in force for a ticket, a channel or a person."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from connectors.route import SLACK
from rules.contract import Contract, Person
from rules.people.stand_ins import Absence, Duty, crew, every


@dataclass(frozen=True, slots=True)
class Contracts:
    """Versions ordered by contract, then by date of effect; nothing here changes once read.

    A version holds from its date of effect, at midnight in its own zone, until that of the next version. Instants must
    be aware (ValueError). `texts` holds what the file of each version says, by contract and date of effect. What is
    asked for an instant has the people of that instant, `absences` and `duties` counted; `colleagues` are the
    provider's, by Slack id.
    """

    all: tuple[Contract, ...] = ()
    texts: Mapping[tuple[str, date], str] = field(default_factory=dict, repr=False)
    absences: tuple[Absence, ...] = ()
    duties: tuple[Duty, ...] = ()
    colleagues: Mapping[str, Person] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.all, key=lambda version: (version.id, version.effective)))
        object.__setattr__(self, "all", ordered)
        last = {version.id: version for version in ordered}
        object.__setattr__(self, "colleagues", {one.chat: one for one in every(last.values()) if one.chat})

    def in_force(self, contract_id: str, on: date) -> Contract | None:
        """The version of a contract that holds on a local date, None before the first."""
        reached = [version for version in self.all if version.id == contract_id and version.effective <= on]
        return reached[-1] if reached else None

    def current(self, contract_id: str, at: datetime) -> Contract | None:
        """The version that holds at an instant, the first one before them all; None where no file speaks of it."""
        versions = [version for version in self.all if version.id == contract_id]
        if not versions:
            return None
        day = at.astimezone(ZoneInfo(versions[0].zone)).date()
        return self._manned(self.in_force(contract_id, day) or versions[0], at)

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
            version for version in self.holding(at) if any(person.chat == slack_id for person in version.people)
        )

    def name_of(self, slack_id: str) -> str:
        """The contracts' name for a Slack user, "" where none names them."""
        people = (person for version in reversed(self.all) for person in version.people)
        return next((person.name for person in people if slack_id and person.chat == slack_id), "")

    def unlinked(self) -> frozenset[str]:
        """The e-mail addresses, in small letters, of the people to whom their contract, held in Slack, gives no id."""
        people = (person for version in self.all if version.chat.via == SLACK for person in version.people)
        return frozenset(one.email.casefold() for one in people if one.email and (one.found or not one.chat))

    def linked(self, users: Mapping[str, str]) -> "Contracts":
        """The same, where those people have the Slack id that `users` gives by their address in small letters.

        What a contract says itself comes first: nobody gets an id that it gives to another of its people.
        """
        return replace(self, all=tuple(_linked(version, users) for version in self.all))

    def unconfirmed(self) -> frozenset[tuple[str, str]]:
        """The site and the address, in small letters, of the people to whom their contract gives no Jira account."""
        named = ((version.jira.site, person) for version in self.all for person in version.people)
        return frozenset((site, one.email.casefold()) for site, one in named if one.email and not one.jira)

    def confirmed(self, accounts: Mapping[tuple[str, str], str]) -> "Contracts":
        """The same, where those people are heard by the account that `accounts` gives for their site and address."""
        return replace(self, all=tuple(_confirmed(version, accounts) for version in self.all))

    def around(self, slack_id: str, channel: str, at: datetime) -> tuple[Contract, ...]:
        """The contract of the channel where a Slack user stands if it names them, else every one that does."""
        naming = self.for_person(slack_id, at)
        here = self.for_channel(channel, at) if channel else None
        return (here,) if here is not None and here in naming else naming

    def _first(self, at: datetime, suits: Callable[[Contract], bool]) -> Contract | None:
        return next((version for version in self.holding(at) if suits(version)), None)

    def holding(self, at: datetime) -> Iterator[Contract]:
        """The version of each contract that holds at an instant; an amendment may have changed the zone."""
        if at.utcoffset() is None:
            raise ValueError(f"an instant needs its zone: {at.isoformat()}")
        for _, versions in groupby(self.all, key=lambda version: version.id):
            reached = [each for each in versions if each.effective <= at.astimezone(ZoneInfo(each.zone)).date()]
            yield from (self._manned(version, at) for version in reached[-1:])

    def _manned(self, version: Contract, at: datetime) -> Contract:
        return crew(version, self.absences, self.duties, at, self.colleagues)


def _linked(version: Contract, users: Mapping[str, str]) -> Contract:
    if version.chat.via != SLACK:
        return version
    given = {person.chat for person in version.people if person.chat and not person.found}

    def known(person: Person) -> Person:
        if person.chat and not person.found:
            return person
        user = users.get((person.email or "").casefold())
        return replace(person, chat=user, found=True) if user and user not in given else replace(person, chat=None)

    before = version.previous and _linked(version.previous, users)
    return replace(version, people=tuple(map(known, version.people)), previous=before)


def _confirmed(version: Contract, accounts: Mapping[tuple[str, str], str]) -> Contract:
    given = {person.jira for person in version.people if person.jira}

    def known(person: Person) -> Person:
        account = None if person.jira else accounts.get((version.jira.site, (person.email or "").casefold()))
        return replace(person, account=None if account in given else account)

    before = version.previous and _confirmed(version.previous, accounts)
    return replace(version, people=tuple(map(known, version.people)), previous=before)


def rooms(version: Contract) -> tuple[str, ...]:
    """The channels of a contract, the team's too."""
    team = version.chat.team_channel
    return (*client_channels(version), team) if team else client_channels(version)


def client_channels(version: Contract) -> tuple[str, ...]:
    """The channels that the client of a contract reads."""
    return tuple(channel for channel in (version.chat.channel, version.chat.security_channel) if channel)
