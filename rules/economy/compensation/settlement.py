"""What the lines of a month come to once every cap has been applied, in the order that the contract states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.contract.compensation_terms import Compensations
from rules.economy.compensation.caps import NOTHING, Total, absorbed, brought_down, capped_by_anomaly, in_cents, total

YEAR = 12


@dataclass(frozen=True, slots=True)
class Settlement:
    """The amounts of a month in cents, in the order of its lines.

    `absorbed` are the ranks of the lines that a dearer one of their anomaly stands for; `brute` is after the caps of
    each anomaly, `net` after that of the month; `total` says what the exemption and the contract's cap leave.
    """

    absorbed: frozenset[int]
    brute: tuple[int, ...]
    net: tuple[int, ...]
    total: Total

    @property
    def gross(self) -> int:
        """The cents before the cap of the month."""
        return sum(self.brute)


def settled(
    terms: Compensations,
    amounts: Sequence[int],
    anomalies: Sequence[str | None],
    base: int,
    already: int = 0,
    spent: Mapping[str, int] = NOTHING,
) -> Settlement:
    """The settlement of a month's lines, each with its anomaly if any, after `already` cents in the contract.

    `spent` is what each anomaly cost in the months before.
    """
    kept = absorbed(amounts, anomalies, terms.cumulation)
    gone = frozenset(rank for rank, amount in enumerate(amounts) if amount and not kept[rank])
    brute = capped_by_anomaly(kept, anomalies, in_cents(terms.anomaly_cap, base), terms.spread, spent)
    net = brought_down(brute, in_cents(terms.month_cap, base), terms.spread)
    whole = total(sum(net), already, terms.exemption, in_cents(terms.contract_cap, base * YEAR))
    return Settlement(gone, tuple(brute), tuple(net), whole)
