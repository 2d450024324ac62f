"""The `booklet` model: purchases and requests, by tariff or by begun unit."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.contract.budget_terms import Booklet, Budget, GivenBack
from rules.economy.booklets import (
    Cancel,
    DayPassed,
    Draw,
    Movement,
    Purchase,
    Requalify,
    follow,
    worth,
    worth_of_minutes,
)
from tests.economy.terms import CannotExpress, Given, cents, euros, minutes, thousandths, units


def compute(given: Given) -> Mapping[str, Any]:
    """The booklets and the requests once every movement has been played."""
    price = given.get("overrun_price")
    given_back = GivenBack(given.get("refund_to_expired") or GivenBack.LOST)
    movements = [_movement(given, one) for one in given["movements"]]
    found = follow(movements, given_back, None if price is None else cents(price))
    known = {
        "lots": {name: units(left) for name, left in found.lots.items()},
        "balance": units(found.balance),
        "overrun": units(found.overrun),
        "lapsed": units(found.lapsed),
        "used_euros": euros(found.used_cents),
        "requests": {
            request: {name or "overrun": units(part) for name, part in held.items()}
            for request, held in found.requests.items()
        },
    }
    return known if found.overrun_cents is None else known | {"overrun_euros": euros(found.overrun_cents)}


def _movement(given: Given, one: Given) -> Movement:
    on = date.fromisoformat(one["at"][:10])
    match one["op"]:
        case "purchase":
            expires = date.fromisoformat(one["expires"]) if one.get("expires") else None
            return Purchase(Booklet(one["id"], thousandths(one["units"]), cents(one.get("price", 0)), on, expires))
        case "draw":
            return Draw(one["id"], on, _worth(given, one))
        case "requalify":
            return Requalify(one["id"], on, _worth(given, one))
        case "cancel":
            return Cancel(one["id"], on)
        case "day":
            return DayPassed(on)
    raise CannotExpress(f"movement {one['op']}")


def _worth(given: Given, one: Given) -> int:
    if "minutes" in one:
        return worth_of_minutes(minutes(one["minutes"]), minutes(given["unit_minutes"]))
    tariff = {kind: thousandths(taken) for kind, taken in given["tariff"].items()}
    return worth(Budget(tariff=tariff), one["kind"])
