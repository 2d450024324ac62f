"""The models of worked cases, each with the mapper that computes it by the product's rules."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.economy import (
    accrual,
    alerts,
    availability,
    bonus,
    booklet,
    credit,
    envelopes,
    forecast,
    lifecycle,
    lot,
    penalties,
    quota,
    rate,
    regie,
)

Compute = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From the terms and movements of a case to the figures found, under the names of SCHEMA."""


MODELS: Mapping[str, Compute] = {
    "accrual": accrual.compute,
    "alerts": alerts.compute,
    "availability": availability.compute,
    "bonus": bonus.compute,
    "booklet": booklet.compute,
    "credit": credit.compute,
    "envelopes": envelopes.compute,
    "forecast": forecast.compute,
    "lifecycle": lifecycle.compute,
    "lot": lot.compute,
    "penalties": penalties.compute,
    "quota": quota.compute,
    "rate": rate.compute,
    "regie": regie.compute,
}
