"""`vigie …`: what an operator types, with errors that say the remedy in one line."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.console import out, read_contract, read_contracts, read_settings, stop
from bot.commands.jira_commands import jira_app
from bot.commands.message_commands import messages
from bot.commands.reconcile_commands import reconcile
from scheduler.service_clocks import utc_now

if TYPE_CHECKING:
    import socket

    from bot.config.settings import Settings
    from connectors.store import Store

T = TypeVar("T")

app = typer.Typer(
    help="Vigie : le cycle de vie des anomalies et leurs engagements, dans Jira et Slack.",
    no_args_is_help=True,
    add_completion=False,
)
contracts_app = typer.Typer(help="Les contrats (un fichier YAML par version).", no_args_is_help=True)
parked_app = typer.Typer(help="Ce qui est mis de côté, avec sa raison et son remède.", no_args_is_help=True)
app.add_typer(contracts_app, name="contracts")
webhook_app = typer.Typer(help="Les services que Vigie prévient (webhooks sortants).", no_args_is_help=True)
app.add_typer(parked_app, name="parked")
app.add_typer(webhook_app, name="webhook")
app.add_typer(jira_app, name="jira")
app.command()(reconcile)
app.command()(messages)

_DRIVERS = ("sqlite3", "psycopg", "sqlalchemy")

Port = Annotated[int, typer.Option(help="Port d'écoute.", min=0, max=65535)]
Host = Annotated[str, typer.Option(help="Adresse d'écoute.")]


@app.command()
def serve(port: Port = 8080, host: Host = "127.0.0.1") -> None:
    """Démarrer le service."""
    import uvicorn

    from bot.app import Vigie
    from bot.logs import set_up

    settings = read_settings(serving=True)
    set_up(settings.log_level, settings.log_format)
    vigie = Vigie(settings, read_contracts(settings.contracts_dir))
    asyncio.run(_reach(settings))
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


@app.command()
def demo(
    port: Port = 8080,
    speed: Annotated[float, typer.Option(help="Secondes de démo par seconde.", min=0, max=100_000)] = 60.0,
) -> None:
    """Jouer tout le produit devant un Slack, un Jira et un courrier d'essai."""
    try:
        from bot.commands.demo import EXAMPLES, play
    except ModuleNotFoundError as missing:
        stop([f"La démo demande « {missing.name} » : pip install 'vigie[demo]', ou make demo depuis un clone."])
    if not EXAMPLES.is_dir():
        stop(["La démo se joue depuis un clone, où sont ses contrats d'exemple : make demo."])
    from bot.logs import set_up

    set_up("WARNING", "console")
    with _listening("127.0.0.1", port) as bound:
        port = bound.getsockname()[1]
    asyncio.run(play(port, speed))


@app.command()
def explain(
    key: str,
    pdf: Annotated[bool, typer.Option("--pdf", help="Écrire le justificatif destiné au client.")] = False,
    file: Annotated[Path | None, typer.Argument(help="Fichier du justificatif (CLÉ-justificatif.pdf).")] = None,
    mail: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Envoyer le justificatif à une personne du contrat.")
    ] = None,
) -> None:
    """Montrer chaque intervalle et chaque fait d'une anomalie, avec sa source ; ou l'histoire d'un contrat."""
    from bot.operations import admin_queries
    from bot.operations.contract_queries import ContractExplained

    if file and not pdf:
        stop([f"{file} : un fichier s'écrit avec --pdf : vigie explain {key} --pdf {file}"], code=2)
    settings = read_settings()
    if mail:
        _mail_proof(settings, key, mail)
        return
    told = _with_store(
        settings, lambda store: admin_queries.explain(store, read_contracts(settings.contracts_dir), key, utc_now())
    )
    if told is None:
        names = "la clé du ticket (BOU-214), l'identifiant de l'anomalie ou celui du contrat"
        stop([f"{key} : aucune anomalie ni aucun contrat de ce nom ; donnez {names}."])
    if not pdf:
        said = told.text
    elif isinstance(told, ContractExplained):
        stop([f"{key} : un justificatif est celui d'une anomalie ; vigie explain {key} montre l'histoire du contrat."])
    else:
        said = _written(file or Path(told.file_name), told.pdf(), key)
    out.print(said, markup=False, highlight=False, soft_wrap=True)


def _mail_proof(settings: "Settings", key: str, email: str) -> None:
    from bot.operations.mailed_proof import NotSent, mail_proof

    contracts = read_contracts(settings.contracts_dir)
    try:
        out.print(
            _with_store(settings, lambda store: mail_proof(store, contracts, key, email, utc_now)),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    except NotSent as why:
        stop([why.said])


@app.command()
def simulate(
    contract: Annotated[Path, typer.Argument(metavar="CONTRACT.yaml", help="La version à essayer.")],
    over: Annotated[str, typer.Option(metavar="FROM..TO", help="Jours de remontée : 2026-10-01..2026-10-31.")],
) -> None:
    """Rejouer les anomalies passées sous une autre version du contrat, sans rien changer."""
    from bot.operations import simulation_report

    period = simulation_report.period(over)
    if period is None:
        stop([simulation_report.no_period(over)], code=2)
    given, settings = read_contract(contract), read_settings()
    contracts = read_contracts(settings.contracts_dir)
    replayed = _with_store(settings, lambda store: simulation_report.replay(store, contracts, given, period, utc_now()))
    for piece in simulation_report.report(replayed):
        out.print(piece)


@app.command()
def rebuild() -> None:
    """Recalculer l'état et les horloges de toutes les anomalies ouvertes depuis le journal."""
    from bot.operations import admin_queries

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir)
    rebuilt = _with_store(settings, lambda store: admin_queries.rebuild(store, contracts, utc_now()))
    out.print(f"{rebuilt.done} anomalie(s) recalculée(s).")
    problems = [f"{why}." for why in rebuilt.gone]
    problems += [f"{name} : l'état gardé n'était pas celui du journal ; il est effacé." for name in rebuilt.wrong]
    if problems:
        stop(problems)


@app.command()
def verify(
    key: Annotated[str | None, typer.Argument(help="Une anomalie (clé du ticket, identifiant) ou un contrat.")] = None,
    expect: Annotated[str | None, typer.Option(help="Empreinte imprimée un autre jour, gardée ailleurs.")] = None,
) -> None:
    """Prouver que le journal n'a pas été modifié depuis qu'il est écrit."""
    from bot.operations import admin_queries

    verdict = _with_store(read_settings(), lambda store: admin_queries.verify(store, key, expect))
    if verdict is None:
        stop([f"{key} : aucune anomalie ni aucun contrat n'a de journal à ce nom ; « vigie verify » les vérifie tous."])
    problems, said = verdict
    if problems:
        stop(problems)
    out.print(said, markup=False, highlight=False, soft_wrap=True)


@app.command()
def manifest(
    public_url: Annotated[str, typer.Option(help="Adresse publique de Vigie.")] = "",
    socket_mode: Annotated[bool, typer.Option("--socket-mode", help="Sans adresse : Vigie se connecte.")] = False,
) -> None:
    """Imprimer le manifeste de l'application Slack."""
    import yaml

    from bot.slack.manifest import manifest as slack_manifest

    settings = read_settings()
    url, sites = public_url or settings.public_url, [site.url for site in settings.sites.values()]
    described = slack_manifest(url, settings.language, jira_urls=sites, socket_mode=socket_mode)
    sys.stdout.write(yaml.safe_dump(described, allow_unicode=True, sort_keys=False))


@app.command()
def doctor() -> None:
    """Vérifier les réglages, la base, les contrats, Slack et chaque Jira ; dire chaque remède."""
    from bot.doctor.examine import examine

    findings = asyncio.run(examine())
    for finding in findings:
        mark = "[red]✗[/red]" if not finding.good else "[yellow]![/yellow]" if finding.note else "[green]✓[/green]"
        out.print(f"{mark} {finding.subject} : ", end="")
        out.print(finding.said, markup=False, highlight=False, soft_wrap=True)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


@contracts_app.command("check")
def contracts_check(folder: Annotated[Path | None, typer.Argument(help="Dossier des contrats.")] = None) -> None:
    """Lire tous les contrats et dire tout ce qui ne va pas."""
    contracts = read_contracts(folder or read_settings().contracts_dir)
    for one in contracts.all:
        out.print(f"✓ {one.source} : {one.id}, version du {one.effective:%d/%m/%Y}", markup=False, highlight=False)


@app.command()
def rota(
    file: Annotated[Path | None, typer.Argument(help="Fichier du tour d'astreinte (celui de ROTA).")] = None,
) -> None:
    """Lire le tour d'astreinte et dire ce qui ne va pas, et quand personne n'est d'astreinte."""
    from bot.doctor.examine import rota_findings

    settings = read_settings()
    if file is None and settings.rota is None:
        stop(["Aucun fichier : donnez-le (vigie rota astreinte.yaml), ou son chemin dans le réglage ROTA."], code=2)
    settings = settings.model_copy(update={"rota": file or settings.rota})
    found = list(rota_findings(settings, read_contracts(settings.contracts_dir), utc_now()))
    for one in (one for one in found if one.good):
        out.print(f"{'!' if one.note else '✓'} {one.said}", markup=False, highlight=False, soft_wrap=True)
    if wrong := [one.said for one in found if not one.good]:
        stop(wrong)


@contracts_app.command("schema")
def contracts_schema() -> None:
    """Imprimer le schéma JSON des contrats, pour l'éditeur."""
    from connectors.contracts import json_schema

    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")


@parked_app.command("list")
def parked_list() -> None:
    """Ce qui attend quelqu'un : livraisons (d…) et envois (e…)."""
    from rich.table import Table

    from bot.operations import admin_queries

    rows = _with_store(read_settings(), admin_queries.parked)
    if not rows:
        out.print("Rien n'est mis de côté.")
        return
    table = Table("N°", "Quoi", "Depuis", "Pourquoi", "Remède")
    for row in rows:
        table.add_row(*row)
    out.print(table)


@parked_app.command("show")
def parked_show(number: str) -> None:
    """Tout ce que l'on sait d'un élément mis de côté (d12 ou e7)."""
    from bot.operations import admin_queries

    shown = _with_store(read_settings(), lambda store: admin_queries.show(store, number))
    if shown is None:
        stop([f"{number} : rien de ce numéro ; « vigie parked list » les donne tous."])
    out.print(shown, markup=False, highlight=False, soft_wrap=True)


@parked_app.command("replay")
def parked_replay(
    number: str,
    alike: Annotated[
        bool, typer.Option("--alike", help="Avec tous les envois mis de côté pour la même raison.")
    ] = False,
) -> None:
    """Remettre un élément en attente ; le service qui tourne le reprend aussitôt."""
    from bot.operations import admin_queries

    if alike:
        count = _with_store(read_settings(), lambda store: admin_queries.replay_alike(store, number))
        if not count:
            stop([f"{number} : aucun envoi mis de côté sous ce numéro ; « vigie parked list » les donne tous."])
        out.print(f"{count} envoi(s) remis en attente.")
        return
    again = _with_store(read_settings(), lambda store: admin_queries.replay(store, number))
    if not again:
        stop([f"{number} : rien de mis de côté sous ce numéro ; « vigie parked list » les donne tous."])
    out.print(f"{', '.join(again)} : remis en attente.")


@webhook_app.command("list")
def webhook_list() -> None:
    """Chaque webhook : où il est, pour quels contrats, et s'il répond."""
    from bot.operations import webhook_queries

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir).all
    lines = _with_store(settings, lambda store: webhook_queries.listed(store, settings, contracts))
    for line in lines or ["Aucun webhook : docs/webhook.md dit comment en relier un."]:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


@webhook_app.command("enable")
def webhook_enable(name: Annotated[str, typer.Argument(metavar="NOM", help="Son nom dans les contrats.")]) -> None:
    """Remettre un webhook en service ; ce qui était gardé pour lui part, dans l'ordre."""
    from bot.operations import webhook_queries

    kept = _with_store(read_settings(), lambda store: webhook_queries.switch_on(store, name))
    if kept is None:
        stop([f"{name} : aucun webhook de ce nom n'est coupé ni en échec ; « vigie webhook list » les donne tous."])
    out.print(f"{name} : remis en service, {kept} envoi(s) remis en attente.")


def _written(file: Path, content: bytes, key: str) -> str:
    """Write a document and say where; one line that says why not, when it cannot be."""
    try:
        there = file.exists()
        file.write_bytes(content)
    except OSError as error:
        why = error.strerror or str(error)
        stop([f"{file} ne peut pas être écrit ({why}) ; nommez un autre fichier : vigie explain {key} --pdf FICHIER"])
    return f"{file.resolve()} : {'remplacé' if there else 'écrit'}."


def _with_store(settings: "Settings", work: "Callable[[Store], Awaitable[T]]") -> T:
    from connectors.store import Store
    from scheduler.cases.case_loader import ContractGone

    async def run() -> T:
        await _reach(settings)
        store = Store(settings.database_url.get_secret_value())
        await store.open()
        try:
            return await work(store)
        except ContractGone as gone:
            stop([f"{gone}."])
        except Exception as error:
            if type(error).__module__.split(".")[0] not in _DRIVERS:
                raise
            stop(
                [f"DATABASE_URL: {type(error).__name__} ; la base ne se lit pas : restaurez-la, puis « vigie doctor »."]
            )
        finally:
            await store.close()

    return asyncio.run(run())


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
            taken = f"{host}:{port} ne peut pas être écouté ({why})"
            stop([f"{taken} ; donnez un autre port : --port 8099 (make : PORT=8099)."])
        yield bound


async def _reach(settings: "Settings") -> None:
    """Say in one line that the database cannot be used, rather than in a traceback."""
    from bot.doctor.examine import database

    finding = await database(settings)
    if not finding.good:
        stop([f"DATABASE_URL: {finding.said}."])


def main() -> None:
    """The console script."""
    app()
