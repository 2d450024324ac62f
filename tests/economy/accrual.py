"""Computes the `accrual` of a worked case: one clock late over several months."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rules.contract import ClockName, Criticality
from rules.contract.compensation_terms import AmountPerUnit, LateUnit, Posting, ScaleLine
from rules.economy.compensation.accrual import accrued
from rules.economy.compensation.amounts import priced
from rules.economy.compensation.lateness import Miss
from rules.workdays.month import Month, span
from tests.economy.case_values import cents, day, euros, optional_cents, working_days


def compute(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The days late, and the euros of each month."""
    unit = LateUnit.WORKING_DAY if given["unit"] == "working_day" else LateUnit.CALENDAR_DAY
    line = ScaleLine((ClockName.RESOLUTION,), AmountPerUnit(cents(given["rate"])), unit=unit)
    due, done, worked = day(given["due"]), day(given["done"]), working_days(given)
    miss = Miss("late", ClockName.RESOLUTION, Criticality.MAJEURE, due=due, done=done)
    ends = {month: min(done, month.last) for month in span(Month.of(due), Month.of(done))}
    reached = {month: priced(line, replace(miss, done=end), 0, worked).cents for month, end in ends.items()}
    posted = Posting.AS_IT_GOES if given.get("post") == "as_it_goes" else Posting.AT_STOP
    found = accrued(reached, posted, optional_cents(given, "cap_month"))
    return {
        "days": priced(line, miss, 0, worked).r,
        "months": {f"{month}": euros(amount) for month, amount in found.months.items()},
        "total": euros(found.total),
    }
