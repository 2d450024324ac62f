"""Percentages of money, to the cent."""

from fractions import Fraction

from rules.economy.rounding import HUNDRED, Exact, whole


def share(cents: int, percent: Exact) -> int:
    """A percentage of an amount in cents, half away from zero."""
    return whole(cents * Fraction(percent) / HUNDRED)
