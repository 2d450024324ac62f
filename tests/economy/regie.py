"""The `regie` model: time spent by profile, flat or not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.contract.budget_terms import FlatRegie, Regie, RegieUnit
from rules.economy.regie import Spent, priced
from tests.economy.terms import Given, cents, euros, minutes


def compute(given: Given) -> Mapping[str, Any]:
    """The lines, their total, and the tax on it."""
    by_day = given.get("unit") == "day"
    terms = Regie(
        rates={profile: cents(rate) for profile, rate in given["rates"].items()},
        unit=RegieUnit.DAY if by_day else RegieUnit.HOUR,
        step=Decimal(str(given.get("step", "0.5" if by_day else "1"))),
        flat=_flat(given["flat"]) if given.get("flat") else None,
    )
    vat = Decimal(str(given["vat"])) if given.get("vat") is not None else None
    spent = [Spent(one["id"], one["profile"], minutes(one["minutes"])) for one in given["lines"]]
    found = priced(terms, minutes(given.get("day_minutes", 420)), spent, vat)
    known = {
        "lines": {one.id: {"quantity": one.quantity, "euros": euros(one.cents)} for one in found.lines},
        "time": euros(found.time),
        "euros": euros(found.cents),
    }
    if terms.flat:
        known |= {"days": found.days, "extra": found.extra, "under": found.under}
    return known if found.vat is None else known | {"vat": euros(found.vat), "ttc": euros(found.cents + found.vat)}


def _flat(given: Given) -> FlatRegie:
    return FlatRegie(
        days=Decimal(str(given["days"])),
        price=cents(given["price"]),
        over_rate=cents(given["over_rate"]),
        tolerance=Decimal(str(given.get("tolerance", 0))),
        under_rate=cents(given.get("under_rate", 0)),
    )
