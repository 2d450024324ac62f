"""`vigie report`: the figures of a contract's month in the terminal."""

from typing import Annotated

import typer

from bot.commands.console import out, read_contracts, read_settings, stop, with_store
from connectors.wording import said
from scheduler.service_clocks import utc_now


def report(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help=said("cli.help.report.contract"))],
    month: Annotated[str | None, typer.Option(metavar="2026-10", help=said("cli.help.report.month"))] = None,
    facts: Annotated[bool, typer.Option("--facts", help=said("cli.help.report.facts"))] = False,
) -> None:
    """Print the figures of a contract's month."""
    from bot.operations.compensation_report import read_month
    from bot.operations.month_report import NoReport, month_report_lines

    wanted = read_month(month) if month else None
    if month and wanted is None:
        stop([said("cli.compensation.no_month", text=month)], code=2)
    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    try:
        told = with_store(
            settings, lambda store: month_report_lines(store, contracts, contract, wanted, utc_now(), facts=facts)
        )
    except NoReport:
        stop([said("cli.report.none", name=contract)])
    if told is None:
        stop([said("cli.compensation.unknown", name=contract)])
    out.print("\n".join(told), markup=False, highlight=False, soft_wrap=True)
