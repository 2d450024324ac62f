"""Small contracts and time entries, for tests of the books."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rules.contract import Side
from rules.contract.budget_terms import Budget
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun
from rules.economy.agreement import Agreement, Terms
from rules.economy.bookkeeping import Books, keep
from rules.economy.closes import Close
from rules.economy.entries import Entry, EntryFact
from rules.economy.figures import EnvelopeFigures
from rules.economy.settlements import Settlement
from rules.workdays.month import Month, span

JANUARY = Month(2026, 1)
KEPT = Carry(CarryMode.KEPT)


def envelope(name: str = "provision", grant: int = 300, *, pays: str = "", **rules: Any) -> Envelope:
    """An envelope that pays the category of its own name, or `pays`."""
    return Envelope(name, grant, (pays or name,), **rules)


def agreed(*envelopes: Envelope, start: date = JANUARY.first, end: date | None = None, **terms: Any) -> Agreement:
    """A contract in one version."""
    return Agreement("boutique", "Europe/Paris", start, (Terms(start, Budget(envelopes=envelopes, **terms)),), end)


def worked(
    key: str,
    minutes: float,
    day: str = "2026-01-12",
    *,
    on: str = "provision",
    known: str = "",
    revision: int = 0,
    **state: Any,
) -> EntryFact:
    """An entry of the provider at 9:00 UTC, known at noon of that day or of another one."""
    started = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    heard = datetime.fromisoformat(f"{known or day}T12:00:00+00:00")
    whose: dict[str, Any] = {"issue": f"BOU-{key}", "author": "lea", "side": Side.PROVIDER, "created": heard} | state
    entry = Entry("default", key, category=on, started=started, seconds=round(minutes * 60), **whose)
    return EntryFact(entry.key, entry, heard, heard, revision)


def gone(key: str, known: str, revision: int = 1) -> EntryFact:
    """The deletion of an entry."""
    heard = datetime.fromisoformat(f"{known}T12:00:00+00:00")
    return EntryFact(("default", key), None, heard, heard, revision)


def closes(*months: Month) -> list[Close]:
    """Each month closed on the second of the next one."""
    return [Close(one, closing(one)) for one in months]


def closing(month: Month) -> datetime:
    """The instant at which a month is closed."""
    return datetime.combine(month.plus(1).first, datetime.min.time(), UTC) + timedelta(days=1, hours=8)


def books(
    agreement: Agreement,
    facts: Iterable[EntryFact] = (),
    *,
    months: int = 3,
    closed: int = 0,
    first: Month = JANUARY,
    settlements: Iterable[Settlement] = (),
) -> Books:
    """The books of so many months, the first ones closed."""
    listed: Sequence[Month] = tuple(span(first, first.plus(months - 1)))
    return keep(agreement, facts, closes(*listed[:closed]), listed, settlements=settlements)


def of(found: Books, month: int, name: str = "provision") -> EnvelopeFigures:
    """The figures of an envelope in a month of 2026."""
    figures = found.month(Month(2026, month))
    envelope_figures = figures.envelope(name) if figures else None
    assert envelope_figures is not None
    return envelope_figures


def overrun(mode: Any, **rules: Any) -> Overrun:
    """What exceeds."""
    return Overrun(mode, **rules)
