"""`vigie parked …`: what could not be handled, and putting it back in the queue."""

from typing import Annotated

import typer

from bot.commands.console import out, read_settings, stop, with_store
from connectors.wording import said

parked_app = typer.Typer(help=said("cli.help.parked"), no_args_is_help=True)

_PARKED = ("cli.parked.number", "cli.parked.what", "cli.parked.since", "cli.parked.why", "cli.parked.remedy")


@parked_app.command("list", help=said("cli.help.parked.list"))
def parked_list() -> None:
    """Print what is parked."""
    from rich.table import Table

    from bot.operations import admin_queries

    rows = with_store(read_settings(), admin_queries.parked)
    if not rows:
        out.print(said("cli.parked.none"))
        return
    table = Table(*map(said, _PARKED))
    for row in rows:
        table.add_row(*row)
    out.print(table)


@parked_app.command("show", help=said("cli.help.parked.show"))
def parked_show(number: str) -> None:
    """Print all that is known of a parked thing."""
    from bot.operations import admin_queries

    shown = with_store(read_settings(), lambda store: admin_queries.show(store, number))
    if shown is None:
        stop([said("cli.parked.unknown", number=number)])
    out.print(shown, markup=False, highlight=False, soft_wrap=True)


@parked_app.command("replay", help=said("cli.help.parked.replay"))
def parked_replay(
    number: str,
    alike: Annotated[bool, typer.Option("--alike", help=said("cli.help.parked.alike"))] = False,
) -> None:
    """Put a parked thing back in the queue."""
    from bot.operations import admin_queries

    if alike:
        count = with_store(read_settings(), lambda store: admin_queries.replay_alike(store, number))
        if not count:
            stop([said("cli.parked.no_errand", number=number)])
        out.print(said("cli.parked.alike_replayed", count=count))
        return
    again = with_store(read_settings(), lambda store: admin_queries.replay(store, number))
    if not again:
        stop([said("cli.parked.not_parked", number=number)])
    out.print(said("cli.parked.replayed", names=", ".join(again)))
