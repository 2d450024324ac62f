"""The models of worked cases, each with the mapper that computes it by the product's rules."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.economy import alerts, booklet, credit, envelopes, forecast, lot, quota, regie

Compute = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From the terms and movements of a case to the figures found, under the names of SCHEMA."""


MODELS: Mapping[str, Compute] = {
    "alerts": alerts.compute,
    "booklet": booklet.compute,
    "credit": credit.compute,
    "envelopes": envelopes.compute,
    "forecast": forecast.compute,
    "lot": lot.compute,
    "quota": quota.compute,
    "regie": regie.compute,
}
