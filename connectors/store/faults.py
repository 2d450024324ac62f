"""Which faults of a database pass by themselves: the same work is worth trying again as it is."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnection

T = TypeVar("T")

_PASSING = {
    "OperationalError",
    "InterfaceError",
    "SerializationFailure",
    "DeadlockDetected",
    "LockNotAvailable",
    "IdleInTransactionSessionTimeout",
    "ReadOnlySqlTransaction",
}
_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
_PRIMARY = 0xFF  # of an extended result code
_WORDS = ("locked", "busy", "disk", "unable to open", "readonly")
_PAUSES = (0.05, 0.2, 0.5, 1.0)


def passing(error: BaseException) -> bool:
    """Whether a connection was lost, or a lock, a file or room on the disk not had: nothing was wrong with the work.

    Judged by the names that the drivers share (PEP 249), since the PostgreSQL one may not be installed.
    """
    if isinstance(error, NoConnection | PendingRollbackError):
        return True
    found = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(found, sqlite3.OperationalError):
        return _passes(found)
    return any(kind.__name__ in _PASSING and kind.__module__.startswith("psycopg") for kind in type(found).__mro__)


async def lasting(work: Callable[[], Awaitable[T]], patience: float) -> T:
    """What `work` gives, tried again for `patience` seconds while its faults pass; it must bear to be done twice.

    For what must be saved because the world has seen it already.
    """
    begun, tries = time.monotonic(), 0
    while True:
        try:
            return await work()
        except Exception as error:
            if not passing(error) or time.monotonic() - begun > patience:
                raise
        await asyncio.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
        tries += 1


def _passes(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & _PRIMARY in _SQLITE
    # A text that is no UTF-8 comes without a code, and is quoted.
    said = str(error)
    return not said.startswith("Could not decode") and any(word in said for word in _WORDS)
