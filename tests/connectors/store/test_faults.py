"""What passes by itself is told from what does not, and what must be saved is tried until it passes."""

import sqlite3
from pathlib import Path

import pytest
from psycopg import errors
from sqlalchemy.exc import OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnection

from connectors.store import lasting, passing


def _coded(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("of the driver")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error",
    [
        errors.AdminShutdown(),
        errors.ConnectionTimeout(),
        errors.DiskFull(),
        errors.QueryCanceled(),
        errors.DeadlockDetected(),
        errors.SerializationFailure(),
        errors.ReadOnlySqlTransaction(),
        errors.IdleInTransactionSessionTimeout(),
        errors.TooManyConnections(),
        OperationalError("SELECT 1", {}, errors.CannotConnectNow()),
        NoConnection("QueuePool limit"),
        PendingRollbackError("Can't reconnect"),
        sqlite3.OperationalError("database is locked"),
        _coded(sqlite3.SQLITE_FULL),
        _coded(sqlite3.SQLITE_IOERR_FSYNC),
        _coded(sqlite3.SQLITE_BUSY_SNAPSHOT),
        _coded(sqlite3.SQLITE_CANTOPEN),
    ],
    ids=repr,
)
def test_a_lost_connection_a_lock_or_a_full_disk_passes(error: Exception) -> None:
    assert passing(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("locked"),
        errors.UndefinedTable(),
        errors.UniqueViolation(),
        _coded(sqlite3.SQLITE_ERROR),
        sqlite3.OperationalError("Could not decode to UTF-8 column 'fact' with text 'the disk is locked'"),
        sqlite3.DatabaseError("database disk image is malformed"),
    ],
    ids=repr,
)
def test_what_is_wrong_with_the_work_or_the_data_does_not(error: Exception) -> None:
    assert not passing(error)


def test_a_file_that_is_locked_passes_as_the_driver_says_it(tmp_path: Path) -> None:
    one, other = (sqlite3.connect(tmp_path / "one.db", timeout=0, isolation_level=None) for _ in range(2))
    one.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        other.execute("BEGIN IMMEDIATE")
    assert passing(caught.value)


async def test_what_must_be_saved_is_tried_until_the_fault_has_passed_and_no_longer_than_that() -> None:
    faults: list[Exception] = [errors.AdminShutdown(), errors.AdminShutdown()]

    async def work() -> str:
        if faults:
            raise faults.pop()
        return "saved"

    assert await lasting(work, 5.0) == "saved"
    faults += [errors.AdminShutdown(), ValueError("not of the database")]
    with pytest.raises(ValueError, match="not of the database"):
        await lasting(work, 5.0)
    with pytest.raises(errors.AdminShutdown):
        await lasting(work, -1.0)
