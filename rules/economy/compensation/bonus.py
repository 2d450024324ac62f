"""What good months and bad ones come to together: a bonus wipes out malus, and is paid only where it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rules.contract.compensation_terms import BonusTerms, PerPoint
from rules.economy.compensation.kept_rate import points_under
from rules.economy.compensation.percentages import share
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class BonusMalus:
    """The cents of each month, malus below 0, their sum, and what stays once malus is capped and bonus spent."""

    months: Mapping[Month, int]
    sum: int
    net: int


def bonus_malus(malus: PerPoint, bonus: BonusTerms, rates: Mapping[Month, Fraction | None], fee: int) -> BonusMalus:
    """The bonus and malus of some months, by their exact rates in percent; a month without a rate brings nothing.

    `fee` is that of one month in cents; the cap of the malus is a percentage of the fees of those months.
    """
    months = {month: _of_month(malus, bonus, rate, fee) for month, rate in rates.items()}
    together = sum(months.values())
    net = max(together, -share(fee * len(months), Fraction(malus.cap)))
    return BonusMalus(months, together, net if bonus.paid else min(net, 0))


def _of_month(malus: PerPoint, bonus: BonusTerms, rate: Fraction | None, fee: int) -> int:
    if rate is None:
        return 0
    if rate < malus.threshold:
        return -share(fee, points_under(malus, rate) * Fraction(malus.percent))
    return share(fee, Fraction(bonus.percent)) if rate >= bonus.since else 0
