"""Reads what a month's figures are computed from: the lives of a contract's anomalies, and the decisions on misses."""

from dataclasses import dataclass
from datetime import datetime

from connectors.store import Connection, journal
from rules.contract import Contract
from rules.events.compensation_events import CompensationExcluded
from rules.reports.month.lives import Life
from rules.reports.month.month_report import MonthReport, month_report
from rules.reports.month.settled import Exclusion
from rules.reports.month.window import window
from rules.workdays.month import Month
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import penalties_of, version_in

_YEAR = 12


@dataclass(frozen=True, slots=True)
class MonthOf:
    """A contract's month beside the month before and the same one a year before; None where it was not in force then.

    `versions` are those in force in the month; it is `partial` where the first of all begins within it. The months
    `unlike` it compare badly: begun late, or under other versions.
    """

    contract: Contract
    report: MonthReport
    before: MonthReport | None
    year_before: MonthReport | None
    versions: tuple[Contract, ...]
    partial: bool
    unlike: tuple[Month, ...] = ()


def month_of(tx: Connection, casebook: Casebook, contract_id: str, month: Month, now: datetime) -> MonthOf | None:
    """A contract's month, as its end knew it; None where no version of the contract is there, or before the first.

    A month is compared once it is over. Raises ValueError for a month that has not begun, UnreadRow.
    """
    versions = tuple(one for one in casebook.contracts.all if one.id == contract_id)
    if not versions or month < Month.of(versions[0].effective):
        return None
    lives = lives_of(tx, casebook, contract_id, now)
    excluded = exclusions(tx, casebook, contract_id)
    contract = version_in(versions, month)

    def told(one: Month) -> MonthReport:
        return month_report(lives, window(one, contract.zone, now), excluded)

    report = told(month)
    known = [
        report.window.over and one >= Month.of(versions[0].effective) for one in (month.plus(-1), month.plus(-_YEAR))
    ]
    others = tuple(one for one, there in zip((month.plus(-1), month.plus(-_YEAR)), known, strict=True) if there)
    present = _in_force(versions, month)
    return MonthOf(
        contract=contract,
        report=report,
        before=told(month.plus(-1)) if known[0] else None,
        year_before=told(month.plus(-_YEAR)) if known[1] else None,
        versions=present,
        partial=_partial(versions, month),
        unlike=tuple(one for one in others if _partial(versions, one) or _in_force(versions, one) != present),
    )


def _partial(versions: tuple[Contract, ...], month: Month) -> bool:
    return versions[0].effective > month.first


def _in_force(versions: tuple[Contract, ...], month: Month) -> tuple[Contract, ...]:
    """The versions in force on some day of a month."""
    following = (*(one.effective for one in versions[1:]), None)
    return tuple(
        one
        for one, end in zip(versions, following, strict=True)
        if one.effective <= month.last and (end is None or end > month.first)
    )


def lives_of(tx: Connection, casebook: Casebook, contract_id: str, now: datetime) -> tuple[Life, ...]:
    """The lives of a contract's anomalies, oldest first; one that cannot be read is left out, and named in the log."""
    cases = casebook.all_cases(tx, contract_id, now)
    return tuple(Life(case.history, case.opening, case.contract) for case in cases)


def exclusions(tx: Connection, casebook: Casebook, contract_id: str) -> dict[str, Exclusion]:
    """The decision on each miss that people excluded, by its line; one that was refused decides nothing.

    Raises UnreadRow.
    """
    penalties = penalties_of(tx, casebook, contract_id)
    found = {}
    for fact in journal.CONTRACTS.read(tx, contract_id):
        what = fact.what
        if isinstance(what, CompensationExcluded) and penalties[what.line].cause is not None:
            found[what.line.rpartition("@")[0]] = Exclusion(what.cause.value, what.by.name, fact.at)
    return found
