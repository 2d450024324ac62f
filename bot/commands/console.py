"""Shared by the terminal's commands: printing, stopping with an error, reading settings, contracts and the store."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer
from rich.console import Console

from connectors.wording import said

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from connectors.contracts import Contracts
    from connectors.store import Store
    from rules.contract import Contract

T = TypeVar("T")

_DRIVERS = ("sqlite3", "psycopg", "sqlalchemy")

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


def with_store(settings: "Settings", work: "Callable[[Store], Awaitable[T]]") -> T:
    """What some work in the store gives, or a line that says why it cannot be done."""
    from connectors.store import Store
    from connectors.store.unread_rows import UnreadRow
    from scheduler.cases.operator_names import AmbiguousKey
    from scheduler.cases.pinned_contracts import ContractGone

    async def run() -> T:
        await reach(settings)
        store = Store(settings.database_url.get_secret_value())
        await store.open()
        try:
            return await work(store)
        except ContractGone as gone:
            stop([f"{gone}."])
        except AmbiguousKey as several:
            stop([several.said])
        except UnreadRow as row:
            stop([str(row)])
        except Exception as error:
            if type(error).__module__.split(".")[0] not in _DRIVERS:
                raise
            stop([said("cli.database_unreadable", error=type(error).__name__)])
        finally:
            await store.close()

    return asyncio.run(run())


async def reach(settings: "Settings") -> None:
    """Say in one line that the database cannot be used, rather than in a traceback."""
    from bot.doctor.examine import database

    finding = await database(settings)
    if not finding.good:
        stop([f"DATABASE_URL: {finding.said}."])
