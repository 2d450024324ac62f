"""Reads a case file into cases, and refuses one that departs from its schema."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.cases.case import DAYS, Addition, Case, Difference, Event, Figure, Question, Scenario, Week
from tests.cases.shape import (
    Fields,
    Malformed,
    Read,
    T,
    day,
    duration,
    each,
    fields,
    flag,
    hours,
    instant,
    one_of,
    pair,
    table,
    text,
)

SCHEMA = 1
CLOCKS = ("ack", "workaround", "resolution")
RULES = ("zero", "negative", "absolute")
REOPEN = ("exclude_gap", "include_gap")
EVENTS = (
    "created",
    "criticality_changed",
    "acknowledged",
    "paused",
    "resumed",
    "workaround",
    "resolved",
    "closed",
    "reopened",
)
FIGURES: Mapping[str, Read[datetime | timedelta | bool]] = {
    "due": instant,
    "threshold_at": instant,
    "elapsed_business_seconds": duration,
    "remaining_business_seconds": duration,
    "breached": flag,
}


def load(file: Path) -> tuple[Case, ...]:
    """Every case of a file. Raises Malformed, or OSError when it can't be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"not JSON: {problem}") from problem
    document = fields(found)
    if document.values.get("schema", SCHEMA) != SCHEMA:
        raise Malformed(f"schema: found {document.values['schema']!r}, expected {SCHEMA}")
    return tuple(_case(rank, found) for rank, found in enumerate(document.take("cases", each(fields)), 1))


def _case(rank: int, found: Fields) -> Case:
    name = found.values.get("id")
    try:
        op = found.take("op", one_of(tuple(_QUESTIONS)))
        return Case(
            id=found.take("id", text),
            op=op,
            week=_week(found),
            tolerance=abs(found.maybe("tolerance_seconds", duration) or timedelta()),
            question=_QUESTIONS[op](found),
        )
    except Malformed as problem:
        raise Malformed(f"case {name if isinstance(name, str) else f'number {rank}'}: {problem}") from problem


def _week(found: Fields) -> Week:
    by_date = table(day, hours)
    return Week(
        zone=found.take("timezone", _zone),
        weekly=found.take("weekly", table(one_of(DAYS), hours)),
        holidays=frozenset(found.maybe("holidays", each(day)) or ()),
        shifts=found.maybe("shifts", by_date) or {},
        breaks=found.maybe("breaks", by_date) or {},
    )


def _zone(value: Any) -> str:
    name = text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Malformed(f"found {name!r}, expected an IANA zone like Europe/Paris or UTC") from None
    return name


def _addition(found: Fields) -> Addition:
    opening = found.take("business_seconds", duration)
    if found.maybe("direction", one_of(("forward", "backward"))) == "backward":
        opening = -abs(opening)
    expected = found.take("expected_end", instant)
    alternatives = found.maybe("alternatives", fields) or Fields({})
    nearest = alternatives.maybe("nearest", instant) or expected
    return Addition(found.take("start", instant), opening, (nearest, *_readings(found, instant)))


def _difference(found: Fields) -> Difference:
    counted = found.take("expected_business_seconds", duration)
    return Difference(
        start=found.take("start", instant),
        end=found.take("end", instant),
        counted=(counted, *_readings(found, duration)),
        rule=found.maybe("reversed_rule", one_of(RULES)) or "negative",
        opened=found.maybe("expected_segments", each(pair(instant))),
    )


def _readings(found: Fields, read: Read[T]) -> tuple[T, ...]:
    """Where the clocks change inside an hour of opening, a case may give each defensible reading by its name."""
    return tuple((found.maybe("readings", table(text, read)) or {}).values())


def _event(value: Any) -> Event:
    found = fields(value)
    return Event(found.take("at", instant), found.take("type", one_of(EVENTS)), found.maybe("criticality", text))


def _scenario(found: Fields) -> Scenario:
    clock, policy = one_of(CLOCKS), found.maybe("policy", fields) or Fields({})
    events = tuple(sorted(found.take("events", each(_event)), key=lambda event: event.at))
    if all(event.kind != "created" for event in events):
        raise Malformed("events: nothing is created")
    thresholds = found.maybe("thresholds", each(fields)) or ()
    return Scenario(
        targets=found.take("targets", table(text, table(clock, duration))),
        events=events,
        as_of=found.take("as_of", instant),
        pauses=frozenset(policy.maybe("pauses", each(clock)) or ()),
        suspended=frozenset(policy.maybe("closed_suspends", each(clock)) or ()),
        gap_counts=policy.maybe("reopen", one_of(REOPEN)) == "include_gap",
        thresholds={one.take("clock", clock): one.take("offset_business_seconds", duration) for one in thresholds},
        expected=_expected(found),
    )


def _expected(found: Fields) -> Mapping[str, Mapping[str, Figure]]:
    ties = found.maybe("ties", table(text, fields)) or {}
    shown = found.take("expected", table(one_of(CLOCKS), _figures))
    return {
        clock: {figure: _ours(ties.get(f"{clock}.{figure}"), value) for figure, value in figures.items()}
        for clock, figures in shown.items()
    }


def _figures(value: Any) -> Mapping[str, Figure]:
    found = fields(value)
    return {figure: found.maybe(figure, FIGURES[figure]) for figure in map(one_of(FIGURES), found.values)}


def _ours(tie: Fields | None, value: Figure) -> Figure:
    """The near side of a closed gap, where the peer went to the far one."""
    return tie.take("alternative", instant) if tie and tie.values.get("tie") == "beyond" else value


_QUESTIONS: Mapping[str, Callable[[Fields], Question]] = {
    "add": _addition,
    "between": _difference,
    "scenario": _scenario,
}
