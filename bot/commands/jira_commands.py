"""`vigie jira …`: what an administrator does to connect a Jira, from reading a project to checking it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from bot.commands.console import out, read_contract, read_settings, say, stop
from rules.contract import DEFAULT_SITE, Contract, site_name

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from connectors.jira.setup.administration import Access, Administration
    from connectors.jira.setup.step import Kind, Step

jira_app = typer.Typer(help="Relier un Jira : lire un projet, le préparer.", no_args_is_help=True)


@jira_app.command("inspect")
def inspect_(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="La clé du projet (BOU).")],
    site: Annotated[str, typer.Option(help="Le site, tel que les réglages le nomment.")] = DEFAULT_SITE,
) -> None:
    """Lire un projet et proposer la section « jira » de son contrat, avec ce qu'il faut vérifier."""
    from connectors.jira.setup import inspecting

    access = _access(read_settings(), site_name(site))
    with _connected(access) as jira:
        said = inspecting.inspect(jira, project, access.name)
    out.print(said, end="", markup=False, highlight=False, soft_wrap=True)


@jira_app.command()
def setup(
    contract: Annotated[Path, typer.Argument(metavar="CONTRACT.yaml", help="Le contrat à rendre opérant.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire ce qui serait fait, sans rien changer.")] = False,
    renew_secret: Annotated[
        bool, typer.Option("--renew-secret", help="Redonner au webhook le secret des réglages, qui vient de changer.")
    ] = False,
) -> None:
    """Créer dans Jira les champs et le webhook d'un contrat, ou dire comment ; deux fois ne changent rien de plus."""
    from connectors.jira.setup.applying import Plan, Setup
    from connectors.jira.setup.step import Kind
    from connectors.jira.setup.webhook import Hooks

    settings, given = read_settings(), read_contract(contract)
    access = _access(settings, given.jira.site)
    plan = Plan(given, _keys(settings, given), dry_run, renew_secret)
    with _connected(access) as jira:
        run = Setup(jira, Hooks(jira, access), plan)
        left = [_told(step) for step in run.run()].count(Kind.BY_HAND)
    if run.lines():
        say("À coller sous « champs » dans le contrat (ce fichier n'est jamais modifié) :")
        say("\n".join(f"    {line}" for line in run.lines()))
    if left:
        say(f"{left} étape(s) à faire à la main, puis relancez : vigie jira setup {contract}")
        raise typer.Exit(0 if dry_run else 1)


def _told(step: "Step") -> "Kind":
    say(f"{step.kind.value:<9} {step.said}")
    for line in step.under:
        say(f"          {line}")
    return step.kind


def _keys(settings: "Settings", given: Contract) -> frozenset[str]:
    """The projects of every contract on the same site: they share one webhook."""
    from connectors.contracts import ContractErrors, load_folder

    try:
        known = load_folder(settings.contracts_dir).all
    except ContractErrors:  # `vigie contracts check` says what is wrong there
        known = ()
    mates = (one for one in (*known, given) if one.jira.site == given.jira.site)
    return frozenset(key for one in mates for key in one.jira.projects)


@contextmanager
def _connected(access: "Access") -> "Iterator[Administration]":
    """A connection to a site; one line and its remedy when Jira refuses or does not answer."""
    from connectors.delivery_errors import Never, NotNow
    from connectors.jira.setup.administration import Administration

    jira = Administration(access)
    try:
        yield jira
    except NotNow as later:
        stop([f"{access.url} : {later.why} ; réessayez, ou vérifiez {access.prefix}URL."])
    except Never as refused:
        shown = f" « {_without_secrets(refused.shown, access)} »" if refused.shown else ""
        stop([f"{access.url} : {refused.why}{shown}. {refused.remedy}"])
    finally:
        jira.close()


def _without_secrets(text: str, access: "Access") -> str:
    """Jira's own words, which may quote the address that it refuses."""
    for secret in (access.secret, access.url_secret, quote(access.url_secret, safe="")):
        text = text.replace(secret, "…") if secret else text
    return text


def _access(settings: "Settings", site: str) -> "Access":
    from bot.config.jira_access import accesses
    from connectors.jira.outbound import remedies

    known = accesses(settings)
    if site not in known:
        named = f" ; sites connus : {', '.join(known)}" if known else ""
        where = "Donnez JIRA_URL et ses identifiants" if site == DEFAULT_SITE else _connect(site)
        stop([f"{remedies.UNKNOWN_SITE.format(site=site)}. {where}{named}."])
    return known[site]


def _connect(site: str) -> str:
    from connectors.jira.outbound import remedies

    return remedies.CONNECT_SITE.format(site=site.upper()).partition(",")[0]
