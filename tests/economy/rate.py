"""Computes the `rate` of a worked case: what the share of kept clocks costs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rules.contract.compensation_terms import Denominator, KeptRateTerms, PerPoint, Tiers
from rules.economy.compensation.kept_rate import RatedClock, kept_rate
from rules.economy.rounding import minute
from tests.economy.case_values import cents, decimal, euros, tiers

_DENOMINATORS = {"settled": Denominator.SETTLED, "closed": Denominator.STOPPED, "due": Denominator.DUE}
_OUT = ("out_of_scope", "cancelled", "excluded")


def compute(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kept and counted clocks, their rate and its cost."""
    terms = KeptRateTerms(
        price=_price(given),
        denominator=_DENOMINATORS[given["denominator"]],
        minimum=int(given.get("minimum", 1)),
    )
    start, end = (_instant(edge) for edge in given["period"])
    clocks = (
        RatedClock(
            one["id"],
            _instant(one["due"]) if one.get("due") else None,
            _instant(one["stopped"]) if one.get("stopped") else None,
            any(one.get(flag) for flag in _OUT),
        )
        for one in given["clocks"]
    )
    found = kept_rate(terms, clocks, start, end, cents(given.get("fee", 0)))
    return {
        "kept": found.kept,
        "total": len(found.counted),
        "counted": list(found.counted),
        "rate": None if found.rate is None else euros(minute(found.rate * 100)),
        "percent": found.percent,
        "euros": euros(found.cents),
    }


def _price(given: Mapping[str, Any]) -> Tiers | PerPoint:
    if "tiers" in given:
        return tiers(given)
    return PerPoint(
        decimal(given["threshold"]),
        decimal(given["per_point"]),
        given.get("started_point", True),
        decimal(given.get("cap_percent", 100)),
    )


def _instant(text: str) -> datetime:
    """A date or an instant as it stands: what is written is compared, whatever its offset."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
