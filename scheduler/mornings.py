"""Each CP's morning list: one a day for all their contracts, at the hour that they chose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.preferences import NONE, USUAL
from connectors.store import Connection
from rules.change import recipient
from rules.contract import Contract, Role
from rules.effects import Message, Morning, Recipient, Say, Tell
from scheduler.casebook import Casebook
from scheduler.portfolio import Books, Standing, due_today, end_of_day

REACH = timedelta(hours=12)
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class Due:
    """A CP's list of one local day (`day` names it), due at an instant."""

    user: str
    day: str
    at: datetime


def due(contracts: Mapping[str, Contract], hours: Mapping[str, str], now: datetime) -> Iterator[Due]:
    """The lists whose hour has come today, by at most REACH; `contracts` gives one for each CP, whose zone is theirs.

    `hours` are the choices of those who made one. Nothing is due at the weekend.
    """
    for user, contract in contracts.items():
        hour = hours.get(user, USUAL)
        today = now.astimezone(ZoneInfo(contract.zone)).date()
        if hour == NONE or today.weekday() in WEEKEND:
            continue
        at = datetime.combine(today, time.fromisoformat(hour), ZoneInfo(contract.zone))
        if at <= now < at + REACH:
            yield Due(user, today.isoformat(), at)


def leads(casebook: Casebook, now: datetime) -> dict[str, Contract]:
    """Every CP who can be told something in Slack, with the first of their contracts."""
    found: dict[str, Contract] = {}
    for contract in casebook.contracts.holding(now):
        for user in _told(contract):
            found.setdefault(user, contract)
    return found


def morning(tx: Connection, casebook: Casebook, user: str, at: datetime) -> Tell | None:
    """What is late, due today or waiting for the client, contract after contract; None when there is nothing to say.

    A contract is left out on a day that its first calendar does not work: those are people's days off.
    """
    books = Books(casebook, user, at)
    led = [one for one in books.theirs if user in _told(one) and _works(one, at)]
    told = [(one, list(filter(_raised, books.standings(tx, one)))) for one in led]
    mornings = tuple(_morning(contract, standing, at) for contract, standing in told if standing)
    return Tell(_recipient(led[0], user), Message(Say.DAILY, {"contracts": mornings})) if mornings else None


def _told(contract: Contract) -> tuple[str, ...]:
    """The CPs, and those who stand in for one that is away."""
    return tuple(person.slack for person in contract.holders(Role.CP) if person.slack)


def _works(contract: Contract, at: datetime) -> bool:
    today = at.astimezone(ZoneInfo(contract.zone)).date()
    return bool(next(iter(contract.calendars.values())).hours(today))


def _raised(one: Standing) -> bool:
    return one.row.raised_at is not None


def _morning(contract: Contract, standing: list[Standing], at: datetime) -> Morning:
    evening = end_of_day(contract, at)
    return Morning(
        contract.client,
        len(standing),
        late=tuple(one.row.name for one in standing if one.late),
        today=tuple(one.row.name for one in standing if due_today(one, evening)),
        waiting=tuple(one.row.name for one in standing if one.row.owed == "answer"),
    )


def _recipient(contract: Contract, user: str) -> Recipient:
    return recipient(contract, next(one for one in contract.holders(Role.CP) if one.slack == user), Role.CP)
