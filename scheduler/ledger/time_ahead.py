"""Tells the CP of time that is dated later than today: it counts on its day, unless it is a mistake."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from connectors.store import Connection, contract_issues
from rules.change import recipient
from rules.contract import Contract, Role
from rules.effects import Message, Say, Tell, Write
from rules.events import Actor
from rules.events.ledger_events import TimeSpent
from rules.workdays.month import local_day


def time_ahead(
    tx: Connection, contract: Contract, spent: TimeSpent, by: Actor, now: datetime
) -> dict[str, Tell | Write]:
    """The words, each by its key: once for an entry and a day, however often it is heard of."""
    day = local_day(spent.started, contract.zone)
    if contract.budget is None or not spent.seconds or day <= local_day(now, contract.zone):
        return {}
    known = contract_issues.get(tx, spent.site, spent.issue)
    message = Message(
        Say.TIME_AHEAD,
        {
            "client": contract.client,
            "key": known.shown.key if known else spent.issue,
            "who": by.name,
            "minutes": round(spent.seconds / 60),
            "day": datetime.combine(day, time(), ZoneInfo(contract.zone)),
        },
    )
    told: dict[str, Tell | Write] = {}
    for person in contract.holders(Role.CP):
        to = recipient(contract, person, Role.CP)
        name = f"time_ahead:{contract.id}:{spent.site}:{spent.entry}:{day}:{person.id}"
        told[name] = Tell(to, message) if person.chat else Write(to, message)
    return told
