"""`vigie …`: what an operator types, with errors that say the remedy in one line."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.budget_commands import budget
from bot.commands.console import out, reach, read_contract, read_contracts, read_settings, stop, with_store
from bot.commands.contract_commands import contracts_app
from bot.commands.jira_commands import jira_app
from bot.commands.message_commands import messages
from bot.commands.parked_commands import parked_app
from bot.commands.reconcile_commands import reconcile
from bot.commands.report_commands import report
from bot.commands.webhook_commands import webhook_app
from connectors.wording import said
from scheduler.service_clocks import utc_now

if TYPE_CHECKING:
    import socket

    from bot.config.settings import Settings

app = typer.Typer(
    help=said("cli.help.app"),
    no_args_is_help=True,
    add_completion=False,
)
app.add_typer(contracts_app, name="contracts")
app.add_typer(parked_app, name="parked")
app.add_typer(webhook_app, name="webhook")
app.add_typer(jira_app, name="jira")
app.command(help=said("cli.help.reconcile"))(reconcile)
app.command(help=said("cli.help.messages"))(messages)
app.command(help=said("cli.help.budget"))(budget)
app.command(help=said("cli.help.report"))(report)

Port = Annotated[int, typer.Option(help=said("cli.help.port"), min=0, max=65535)]
Host = Annotated[str, typer.Option(help=said("cli.help.host"))]


@app.command(help=said("cli.help.serve"))
def serve(port: Port = 8080, host: Host = "127.0.0.1") -> None:
    """Start the service."""
    import uvicorn

    from bot.app import Vigie
    from bot.logs import set_up
    from bot.operations.process_end import end_process

    settings = read_settings(serving=True)
    set_up(settings.log_level, settings.log_format)
    vigie = Vigie(settings, read_contracts(settings.contracts_dir), end=end_process)
    asyncio.run(reach(settings))
    config = uvicorn.Config(
        vigie.asgi(),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here depends on who the client says it is
    )
    with _listening(host, port) as bound:
        uvicorn.Server(config).run(sockets=[bound])


@app.command(help=said("cli.help.demo"))
def demo(
    port: Port = 8080,
    speed: Annotated[float, typer.Option(help=said("cli.help.demo.speed"), min=0, max=100_000)] = 60.0,
) -> None:
    """Play the whole product in front of stand-ins."""
    try:
        from bot.commands.demo import EXAMPLES, play
    except ModuleNotFoundError as missing:
        stop([said("cli.demo.missing", module=missing.name)])
    if not EXAMPLES.is_dir():
        stop([said("cli.demo.no_clone")])
    from bot.logs import set_up

    set_up("WARNING", "console")
    with _listening("127.0.0.1", port) as bound:
        port = bound.getsockname()[1]
    asyncio.run(play(port, speed))


@app.command(help=said("cli.help.explain"))
def explain(
    key: str,
    pdf: Annotated[bool, typer.Option("--pdf", help=said("cli.help.explain.pdf"))] = False,
    file: Annotated[Path | None, typer.Argument(help=said("cli.help.explain.file"))] = None,
    mail: Annotated[str | None, typer.Option(metavar="ADDRESS", help=said("cli.help.explain.mail"))] = None,
    internal: Annotated[bool, typer.Option("--internal", help=said("cli.help.explain.internal"))] = False,
) -> None:
    """Show an anomaly or a contract, with the source of each fact."""
    from bot.operations import admin_queries
    from bot.operations.contract_queries import ContractExplained
    from bot.operations.journal_in_part import JournalInPart
    from scheduler.cases.explained_anomaly import as_the_client, with_euros

    if file and not pdf:
        stop([said("cli.explain.needs_pdf", file=file, name=key)], code=2)
    settings = read_settings()
    if mail:
        _mail_proof(settings, key, mail)
        return
    euros = as_the_client if pdf and not internal else with_euros
    contracts = read_contracts(settings.contracts_dir)
    told = with_store(settings, lambda store: admin_queries.explain(store, contracts, key, utc_now(), euros))
    if told is None:
        stop([said("cli.explain.unknown", name=key)])
    if not pdf:
        shown = told.text
    elif isinstance(told, JournalInPart):
        stop([*told.unread])
    elif isinstance(told, ContractExplained):
        stop([said("cli.explain.of_an_anomaly", name=key)])
    else:
        shown = _written(file or Path(told.file_name), told.pdf(), key)
    out.print(shown, markup=False, highlight=False, soft_wrap=True)


def _mail_proof(settings: "Settings", key: str, email: str) -> None:
    from bot.operations.mailed_proof import NotSent, mail_proof

    contracts = read_contracts(settings.contracts_dir)
    try:
        out.print(
            with_store(settings, lambda store: mail_proof(store, contracts, key, email, utc_now)),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    except NotSent as why:
        stop([why.said])


@app.command(help=said("cli.help.compensation"))
def compensation(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help=said("cli.help.compensation.contract"))],
    month: Annotated[str | None, typer.Option(metavar="2026-10", help=said("cli.help.compensation.month"))] = None,
) -> None:
    """Print what the missed promises of a month cost, line by line."""
    from bot.operations.compensation_report import compensation_report, read_month

    wanted = read_month(month) if month else None
    if month and wanted is None:
        stop([said("cli.compensation.no_month", text=month)], code=2)
    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    told = with_store(settings, lambda store: compensation_report(store, contracts, contract, wanted, utc_now()))
    if told is None:
        stop([said("cli.compensation.unknown", name=contract)])
    out.print("\n".join(told), markup=False, highlight=False, soft_wrap=True)


@app.command(help=said("cli.help.simulate"))
def simulate(
    contract: Annotated[Path, typer.Argument(metavar="CONTRACT.yaml", help=said("cli.help.simulate.contract"))],
    over: Annotated[str, typer.Option(metavar="FROM..TO", help=said("cli.help.simulate.over"))],
) -> None:
    """Replay past anomalies under another version of the contract."""
    from bot.operations import simulation_report

    period = simulation_report.period(over)
    if period is None:
        stop([simulation_report.no_period(over)], code=2)
    given, settings = read_contract(contract), read_settings()
    contracts = read_contracts(settings.contracts_dir)
    replayed = with_store(settings, lambda store: simulation_report.replay(store, contracts, given, period, utc_now()))
    for piece in simulation_report.report(replayed):
        out.print(piece)


@app.command(help=said("cli.help.rebuild"))
def rebuild() -> None:
    """Compute every open anomaly again from the journal, and the rows of every ledger."""
    from bot.operations import admin_queries, ledger_queries

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    rebuilt = with_store(settings, lambda store: admin_queries.rebuild(store, contracts, utc_now()))
    ledgers = with_store(settings, lambda store: ledger_queries.rebuild(store, contracts, utc_now()))
    out.print(said("cli.rebuilt", number=rebuilt.done))
    if ledgers.done:
        out.print(said("cli.rebuilt.ledgers", number=ledgers.done))
    problems = [f"{why}." for why in (*rebuilt.gone, *ledgers.unread)]
    problems += [said("cli.rebuilt.wrong", name=name) for name in (*rebuilt.wrong, *ledgers.wrong)]
    if problems:
        stop(problems)


@app.command(help=said("cli.help.verify"))
def verify(
    key: Annotated[str | None, typer.Argument(help=said("cli.help.verify.name"))] = None,
    expect: Annotated[str | None, typer.Option(help=said("cli.help.verify.expect"))] = None,
) -> None:
    """Prove that the journal was not altered, nor what the close of a month froze."""
    from bot.operations import admin_queries, ledger_queries
    from connectors.store import closed_months

    settings = read_settings()
    verdict = with_store(settings, lambda store: admin_queries.verify(store, key, expect))
    if verdict is None:
        stop([said("cli.verify.unknown", name=key)])
    problems, whole = verdict
    if with_store(settings, lambda store: store.read(closed_months.any_closed)):
        contracts = read_contracts(settings.contracts_dir)
        problems += with_store(settings, lambda store: ledger_queries.altered_months(store, contracts, utc_now(), key))
    if problems:
        stop(problems)
    out.print(whole, markup=False, highlight=False, soft_wrap=True)


@app.command(help=said("cli.help.manifest"))
def manifest(
    public_url: Annotated[str, typer.Option(help=said("cli.help.public_url"))] = "",
    socket_mode: Annotated[bool, typer.Option("--socket-mode", help=said("cli.help.manifest.socket_mode"))] = False,
) -> None:
    """Print the manifest of the Slack application."""
    import yaml

    from bot.slack.manifest import manifest as slack_manifest

    settings = read_settings()
    url, sites = public_url or settings.public_url, [site.url for site in settings.sites.values()]
    described = slack_manifest(url, settings.language, jira_urls=sites, socket_mode=socket_mode)
    sys.stdout.write(yaml.safe_dump(described, allow_unicode=True, sort_keys=False))


@app.command(help=said("cli.help.doctor"))
def doctor() -> None:
    """Check everything that is set up."""
    from bot.doctor.examine import examine

    findings = asyncio.run(examine())
    for finding in findings:
        mark = "[red]✗[/red]" if not finding.good else "[yellow]![/yellow]" if finding.note else "[green]✓[/green]"
        out.print(said("cli.finding", mark=mark, subject=finding.subject), end="")
        out.print(finding.said, markup=False, highlight=False, soft_wrap=True)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


@app.command(help=said("cli.help.rota"))
def rota(
    file: Annotated[Path | None, typer.Argument(help=said("cli.help.rota.file"))] = None,
) -> None:
    """Read the on-call rota and say what is wrong with it."""
    from bot.doctor.examine import rota_findings

    settings = read_settings()
    if file is None and settings.rota is None:
        stop([said("cli.rota.no_file")], code=2)
    settings = settings.model_copy(update={"rota": file or settings.rota})
    found = list(rota_findings(settings, read_contracts(settings.contracts_dir), utc_now()))
    for one in (one for one in found if one.good):
        out.print(f"{'!' if one.note else '✓'} {one.said}", markup=False, highlight=False, soft_wrap=True)
    if wrong := [one.said for one in found if not one.good]:
        stop(wrong)


def _written(file: Path, content: bytes, key: str) -> str:
    """Write a document and say where; one line that says why not, when it cannot be."""
    try:
        there = file.exists()
        file.write_bytes(content)
    except OSError as error:
        why = error.strerror or str(error)
        stop([said("cli.explain.unwritable", file=file, why=why, name=key)])
    return said("cli.explain.replaced" if there else "cli.explain.written", file=file.resolve())


@contextmanager
def _listening(host: str, port: int) -> "Iterator[socket.socket]":
    """A bound socket, or one line that says why there is none."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Unless the socket says that it is TCP, asyncio lets the kernel hold answers back, for up to 40 ms each.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError as error:
            why = error.strerror or str(error)
            stop([said("cli.port_taken", host=host, port=port, why=why)])
        yield bound


def main() -> None:
    """The console script."""
    app()
