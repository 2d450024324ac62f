"""`vigie jira …`: what an administrator does to connect a Jira, from reading a project to checking it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from bot.commands.console import out, read_contract, read_settings, say, stop
from connectors.wording import said
from rules.contract import DEFAULT_SITE, Contract, site_name

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from connectors.jira.setup.administration import Access, Administration
    from connectors.jira.setup.step import Kind, Step

jira_app = typer.Typer(help=said("cli.help.jira"), no_args_is_help=True)


@jira_app.command("inspect", help=said("cli.help.jira.inspect"))
def inspect_(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help=said("cli.help.project"))],
    site: Annotated[str, typer.Option(help=said("cli.help.site"))] = DEFAULT_SITE,
) -> None:
    """Read a project and propose the `jira` section of its contract."""
    from connectors.jira.setup import inspecting

    access = _access(read_settings(), site_name(site))
    with _connected(access) as jira:
        proposed = inspecting.inspect(jira, project, access.name)
    out.print(proposed, end="", markup=False, highlight=False, soft_wrap=True)


@jira_app.command(help=said("cli.help.jira.setup"))
def setup(
    contract: Annotated[Path, typer.Argument(metavar="CONTRACT.yaml", help=said("cli.help.setup.contract"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=said("cli.help.setup.dry_run"))] = False,
    renew_secret: Annotated[bool, typer.Option("--renew-secret", help=said("cli.help.setup.renew_secret"))] = False,
) -> None:
    """Create what a contract needs in Jira, or say how."""
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
        say(said("cli.setup.paste"))
        say("\n".join(f"    {line}" for line in run.lines()))
    if left:
        say(said("cli.setup.left", left=left, contract=contract))
        raise typer.Exit(0 if dry_run else 1)


def _told(step: "Step") -> "Kind":
    say(f"{said(step.kind.value):<9} {step.said}")
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
        stop([said("cli.jira.later", url=access.url, why=later.why, prefix=access.prefix)])
    except Never as refused:
        answer = _without_secrets(refused.shown, access)
        key = "cli.jira.refused_saying" if answer else "cli.jira.refused"
        stop([said(key, url=access.url, why=refused.why, answer=answer, remedy=refused.remedy)])
    finally:
        jira.close()


def _without_secrets(text: str, access: "Access") -> str:
    """Jira's own words, which may quote the address that it refuses."""
    for secret in (access.secret, access.url_secret, quote(access.url_secret, safe="")):
        text = text.replace(secret, "…") if secret else text
    return text


def _access(settings: "Settings", site: str) -> "Access":
    from bot.config.jira_access import accesses

    known = accesses(settings)
    if site not in known:
        setting = "JIRA_URL" if site == DEFAULT_SITE else f"JIRA_SITES__{site.upper()}__URL"
        key = "cli.jira.unknown_site_among" if known else "cli.jira.unknown_site"
        stop([said(key, site=site, setting=setting, known=", ".join(known))])
    return known[site]
