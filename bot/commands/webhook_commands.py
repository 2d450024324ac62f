"""`vigie webhook …`: the webhooks of contracts, and switching one on again."""

from typing import Annotated

import typer

from bot.commands.console import out, read_contracts, read_settings, stop, with_store
from connectors.wording import said

webhook_app = typer.Typer(help=said("cli.help.webhook"), no_args_is_help=True)


@webhook_app.command("list", help=said("cli.help.webhook.list"))
def webhook_list() -> None:
    """Print each webhook with its state."""
    from bot.operations import webhook_queries

    settings = read_settings()
    contracts = read_contracts(settings.contracts_dir).all
    lines = with_store(settings, lambda store: webhook_queries.listed(store, settings, contracts))
    for line in lines or [said("cli.webhook.none")]:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


@webhook_app.command("enable", help=said("cli.help.webhook.enable"))
def webhook_enable(
    name: Annotated[str, typer.Argument(metavar=said("cli.help.metavar.name"), help=said("cli.help.webhook.name"))],
) -> None:
    """Switch a webhook on again."""
    from bot.operations import webhook_queries

    kept = with_store(read_settings(), lambda store: webhook_queries.switch_on(store, name))
    if kept is None:
        stop([said("cli.webhook.unknown", name=name)])
    out.print(said("cli.webhook.enabled", name=name, kept=kept))
