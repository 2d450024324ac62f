"""Parses amounts, percentages and formulas of a contract exactly: never through a binary fraction."""

import re
from decimal import Decimal

from connectors.contracts.compensation_words import CAUSES
from connectors.contracts.problems import quoted, refusal, suggested
from connectors.contracts.value_parsers import days_count
from connectors.contracts.yaml_words import fold, nearest
from rules.contract.compensation_terms import (
    AmountPerUnit,
    Cap,
    ExclusionCause,
    ExclusionTerm,
    PercentPerUnit,
    ValueFormula,
)

_MONEY = re.compile(
    r"(?P<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,9})(?:[.,](?P<cents>\d+))? ?(?:€|eur|euros?)?", re.I
)
_PERCENT = re.compile(r"(?P<number>\d{1,3}(?:[.,]\d{1,4})?) ?%", re.ASCII)
_TERM = re.compile(r"(?P<sign>[×x*/÷])?\s*(?P<what>V|R|\d{1,9}(?:[.,]\d{1,6})?)\s*", re.I)
_CENTS = 2
_HUNDRED = Decimal(100)


def cents(text: str) -> int:
    """An amount in euros, before tax (`80`, `1 500,50 €`), as cents; more than two decimals are refused."""
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise refusal("money", value=quoted(text))
    decimals = found["cents"] or ""
    if len(decimals) > _CENTS:
        raise refusal("money_decimals", value=quoted(text))
    return int(re.sub(r"\D", "", found["whole"])) * 100 + int(decimals.ljust(_CENTS, "0"))


def percentage(text: str) -> Decimal:
    """A percentage from 0 to 100 (`99.9%`)."""
    found = _PERCENT.fullmatch(text.strip())
    number = Decimal(found["number"].replace(",", ".")) if found else None
    if number is None or number > _HUNDRED:
        raise refusal("percentage", value=quoted(text))
    return number


def cap(text: str) -> Cap:
    """A cap: an amount, or a percentage of the fee."""
    return Cap(percent=percentage(text)) if "%" in text else Cap(cents=cents(text))


def unit_price(text: str) -> AmountPerUnit | PercentPerUnit:
    """The price of one unit of lateness: an amount, or a percentage of the value."""
    return PercentPerUnit(percentage(text)) if "%" in text else AmountPerUnit(cents(text))


def formula(text: str) -> ValueFormula:
    """A formula of V and R, each once, with numbers, `×` and `/` (`V × R / 1000`, `0,5 × V × R / 100`)."""
    factor, divisor, letters, place = Decimal(1), Decimal(1), [], 0
    bare = text.strip()
    while place < len(bare):
        found = _TERM.match(bare, place)
        if found is None or bool(found["sign"]) is (place == 0):
            raise refusal("formula", value=quoted(text))
        what, divided = found["what"].upper(), found["sign"] in ("/", "÷")
        if what in ("V", "R"):
            if divided:
                raise refusal("formula", value=quoted(text))
            letters.append(what)
        elif divided:
            divisor *= Decimal(what.replace(",", "."))
        else:
            factor *= Decimal(what.replace(",", "."))
        place = found.end()
    if sorted(letters) != ["R", "V"] or not divisor:
        raise refusal("formula", value=quoted(text))
    return ValueFormula(divisor, factor)


def exclusion(text: str) -> ExclusionTerm:
    """A cause that the contract excludes; a maintenance says how long before it is announced (`… 7j`)."""
    found = re.fullmatch(r"(?P<cause>.+?)(?:\s+(?P<notice>\d+ ?\S+))?", text.strip())
    cause = CAUSES.find(found["cause"]) if found else None
    if found is None or cause is None:
        near = nearest(re.sub(r"\d.*", "", fold(text)), CAUSES.values)
        raise refusal("exclusion", value=quoted(text), hint=suggested(near, CAUSES.shown()))
    if found["notice"] is None:
        return ExclusionTerm(cause)
    if cause is not ExclusionCause.ANNOUNCED_MAINTENANCE:
        raise refusal("exclusion_notice", value=quoted(text))
    return ExclusionTerm(cause, days_count(found["notice"]))


def count(text: str) -> int:
    """A whole number, from 1."""
    if not re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII) or int(text) == 0:
        raise refusal("count", value=quoted(text))
    return int(text)
