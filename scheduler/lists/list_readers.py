"""Resolves who reads which list, at what hour and where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from connectors.preference_choices import BOTH, MAIL, NONE, Preferences
from rules.change import recipient
from rules.contract import Contract, Person, Role
from rules.effects import Effect, Message, Tell, Write
from rules.reminders.told_hours import zone_of


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in one role, with the contracts in which they hold it (one at least)."""

    person: Person
    role: Role
    contracts: tuple[Contract, ...]
    chosen: Preferences

    @property
    def key(self) -> str:
        """Their identity, the same before and after their address was found in Slack."""
        return self.person.id

    @property
    def zone(self) -> ZoneInfo:
        """The zone of their hours and days."""
        return ZoneInfo(zone_of(self.contracts[0], self.person))

    def today(self, now: datetime) -> date:
        """Their local date."""
        return now.astimezone(self.zone).date()

    def at(self, hour: str, day: date) -> datetime | None:
        """The instant of an hour that was chosen, on a local date; None where they want nothing."""
        return None if hour == NONE else datetime.combine(day, time.fromisoformat(hour), self.zone)

    def told(self, message: Message) -> tuple[Effect, ...]:
        """Messages by the channel that they chose; Slack where they have no address, and the reverse."""
        person, chosen = self.person, self.chosen.lists
        to = recipient(self.contracts[0], person, self.role)
        mailed = bool(person.email) and (chosen in (MAIL, BOTH) or not person.chat)
        spoken = bool(person.chat) and (chosen != MAIL or not mailed)
        return (*((Tell(to, message),) if spoken else ()), *((Write(to, message),) if mailed else ()))


def readers(contracts: Iterable[Contract], role: Role, chosen: Mapping[str, Preferences]) -> Iterator[Reader]:
    """Everybody who holds a role in one of the contracts and can be told something, once each."""
    # By what is theirs in every contract, whichever of the two a contract gives.
    held: dict[str, list[tuple[Person, Contract]]] = {}
    for contract in contracts:
        for person in contract.holders(role):
            if key := person.chat or person.email:
                held.setdefault(key, []).append((person, contract))
    for key, theirs in held.items():
        email = next((person.email for person, _ in theirs if person.email), None)
        person = replace(theirs[0][0], email=email)
        yield Reader(person, role, tuple(contract for _, contract in theirs), chosen.get(key, Preferences()))
