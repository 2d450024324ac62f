"""Compares names of statuses and types without small differences of spelling."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from connectors.jira.inbound.choices import Choice

Meant = TypeVar("Meant")

_CURLY = str.maketrans("’‘ʼ", "'''")


def same(one: str, other: str) -> bool:
    """Whether two names differ by nothing but case, accents, apostrophes and spaces."""
    return bare(one) == bare(other)


def described(described_as: Mapping[str, Meant], choice: Choice) -> Meant | None:
    """The contract's entry for a value of Jira's: by its id, else by the surest of its names that the contract has.

    Each name is read as it is spelled, then as `same` reads it; one that two lines of the table could mean is passed.
    """
    if choice.id in described_as:
        return described_as[choice.id]
    found = (_named(described_as, name) for name in choice.names)
    return next((means for means in found if means is not None), None)


def _named(described_as: Mapping[str, Meant], name: str) -> Meant | None:
    if name in described_as:
        return described_as[name]
    found = [means for written, means in described_as.items() if same(written, name)]
    return found[0] if found and all(means == found[0] for means in found) else None


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """The name without case, accents, curly apostrophes or spare spaces (`À qualifier` and `a  Qualifier` are one).

    Remembered, because a workflow's few names come back at every event.
    """
    apart = unicodedata.normalize("NFKD", name.translate(_CURLY).casefold())
    return re.sub(r"\s+", " ", "".join(mark for mark in apart if not unicodedata.combining(mark))).strip()
