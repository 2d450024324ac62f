"""Compares names of statuses and types without small differences of spelling."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

Meant = TypeVar("Meant")

_CURLY = str.maketrans("’‘ʼ", "'''")


def same(one: str, other: str) -> bool:
    """Whether two names differ by nothing but case, accents, apostrophes and spaces."""
    return bare(one) == bare(other)


def described(described_as: Mapping[str, Meant], name: str, known_id: str = "") -> Meant | None:
    """The contract's entry for a Jira name or id: the id first, whatever the language.

    Then the name as it is spelled, then as `same` reads it; None for one that two lines of the table could mean.
    """
    for written in (known_id, name):
        if written and written in described_as:
            return described_as[written]
    found = [means for written, means in described_as.items() if name and same(written, name)]
    return found[0] if found and all(means == found[0] for means in found) else None


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """The name without case, accents, curly apostrophes or spare spaces (`À qualifier` and `a  Qualifier` are one).

    Remembered, because a workflow's few names come back at every event.
    """
    apart = unicodedata.normalize("NFKD", name.translate(_CURLY).casefold())
    return re.sub(r"\s+", " ", "".join(mark for mark in apart if not unicodedata.combining(mark))).strip()
