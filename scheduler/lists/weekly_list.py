"""Builds each RM's weekly list of what the client owes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from connectors.preference_choices import Preferences
from connectors.store import Connection, portfolio
from rules.anomaly.state import Anomaly
from rules.contract import Contract, Role, WorkaroundStop
from rules.digest_model import Chapter, Heading, Line
from rules.effects import Effect, Message, Say
from rules.people.next_owner import owed
from scheduler.cases.case_loader import Case, Casebook
from scheduler.lists.due_list import Due
from scheduler.lists.list_lines import asked, by, chapter, judged, line, since
from scheduler.lists.list_readers import Reader, readers
from scheduler.lists.person_portfolio import found

REACH = timedelta(hours=12)
DAYS = 2
MOST = 8
_WEEK = 7


def due(casebook: Casebook, chosen: Mapping[str, Preferences], now: datetime) -> Iterator[Due]:
    """The lists whose hour has come on the first open day of the week, or within DAYS after it, never at night."""
    for reader in readers(casebook.contracts.holding(now), Role.RM, chosen):
        today = reader.today(now)
        at = reader.at(reader.chosen.weekly, today)
        first = _first_open(reader.contracts[0], today)
        if at is None or first is None or not first <= today <= first + timedelta(days=DAYS):
            continue
        if at <= now < at.astimezone(UTC) + REACH:
            year, week, _ = today.isocalendar()
            yield Due(reader.key, f"{year}-W{week:02}", partial(weekly, casebook, reader, now))


def weekly(casebook: Casebook, reader: Reader, now: datetime, tx: Connection) -> tuple[Effect, ...]:
    """The answers awaited, the recettes to judge, the workarounds to validate, the reports to raise."""
    rows = (row for one in reader.contracts for row in portfolio.open_of(tx, one.id))
    cases = [case for row in rows if (case := found(tx, casebook, row.id, now))]
    chapters = tuple(_chapters(cases, several=len(reader.contracts) > 1))
    if not chapters:
        return ()
    count = sum(one.count for one in chapters)
    return reader.told(Message(Say.WEEKLY, {"count": count, "chapters": chapters}))


def _chapters(cases: Sequence[Case], several: bool) -> Iterator[Chapter]:
    owes: dict[Heading, list[Line | None]] = {
        "answer": [asked(one, several) for one in cases if owed(one.anomaly) == "answer"],
        "accept": [judged(one, several) for one in cases if owed(one.anomaly) == "accept"],
        "workaround": [_workaround(one, several) for one in cases],
        "raise": [_reported(one, several) for one in cases],
    }
    for heading, lines in owes.items():
        told = sorted((one for one in lines if one), key=since)
        yield from chapter(heading, told[:MOST], len(told))


def _workaround(case: Case, several: bool) -> Line | None:
    """One in place that the contract's clock holds to be none until the client says so."""
    at = case.anomaly.workaround_at
    if at is None or not _unconfirmed(case.anomaly, case.contract):
        return None
    return line("workaround", case, several, at=at)


def _unconfirmed(anomaly: Anomaly, contract: Contract) -> bool:
    validated = contract.choices.workaround_stop is WorkaroundStop.VALIDATED
    settled = anomaly.workaround_validated_at or anomaly.delivered_at or anomaly.in_scope is False
    return validated and not settled


def _reported(case: Case, several: bool) -> Line | None:
    """One that an agent handed over, and that nobody has raised."""
    first = case.history[0] if case.history else None
    if owed(case.anomaly) != "raise" or first is None:
        return None
    return line("raise", case, several, at=first.at, who=by(first.by))


def _first_open(contract: Contract, today: date) -> date | None:
    """The first day of the week on which the contract's first calendar opens."""
    calendar = next(iter(contract.calendars.values()))
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=number) for number in range(_WEEK))
    return next((day for day in days if calendar.hours(day)), None)
