"""From the `compensations` of a file to the rules' terms."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from connectors.contracts.compensation_section import (
    AvailabilityEntry,
    CompensationSection,
    Grace,
    MissEntry,
    RateEntry,
)
from rules.contract import compensation_terms as terms

_MINUTE = timedelta(minutes=1)
_NOTHING = Decimal(0)


def compensations(written: CompensationSection | None) -> terms.Compensations | None:
    """The compensations that a section describes; None where the file has none."""
    if written is None:
        return None
    return terms.Compensations(
        scale=tuple(_line(one) for one in written.scale if isinstance(one, MissEntry)),
        rates=tuple(_rate(one) for one in written.scale if isinstance(one, RateEntry)),
        availability=tuple(
            terms.AvailabilityTerms(_tiers(one.under), one.clause)
            for one in written.scale
            if isinstance(one, AvailabilityEntry)
        ),
        base=written.base,
        cumulation=written.cumulation,
        posted=written.posted,
        priced_at=written.priced_at,
        spread=written.spread,
        anomaly_cap=written.caps.anomaly_cap,
        month_cap=written.caps.month_cap,
        contract_cap=written.caps.contract_cap,
        exemption=written.exemption,
        exclusions=written.exclusions,
        observations=written.observations,
    )


def _line(entry: MissEntry) -> terms.ScaleLine:
    unit, _ = entry.per
    return terms.ScaleLine(
        clocks=entry.clocks,
        price=_price(entry),
        criticalities=entry.criticalities,
        unit=unit,
        grace=_grace(entry.grace),
        begun=entry.unit_counts is not False,
        day_minutes=entry.opening_day // _MINUTE,
        free_days=entry.free_days,
        cap=entry.line_cap,
        value=entry.line_value,
        clause=entry.clause,
    )


def _price(entry: MissEntry) -> terms.Price:
    if entry.late_steps is not None:
        return terms.LateSteps(tuple((late // _MINUTE, percent) for late, percent in entry.late_steps.items()))
    price = entry.formula or entry.amount
    # One of the three is there: the section refuses a line without a price.
    return price if price is not None else terms.AmountPerUnit(0)


def _grace(written: timedelta | Grace) -> terms.Grace:
    if isinstance(written, Grace):
        deducted = written.grace_deducted
        length = deducted if deducted is not None else written.grace_threshold or timedelta()
        return terms.Grace(length // _MINUTE, deducted is not None)
    return terms.Grace(written // _MINUTE)


def _rate(entry: RateEntry) -> terms.KeptRateTerms:
    bonus = entry.bonus
    return terms.KeptRateTerms(
        price=_tiers(entry.under) if entry.under else _points(entry),
        window=entry.kept_rate,
        denominator=entry.denominator,
        clocks=entry.clocks or (),
        criticalities=entry.criticalities,
        minimum=entry.minimum,
        bonus=terms.BonusTerms(bonus.bonus_from, bonus.bonus_percent, bonus.bonus_paid) if bonus else None,
        clause=entry.clause,
    )


def _points(entry: RateEntry) -> terms.PerPoint:
    threshold, percent = entry.rate_threshold or _NOTHING, entry.per_point or _NOTHING
    return terms.PerPoint(threshold, percent, entry.point_counts, entry.rate_cap)


def _tiers(under: Mapping[Decimal, Decimal]) -> terms.Tiers:
    """Rates from which each percentage holds: nothing from the first one on, then what each is under."""
    edges, percents = list(under), [_NOTHING, *under.values()]
    return tuple(zip([*edges, _NOTHING], percents, strict=True))
