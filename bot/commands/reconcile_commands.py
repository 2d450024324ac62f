"""`vigie reconcile` and `vigie jira import`: what Jira remembers, read on demand, with a bar that says how far."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.console import out, read_contract, read_contracts, read_settings, say, stop
from bot.commands.jira_commands import jira_app
from rules.contract import Contract, site_name
from scheduler.service_clocks import utc_now

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.operations.catch_up_runs import Reading, Work
    from connectors.contracts import Contracts
    from scheduler.catching_up.reconciler import Progress

_DAY = "%d/%m/%Y"
Site = Annotated[str | None, typer.Option(help="Le site, tel que les réglages le nomment.")]


def reconcile(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="La clé du projet (BOU).")],
    since: Annotated[
        str | None, typer.Option(metavar="2026-11-01", help="Relire depuis ce jour ; sinon, depuis la dernière fois.")
    ] = None,
    site: Site = None,
) -> None:
    """Relire dans Jira ce que des webhooks perdus n'ont pas dit ; ce qui est déjà connu ne l'est pas deux fois."""
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
                raise Stopped(
                    f"{aim.project} : Vigie n'a pas encore commencé à suivre ce projet ; démarrez « vigie serve », "
                    "ou reprenez son passé : vigie jira import CONTRACT.yaml"
                )
            total = await _read(
                work,
                aim.project,
                aim.site,
                start or mark.read_to,
                now,
                lambda: work.reconciler.follow(aim.site, aim.project, start),
            )
        if total.earlier:
            say(
                f"{total.earlier} entrée(s) d'avant le {mark.begun_at:{_DAY}}, jour où Vigie a commencé : "
                "« vigie jira import » les reprend sans prévenir personne."
            )
        if total.news:
            say("Le service qui tourne les traite aussitôt ; s'il est arrêté, à son démarrage.")

    _run(settings, run)


@jira_app.command("import")
def import_(
    contract: Annotated[Path, typer.Argument(metavar="CONTRACT.yaml", help="Le contrat qui commence.")],
    since: Annotated[
        str | None, typer.Option(metavar="2026-10-01", help="Depuis ce jour ; sinon, depuis la date d'effet.")
    ] = None,
    site: Site = None,
) -> None:
    """Reprendre le passé d'un contrat qui commence, sans prévenir personne ; interrompu, il reprend où il en était."""
    from bot.operations import catch_up_runs
    from bot.operations.catch_up_runs import Stopped

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    given = _given(contract, contracts, settings)

    async def run(now: datetime) -> None:
        if site is not None and site_name(site) != given.jira.site:
            raise Stopped(f"--site {site} : ce contrat est sur le site {given.jira.site} (son fichier le dit).")
        catch_up_runs.connected(settings, given.jira.site)
        asked = None if since is None else catch_up_runs.instant(since, given.zone, now)
        async with catch_up_runs.working(settings, contracts, utc_now) as work:
            start = _start(given, work.casebook.begins(given), asked, now)
            for project in given.jira.projects:
                await _import(work, given.jira.site, project, start, now)
        say("Le service enregistre ce passé sans prévenir personne, et montre une carte par anomalie encore ouverte.")

    _run(settings, run)


async def _import(work: "Work", site: str, project: str, start: datetime, now: datetime) -> None:
    from scheduler.catching_up.reconciler import IMPORT

    before = await work.reconciler.mark(site, project, IMPORT)
    if before is not None and before.begun_at <= start < before.read_to:
        say(f"{project} : reprise au {before.read_to.astimezone(start.tzinfo):{_DAY} %H:%M}.")
    total = await _read(work, project, site, start, now, lambda: work.reconciler.imports(site, project, start))
    if total.earlier:
        say(f"{total.earlier} entrée(s) d'avant la date d'effet du contrat sont laissées de côté.")


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
        raise Stopped(f"{given.source} : ce contrat commence le {first:{_DAY}} ; il n'a pas encore de passé.")
    if asked is not None and asked < first:
        say(f"Rien ne compte avant le contrat : l'import part du {first:{_DAY}}.")
    return first if asked is None else max(asked, first)


def _given(file: Path, contracts: "Contracts", settings: "Settings") -> Contract:
    """The contract, which the service must know too."""
    read = read_contract(file)
    if contracts.version(read.id, read.effective) is None:
        stop([f"{file} : ce contrat n'est pas dans {settings.contracts_dir} ; copiez-y le fichier, puis relancez."])
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
