"""The models of worked cases, each with the mapper that computes it by the product's rules."""

from collections.abc import Callable, Mapping
from typing import Any

Compute = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From the terms and movements of a case to the figures found, under the names of SCHEMA."""


class CannotExpress(Exception):
    """The case asks for something that no contract of the product can say."""


MODELS: Mapping[str, Compute] = {}
