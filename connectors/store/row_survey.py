"""Finds every row that cannot be read, in whichever table, for an operator to see."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from connectors.store import (
    absences,
    anomalies,
    clocks,
    closed_months,
    contract_issues,
    editions,
    journal,
    mailbox,
    outbox,
    reconcile_cursors,
    time_entries,
    uptime_log,
    webhooks,
)
from connectors.store.unread_rows import Unread

SURVEYED: tuple[Callable[[Connection], Iterable[Unread]], ...] = (
    mailbox.unread,
    outbox.unread,
    journal.unread,
    anomalies.unread,
    clocks.unread,
    absences.unread,
    editions.unread,
    reconcile_cursors.unread,
    contract_issues.unread,
    time_entries.unread,
    closed_months.unread,
    uptime_log.unread,
    webhooks.unread,
)
"""A table that is decoded has its line here."""


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read, table by table."""
    return [one for look in SURVEYED for one in look(tx)]
