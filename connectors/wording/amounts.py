"""Says minutes of work and cents as people read them: `12 h 30`, `1 234,50 €`."""

from datetime import timedelta
from decimal import Decimal

from babel.numbers import format_currency

from connectors.wording.voice import Wording

_CENTS = Decimal(100)


def time(minutes: int, wording: Wording) -> str:
    """Minutes as hours and minutes, never days, with their sign."""
    said = wording.duration(timedelta(minutes=minutes), exact=True)
    return f"−{said}" if minutes < 0 else said


def money(cents: int, currency: str, language: str) -> str:
    """Cents as an amount in a currency."""
    shown: str = format_currency(Decimal(cents) / _CENTS, currency, locale=language)
    return shown
