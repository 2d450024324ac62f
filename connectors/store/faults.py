"""Which faults of a database pass by themselves: the same work is worth trying again as it is."""

import sqlite3

from sqlalchemy.exc import DBAPIError

_PASSING = {"OperationalError", "InterfaceError", "SerializationFailure", "DeadlockDetected", "LockNotAvailable"}


def passing(error: BaseException) -> bool:
    """Whether a connection was lost, or a lock not had: nothing that is wrong with what was being done.

    Judged by the names that the drivers share (PEP 249), since the PostgreSQL one may not be installed.
    """
    found = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(found, sqlite3.OperationalError):
        return "locked" in str(found) or "busy" in str(found) or "disk" in str(found)
    return any(kind.__name__ in _PASSING and kind.__module__.startswith("psycopg") for kind in type(found).__mro__)
