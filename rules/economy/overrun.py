"""Send what an envelope cannot give where its contract says: to agree, a debt, an invoice, or another envelope."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from rules.contract.envelope_terms import Overrun, OverrunMode
from rules.economy.rounding import HOUR, up, whole


@dataclass(frozen=True, slots=True)
class Exceeding:
    """Where an excess goes, in minutes; `billed` is raised to the step, `cents` is its price."""

    owed: int = 0
    pending: int = 0
    cascaded: int = 0
    billed: int = 0
    cents: int = 0


def exceeding(excess: int, overrun: Overrun, debt: int, later: Collection[str]) -> Exceeding:
    """The excess of an envelope that already owes `debt`; `later` are the envelopes that may still pay in the month.

    A cascade to an envelope that is not among them is to be agreed.
    """
    if not excess:
        return Exceeding()
    if overrun.mode is OverrunMode.DEBT:
        owed = excess if overrun.debt_cap is None else max(0, min(excess, overrun.debt_cap - debt))
        return Exceeding(owed=owed, pending=excess - owed)
    if overrun.mode is OverrunMode.BILLED:
        billed = int(up(excess, overrun.step)) if overrun.step else excess
        return Exceeding(billed=billed, cents=whole(Fraction(billed * overrun.rate, HOUR)))
    if overrun.mode is OverrunMode.CASCADE and overrun.to in later:
        return Exceeding(cascaded=excess)
    return Exceeding(pending=excess)
