"""What one missed clock costs by its line of the scale, before the caps that several lines share."""

from dataclasses import dataclass
from fractions import Fraction

from rules.contract.compensation_terms import AmountPerUnit, LateSteps, PercentPerUnit, ScaleLine, ValueFormula
from rules.economy.compensation.lateness import Miss, Worked, lateness
from rules.economy.compensation.percentages import share
from rules.economy.rounding import HUNDRED, whole


@dataclass(frozen=True, slots=True)
class Priced:
    """A miss with its lateness R, the value V of its formula in cents, and its amount in cents.

    `before_cap` is the amount that the line's own cap brought down.
    """

    miss: Miss
    line: ScaleLine
    r: Fraction
    value: int
    before_cap: int
    cents: int


def priced(line: ScaleLine, miss: Miss, base: int, worked: Worked) -> Priced:
    """What a miss costs; V is the miss's own value, else the line's, else the base."""
    value = next((one for one in (miss.value, line.value) if one is not None), base)
    r = lateness(line, miss, worked)
    cents = 0 if miss.exclusion else _cents(line, miss, r, value)
    return Priced(miss, line, r, value, cents, cents if line.cap is None else min(cents, line.cap))


def step_percent(steps: LateSteps, late: Fraction) -> Fraction:
    """The greatest percentage of the steps that so many minutes are strictly beyond."""
    return max((Fraction(percent) for minutes, percent in steps.steps if minutes < late), default=Fraction(0))


def _cents(line: ScaleLine, miss: Miss, r: Fraction, value: int) -> int:
    match line.price:
        case AmountPerUnit(cents):
            return whole(cents * r)
        case ValueFormula(divisor, factor):
            return whole(value * r * Fraction(factor) / Fraction(divisor))
        case PercentPerUnit(percent):
            return whole(value * Fraction(percent) * r / HUNDRED)
        case LateSteps() as steps:
            return share(value, step_percent(steps, miss.counted))
