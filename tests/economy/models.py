"""The models of worked cases, each with the mapper that computes it by the product's rules."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.economy import envelopes

Compute = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From the terms and movements of a case to the figures found, under the names of SCHEMA."""


MODELS: Mapping[str, Compute] = {
    "envelopes": envelopes.compute,
}
