"""Computes the compensations of a contract from what the store keeps of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.store import Connection, journal
from rules.contract import Contract
from rules.contract.compensation_terms import Posting
from rules.economy.agreement import Agreement, agreement
from rules.economy.compensation.calculations import excluded_lines
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.exposure import Exposure, exposure
from rules.economy.compensation.misses import Case
from rules.economy.compensation.months import month_bounds
from rules.economy.compensation.penalty_life import Penalty, Term, lives
from rules.economy.compensation.statement import FIRST, Carried, Statement, statements
from rules.economy.month_terms import MonthTerms
from rules.events.compensation_events import CompensationEvent
from rules.events.contract_events import ContractEdited
from rules.workdays.month import Month, local_day, span
from scheduler.cases.case_loader import Casebook


@dataclass(frozen=True, slots=True)
class CompensationFile:
    """What the compensations of a contract rest on: its versions in order, its anomalies, and its penalties by line."""

    versions: tuple[Contract, ...]
    agreed: Agreement | None
    cases: tuple[Case, ...]
    penalties: dict[str, Penalty]

    def version(self, month: Month) -> Contract:
        """The last version in force in a month, or the first of all before them."""
        return version_in(self.versions, month)

    def term(self, month: Month) -> Term:
        """The term that the provider has in which to answer about a month."""
        return term_of(self.version(month))

    def present(self, now: datetime) -> Month:
        """The month of an instant on the contract's wall clock."""
        return Month.of(local_day(now, self.versions[-1].zone))

    def dossier(self, month: Month) -> Dossier:
        """All that a month is computed from."""
        fee = MonthTerms(month, self.agreed).fee if self.agreed else 0
        return Dossier(self.version(month), self.cases, fee, excluded_lines(self.penalties))

    def statements(self, last: Month, now: datetime) -> tuple[Statement, ...]:
        """The statement of every month up to one, from the first version's on: exemption and cap run over them all."""
        first = min(Month.of(self.versions[0].effective), last)
        return statements(self.dossier, span(first, last), now)

    def over(self, now: datetime) -> tuple[Statement, ...]:
        """The statements of the months that are over; none before the first one is."""
        last = self.present(now).plus(-1)
        return self.statements(last, now) if last >= Month.of(self.versions[0].effective) else ()

    def exposed(self, now: datetime) -> Exposure:
        """What is late now, less what earlier months charged for it."""
        month = self.present(now)
        file = replace(self, cases=tuple(case for case in self.cases if not case[0].closed))
        return exposure(file.dossier(month), now, file._carried(month, now))

    def _carried(self, month: Month, now: datetime) -> Carried:
        """What earlier months charged for these anomalies: nothing, unless it is posted as it goes or capped for each.

        What one anomaly was charged depends on no other: the caps that all share come after.
        """
        terms = [one.compensations for one in self.versions if one.compensations]
        if not any(one.posted is Posting.AS_IT_GOES or one.anomaly_cap is not None for one in terms):
            return FIRST
        zone = self.versions[-1].zone
        raised = [Month.of(local_day(one.raised_at, zone)) for one, _ in self.cases if one.raised_at is not None]
        first = min(raised, default=month)
        return statements(self.dossier, span(first, month.plus(-1)), now)[-1].after if first < month else FIRST


@dataclass(frozen=True, slots=True)
class ContractCompensation:
    """A contract's month: its statement, what is late now, and where each of its penalties stands, by line.

    `contract` is the version of the month, `over` whether the month is.
    """

    contract: Contract
    statement: Statement
    exposure: Exposure
    penalties: dict[str, Penalty]
    term: Term
    over: bool


def compensation_file(
    tx: Connection, casebook: Casebook, contract_id: str, now: datetime, cases: tuple[Case, ...] | None = None
) -> CompensationFile | None:
    """The file of a contract, with `cases` alone where they are given; None where no version of it is there."""
    versions = tuple(one for one in casebook.contracts.all if one.id == contract_id)
    if not versions:
        return None
    if cases is None:
        cases = tuple((case.anomaly, case.contract) for case in casebook.all_cases(tx, contract_id, now))
    return CompensationFile(versions, agreement(versions), cases, _lived(tx, contract_id, versions))


def penalties_of(tx: Connection, casebook: Casebook, contract_id: str) -> dict[str, Penalty]:
    """Where each penalty of a contract stands, by line, without a look at its anomalies. Raises UnreadRow."""
    return _lived(tx, contract_id, tuple(one for one in casebook.contracts.all if one.id == contract_id))


def _lived(tx: Connection, contract_id: str, versions: tuple[Contract, ...]) -> dict[str, Penalty]:
    return lives(steps(tx, contract_id), lambda month: term_of(version_in(versions, month))) if versions else {}


def compensation_of(
    tx: Connection, casebook: Casebook, contract_id: str, month: Month, now: datetime
) -> ContractCompensation | None:
    """The compensation of a month as `now` knows it; None where no version of the contract is there."""
    file = compensation_file(tx, casebook, contract_id, now)
    if file is None:
        return None
    current = file.version(month)
    found = file.statements(month, now)[-1]
    over = month_bounds(month, current.zone)[1] <= now
    return ContractCompensation(current, found, file.exposed(now), file.penalties, file.term(month), over)


def exposed_now(
    tx: Connection, casebook: Casebook, contract: Contract, cases: tuple[Case, ...], now: datetime
) -> Exposure:
    """What these anomalies of a contract expose it to, less what earlier months charged; excluded lines cost nothing.

    Raises LookupError where no version of the contract is there.
    """
    file = compensation_file(tx, casebook, contract.id, now, cases)
    if file is None:
        raise LookupError(contract.id)
    return file.exposed(now)


def term_of(contract: Contract) -> Term:
    """The term that a contract gives to observations, on the working days of its first calendar."""
    terms, calendar = contract.compensations, next(iter(contract.calendars.values()))
    causes = tuple(one.cause for one in terms.exclusions) if terms else ()
    return Term(terms.observations if terms else 0, lambda day: bool(calendar.hours(day)), causes=causes)


def version_in(versions: tuple[Contract, ...], month: Month) -> Contract:
    """The last version in force in a month, or the first of all before them."""
    return next((one for one in reversed(versions) if one.effective <= month.last), versions[0])


def steps(tx: Connection, contract_id: str) -> Iterator[CompensationEvent]:
    """The steps of a contract's penalties, in the order of its journal. Raises UnreadRow."""
    for fact in journal.CONTRACTS.read(tx, contract_id):
        if not isinstance(fact.what, ContractEdited):
            yield fact.what
