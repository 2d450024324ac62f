"""Read worked cases and judge each computation: it agrees, disagrees, or cannot be expressed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.economy.comparison import disagreements
from tests.economy.models import MODELS
from tests.economy.terms import CannotExpress


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case: the first letter of the outcome, and a sentence for each fault."""

    case: str
    outcome: str
    faults: tuple[str, ...] = ()


AGREES, DISAGREES, CANNOT = "agree", "disagree", "cannot express"


def cases(file: Path) -> tuple[Mapping[str, Any], ...]:
    """The cases of a file, in its order; numbers with a point are decimals."""
    return tuple(json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["cases"])


def verdict(case: Mapping[str, Any]) -> Verdict:
    """The verdict on a case, all of its computations together."""
    name = f"{case['id']} {case['title']}"
    try:
        faults = tuple(_faults(case))
    except CannotExpress as reason:
        return Verdict(name, CANNOT, (str(reason),))
    return Verdict(name, DISAGREES if faults else AGREES, faults)


def _faults(case: Mapping[str, Any]) -> Iterator[str]:
    for name, given in case["given"].items():
        if given["model"] not in MODELS:
            raise CannotExpress(f"{name}: no model {given['model']}")
        found = MODELS[given["model"]](given)
        yield from disagreements(case["expected"].get(name, {}), found, name)
