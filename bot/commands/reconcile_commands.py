"""`vigie reconcile` and `vigie jira import`: what Jira remembers, read on demand, with a bar that says how far."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.console import out, read_contract, read_contracts, read_settings, say, stop
from bot.commands.jira_commands import jira_app
from connectors.wording import said
from rules.contract import Contract, site_name
from scheduler.service_clocks import utc_now

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.operations.catch_up_runs import Reading, Work
    from connectors.contracts import Contracts
    from scheduler.catching_up.reconciler import Progress

Site = Annotated[str | None, typer.Option(help=said("cli.help.site"))]


def reconcile(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help=said("cli.help.project"))],
    since: Annotated[str | None, typer.Option(metavar="2026-11-01", help=said("cli.help.reconcile.since"))] = None,
    site: Site = None,
) -> None:
    """Read again in Jira what lost webhooks did not tell."""
    from bot.operations import catch_up_runs
    from bot.operations.catch_up_runs import Stopped
    from scheduler.catching_up.reconciler import LIVE

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)

    async def run(now: datetime) -> None:
        aim = catch_up_runs.target(settings, contracts, project, site, now)
        start = None if since is None else catch_up_runs.instant(since, aim.contract.zone, now)
        async with catch_up_runs.working(settings, contracts, utc_now) as work:
            mark = await work.reconciler.mark(aim.site, aim.project, LIVE)
            if mark is None:
                raise Stopped(said("cli.reconcile.not_begun", project=aim.project))
            total = await _read(
                work,
                aim.project,
                aim.site,
                start or mark.read_to,
                now,
                lambda: work.reconciler.follow(aim.site, aim.project, start),
            )
        if total.earlier:
            say(said("cli.reconcile.earlier", earlier=total.earlier, begun=mark.begun_at))
        if total.news:
            say(said("cli.reconcile.when_handled"))

    _run(settings, run)


@jira_app.command("import", help=said("cli.help.jira.import"))
def import_(
    contract: Annotated[Path, typer.Argument(metavar="CONTRACT.yaml", help=said("cli.help.import.contract"))],
    since: Annotated[str | None, typer.Option(metavar="2026-10-01", help=said("cli.help.import.since"))] = None,
    site: Site = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=said("cli.help.import.yes"))] = False,
) -> None:
    """Take up the past of a contract that begins, once what that would do is shown and agreed to."""
    from bot.operations import catch_up_runs
    from bot.operations.catch_up_runs import Stopped

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    given = _given(contract, contracts, settings)

    async def run(now: datetime) -> None:
        if site is not None and site_name(site) != given.jira.site:
            raise Stopped(said("cli.import.other_site", site=site, actual=given.jira.site))
        catch_up_runs.connected(settings, given.jira.site)
        asked = None if since is None else catch_up_runs.instant(since, given.zone, now)
        async with catch_up_runs.working(settings, contracts, utc_now) as work:
            start = _start(given, work.casebook.begins(given), asked, now)
            await _foresee(work, given, start)
            if not (yes or _agreed()):
                raise Stopped(said("cli.import.not_done"))
            for project in given.jira.projects:
                await _import(work, given.jira.site, project, start, now)
        say(said("cli.import.recorded"))

    _run(settings, run)


async def _foresee(work: "Work", given: Contract, start: datetime) -> None:
    """Show what an import would do: how many anomalies, open and closed, and what people would be told."""
    from bot.operations import catch_up_runs
    from connectors.jira.inbound.undescribed_ends import line

    for project in given.jira.projects:
        site = given.jira.site
        reading = partial(work.reconciler.foresee, site, project, start)
        total = await catch_up_runs.through(reading, lambda _: None, say)
        counts = {"issues": total.issues, "anomalies": total.anomalies, "open": total.open, "closed": total.closed}
        say(said("cli.import.foreseen", project=project, **counts))
        if total.gone:
            say(said("cli.import.foreseen_gone", gone=total.gone))
        for status, count in Counter(total.undescribed).items():
            wanted = line(status, given)
            say(said("cli.import.foreseen_undescribed", count=count, status=status, file=given.source, line=wanted))
    say(said("cli.import.nobody_told"))


def _agreed() -> bool:
    """Ask whether to go on; a script that has no answer does not."""
    try:
        answer = typer.prompt(str(said("cli.import.ask")), default="", show_default=False)
    except typer.Abort:
        return False
    return answer.strip().casefold() in ("o", "oui", "y", "yes")


async def _import(work: "Work", site: str, project: str, start: datetime, now: datetime) -> None:
    from scheduler.catching_up.reconciler import IMPORT

    before = await work.reconciler.mark(site, project, IMPORT)
    if before is not None and before.begun_at <= start < before.read_to:
        say(said("cli.import.resumed", project=project, at=before.read_to.astimezone(start.tzinfo)))
    total = await _read(work, project, site, start, now, lambda: work.reconciler.imports(site, project, start))
    if total.earlier:
        say(said("cli.import.earlier", earlier=total.earlier))


async def _read(
    work: "Work", project: str, site: str, start: datetime, now: datetime, reading: "Reading"
) -> "Progress":
    """Follow a reading under a bar, which counts the time covered: Jira no longer tells how many issues there are."""
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    from bot.operations import catch_up_runs

    whole = max((now - start).total_seconds(), 1.0)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Bars(*columns, TextColumn("{task.fields[read]} ticket(s)"), console=out) as bars:
        task = bars.add_task(project, total=whole, read=0)

        def tell(step: "Progress") -> None:
            covered = min(max((step.reached - start).total_seconds(), 0.0), whole)
            bars.update(task, completed=covered, read=step.issues)

        total = await catch_up_runs.through(reading, tell, say)
        bars.update(task, completed=whole)
    say(catch_up_runs.summary(project, total, work.histories[site].budget.requests))
    return total


def _start(given: Contract, first: datetime, asked: datetime | None, now: datetime) -> datetime:
    """From when an import reads: nothing counts before the contract."""
    from bot.operations.catch_up_runs import Stopped

    if first > now:
        raise Stopped(said("cli.import.no_past", file=given.source, first=first))
    if asked is not None and asked < first:
        say(said("cli.import.from_contract", first=first))
    return first if asked is None else max(asked, first)


def _given(file: Path, contracts: "Contracts", settings: "Settings") -> Contract:
    """The contract, which the service must know too."""
    read = read_contract(file)
    if contracts.version(read.id, read.effective) is None:
        stop([said("cli.import.elsewhere", file=file, folder=settings.contracts_dir)])
    return read


def _run(settings: "Settings", work: Callable[[datetime], Coroutine[Any, Any, None]]) -> None:
    from bot.doctor.examine import database
    from bot.operations.catch_up_runs import Stopped

    async def run() -> None:
        finding = await database(settings)
        if not finding.good:
            raise Stopped(f"DATABASE_URL: {finding.said}.")
        await work(utc_now())

    try:
        asyncio.run(run())
    except Stopped as stopped:
        stop(str(stopped).splitlines())
