"""Writes the formula of a missed clock with its numbers, and the clause that it applies."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil

from connectors.wording import Wording
from connectors.wording.money import number
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.contract.compensation_terms import (
    AmountPerUnit,
    LateSteps,
    LateUnit,
    PercentPerUnit,
    ScaleLine,
    ValueFormula,
)
from rules.economy.compensation.amounts import Priced, step_percent

Money = Callable[[int], str]


def formula_of(priced: Priced, wording: Wording, money: Money) -> str:
    """The formula of a miss, its lateness in its unit, without its result."""
    price, late = priced.line.price, _lateness(priced.line, priced.r, wording)
    value = money(priced.value)
    match price:
        case AmountPerUnit(cents):
            return _times(money(cents), late or _units(LateUnit.FLAT, priced.r, wording))
        case ValueFormula(divisor, factor):
            parts = (value, late, "" if factor == 1 else number(factor, wording.language, 6))
            return f"{_times(*parts)} / {number(divisor, wording.language, 6)}"
        case PercentPerUnit(percent):
            return _times(value, _percent(Fraction(percent), wording), late)
        case LateSteps() as steps:
            return _times(value, _percent(step_percent(steps, priced.miss.counted), wording))


def clause_of(contract: Contract, clause: str, wording: Wording) -> str:
    """The clause of a line, and the version of the contract that says it."""
    return wording.text(
        "compensation.clause",
        contract=one_line(contract.id),
        effective=contract.effective,
        clause=one_line(clause) or None,
        file=one_line(contract.source) or None,
    )


def _times(*parts: str) -> str:
    return " × ".join(part for part in parts if part)


def _percent(percent: Fraction, wording: Wording) -> str:
    return wording.text("compensation.percent", percent=number(percent, wording.language))


def _lateness(line: ScaleLine, r: Fraction, wording: Wording) -> str:
    """R with its unit; "" for what counts once, of which a formula of V says nothing."""
    if line.unit is LateUnit.FLAT:
        return ""
    return _units(line.unit, r, wording)


def _units(unit: LateUnit, r: Fraction, wording: Wording) -> str:
    return wording.plural(f"compensation.unit.{unit}", ceil(r), r=number(r, wording.language))
