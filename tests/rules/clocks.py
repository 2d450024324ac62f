"""A contract whose table has every kind of target, and marks written as short as they are said."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from rules.clock import Mark, MarkKind
from rules.contract import (
    CONTRACTED,
    BusinessDays,
    ChatMap,
    Choices,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    JiraMap,
    NextRelease,
    NoCommitment,
    OpeningTime,
    Requalification,
    Target,
    WallClock,
)
from tests.rules.calendars import OFFICE, ROUND_THE_CLOCK, at

ACK, WORKAROUND, RESOLUTION = CONTRACTED
SECURITE, BLOQUANTE, MAJEURE, MINEURE = Criticality
START, RETARGET, RESUME, REOPEN, PAUSE, STOP, CANCEL = MarkKind

TABLE: dict[tuple[Criticality, ClockName], tuple[Target, str]] = {
    (SECURITE, ACK): (OpeningTime(timedelta(minutes=30)), "astreinte"),
    (SECURITE, WORKAROUND): (OpeningTime(timedelta(hours=4)), "astreinte"),
    (SECURITE, RESOLUTION): (WallClock(timedelta(hours=72)), "bureau"),
    (BLOQUANTE, ACK): (OpeningTime(timedelta(hours=1)), "bureau"),
    (BLOQUANTE, WORKAROUND): (OpeningTime(timedelta(hours=8)), "bureau"),
    (BLOQUANTE, RESOLUTION): (BusinessDays(2, end_of_day=True), "bureau"),
    (MAJEURE, ACK): (OpeningTime(timedelta(hours=4)), "bureau"),
    (MAJEURE, WORKAROUND): (BusinessDays(1), "bureau"),
    (MAJEURE, RESOLUTION): (OpeningTime(timedelta(hours=24)), "bureau"),
    (MINEURE, ACK): (BusinessDays(1), "bureau"),
    (MINEURE, WORKAROUND): (NoCommitment(), "bureau"),
    (MINEURE, RESOLUTION): (NextRelease(), "bureau"),
}

CONTRACT = Contract(
    id="boutique-martin",
    client="Boutique Martin",
    effective=date(2026, 1, 1),
    zone="Europe/Paris",
    language="fr",
    calendars={"bureau": OFFICE, "astreinte": ROUND_THE_CLOCK},
    commitments={line: Commitment(target, calendar) for line, (target, calendar) in TABLE.items()},
    jira=JiraMap(site="martin", projects=("BOU",), issue_types=("Anomalie",), statuses={}),
    chat=ChatMap("slack", channel="C0MARTIN1"),
    people=(),
)
FROM_CHANGE = replace(CONTRACT, choices=Choices(requalification=Requalification.FROM_CHANGE))


def mark(
    when: str,
    kind: MarkKind,
    clock: ClockName = RESOLUTION,
    criticality: Criticality | None = None,
    *,
    cycle: int = 1,
    why: str = "",
) -> Mark:
    """A mark at a wall-clock time of Paris (`"09 10:05"` is 9 November 2026); a start is of a majeure by default."""
    if kind is START:
        criticality = criticality or MAJEURE
    return Mark(november(when), kind, clock, cycle, criticality, "L. M.", why, f"test {when}")


def november(when: str) -> datetime:
    """An instant of November 2026, whose Wednesday 11 is a holiday."""
    return at(f"2026-11-{when}")


def hours(count: float) -> timedelta:
    """A duration."""
    return timedelta(hours=count)
