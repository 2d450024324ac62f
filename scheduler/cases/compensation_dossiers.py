"""Computes the compensations of a contract from what the store keeps of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from connectors.store import Connection, journal
from rules.contract import Contract
from rules.economy.agreement import agreement
from rules.economy.compensation.calculations import excluded_lines
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.exposure import Exposure, exposure
from rules.economy.compensation.misses import Case
from rules.economy.compensation.penalty_life import Penalty, Term, lives
from rules.economy.compensation.statement import Statement, statements
from rules.economy.month_terms import MonthTerms
from rules.events.compensation_events import CompensationEvent
from rules.events.contract_events import ContractEdited
from rules.workdays.month import Month, local_day, span
from scheduler.cases.case_loader import Casebook


@dataclass(frozen=True, slots=True)
class ContractCompensation:
    """A contract's month: its statement, what is late now, and where each of its penalties stands, by line."""

    contract: Contract
    statement: Statement
    exposure: Exposure
    penalties: dict[str, Penalty]
    term: Term


def compensation_of(
    tx: Connection, casebook: Casebook, contract_id: str, month: Month, now: datetime
) -> ContractCompensation | None:
    """The compensation of a month as `now` knows it; None where no version of the contract is there.

    Every month from the first version's on is computed, since the contract's exemption and cap run over all of them.
    """
    versions = [one for one in casebook.contracts.all if one.id == contract_id]
    if not versions:
        return None
    cases = tuple((case.anomaly, case.contract) for case in casebook.all_cases(tx, contract_id, now))
    current = _version(versions, month)
    term = term_of(current)
    penalties = lives(_steps(tx, contract_id), term)
    months = list(span(min(Month.of(versions[0].effective), month), month))

    def dossier(of: Month) -> Dossier:
        return _dossier(versions, cases, excluded_lines(penalties), of)

    found = statements(dossier, months, now)[-1]
    late = exposure(dossier(Month.of(local_day(now, current.zone))), now, found.before)
    return ContractCompensation(current, found, late, penalties, term)


def exposed_now(
    tx: Connection, casebook: Casebook, contract: Contract, cases: tuple[Case, ...], now: datetime
) -> Exposure:
    """What these anomalies of a contract expose it to, whatever earlier months charged; excluded lines cost nothing."""
    versions = [one for one in casebook.contracts.all if one.id == contract.id]
    excluded = excluded_lines(lives(_steps(tx, contract.id), term_of(contract)))
    return exposure(_dossier(versions, cases, excluded, Month.of(local_day(now, contract.zone))), now)


def term_of(contract: Contract) -> Term:
    """The term that a contract gives to observations, on the working days of its first calendar."""
    terms, calendar = contract.compensations, next(iter(contract.calendars.values()))
    causes = tuple(one.cause for one in terms.exclusions) if terms else ()
    return Term(terms.observations if terms else 0, lambda day: bool(calendar.hours(day)), causes=causes)


def _steps(tx: Connection, contract_id: str) -> Iterator[CompensationEvent]:
    for fact in journal.CONTRACTS.read(tx, contract_id):
        if not isinstance(fact.what, ContractEdited):
            yield fact.what


def _dossier(versions: list[Contract], cases: tuple[Case, ...], out: dict[str, str], month: Month) -> Dossier:
    agreed = agreement(versions)
    fee = MonthTerms(month, agreed).fee if agreed else 0
    return Dossier(_version(versions, month), cases, fee, out)


def _version(versions: list[Contract], month: Month) -> Contract:
    """The last version in force in a month, or the first of all before them."""
    return next((one for one in reversed(versions) if one.effective <= month.last), versions[0])
