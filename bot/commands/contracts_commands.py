"""`vigie contracts …`: reading the files of contracts before the service does."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import out, read_contracts, read_settings
from connectors.wording import said

contracts_app = typer.Typer(help=said("cli.help.contracts"), no_args_is_help=True)


@contracts_app.command("check", help=said("cli.help.contracts.check"))
def contracts_check(
    folder: Annotated[Path | None, typer.Argument(help=said("cli.help.contracts_folder"))] = None,
) -> None:
    """Read all contracts and say everything that is wrong."""
    contracts = read_contracts(folder or read_settings().contracts_dir)
    for one in contracts.all:
        out.print(
            said("cli.contract_good", file=one.source, contract=one.id, effective=one.effective),
            markup=False,
            highlight=False,
        )


@contracts_app.command("schema", help=said("cli.help.contracts.schema"))
def contracts_schema() -> None:
    """Print the JSON schema of contracts."""
    from connectors.contracts import json_schema

    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
