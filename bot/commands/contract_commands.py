"""`vigie contracts …`: read the files of contracts, and compare two versions of one."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import out, read_contract, read_contracts, read_settings, say, stop
from connectors.wording import said

contracts_app = typer.Typer(help=said("cli.help.contracts"), no_args_is_help=True)


@contracts_app.command("check", help=said("cli.help.contracts.check"))
def contracts_check(
    folder: Annotated[Path | None, typer.Argument(help=said("cli.help.contracts_folder"))] = None,
) -> None:
    """Read all contracts and say everything that is wrong."""
    from bot.operations.ledger_differences import seam_lines

    contracts = read_contracts(folder or read_settings().contracts_dir)
    for one in contracts.all:
        out.print(
            said("cli.contract_good", file=one.source, contract=one.id, effective=one.effective),
            markup=False,
            highlight=False,
        )
    for doubt in seam_lines(contracts.all):
        say(f"! {doubt}")


@contracts_app.command("diff", help=said("cli.help.contracts.diff"))
def contracts_diff(
    before: Annotated[Path, typer.Argument(metavar="A.yaml", help=said("cli.help.contracts.before"))],
    after: Annotated[Path, typer.Argument(metavar="B.yaml", help=said("cli.help.contracts.after"))],
) -> None:
    """Say what changes between two versions, in the language of the contract."""
    from connectors.documents.contract_difference import contract_difference
    from connectors.wording import Wording

    old, new = read_contract(before), read_contract(after)
    if old.id != new.id:
        stop([said("cli.contracts_apart", before=old.id, after=new.id)])
    for line in contract_difference(old, new, Wording(new.language, new.zone, new.labels)).lines():
        say(line)


@contracts_app.command("schema", help=said("cli.help.contracts.schema"))
def contracts_schema() -> None:
    """Print the JSON schema of contracts."""
    from connectors.contracts import json_schema

    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
