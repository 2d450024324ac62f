"""The shared case files: what other products' test suites and libraries answer, translated to our calendars."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.workdays import Calendar, Interval

Case = dict[str, Any]
Bounds = list[tuple[int, int]]

FILE = Path(__file__).parents[3] / "shared" / "cases" / "cases.json"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def cases(*operations: str) -> list[Any]:
    """The cases of these operations as parameters; a single skipped one when the file is not there."""
    if not FILE.exists():
        if os.environ.get("VIGIE_REQUIRE_SHARED") == "1":
            raise FileNotFoundError(FILE)
        return [pytest.param({}, id="absent", marks=pytest.mark.skip(reason=f"{FILE} is not there"))]
    every: list[Case] = json.loads(FILE.read_text())["cases"]
    return [pytest.param(case, id=case["id"]) for case in every if case["op"] in operations]


def calendar(case: Case) -> Calendar:
    """A case's calendar. Its order is holiday > break > shift > weekly, so shifts and breaks become openings."""
    weekly = tuple(tuple(_intervals(_bounds(case["weekly"].get(day, ())))) for day in DAYS)
    closed = {date.fromisoformat(day): "holiday" for day in case["holidays"]}
    openings = {
        date.fromisoformat(day): tuple(_intervals(_hours(case, day)))
        for day in {**case["shifts"], **case["breaks"]}
        if date.fromisoformat(day) not in closed
    }

    def holidays(year: int) -> Mapping[date, str]:
        return {day: name for day, name in closed.items() if day.year == year}

    return Calendar(case["id"], case["timezone"], weekly, holidays, openings=openings)


def _hours(case: Case, day: str) -> Bounds:
    usual = case["weekly"].get(DAYS[date.fromisoformat(day).weekday()], ())
    left = _bounds(case["shifts"].get(day, usual))
    for start, end in _bounds(case["breaks"].get(day, ())):
        left = [part for low, high in left for part in ((low, min(high, start)), (max(low, end), high))]
    return left


def _bounds(texts: Any) -> Bounds:
    return [(_minutes(start), _minutes(end)) for start, end in texts]


def _intervals(bounds: Bounds) -> list[Interval]:
    return [Interval(start, end) for start, end in bounds if start < end]


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
