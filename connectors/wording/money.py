"""Writes amounts and exact numbers as each language does."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import format_currency, format_decimal

from rules.contract import Contract

_EURO = "EUR"


def currency_of(contract: Contract) -> str:
    """The currency of a contract's amounts: that of its budget, else the euro."""
    return contract.budget.currency if contract.budget else _EURO


def money(cents: int, language: str, currency: str = _EURO) -> str:
    """An amount in cents, with its currency."""
    return str(format_currency(Decimal(cents).scaleb(-2), currency, locale=language))


def number(value: Fraction | Decimal | int, language: str, places: int = 2, cut: bool = False) -> str:
    """A number to so many places at most, half up, or cut down."""
    exact = Fraction(value)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = decimal.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN if cut else ROUND_HALF_UP)
    return str(format_decimal(rounded, format=f"#,##0.{'#' * places}", locale=language))
