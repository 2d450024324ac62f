"""Names penalties as people know them: the anomaly and the clock, or the rate of the month."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from rules.budget_model import LedgerButton, Money, PenaltyLine
from rules.contract import Contract
from rules.economy.compensation.open_steps import open_steps
from rules.economy.compensation.penalty_life import Penalty
from rules.economy.compensation.penalty_names import read_name
from scheduler.cases.compensation_dossiers import CompensationFile

MOST = 20
"""Lines of one message."""


def penalty_line(file: CompensationFile, line: str, cents: int, currency: str) -> PenaltyLine:
    """A penalty by its line, with an amount."""
    amount, named = Money(cents, currency), read_name(line)
    anomaly = anomaly_name(file, named.anomaly) if named.clock else ""
    return PenaltyLine(amount, anomaly, named.clock, named.rate)


def penalty_lines(file: CompensationFile, penalties: Iterable[Penalty], currency: str) -> tuple[PenaltyLine, ...]:
    """Some penalties with what is at stake, at most MOST."""
    return tuple(penalty_line(file, one.line, one.cents, currency) for one in list(penalties)[:MOST])


def anomaly_name(file: CompensationFile, anomaly_id: str) -> str:
    """What people call an anomaly of the contract; its short id where it is there no more."""
    return next((one.name for one, _ in file.cases if one.id == anomaly_id), anomaly_id[:8])


def step_buttons(file: CompensationFile, penalty: Penalty, contract: Contract, today: date) -> tuple[LedgerButton, ...]:
    """The buttons of what can be done next about a penalty; each names its anomaly, if it has one."""
    named = penalty_line(file, penalty.line, 0, "EUR").anomaly
    steps = open_steps(penalty, today, file.term(penalty.month))
    return tuple(LedgerButton(act, contract.id, penalty.line, named) for act in steps)


def instant(day: date, zone: str) -> datetime:
    """A day of a contract as messages carry it."""
    return datetime.combine(day, time(), ZoneInfo(zone))
