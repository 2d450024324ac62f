"""What any test may ask for: a store on each database, with PostgreSQL started only when a test needs it."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from sqlalchemy import make_url

from connectors.store import Store, migrations
from connectors.store.engines import WRITE, sqlite_engine
from sandbox.jira.traffic import WITNESSES, Exchange
from tests import postgresql_server, vendor
from tests.postgresql_server import administration, empty_database, postgresql, postgresql_template, postgresql_url
from tests.sandbox.browser import chromium
from tests.shared import required

__all__ = [
    "administration",
    "chromium",
    "empty_database",
    "postgresql",
    "postgresql_template",
    "postgresql_url",
]

MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
ROOM = 2 << 30  # bytes

# A deadline per example judges how busy the machine is.
hypothesis.settings.register_profile("vigie", deadline=None)
hypothesis.settings.load_profile("vigie")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that a test runs in this process sets the level of the logs: the next test must not inherit it."""
    yield
    structlog.reset_defaults()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the long proofs be asked for."""
    parser.addoption("--long", action="store_true", help="run the long proofs too: kills, ten thousand alerts, faults")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long proofs out, unless they are asked for by option, marker or path; the slowest begin."""
    if not (config.getoption("--long") or config.getoption("-m") or any(".py" in one for one in config.args)):
        long = {one for one in items if one.get_closest_marker("long")}
        config.hook.pytest_deselected(items=list(long))
        items[:] = [one for one in items if one not in long]
    items[:] = _slowest_first(items, getattr(config, "workerinput", {}).get("workercount", 1))


def _slowest_first(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """The same tests, those that are given the most time at the head of each process's share.

    A slow test that begins last would keep one process at work after the others.
    """
    slow = sorted((one for one in items if _patience(one)), key=_patience, reverse=True)
    others = [one for one in items if not _patience(one)]
    share = -(-len(others) // processes)
    return [
        one for rank in range(processes) for one in (*slow[rank::processes], *others[rank * share : (rank + 1) * share])
    ]


def _patience(item: pytest.Item) -> float:
    """The seconds that a test is given of its own; none for those that the settings give to all."""
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker and marker.args else 0.0


def pytest_configure(config: pytest.Config) -> None:
    """Choose where the files of the run are kept, for this process and for the workers that it starts."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        # SQLite waits for the disk at each commit, PostgreSQL copies a database for each test.
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    postgresql_server.prepare(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started for the run."""
    postgresql_server.put_away(config)


def pytest_report_header() -> str:
    """Say which PostgreSQL answers, before anyone wonders."""
    return postgresql_server.told()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'var' / 'vigie.db'}"


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
