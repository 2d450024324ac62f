"""What a bench prints: a value, its unit, and the reference measured beside it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line; `reference` is in the same unit, None where nothing simpler does the job.

    `spread` is the least and the greatest ratio of the rounds, where there were several.
    """

    bench: str
    value: float
    unit: str
    reference: float | None = None
    spread: tuple[float, float] | None = None

    def line(self) -> str:
        """As JSON, rounded to what the measure can bear."""
        said: dict[str, str | float | list[float]] = {"bench": self.bench, "value": round(self.value, 3)}
        said["unit"] = self.unit
        if self.reference:
            said |= {"reference": round(self.reference, 3), "ratio": round(self.value / self.reference, 3)}
        if self.spread:
            said["spread"] = [round(one, 3) for one in self.spread]
        return json.dumps(said)


@dataclass(frozen=True, slots=True)
class Bench:
    """A named measure that gives one or more figures."""

    name: str
    run: Callable[[], Awaitable[list[Figure]]]
