"""Compare what was found with what a worked case expects, leaf by leaf."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any


def disagreements(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """A sentence for each leaf of `expected` that `found` lacks or says otherwise.

    An object lists the only keys to check; a list is complete; numbers compare as decimals, however they are written.
    """
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            yield f"{path}: expected an object, found {_shown(found)}"
            return
        for key, wanted in expected.items():
            below = f"{path}.{key}" if path else str(key)
            if key in found:
                yield from disagreements(wanted, found[key], below)
            else:
                yield f"{below}: expected {_shown(wanted)}, found no such key"
    elif isinstance(expected, list):
        if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != len(expected):
            yield f"{path}: expected {_shown(expected)}, found {_shown(found)}"
            return
        for rank, (wanted, one) in enumerate(zip(expected, found, strict=True)):
            yield from disagreements(wanted, one, f"{path}[{rank}]")
    elif not _same(expected, found):
        yield f"{path}: expected {_shown(expected)}, found {_shown(found)}"


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None or found is None:
        return expected is found
    wanted, one = number(expected), number(found)
    return wanted == one if wanted is not None and one is not None else str(expected) == str(found)


def number(value: Any) -> Decimal | None:
    """The value as a decimal of 28 digits; None where it is no number."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _shown(value: Any) -> str:
    as_number = number(value) if isinstance(value, Fraction) else None
    return str(value if as_number is None else as_number)
