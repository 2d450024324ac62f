"""The summary of a month, from the lives of a contract's anomalies: nothing when there is nothing to say."""

from collections.abc import Iterator
from datetime import datetime

import structlog

from connectors.store import Connection
from connectors.store.unread_rows import UnreadRow
from rules.change import recipient
from rules.contract import CONTRACTED, Audience, ClockName, Contract, Role
from rules.effects import Effect, Message, PostRoom, Say, Write
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.settled import Exclusion, settled
from rules.reports.month.stock import by_criticality, stock
from rules.reports.month.window import Window, window
from rules.reports.support_figures import SupportFigures, support_figures
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.cases.month_lives import exclusions, lives_of

log = structlog.get_logger("vigie.monthly")


def monthly(tx: Connection, casebook: Casebook, contract: Contract, at: datetime) -> Iterator[Effect]:
    """The short summary of the month before: to the team's channel, and by e-mail to the RM and the direction."""
    month = window(Month.of(local_day(at, contract.zone)).plus(-1), contract.zone, at)
    lives = lives_of(tx, casebook, contract.id, at)
    if all(standing(one.at(month.until)) is Standing.ABSENT for one in lives):
        return
    support = support_figures((one.at(month.until) for one in lives), month.start, month.until)
    values = _values(contract, lives, month, _excluded(tx, casebook, contract))
    message = Message(Say.MONTHLY, {**values, **_support(support)})
    if contract.chat.room(Audience.TEAM):
        yield PostRoom(contract.id, Audience.TEAM, message)
    for role in (Role.RM, Role.CP, Role.DIRECTION):
        for person in contract.holders(role):
            if person.email:
                yield Write(recipient(contract, person, role), message)


def _excluded(tx: Connection, casebook: Casebook, contract: Contract) -> dict[str, Exclusion]:
    """The misses that people excluded; none where the contract's journal cannot be read, which the log says."""
    try:
        return exclusions(tx, casebook, contract.id)
    except UnreadRow as row:
        log.error("contract not read", contract=contract.id, why=str(row))
        return {}


def _values(
    contract: Contract, lives: tuple[Life, ...], month: Window, excluded: dict[str, Exclusion]
) -> dict[str, str | int | datetime | tuple[str, ...]]:
    found, delays = stock(lives, month), settled(lives, month, excluded)
    values: dict[str, str | int | datetime | tuple[str, ...]] = {
        "client": contract.client,
        "month": month.start,
        "raised": len(found.raised),
        "closed": len(found.closed),
        "open": len(found.closing),
        "levels": tuple(f"{level}:{len(part)}" for level, part in by_criticality(found.raised) if level),
    }
    run = {*CONTRACTED, *(clock for life in lives for clock in life.contract.clocks)}
    for clock in (one for one in ClockName if one in run):
        share = delays.share_of(clock)
        values[f"{clock.value}_kept"] = share.part
        values[f"{clock.value}_missed"] = share.whole - share.part
    return values


def _support(month: SupportFigures) -> dict[str, int | tuple[str, ...]]:
    """The escalations between support levels, and the level of what was closed; nothing where there are no levels."""
    values: dict[str, int | tuple[str, ...]] = {}
    if month.escalations or month.returns or month.resolved:
        values["climbs"] = month.escalations
    if month.resolved:
        values["support"] = tuple(f"{one.level.value} {one.percent} %" for one in month.resolved)
    return values
