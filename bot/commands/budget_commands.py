"""`vigie budget`: a month of a contract's time, in the terminal or as files for a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.console import out, read_contracts, read_settings, say, stop, with_store
from connectors.wording import said, spoken
from scheduler.service_clocks import utc_now

if TYPE_CHECKING:
    from connectors.contracts import Contracts
    from connectors.documents.sheets import Sheet
    from connectors.store import Store
    from connectors.wording import Wording
    from rules.economy.budget_view import BudgetView
    from rules.workdays.month import Month
    from scheduler.ledger.month_detail import MonthDetail, NoMonth


def budget(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help=said("cli.help.budget.contract"))],
    month: Annotated[str, typer.Option(metavar="2026-10", help=said("cli.help.budget.month"))] = "",
    folder: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=said("cli.help.budget.out"))] = None,
    csv: Annotated[bool, typer.Option("--csv", help=said("cli.help.budget.csv"))] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help=said("cli.help.budget.xlsx"))] = False,
) -> None:
    """Show a month of a contract's envelopes and time, or write it for a spreadsheet."""
    from rules.workdays.month import Month
    from scheduler.ledger.month_detail import NoMonth

    try:
        wanted = Month.read(month) if month else None
    except ValueError:
        stop([said("budget.bad_month", month=month)], code=2)
    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    known = sorted({one.id for one in contracts.all})
    if contract not in known:
        names = ", ".join(known) or said("budget.contracts_none")
        stop([said("budget.unknown_contract", name=contract, known=names)])
    found = with_store(settings, lambda store: _found(store, contracts, contract, wanted))
    if isinstance(found, NoMonth):
        stop([_missing(contract, month, found)])
    if csv or xlsx or folder:
        either = csv or xlsx
        for file in _files(found, folder or Path(), csv=csv or not either, xlsx=xlsx or not either):
            say(said("budget.written", file=file.resolve()))
    else:
        _show(found, contracts)


async def _found(
    store: "Store", contracts: "Contracts", contract: str, month: "Month | None"
) -> "MonthDetail | NoMonth":
    from scheduler.catching_up.contract_editions import remembered
    from scheduler.ledger.month_detail import month_detail

    now = utc_now()
    edited = await remembered(store, contracts, now)
    return await store.read(lambda tx: month_detail(tx, edited, contract, month, now))


def _missing(contract: str, month: str, found: "NoMonth") -> str:
    if found.first is None:
        return said("budget.no_budget", name=contract)
    return said("budget.no_month", name=contract, month=month, first=found.first, last=found.last)


def _show(found: "MonthDetail", contracts: "Contracts") -> None:
    from connectors.documents.budget_sheets import envelopes, tickets
    from connectors.wording.money import money

    figures = found.figures
    state = said("budget.closed" if figures.closed else "budget.open")
    fee = money(figures.fee, spoken(), found.budget.currency)
    say(said("budget.heading", contract=found.contract, month=figures.month, state=state, fee=fee))
    _print(envelopes(figures, whole=False), found, contracts)
    if found.spent:
        _print(tickets(found.spent), found, contracts)
    else:
        say(said("budget.nothing_spent"))
    if found.view is not None:
        _watch(found.view, contracts, found.contract)


def _watch(view: "BudgetView", contracts: "Contracts", contract: str) -> None:
    """What the table does not hold of the present month: booklets and the like, what lapses, where the pace leads."""
    from connectors.documents.budget_account import Account

    account = Account(view, _words(contracts, contract), priced=True, whole=True)
    for line in (*account.beside(), *account.lapses(), *account.forecasts(), *account.remarks()):
        say(line)


def _words(contracts: "Contracts", contract: str) -> "Wording":
    from connectors.wording import Wording

    return Wording(spoken(), next(one.zone for one in contracts.all if one.id == contract))


def _print(sheet: "Sheet", found: "MonthDetail", contracts: "Contracts") -> None:
    from rich.table import Table
    from rich.text import Text

    from connectors.documents.sheets import Kind
    from connectors.wording.money import money

    words = _words(contracts, found.contract)
    table = Table(title=sheet.title, title_justify="left")
    for column in sheet.columns:
        table.add_column(column.title, justify="left" if column.kind is Kind.TEXT else "right")

    def shown(cell: object, kind: Kind) -> str:
        if not isinstance(cell, int):
            return str(cell if cell is not None else "")
        if kind is Kind.HOURS:
            lasting = words.duration(timedelta(minutes=cell), exact=True)
            return f"−{lasting}" if cell < 0 else lasting
        return money(cell, spoken(), found.budget.currency) if kind is Kind.MONEY else str(cell)

    for row in sheet.rows:
        cells = (shown(cell, column.kind) for cell, column in zip(row, sheet.columns, strict=True))
        table.add_row(*(Text(cell) for cell in cells))
    out.print(table)


def _files(found: "MonthDetail", folder: Path, *, csv: bool, xlsx: bool) -> Iterator[Path]:
    """Write the month, and give the files one by one."""
    from connectors.documents import sheets
    from connectors.documents.budget_sheets import entries, envelopes, tickets
    from connectors.documents.pool_sheets import pool_sheets

    month = found.figures.month
    named = {
        said("budget.file.envelopes"): envelopes(found.figures, whole=True),
        said("budget.file.tickets"): tickets(found.spent),
        said("budget.file.entries"): entries(found.spent, month),
        **(dict(pool_sheets(found.view)) if found.view else {}),
    }
    stem = f"budget-{found.contract}-{month}"
    written: Sequence[tuple[str, bytes]] = []
    if csv:
        written = [(f"{stem}-{name}.csv", sheets.csv(sheet)) for name, sheet in named.items()]
    if xlsx:
        written = [*written, (f"{stem}.xlsx", sheets.xlsx(tuple(named.values()), utc_now()))]
    for name, content in written:
        file = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        except OSError as error:
            stop([said("budget.unwritable", file=file, why=error.strerror or str(error))])
        yield file
