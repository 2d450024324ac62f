"""Finds where the versions of a contract do not follow one another day for day, and says which one holds there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from rules.contract.version import Contract

_ONE_DAY = timedelta(days=1)


class SeamKind(StrEnum):
    """What is wrong between two versions."""

    GAP = "gap"
    OVERLAP = "overlap"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Seam:
    """The days, both included, on which two versions that follow one another leave a doubt.

    In a gap the first one says that it is over, and still holds until the second. In an overlap both would hold, and
    the second does. A silent second one has no budget: that of the first goes on (`last` is None: without an end).
    """

    kind: SeamKind
    before: Contract
    after: Contract
    first: date
    last: date | None = None


def seams(versions: Iterable[Contract]) -> Iterator[Seam]:
    """The doubts between the versions of each contract, in order."""
    ordered = sorted(versions, key=lambda one: (one.id, one.effective))
    for before, after in pairwise(ordered):
        if before.id != after.id or before.budget is None:
            continue
        ends = before.budget.ends
        if after.budget is None:
            yield Seam(SeamKind.SILENT, before, after, after.effective)
        elif ends is not None and ends + _ONE_DAY < after.effective:
            yield Seam(SeamKind.GAP, before, after, ends + _ONE_DAY, after.effective - _ONE_DAY)
        elif ends is not None and ends >= after.effective:
            yield Seam(SeamKind.OVERLAP, before, after, after.effective, ends)
