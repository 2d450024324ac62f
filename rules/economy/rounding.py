"""Exact roundings of time and money, so that every figure can be recomputed by hand."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

Exact = int | Decimal | Fraction
"""A number without a binary fraction."""

HUNDRED = 100
HOUR = 60


def whole(amount: Exact) -> int:
    """The nearest whole number, half away from zero: cents of an amount in cents."""
    exact = Fraction(amount)
    nearest = floor(abs(exact) + Fraction(1, 2))
    return nearest if exact >= 0 else -nearest


def minute(amount: Exact) -> int:
    """The nearest whole number, half up: minutes of a duration in minutes."""
    return floor(Fraction(amount) + Fraction(1, 2))


def up(amount: Exact, step: Exact) -> Fraction:
    """The least multiple of `step` that is not below the amount."""
    return ceil(Fraction(amount) / Fraction(step)) * Fraction(step)


def down(amount: Exact, step: Exact) -> Fraction:
    """The greatest multiple of `step` that is not above the amount."""
    return floor(Fraction(amount) / Fraction(step)) * Fraction(step)


def near(amount: Exact, step: Exact) -> Fraction:
    """The multiple of `step` nearest to the amount; a tie goes up."""
    return minute(Fraction(amount) / Fraction(step)) * Fraction(step)
