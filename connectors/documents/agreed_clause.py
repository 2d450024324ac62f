"""One thing that the parties agreed, in words that both of them read."""

from dataclasses import dataclass
from enum import StrEnum


class Chapter(StrEnum):
    """The chapter of the contract that holds a clause, in the order in which they are told."""

    COMMITMENTS = "commitments"
    BUDGET = "budget"
    COMPENSATIONS = "compensations"


@dataclass(frozen=True, slots=True)
class AgreedClause:
    """One clause: what it is about (`label`, the same in every version), and what it says (`value`)."""

    chapter: Chapter
    label: str
    value: str
