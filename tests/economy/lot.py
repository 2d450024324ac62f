"""The `lot` model: a batch of evolutions with its own budget."""

from collections.abc import Mapping
from typing import Any

from rules.contract.budget_terms import Batch
from rules.economy.batches import spending
from rules.workdays.month import Month
from tests.economy.terms import Given, cents, euros, minutes


def compute(given: Given) -> Mapping[str, Any]:
    """The months of the lot, its alerts, and what exceeds it."""
    spent = {Month.read(month): minutes(each) for month, each in given["minutes"].items()}
    thresholds = tuple(int(one) for one in given.get("thresholds") or ())
    first, last = min(spent), max(spent)
    terms = Batch("lot", cents(given["budget"]), cents(given["rate"]), first.first, last.last)
    found = spending(terms.budget, terms.hourly_rate, spent, thresholds or terms.thresholds)
    return {
        "months": {
            str(one.month): {"euros": euros(one.cents), "spent": euros(one.spent), "left": euros(one.left)}
            for one in found.months
        },
        "alerts": [[str(month), threshold] for month, threshold in found.alerts],
        "over": euros(found.over),
    }
