"""The `forecast` model: a month at its present pace."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.contract.budget_terms import Forecast
from rules.economy.forecast import projected
from rules.workdays.month import Month
from tests.economy.terms import Given, days, minutes


def compute(given: Given) -> Mapping[str, Any]:
    """The projection of the month."""
    terms = Forecast(minimum_days=int(given.get("minimum_days", 1)))
    on, used, available = date.fromisoformat(given["at"][:10]), minutes(given["used"]), minutes(given["available"])
    found = projected(Month.read(given["month"]), on, used, available, terms, days(given.get("holidays")))
    return {
        "opening_days": found.days,
        "elapsed": found.elapsed,
        "forecast": found.minutes,
        "over": found.over,
        "empty_on": found.empty_on and found.empty_on.isoformat(),
    }
