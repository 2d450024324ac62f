"""Computes the `bonus` of a worked case: bonus and malus over some months."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rules.contract.compensation_terms import BonusTerms, PerPoint
from rules.economy.compensation.bonus import bonus_malus
from rules.workdays.month import Month
from tests.economy.case_values import cents, decimal, euros


def compute(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The amounts of each month, their sum, and what stays."""
    malus = PerPoint(
        decimal(given["malus_below"]),
        decimal(given["malus_per_point"]),
        begun=False,
        cap=decimal(given["malus_cap_percent"]),
    )
    bonus = BonusTerms(decimal(given["bonus_from"]), decimal(given["bonus_percent"]), given.get("bonus_paid", False))
    rates = {Month.read(month): Fraction(decimal(rate)) for month, rate in given["rates"].items()}
    found = bonus_malus(malus, bonus, rates, cents(given["fee"]))
    return {
        "months": {f"{month}": euros(amount) for month, amount in found.months.items()},
        "sum": euros(found.sum),
        "net": euros(found.net),
    }
