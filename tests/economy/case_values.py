"""Words of worked cases about compensation, read into the product's terms."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.economy.terms import CannotExpress, euros

__all__ = ["cents", "day", "decimal", "euros", "minutes", "optional_cents", "tiers", "working_days"]

_SATURDAY = 5


def decimal(value: Any) -> Decimal:
    """A number, whether it is written as a number or as text."""
    return Decimal(str(value))


def cents(amount: Any) -> int:
    """An amount in euros as whole cents; one of less than a cent cannot be expressed."""
    exact = decimal(amount) * 100
    if exact != int(exact):
        raise CannotExpress(f"{amount}: an amount of less than a cent")
    return int(exact)


def optional_cents(given: Mapping[str, Any], key: str) -> int | None:
    """The same of a key that may be absent."""
    return None if given.get(key) is None else cents(given[key])


def day(text: str) -> date:
    """A date as it is written: the first ten characters."""
    return date.fromisoformat(text[:10])


def working_days(given: Mapping[str, Any]) -> Callable[[date], bool]:
    """Monday to Friday, but for the holidays of a case."""
    holidays = frozenset(day(one) for one in given.get("holidays", ()))
    return lambda one: one.weekday() < _SATURDAY and one not in holidays


def minutes(value: Any) -> Fraction:
    """Minutes, exact."""
    return Fraction(decimal(value))


def tiers(given: Mapping[str, Any]) -> tuple[tuple[Decimal, Decimal], ...]:
    """The tiers of a case, in its order."""
    return tuple((decimal(least), decimal(percent)) for least, percent in given["tiers"])
