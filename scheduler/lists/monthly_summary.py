"""The summary of a month, from the cases of a contract: nothing when there is nothing to say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.store import Connection
from rules.change import recipient
from rules.contract import Audience, Contract, Role
from rules.effects import Effect, Message, PostRoom, Say, Write
from rules.reports.figures import Figures, figures
from rules.reports.support_figures import SupportFigures, support_figures
from scheduler.cases.case_loader import Casebook


def monthly(tx: Connection, casebook: Casebook, contract: Contract, at: datetime) -> Iterator[Effect]:
    """The short summary of the month before: to the team's channel, and by e-mail to the RM and the direction."""
    end = at.astimezone(ZoneInfo(contract.zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = (end - timedelta(days=1)).replace(day=1)
    cases = [(case.anomaly, case.contract) for case in casebook.all_cases(tx, contract.id, at)]
    if not any(one.raised_at is not None and one.raised_at < end for one, _ in cases):
        return
    support = support_figures((one for one, _ in cases), start, end)
    message = Message(Say.MONTHLY, {**_values(contract, figures(cases, start, end)), **_support(support)})
    if contract.chat.room(Audience.TEAM):
        yield PostRoom(contract.id, Audience.TEAM, message)
    for role in (Role.RM, Role.CP, Role.DIRECTION):
        for person in contract.holders(role):
            if person.email:
                yield Write(recipient(contract, person, role), message)


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


def _support(month: SupportFigures) -> dict[str, int | tuple[str, ...]]:
    """The escalations between support levels, and the level of what was closed; nothing where there are no levels."""
    values: dict[str, int | tuple[str, ...]] = {}
    if month.escalations or month.returns or month.resolved:
        values["climbs"] = month.escalations
    if month.resolved:
        values["support"] = tuple(f"{one.level.value} {one.percent} %" for one in month.resolved)
    return values
