"""The caps that lines share, in their order: the anomaly's, the month's, then the contract's with its exemption."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from rules.contract.compensation_terms import Cap, Cumulation, Spread
from rules.economy.compensation.percentages import share

NOTHING: Mapping[str, int] = MappingProxyType({})


def in_cents(cap: Cap | None, reference: int) -> int | None:
    """A cap in cents, a percentage being of the reference; None where there is no cap."""
    if cap is None or cap.percent is None:
        return cap.cents if cap else None
    return share(reference, Fraction(cap.percent))


def brought_down(amounts: Sequence[int], cap: int | None, spread: Spread = Spread.PRO_RATA) -> list[int]:
    """The amounts, their total brought down to the cap to the cent; as they are where it is not above."""
    total = sum(amounts)
    if cap is None or total <= cap:
        return list(amounts)
    if spread is Spread.IN_ORDER:
        return _in_order(amounts, cap)
    cut = [amount * cap // total for amount in amounts]
    remainders = [amount * cap % total for amount in amounts]
    largest = sorted(range(len(amounts)), key=lambda rank: (-remainders[rank], rank))
    for rank in largest[: cap - sum(cut)]:
        cut[rank] += 1
    return cut


def _in_order(amounts: Sequence[int], cap: int) -> list[int]:
    left, cut = cap, []
    for amount in amounts:
        cut.append(min(amount, left))
        left -= cut[-1]
    return cut


def absorbed(amounts: Sequence[int], anomalies: Sequence[str | None], cumulation: Cumulation) -> list[int]:
    """The amounts, those of one anomaly at 0 but for its dearest where the contract says so (the first of equals)."""
    if cumulation is Cumulation.ALL:
        return list(amounts)
    dearest: dict[str, int] = {}
    for rank, anomaly in enumerate(anomalies):
        if anomaly is not None and (anomaly not in dearest or amounts[rank] > amounts[dearest[anomaly]]):
            dearest[anomaly] = rank
    return [
        amount if anomaly is None or dearest[anomaly] == rank else 0
        for rank, (amount, anomaly) in enumerate(zip(amounts, anomalies, strict=True))
    ]


def capped_by_anomaly(
    amounts: Sequence[int],
    anomalies: Sequence[str | None],
    cap: int | None,
    spread: Spread = Spread.PRO_RATA,
    spent: Mapping[str, int] = NOTHING,
) -> list[int]:
    """The amounts, the lines of each anomaly brought down to the cap; a line without anomaly stays.

    `spent` is what each anomaly cost in the months before, which its cap bears on too.
    """
    found = list(amounts)
    if cap is None:
        return found
    for anomaly in dict.fromkeys(one for one in anomalies if one is not None):
        ranks = [rank for rank, one in enumerate(anomalies) if one == anomaly]
        left = max(0, cap - spent.get(anomaly, 0))
        cut = brought_down([amounts[rank] for rank in ranks], left, spread)
        for rank, amount in zip(ranks, cut, strict=True):
            found[rank] = amount
    return found


@dataclass(frozen=True, slots=True)
class Total:
    """What a month's net amount comes to, in cents: `exempt` while the contract's total is under the exemption.

    `crossed` is what came before and counts at once, the threshold being passed; `over_cap` what the contract's cap
    left out.
    """

    net: int
    calculated: int
    exempt: bool = False
    crossed: int = 0
    over_cap: int = 0


def total(net: int, already: int, exemption: int | None, contract_cap: int | None) -> Total:
    """The total of a month after `already` cents calculated before in the contract."""
    exempt = exemption is not None and already + net <= exemption
    crossed = already if exemption is not None and not exempt and already <= exemption else 0
    calculated = 0 if exempt else net + crossed
    if contract_cap is None:
        return Total(net, calculated, exempt, crossed)
    before = already if exemption is None or already > exemption else 0
    bounded = max(0, min(calculated, contract_cap - before))
    return Total(net, bounded, exempt, crossed, calculated - bounded)
