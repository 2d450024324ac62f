"""Who reads a list of their own, by whose hours, and where: what they chose, else what is usual."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from connectors.preferences import BOTH, MAIL, NONE, Preferences
from rules.change import recipient
from rules.contract import Contract, Person, Role
from rules.effects import Effect, Mail, Message, Tell


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in one role, with the contracts in which they hold it (one at least)."""

    person: Person
    role: Role
    contracts: tuple[Contract, ...]
    chosen: Preferences

    @property
    def key(self) -> str:
        """What tells them from any other, in whichever contract."""
        return self.person.slack or self.person.email or ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone by whose hours and days they are told."""
        return ZoneInfo(self.contracts[0].zone)

    def today(self, now: datetime) -> date:
        """Their local date."""
        return now.astimezone(self.zone).date()

    def at(self, hour: str, day: date) -> datetime | None:
        """The instant of an hour that was chosen, on a local date; None where they want nothing."""
        return None if hour == NONE else datetime.combine(day, time.fromisoformat(hour), self.zone)

    def told(self, message: Message) -> tuple[Effect, ...]:
        """What tells them where they chose to be told; in Slack where they have no address, and the other way round."""
        person, chosen = self.person, self.chosen.lists
        to = recipient(self.contracts[0], person, self.role)
        mailed = bool(person.email) and (chosen in (MAIL, BOTH) or not person.slack)
        spoken = bool(person.slack) and (chosen != MAIL or not mailed)
        return (*((Tell(to, message),) if spoken else ()), *((Mail(to, message),) if mailed else ()))


def readers(contracts: Iterable[Contract], role: Role, chosen: Mapping[str, Preferences]) -> Iterator[Reader]:
    """Everybody who holds a role in one of the contracts and can be told something, once each."""
    held: dict[str, tuple[Person, list[Contract]]] = {}
    for contract in contracts:
        for person in contract.holders(role):
            if key := person.slack or person.email:
                held.setdefault(key, (person, []))[1].append(contract)
    for key, (person, theirs) in held.items():
        yield Reader(person, role, tuple(theirs), chosen.get(key, Preferences()))
