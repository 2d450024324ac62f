"""The penalties in a CP's morning list: what is to be notified, answered or decided, a line for each month."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import structlog

from connectors.store import Connection
from connectors.store.unread_rows import UnreadRow
from rules.contract import Contract
from rules.digest_model import Chapter, Kind, Line, Said
from rules.economy.compensation.open_steps import answerable
from rules.economy.compensation.penalty_life import OVER, LifeState, Penalty
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import penalties_of
from scheduler.ledger.penalty_lines import instant
from scheduler.lists.list_lines import CLIENT, chapter, short

log = structlog.get_logger("vigie.lists")

MOST = 6

Told = tuple[Kind, Month, date | None]


def compensations(tx: Connection, casebook: Casebook, theirs: Iterable[Contract], now: datetime) -> tuple[Chapter, ...]:
    """The chapter of some contracts; none where nothing waits."""
    lines = [line for one in theirs for line in _lines(tx, casebook, one, now)]
    return chapter("compensation", lines[:MOST], len(lines))


def _lines(tx: Connection, casebook: Casebook, contract: Contract, now: datetime) -> Iterator[Line]:
    """The lines of one contract; a journal that cannot be read leaves the rest of the list alone."""
    try:
        penalties = penalties_of(tx, casebook, contract.id)
    except UnreadRow as why:
        log.error("penalties not read", contract=contract.id, row=why.unread.name)
        return
    today = local_day(now, contract.zone)
    counts: dict[Told, int] = {}
    for one in penalties.values():
        if told := _told(one, today):
            counts[told] = counts.get(told, 0) + 1
    for (kind, month, until), count in counts.items():
        values: dict[str, Said] = {"penalties": count, "month": instant(month.first, contract.zone)}
        if until is not None:
            values["until"] = instant(until, contract.zone)
        yield Line(kind, short(contract.client, CLIENT), values)


def _told(one: Penalty, today: date) -> Told | None:
    """What waits of a penalty; one that the client never notifies is told in the month after its own alone."""
    if one.state in OVER or not one.cents:
        return None
    if one.state is LifeState.CALCULATED:
        return ("penalty_notify", one.month, None) if one.month.plus(1) == Month.of(today) else None
    if answerable(one, today):
        return "penalty_answer", one.month, one.until
    return "penalty_decide", one.month, None
