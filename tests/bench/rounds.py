"""Measures a thing and its reference in turn, several times, so that a machine that slows down fools neither."""

import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.bench.figure import Figure

ROUNDS = 5

Measure = Callable[[], Awaitable[Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Named:
    """The name and the unit of one of the numbers that a measure gives."""

    bench: str
    unit: str


async def in_turn(names: Sequence[Named], measure: Measure, reference: Measure, rounds: int = ROUNDS) -> list[Figure]:
    """A figure for each name: the medians of `rounds` rounds, and the least and the greatest ratio of a round.

    `measure` and `reference` each give one number a name, in its unit.
    """
    pairs = []
    for _ in range(rounds):
        beside = await reference()
        pairs.append((await measure(), beside))
    return [_figure(name, [(ours[at], theirs[at]) for ours, theirs in pairs]) for at, name in enumerate(names)]


def _figure(name: Named, pairs: Sequence[tuple[float, float]]) -> Figure:
    value, beside = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = [ours / theirs for ours, theirs in pairs if theirs]
    return Figure(name.bench, value, name.unit, beside, (min(ratios), max(ratios)) if ratios else None)
