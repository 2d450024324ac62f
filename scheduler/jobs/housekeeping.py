"""Deletes data that nothing reads any more."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from connectors.store import Connection, absences
from scheduler.cases.case_loader import Casebook
from scheduler.cases.pinned_contracts import REMEMBERED

AT_ONCE = 500


def forget_absences(_tx: Connection, _casebook: Casebook, at: datetime) -> Iterator[Callable[[Connection], bool]]:
    """Delete the absences that ended so long ago that no message asks who was there."""
    yield partial(_forget, at)


def _forget(at: datetime, tx: Connection) -> bool:
    return absences.forget(tx, (at - REMEMBERED).date(), AT_ONCE) == AT_ONCE
