"""`vigie report`: a contract's month, in its own language, with the facts behind each figure."""

from collections.abc import Iterator
from datetime import datetime

from connectors.contracts import Contracts
from connectors.documents.budget_account import Account
from connectors.documents.compensation_statement import told_exposure, told_statement
from connectors.documents.month_facts import facts_behind
from connectors.documents.month_page import MonthPage
from connectors.documents.proof_times import Moments
from connectors.store import Connection, Store
from connectors.wording import Wording
from rules.economy.budget_view import BudgetView
from rules.economy.rounding import HUNDRED
from rules.reports.month.grounds import Share
from rules.reports.month.page_word import judged
from rules.reports.month.preventive import preventive
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import ContractCompensation, compensation_of
from scheduler.cases.month_lives import MonthOf, month_of
from scheduler.catching_up.contract_editions import remembered
from scheduler.ledger.month_detail import MonthDetail, NoMonth, month_detail


class NoReport(Exception):
    """A contract has no report for a month: it was not in force yet, or the month has not begun."""


async def month_report_lines(
    store: Store, contracts: Contracts, contract_id: str, month: Month | None, now: datetime, *, facts: bool
) -> tuple[str, ...] | None:
    """The lines to print; the month of `now` where none is given. None where no contract has that id.

    Raises NoReport.
    """
    current = contracts.current(contract_id, now)
    if current is None:
        return None
    known = await remembered(store, contracts, now)
    casebook = Casebook(store, known)
    present = Month.of(local_day(now, current.zone))
    wanted = month or present

    def look(tx: Connection) -> tuple[str, ...]:
        found = month_of(tx, casebook, contract_id, wanted, now) if wanted <= present else None
        if found is None:
            raise NoReport
        costs = compensation_of(tx, casebook, contract_id, wanted, now)
        detail = month_detail(tx, known, contract_id, wanted, now)
        return tuple(_lines(found, costs, None if isinstance(detail, NoMonth) else detail, now, facts=facts))

    return await store.read(look)


def _lines(
    found: MonthOf, costs: ContractCompensation | None, detail: MonthDetail | None, now: datetime, *, facts: bool
) -> Iterator[str]:
    contract = found.contract
    wording = Wording(contract.language, contract.zone, contract.labels)
    page = MonthPage(
        contract,
        wording,
        now,
        found.report,
        found.before,
        found.year_before,
        judged(
            found.report, contract, costs.statement.total.calculated if costs else 0, detail.view if detail else None
        ),
        costs.statement if costs else None,
        found.partial,
        found.versions,
        found.unlike,
    )
    yield from page.head()
    yield ""
    yield from page.anomalies()
    yield ""
    yield from page.promises()
    yield ""
    yield from _compensation(costs, wording, now)
    yield ""
    yield from _budget(detail.view if detail else None, preventive(detail.spent if detail else ()), wording)
    if facts:
        yield ""
        yield from facts_behind(found.report, wording, Moments(wording, now))


def _compensation(costs: ContractCompensation | None, wording: Wording, now: datetime) -> Iterator[str]:
    yield wording.text("report.section.compensation")
    if costs is None or costs.contract.compensations is None:
        yield f" {wording.text('report.compensation.no_clause')}"
        return
    told = told_statement(costs.statement, costs.contract, wording, now)
    for one in told.lines:
        yield f" {one.title} · {one.amount}"
    yield from (f" {one}" for one in told.totals)
    if not costs.over:
        yield from (f" {one}" for one in told_exposure(costs.exposure, costs.contract, wording, now))
    yield f" {told.reserve}"


def _budget(view: BudgetView | None, share: Share, wording: Wording) -> Iterator[str]:
    yield wording.text("report.section.budget")
    if view is None:
        yield f" {wording.text('report.budget.none')}"
        return
    account = Account(view, wording, priced=True, whole=True)
    for table in account.tables():
        yield from table
    if share.whole > 0:
        hours = {"part": share.part, "whole": share.whole}
        yield f" {wording.text('report.preventive', percent=share.part * HUNDRED // share.whole, **hours)}"
    for line in (*account.beside(), *account.lapses(), *account.forecasts(), *account.remarks(), *account.aside()):
        yield f" {line}"
