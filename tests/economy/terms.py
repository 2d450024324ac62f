"""Words of worked cases that several models share, read into the product's terms."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

Given = Mapping[str, Any]


class CannotExpress(Exception):
    """The case asks for something that no contract of the product can say."""


def cents(euros: object) -> int:
    """The whole cents of an amount in euros."""
    return int(Decimal(str(euros)) * 100)


def euros(amount: int) -> Decimal:
    """The euros of an amount in cents."""
    return Decimal(amount) / 100


def minutes(text: object) -> int:
    """Whole minutes."""
    return int(Decimal(str(text)))


def thousandths(units: object) -> int:
    """The thousandths of a number of units."""
    return int(Decimal(str(units)) * 1000)


def units(amount: int) -> Fraction:
    """The units of an amount in thousandths."""
    return Fraction(amount, 1000)


def days(texts: object) -> frozenset[date]:
    """Dates."""
    return frozenset(date.fromisoformat(str(text)[:10]) for text in (texts if isinstance(texts, list) else ()))
