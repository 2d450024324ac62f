"""After a downtime: one late word an anomaly, and where there are many, one list a contract instead."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import structlog

from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, Store, clocks, mailbox, outbox, passing
from connectors.store.clocks import ClockRow
from connectors.store.outbox import Errand
from rules.change import recipient
from rules.contract import Audience, Contract, Criticality, Role
from rules.effects import Effect, Message, Overdue, PostRoom, Say, Tell, Value, Write
from rules.events import PromiseAlerted, ThresholdReached
from rules.reminders import late
from rules.reminders.thresholds import BREACH
from scheduler.alert_deliveries import alert_delivery, alerts
from scheduler.cases.case_loader import Case, Casebook
from scheduler.catching_up.outage_log import Outage, Outages
from scheduler.errands.queueing import errand

HANDFUL = 5
LINES = 20
MOST = 20_000
_LEVELS = tuple(Criticality)

log = structlog.get_logger("vigie.overdue")


class _Found(NamedTuple):
    """A due alert of an anomaly's clock; `outage` is the one during which it was due, if any."""

    case: Case
    row: ClockRow
    what: ThresholdReached | PromiseAlerted
    outage: Outage | None

    @property
    def breached(self) -> bool:
        return self.what.share >= BREACH

    @property
    def gravity(self) -> tuple[object, ...]:
        """The key that sorts the gravest first."""
        promised = isinstance(self.what, PromiseAlerted)
        level = _LEVELS.index(self.row.criticality) if self.row.criticality else len(_LEVELS)
        return not self.breached, level, promised, -self.what.share, _date(self.what), self.case.id


async def catch_up(store: Store, casebook: Casebook, outages: Outages, now: datetime, wall: datetime) -> int:
    """Put the alerts due during an outage in the mailbox; returns their number.

    Read without holding anybody up, then kept in one transaction with what will be said of it: whatever stops between
    the two, nothing is lost or told twice. Who comes second finds the clocks taken.
    """
    late = await store.read(lambda tx: tuple(_late(tx, casebook, outages, now)))
    if not late:
        return 0
    return await store.write(lambda tx: _keep(tx, casebook, late, now, wall))


def _late(tx: Connection, casebook: Casebook, outages: Outages, now: datetime) -> Iterator[_Found]:
    cases: dict[str, Case | None] = {}
    for row in clocks.due(tx, now, MOST):
        try:
            if row.anomaly_id not in cases:
                cases[row.anomaly_id] = casebook.find_folded(tx, AboutAnomaly(row.anomaly_id), now)
            case = cases[row.anomaly_id]
            found = [_found(case, row, what, outages, now) for what in _due(case, row, now)] if case else []
        except Exception as error:  # the sweep comes to it by itself, and puts it off
            if passing(error):
                raise
            log.error("late clock not read", anomaly=row.anomaly_id, error=type(error).__name__)
            continue
        if any(one.outage for one in found):
            yield from found


def _due(case: Case, row: ClockRow, now: datetime) -> tuple[ThresholdReached | PromiseAlerted, ...]:
    due = alerts(case.anomaly, case.contract, row, now)
    return tuple(what for what in due if isinstance(what, ThresholdReached | PromiseAlerted))


def _found(
    case: Case, row: ClockRow, what: ThresholdReached | PromiseAlerted, outages: Outages, now: datetime
) -> _Found:
    owed = late(case.anomaly, what, case.contract, now)
    outage = outages.over(owed) if owed else None
    return _Found(case, row, replace(what, owed_at=owed) if outage else what, outage)


def _keep(tx: Connection, casebook: Casebook, late: tuple[_Found, ...], now: datetime, wall: datetime) -> int:
    # In an order that all replicas share, so that none waits for another that waits for it.
    rows = {(one.row.anomaly_id, one.row.clock.value, one.row.cycle): one.row for one in late}
    taken = {key for key in sorted(rows) if clocks.rest(tx, rows[key])}
    ours = [one for one in late if (one.row.anomaly_id, one.row.clock.value, one.row.cycle) in taken]
    for contract_id, found in _grouped(ours, lambda one: one.case.contract.id).items():
        gravest = [min(group, key=_gravity) for group in _grouped(found, lambda one: one.case.id).values()]
        many = len(gravest) > HANDFUL
        told = set() if many else {id(one) for one in gravest}
        mailbox.keep(
            tx,
            [
                alert_delivery(one.case.id, one.what if id(one) in told else replace(one.what, gathered=True), now)
                for one in found
            ],
        )
        if many:
            contract = casebook.contracts.current(contract_id, now) or gravest[0].case.contract
            outbox.put(tx, list(_errands(contract, sorted(gravest, key=_gravity), now, wall)))
        log.warning("alerts told late", contract=contract_id, anomalies=len(gravest), together=many)
    return len(ours)


def _errands(contract: Contract, gravest: list[_Found], now: datetime, wall: datetime) -> Iterator[Errand]:
    name = f"overdue:{contract.id}"
    for number, effect in enumerate(_effects(contract, gravest)):
        key = f"{name}:{now.isoformat()}:{number}"
        yield errand(effect, contract, name, key=key, at=wall)


def _effects(contract: Contract, gravest: list[_Found]) -> Iterator[Effect]:
    """To the team, or to the CPs where it has no room, and to the escalation where something is breached."""
    message = Message(Say.OVERDUE, _values(contract, gravest))
    team = contract.chat.room(Audience.TEAM)
    if team:
        yield PostRoom(contract.id, Audience.TEAM, message)
    chain = contract.choices.alerts.escalation if any(one.breached for one in gravest) else ()
    higher = dict.fromkeys(person for step in chain if step.share is not None for person in contract.at_step(step))
    for person in dict.fromkeys((*(() if team else contract.holders(Role.CP)), *higher)):
        if person.chat:
            yield Tell(recipient(contract, person), message)
    for person in higher:
        if person.email:
            yield Write(recipient(contract, person), message)


def _values(contract: Contract, gravest: list[_Found]) -> dict[str, Value]:
    away = [one.outage for one in gravest if one.outage]
    values: dict[str, Value] = {
        "client": contract.client,
        "since": min(one.since for one in away),
        "until": max(one.until for one in away),
        "count": len(gravest),
        "overdue": tuple(_line(one) for one in gravest[:LINES]),
    }
    return values | {"more": len(gravest) - LINES} if len(gravest) > LINES else values


def _line(one: _Found) -> Overdue:
    level = one.row.criticality or one.case.anomaly.criticality or Criticality.MINEURE
    promised = isinstance(one.what, PromiseAlerted)
    return Overdue(one.case.anomaly.name, level, one.what.clock, _date(one.what), one.breached, promised)


def _date(what: ThresholdReached | PromiseAlerted) -> datetime:
    return what.promised if isinstance(what, PromiseAlerted) else what.deadline


def _gravity(one: _Found) -> tuple[object, ...]:
    return one.gravity


def _grouped(found: Iterable[_Found], by: Callable[[_Found], str]) -> dict[str, list[_Found]]:
    groups: dict[str, list[_Found]] = {}
    for one in found:
        groups.setdefault(by(one), []).append(one)
    return groups
