"""Time and means: what the time spent by each profile costs, by the begun step, flat or not, with and without VAT."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rules.contract.budget_terms import FlatRegie, Regie, RegieUnit
from rules.economy.rounding import HOUR, up, whole


class NoRate(Exception):
    """The contract gives no rate for a profile."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes spent by one profile."""

    id: str
    profile: str
    minutes: int


@dataclass(frozen=True, slots=True)
class RegieLine:
    """One line: its days or hours, exactly, and its price in cents."""

    id: str
    quantity: Fraction
    cents: int


@dataclass(frozen=True, slots=True)
class RegieFigures:
    """The lines, the sum of their prices (`time`) and what is asked in the end (`cents`), all in cents before tax.

    Of a flat price: the `days` spent, those beyond it (`extra`) and those below it (`under`). `vat` is None where no
    rate is given.
    """

    lines: tuple[RegieLine, ...]
    time: int
    cents: int
    days: Fraction
    extra: Fraction
    under: Fraction
    vat: int | None


def priced(regie: Regie, day_minutes: int, spent: Iterable[Spent], vat: Decimal | None = None) -> RegieFigures:
    """The cost of time spent. Raises NoRate for a profile that the contract does not name."""
    lines = tuple(_line(regie, day_minutes, one) for one in spent)
    time, days = sum(one.cents for one in lines), sum((one.quantity for one in lines), Fraction(0))
    extra, under = _beside(regie.flat, days) if regie.flat else (Fraction(0), Fraction(0))
    cents = time
    if regie.flat:
        cents = whole(regie.flat.price + extra * regie.flat.over_rate - under * regie.flat.under_rate)
    if regie.ceiling is not None:
        cents = min(cents, regie.ceiling)
    tax = None if vat is None else whole(cents * Fraction(vat))
    return RegieFigures(lines, time, cents, days, extra, under, tax)


def _line(regie: Regie, day_minutes: int, spent: Spent) -> RegieLine:
    if spent.profile not in regie.rates:
        raise NoRate(spent.profile)
    if regie.unit is RegieUnit.DAY:
        quantity = up(Fraction(spent.minutes, day_minutes), regie.step)
    else:
        quantity = up(spent.minutes, regie.step) / HOUR
    return RegieLine(spent.id, quantity, whole(quantity * regie.rates[spent.profile]))


def _beside(flat: FlatRegie, days: Fraction) -> tuple[Fraction, Fraction]:
    sold, tolerance = Fraction(flat.days), Fraction(flat.tolerance)
    return max(Fraction(0), days - (sold + tolerance)), max(Fraction(0), (sold - tolerance) - days)
