"""The numbers of a month's report as people read them: shares, medians, and the table of the promises."""

from dataclasses import dataclass
from fractions import Fraction

from connectors.wording import Wording
from connectors.wording.money import number
from connectors.wording.one_line import one_line
from rules.contract import ClockName, Criticality
from rules.reports.month.grounds import Ground, Share
from rules.reports.month.month_report import MonthReport
from rules.reports.month.spent_delays import Spent, SpentDelays

NAME = 40
STOCK = ("opening", "raised", "reopened", "restored", "closed", "removed", "closing")
"""The terms of the sum that adds up, in its order."""
_TENTHS = 10
_COLUMNS = (
    "report.column.clock",
    "report.column.criticality",
    "report.column.kept",
    "report.column.median",
    "report.column.p90",
)


def counted(report: MonthReport) -> dict[str, int]:
    """The number of each term of a month's sum."""
    return {name: len(getattr(report.stock, name)) for name in STOCK}


def name_of(ground: Ground) -> str:
    """The name of an anomaly on one line; never its title."""
    return one_line(ground.name, NAME)


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers in one language."""

    wording: Wording

    def percent(self, share: Share) -> str | None:
        """Its percentage, cut to a tenth; None where it is of too few."""
        if share.tenths is None:
            return None
        return number(Fraction(share.tenths, _TENTHS), self.wording.language, 1)

    def share(self, share: Share) -> str:
        """« 25 sur 26, soit 96,1 % »; without the percentage under five, and « sans objet » of none."""
        if not share.whole:
            return self.wording.text("report.share.none")
        return self.wording.text("report.share", part=share.part, whole=share.whole, percent=self.percent(share))

    def points(self, tenths: int) -> str:
        """Tenths of a point with their sign."""
        sign = "−" if tenths < 0 else "+"
        return sign + number(Fraction(abs(tenths), _TENTHS), self.wording.language, 1)

    def rates(self, report: MonthReport) -> list[tuple[str, ...]]:
        """A line for each clock and criticality: kept of settled, rate, median and ninth tenth, with their keys."""
        text = self.wording.text
        heads = tuple(text(key) for key in _COLUMNS)
        spent = {(one.clock, one.criticality): one for one in report.spent}
        rates = {(one.clock, one.criticality): one.share for one in report.settled.rates}
        keys = [(clock, level) for clock in ClockName for level in (*Criticality, None)]
        rows = [
            (
                self.wording.clock(clock),
                one_line(self.wording.criticality(level)),
                self.share(rates.get((clock, level), Share(0, 0))),
                *self._spent(spent.get((clock, level))),
            )
            for clock, level in keys
            if (clock, level) in rates or (clock, level) in spent
        ]
        return [heads, *rows]

    def _spent(self, found: SpentDelays | None) -> tuple[str, str]:
        """The median and the ninth tenth; under five, each value in their place."""
        if found is None:
            return "", ""
        if not found.said:
            return ", ".join(self._one(one) for one in found.spent), ""
        return self._one(found.median), self._one(found.p90)

    def _one(self, spent: Spent) -> str:
        """Its time without waits, on the calendar, and whose it is."""
        return self.wording.text(
            "report.spent", opening=spent.opening, calendar=spent.calendar, name=name_of(spent.ground)
        )
