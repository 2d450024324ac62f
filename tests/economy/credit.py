"""The `credit` model: prepaid time, period after period."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.contract.budget_terms import Remainder, RemainderMode
from rules.economy.credits import Period, PeriodFigures, renewed
from tests.economy.terms import Given, cents, euros, minutes


def compute(given: Given) -> Mapping[str, Any]:
    """The figures of each period."""
    written = given.get("remainder") or {}
    cap = written.get("cap")
    remainder = Remainder(
        RemainderMode(written.get("mode", "lost")),
        Decimal(str(written.get("share", 1))),
        None if cap is None else minutes(cap),
    )
    periods = [
        Period(
            minutes(one["minutes"]), minutes(one["used"]), cents(one["price"]) if "price" in one else None, remainder
        )
        for one in given["periods"]
    ]
    return {"periods": [_figures(one) for one in renewed(periods, goes_on=bool(given.get("renewed_after", False)))]}


def _figures(found: PeriodFigures) -> Mapping[str, Any]:
    names = ("opening", "granted", "used", "left", "over", "carried", "lost")
    return {name: getattr(found, name) for name in names} | {"refund": euros(found.refund)}
