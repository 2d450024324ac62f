"""What is said at regular hours, from the cases of a contract: nothing when there is nothing to say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.store import Connection
from rules.anomaly import Anomaly
from rules.change import recipient
from rules.clock import Reading, State, read
from rules.contract import Contract, PauseReason, Role
from rules.effects import Effect, Mail, Message, PostTeam, Say, Tell
from rules.report import Figures, figures
from scheduler.casebook import Casebook


def daily(tx: Connection, casebook: Casebook, contract: Contract, at: datetime) -> Iterator[Effect]:
    """Each CP's morning list: what is late, due today, waiting for the client; nothing on a day that is not worked.

    The contract's first calendar tells the days: its public holidays and closures are people's days off.
    """
    today = at.astimezone(ZoneInfo(contract.zone)).date()
    if not next(iter(contract.calendars.values())).hours(today):
        return
    cases = [case for case in casebook.open_cases(tx, contract.id) if case.anomaly.raised_at is not None]
    if not cases:
        return
    anomalies = [case.anomaly for case in cases]
    due = {case.id: _nearest(case.anomaly, case.contract, at) for case in cases}
    late = [one for one in anomalies if (near := due[one.id]) and near.breached]
    waiting = [one for one in anomalies if one.wait is not None and one.wait.reason is PauseReason.CLIENT]
    soon = [
        one
        for one in anomalies
        if one not in late
        and (near := due[one.id])
        and near.deadline is not None
        and near.deadline.astimezone(ZoneInfo(contract.zone)).date() == today
    ]
    message = Message(
        Say.DAILY,
        {
            "client": contract.client,
            "open": len(anomalies),
            "late": tuple(one.name for one in late),
            "today": tuple(one.name for one in soon),
            "waiting": tuple(one.name for one in waiting),
        },
    )
    for person in contract.holders(Role.CP):
        if person.slack:
            yield Tell(recipient(contract, person), message)


def _nearest(anomaly: Anomaly, contract: Contract, at: datetime) -> Reading | None:
    readings = (read(clock, anomaly.marks, contract, at) for clock in contract.clocks)
    running = [one for one in readings if one.state is State.RUNNING and one.deadline is not None]
    return min(running, key=lambda one: one.deadline or at, default=None)


def monthly(tx: Connection, casebook: Casebook, contract: Contract, at: datetime) -> Iterator[Effect]:
    """The short summary of the month before: to the team's channel, and by e-mail to the RM and the direction."""
    end = at.astimezone(ZoneInfo(contract.zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = (end - timedelta(days=1)).replace(day=1)
    cases = [(case.anomaly, case.contract) for case in casebook.all_cases(tx, contract.id)]
    if not any(one.raised_at is not None and one.raised_at < end for one, _ in cases):
        return
    message = Message(Say.MONTHLY, _values(contract, figures(cases, start, end)))
    if contract.slack.team_channel:
        yield PostTeam(contract.id, contract.slack.team_channel, message)
    for role in (Role.RM, Role.CP, Role.DIRECTION):
        for person in contract.holders(role):
            if person.email:
                yield Mail(recipient(contract, person), message)


def _values(contract: Contract, month: Figures) -> dict[str, str | int | datetime | tuple[str, ...]]:
    values: dict[str, str | int | datetime | tuple[str, ...]] = {
        "client": contract.client,
        "month": month.start,
        "raised": sum(count for _, count in month.raised),
        "closed": month.closed,
        "open": month.open,
        "levels": tuple(f"{level.value}:{count}" for level, count in month.raised),
    }
    for one in month.clocks:
        values[f"{one.clock.value}_kept"] = one.kept
        values[f"{one.clock.value}_missed"] = one.missed
    return values
