"""The kept head of a lane is never believed against its errands: it is rebuilt, and its lane named."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text
from structlog.testing import capture_logs

from connectors.store import Connection, Store, lane_heads, outbox
from connectors.store.outbox import Errand
from tests.connectors.store.lane_reference import kept, noted, said
from tests.connectors.store.samples import MINUTE, NOON, errand

LEASE = timedelta(seconds=30)
_TOO_EARLY = (
    "UPDATE lane_heads SET (not_before, due) = (SELECT min(not_before), min(due) FROM lane_heads) WHERE lane = 'later'"
)
_YOUNGER = "UPDATE lane_heads SET errand_id = (SELECT max(id) FROM errands WHERE lane = 'first') WHERE lane = 'first'"
_FOREIGN = "UPDATE lane_heads SET errand_id = (SELECT min(id) FROM errands WHERE lane = 'first') WHERE lane = 'other'"
_FINISHED = "UPDATE errands SET state = 'done' WHERE key = 'f1'"
MIGRATION = import_module("connectors.store.migrations.versions.0018_lane_heads")


@pytest.fixture
async def filled(store: Store) -> Store:
    """Two errands due at once in `first`, one in `other`, and one due later in `later`; their heads are kept."""
    owed = [
        errand("f1", "first"),
        errand("f2", "first"),
        errand("o1", "other"),
        errand("l1", "later", NOON + 5 * MINUTE),
    ]
    await store.write(lambda tx: outbox.put(tx, owed))
    await store.write(lane_heads.look_again)
    return store


def run(*statements: str) -> Any:
    def work(tx: Connection) -> None:
        for statement in statements:
            tx.execute(text(statement))

    return work


async def claimed(store: Store, now: Any = NOON) -> list[str]:
    errands = await store.write(lambda tx: outbox.claim(tx, now, LEASE, 10))
    return [one.key for one in errands]


@pytest.mark.parametrize(
    ("statement", "lanes"),
    [
        ("DELETE FROM lane_heads WHERE lane = 'first'", ["first"]),
        ("DELETE FROM lane_heads", ["first", "later", "other"]),
        ("UPDATE lane_heads SET errand_id = 999 WHERE lane = 'other'", ["other"]),
        ("UPDATE lane_heads SET not_before = due WHERE lane = 'later'", []),
        ("UPDATE lane_heads SET due = (SELECT max(due) FROM lane_heads) WHERE lane = 'first'", ["first"]),
        ("UPDATE lane_heads SET lane = 'gone' WHERE lane = 'other'", ["gone", "other"]),
        (_TOO_EARLY, ["later"]),
        (_YOUNGER, ["first"]),
        (_FOREIGN, ["other"]),
        (_FINISHED, ["first"]),
    ],
)
async def test_a_head_edited_by_hand_is_rebuilt_and_named(filled: Store, statement: str, lanes: list[str]) -> None:
    await filled.write(run(statement))
    with capture_logs() as logs:
        assert await filled.write(lane_heads.mend) == lanes
    assert [(one["event"], one["lane"]) for one in logs] == [("lane head rebuilt", lane) for lane in lanes]
    assert await filled.write(kept) == await filled.write(said)
    assert await filled.write(lane_heads.mend) == []


@pytest.mark.parametrize(
    ("statement", "now", "later"),
    [
        (_TOO_EARLY, ["f1", "o1"], []),
        (_YOUNGER, ["o1"], ["f1"]),
        (_FOREIGN, ["f1"], ["o1"]),
        (_FINISHED, ["o1"], ["f2"]),
    ],
)
async def test_a_claim_that_meets_a_wrong_head_leaves_it_rebuilt(
    filled: Store, statement: str, now: list[str], later: list[str]
) -> None:
    await filled.write(run(statement))
    with capture_logs() as logs:
        assert await claimed(filled) == now
    assert [one["event"] for one in logs] == ["lane head rebuilt"]
    assert await filled.write(lane_heads.mend) == []
    assert await claimed(filled) == later


async def test_a_head_of_a_lane_with_noted_changes_is_not_named(filled: Store) -> None:
    (first, other) = await filled.write(lambda tx: outbox.claim(tx, NOON, LEASE, 10))
    await filled.write(lambda tx: outbox.done(tx, first.id, NOON))
    await filled.write(lambda tx: outbox.park(tx, other.id, "never", "mend"))
    assert await filled.write(kept) != await filled.write(said)
    with capture_logs() as logs:
        assert await filled.write(lane_heads.mend) == []
    assert logs == []
    assert await claimed(filled) == ["f2"]


async def test_a_change_undone_leaves_no_note(filled: Store) -> None:
    def failing(tx: Connection) -> None:
        outbox.put(tx, [errand("n1", "new")])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await filled.write(failing)
    assert await filled.write(noted) == set()
    assert await claimed(filled) == ["f1", "o1"]


async def test_the_migration_fills_heads_of_what_waits(filled: Store) -> None:
    first, _ = await filled.write(lambda tx: outbox.claim(tx, NOON, LEASE, 10))
    await filled.write(lambda tx: outbox.park(tx, first.id, "never", "mend"))
    await filled.write(lambda tx: outbox.claim(tx, NOON, LEASE, 10))
    # Replayed, it is the head of its lane, which the younger one under way keeps busy.
    await filled.write(lambda tx: outbox.replay(tx, first.id))
    await filled.write(run("DROP TABLE lane_heads", "DROP TABLE lane_changes"))
    await filled.write(_migrate)
    assert await filled.write(kept) == await filled.write(said)
    assert await filled.write(noted) == set()
    assert await claimed(filled, NOON + LEASE) == ["f1", "o1"]


def _migrate(tx: Connection) -> None:
    with Operations.context(MigrationContext.configure(tx)):
        MIGRATION.upgrade()


READY = tuple(errand(f"ready{number}", f"ready{number}") for number in range(10))
SOON = NOON + 5 * MINUTE


@pytest.mark.parametrize(
    "crowd",
    [
        [errand(f"k{number}", f"lane{number}", SOON) for number in range(3000)],
        [errand(f"k{number}", f"lane{number}") for number in range(3000)],
        [errand("k", "blocked", SOON), *(errand(f"k{number}", "blocked") for number in range(3000))],
    ],
    ids=["lanes that wait", "lanes that are due", "a blocked lane"],
)
async def test_a_claim_beside_thousands_reads_no_more(sqlite_store: Store, crowd: list[Errand]) -> None:
    alone = await _steps(sqlite_store, [])
    assert await _steps(sqlite_store, crowd) < 1.5 * alone


async def _steps(store: Store, crowd: list[Errand]) -> int:
    """How many tens of steps SQLite takes for a claim of ten beside a crowd."""
    await store.write(run("DELETE FROM errands"))
    await store.write(lane_heads.mend)
    await store.write(lambda tx: outbox.put(tx, [*READY, *crowd]))
    await store.write(lane_heads.look_again)
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    def counted(tx: Connection) -> None:
        driver: Any = tx.connection.driver_connection
        driver.set_progress_handler(count, 10)
        assert len(outbox.claim(tx, NOON, LEASE, 10)) == 10
        driver.set_progress_handler(None, 0)

    await store.write(counted)
    return steps
