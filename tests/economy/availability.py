"""Computes the `availability` of a worked case: the credit on a month's availability."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rules.contract.compensation_terms import AvailabilityTerms
from rules.economy.compensation.availability import Outage, availability
from rules.economy.rounding import down
from rules.workdays.month import Month
from tests.economy.case_values import cents, decimal, euros, tiers

_PRINTED = decimal("0.0001")


def compute(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The minutes of the month and those of its stops, the rate and its cost."""
    outages = (
        Outage(datetime.fromisoformat(one["from"]), datetime.fromisoformat(one["to"]), one.get("planned", False))
        for one in given["stops"]
    )
    zone = given.get("timezone", "Europe/Paris")
    terms = AvailabilityTerms(tiers(given))
    found = availability(terms, outages, Month.read(given["month"]), zone, cents(given["fee"]))
    return {
        "minutes": found.minutes,
        "down": found.down,
        "rate": down(found.rate, _PRINTED),
        "percent": found.percent,
        "euros": euros(found.cents),
    }
