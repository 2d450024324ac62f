"""All the figures of a contract's month about its anomalies and its promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.reports.month.causes import Causes, causes
from rules.reports.month.lives import Life
from rules.reports.month.open_stock import OpenStock, open_stock
from rules.reports.month.pauses import Pauses, pauses
from rules.reports.month.promises import Promise, promises
from rules.reports.month.quality import Quality, quality
from rules.reports.month.settled import Exclusion, Settled, settled
from rules.reports.month.spent_delays import SpentDelays, spent_delays
from rules.reports.month.stock import Stock, stock
from rules.reports.month.window import Window


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month: the stock and its movements, what is open at its end, how well it went, what was promised, and why."""

    window: Window
    stock: Stock
    open: OpenStock
    quality: Quality
    settled: Settled
    spent: tuple[SpentDelays, ...]
    promises: tuple[Promise, ...]
    pauses: Pauses
    causes: Causes

    @property
    def empty(self) -> bool:
        """Whether no anomaly was there to speak of."""
        still = self.stock.opening or self.stock.raised or self.stock.reopened or self.stock.restored
        return not (still or self.settled.delays or self.settled.revised)


def month_report(lives: Sequence[Life], window: Window, excluded: Mapping[str, Exclusion]) -> MonthReport:
    """The report of a month as its end knows it; what happened later changes nothing in it."""
    moved = stock(lives, window)
    return MonthReport(
        window,
        moved,
        open_stock(lives, window),
        quality(lives, window),
        settled(lives, window, excluded),
        spent_delays(lives, window),
        promises(lives, window),
        pauses(lives, window),
        causes(lives, moved, window),
    )
