"""Resolves a contract's people at an instant, with absences and on-call duty."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rules.contract import SIDES, ClockName, Contract, Criticality, NoCommitment, Person, Place, Role, Side
from rules.events import Actor
from rules.workdays import is_open


@dataclass(frozen=True, slots=True)
class Absence:
    """The days when a user of the chat is away, both ends included, each as their contract's zone counts it.

    `stand_in` is the user told in their place, "" for nobody. Of two that share a day, the one chosen last holds.
    """

    id: str
    user: str
    first: date
    last: date
    stand_in: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """A turn of on-call, `[since, until)`; `contracts` names those that it covers, all of them where it is empty.

    `chat` is the person's id in the chat that `via` names, "" for that of each contract.
    """

    since: datetime
    until: datetime
    name: str
    chat: str | None = None
    email: str | None = None
    contracts: frozenset[str] = frozenset()
    via: str = ""


def crew(
    contract: Contract,
    absences: Iterable[Absence],
    duties: Iterable[Duty],
    now: datetime,
    colleagues: Mapping[str, Person],
) -> Contract:
    """The contract as its people are at an instant; the same one where nobody is away or on duty.

    `colleagues` are the provider's people by chat id, of every contract: one who is not named here may stand in for
    the provider's people. The client's people are replaced only by those that the contract names.
    """
    away = _away(contract, absences, now)
    people = _replaced(contract.people, away, colleagues) if away else contract.people
    for duty in duties:
        if duty.since <= now < duty.until and contract.id in (duty.contracts or {contract.id}):
            people = _joined(people, duty, colleagues)
    return contract if people is contract.people else replace(contract, people=people)


def in_place_of(contract: Contract, who: str) -> Person | None:
    """Whom to call where the person of that id is meant: who stands in, else them; None for whom it does not name."""
    known = next((one for one in contract.people if one.id == who), None)
    if known is None or not known.silent:
        return known
    if (standing := contract.in_place_of(known)) is not known:
        return standing
    others = (one for role in Role if role in known.silent for one in contract.holders(role))
    return next(others, known)


def on_duty(contract: Contract, level: Criticality | None, now: datetime) -> Person | None:
    """The person on duty, while one of the delays of that criticality counts and the contract's main hours are over.

    The main hours are those of the first calendar.
    """
    main, *_ = contract.calendars.values()
    if (
        level is None
        or is_open(main, now)
        or not any(_counts(contract, level, clock, now) for clock in contract.clocks)
    ):
        return None
    return next((one for one in contract.people if one.on_duty), None)


def called(contract: Contract, owner: Actor | None, level: Criticality | None, now: datetime) -> Actor | None:
    """The person to mention: the one on duty out of hours, else the owner or the owner's stand-in."""
    person = on_duty(contract, level, now) or (in_place_of(contract, owner.id) if owner else None)
    return Actor(person.id, person.name, person.roles) if person else None


def may_stand_in(contract: Contract, user: str, other: str, colleagues: Mapping[str, Person]) -> bool:
    """Whether one user may stand in for another in something that they do in the contract."""
    person = next((one for one in contract.people if user and one.chat == user), None)
    standing = next((one for one in contract.people if one.chat == other), None) or _visiting(colleagues.get(other))
    return bool(person and standing and user != other and _borrowed(person, standing, contract.people))


def ids_of(contract: Contract, user: str) -> frozenset[str]:
    """Under which ids of the contract a user answers today: their own, and those of whom they stand in for."""
    them = [one for one in contract.people if user and one.chat == user]
    return frozenset(name for one in them for name in (one.id, *(place.id for place in one.places)))


def under_on_call(contract: Contract, level: Criticality, now: datetime) -> bool:
    """Whether one of the delays of a criticality counts now by another calendar than the contract's first one."""
    main = next(iter(contract.calendars))
    counted = (clock for clock in contract.clocks if contract.commitment(level, clock).calendar != main)
    return any(_counts(contract, level, clock, now) for clock in counted)


def _counts(contract: Contract, level: Criticality, clock: ClockName, now: datetime) -> bool:
    promised = contract.commitment(level, clock)
    return not isinstance(promised.target, NoCommitment) and is_open(contract.calendars[promised.calendar], now)


def _away(contract: Contract, absences: Iterable[Absence], now: datetime) -> dict[str, str]:
    """The people away that day, and those told in their place."""
    today = now.astimezone(ZoneInfo(contract.zone)).date()
    there = [one for one in absences if one.first <= today <= one.last]
    away = {one.user: one.stand_in for one in sorted(there, key=lambda one: (one.chosen_at, one.id))}
    return away if any(person.chat in away for person in contract.people) else {}


def _replaced(
    people: tuple[Person, ...], away: Mapping[str, str], colleagues: Mapping[str, Person]
) -> tuple[Person, ...]:
    """Stand-ins gain the roles of those they replace; people away keep theirs, but are not told."""
    found = {one.id: one for one in people}
    for person in people:
        if person.chat in away:
            standing = _standing_in(person, away, people, colleagues)
            borrowed = _borrowed(person, standing, people) if standing else frozenset[Role]()
            if standing and borrowed:
                found[standing.id] = _standing(found.get(standing.id, standing), person, borrowed)
                found[person.id] = replace(found[person.id], silent=borrowed)
    present = [one for one in found.values() if one.chat and one.chat not in away]
    return tuple(_silenced(one, present) if one.chat in away else one for one in found.values())


def _standing_in(
    person: Person, away: Mapping[str, str], people: Sequence[Person], colleagues: Mapping[str, Person]
) -> Person | None:
    """The present person at the end of the chain; None where it ends with nobody, or loops."""
    seen, user = {person.chat}, away[person.chat or ""]
    while user and user not in seen:
        if user not in away:
            return next((one for one in people if one.chat == user), None) or _visiting(colleagues.get(user))
        seen.add(user)
        user = away[user]
    return None


def _visiting(colleague: Person | None) -> Person | None:
    """Somebody whom this contract does not name, without the roles that they have elsewhere."""
    return replace(colleague, roles=frozenset(), zone=None, hours=None) if colleague else None


def _borrowed(person: Person, standing: Person, people: Sequence[Person]) -> frozenset[Role]:
    """The roles that somebody may stand in for: those of their own side, the provider's for whom it does not name."""
    named = any(one.id == standing.id for one in people)
    sides = {SIDES[role] for role in standing.roles} if named else {Side.PROVIDER}
    return frozenset(role for role in person.roles if SIDES[role] in sides)


def _standing(standing: Person, person: Person, borrowed: frozenset[Role]) -> Person:
    place = Place(person.id, person.name, borrowed - standing.own)
    return replace(standing, roles=standing.roles | borrowed, places=(*standing.places, place))


def _silenced(person: Person, present: Sequence[Person]) -> Person:
    """A person away is not told for a role that somebody present holds too."""
    held = frozenset(role for role in person.roles if any(role in one.roles for one in present))
    return replace(person, silent=person.silent | held)


def _joined(people: tuple[Person, ...], duty: Duty, colleagues: Mapping[str, Person]) -> tuple[Person, ...]:
    """The person on duty has a developer's rights, and hears only what concerns their turn."""
    known = next((one for one in people if _is(one, duty)), None)
    if known is None:
        stranger = Person(frozenset(), duty.name, duty.chat, duty.email, via=duty.via)
        visiting = _visiting(colleagues.get(duty.chat or "")) or stranger
        return (*people, _serving(visiting))
    return tuple(_serving(one) if one is known else one for one in people)


def _serving(person: Person) -> Person:
    added = frozenset({Role.DEVELOPER}) - person.roles
    return replace(person, roles=person.roles | added, silent=person.silent | added, on_duty=True)


def _is(person: Person, duty: Duty) -> bool:
    if person.chat and duty.chat:
        return person.chat == duty.chat
    return bool(person.email and duty.email) and (person.email or "").casefold() == (duty.email or "").casefold()


def every(contracts: Iterable[Contract]) -> Iterator[Person]:
    """The provider's people of contracts, who may stand in for one another."""
    for contract in contracts:
        for one in contract.people:
            if any(SIDES[role] is Side.PROVIDER for role in one.roles):
                yield replace(one, via=one.via or contract.chat.via)
