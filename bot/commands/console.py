"""Shared by the terminal's commands: printing, stopping with an error, reading settings and contracts."""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from connectors.contracts import Contracts
    from rules.contract import Contract

out, err = Console(), Console(stderr=True)


def say(line: str) -> None:
    """Print a line as it is: no markup, no colour, no folding."""
    out.print(line, markup=False, highlight=False, soft_wrap=True)


def stop(problems: list[str], code: int = 1) -> NoReturn:
    """Say each problem on a line, and end the command."""
    for problem in problems:
        err.print(problem, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(code)


def read_settings(*, serving: bool = False) -> "Settings":
    """The settings, or every problem that they have."""
    from bot.config.settings import Settings, SettingsErrors

    try:
        return Settings.read(serving=serving)
    except SettingsErrors as errors:
        stop(errors.problems)


def read_contracts(folder: Path) -> "Contracts":
    """The contracts of a folder, or everything that is wrong in them."""
    from connectors.contracts import ContractErrors, load_folder

    try:
        return load_folder(folder)
    except ContractErrors as errors:
        stop(str(errors).splitlines())


def read_contract(file: Path) -> "Contract":
    """One contract, or everything that is wrong in it."""
    from connectors.contracts import ContractErrors, load

    try:
        return load(file)
    except ContractErrors as errors:
        stop(str(errors).splitlines())
