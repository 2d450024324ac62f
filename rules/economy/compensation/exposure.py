"""What the clocks that are late now would cost if they stopped now."""

from dataclasses import dataclass
from datetime import datetime

from rules.contract.compensation_terms import Cumulation
from rules.economy.compensation.amounts import Priced
from rules.economy.compensation.caps import absorbed, brought_down, capped_by_anomaly, in_cents
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.misses import LateClock, still_late
from rules.economy.compensation.statement import FIRST, Carried


@dataclass(frozen=True, slots=True)
class Exposed:
    """A clock that is late now, with what it would cost: cents after the caps of its line and of its anomaly."""

    late: LateClock
    priced: Priced
    cents: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """All that is late now, dearest first, and what the cap of the month would leave of it, in cents."""

    lines: tuple[Exposed, ...]
    cents: int


def exposure(dossier: Dossier, now: datetime, before: Carried = FIRST) -> Exposure:
    """The exposure of a contract at `now`; `before` is what the months before already charged."""
    running = [(late, price) for late, price in dossier.charged(now, now) if still_late(late)]
    anomalies = [late.anomaly.id for late, _ in running]
    terms = dossier.terms
    one_for_all = terms.cumulation is Cumulation.HIGHEST_PER_ANOMALY
    charged = [
        before.spent.get(late.anomaly.id, 0) if one_for_all else before.reached.get(late.miss.id, 0)
        for late, _ in running
    ]
    amounts = [max(0, price.cents - gone) for (_, price), gone in zip(running, charged, strict=True)]
    capped = capped_by_anomaly(
        absorbed(amounts, anomalies, terms.cumulation),
        anomalies,
        in_cents(terms.anomaly_cap, dossier.base),
        terms.spread,
        before.spent,
    )
    lines = (Exposed(late, price, cents) for (late, price), cents in zip(running, capped, strict=True))
    total = sum(brought_down(capped, in_cents(terms.month_cap, dossier.base)))
    return Exposure(tuple(sorted(lines, key=lambda one: -one.cents)), total)
