"""The facts of a contract itself, apart from those of its anomalies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.events.compensation_events import CompensationEvent


@dataclass(frozen=True, slots=True)
class ContractEdited:
    """The file of a version says something else: edition `number` replaces the one before, and moves `moved` anomalies.

    `digest` and `before` are the SHA-256 (hexadecimal) of the new text and of the one that it replaces.
    """

    effective: date
    number: int
    file: str
    digest: str
    before: str
    moved: int
    kind: Literal["contract_edited"] = "contract_edited"


ContractHappening = ContractEdited | CompensationEvent


@dataclass(frozen=True, slots=True)
class ContractFact:
    """Something that happened to a contract at `at` (aware UTC); the same `id` is the same fact."""

    id: str
    at: datetime
    what: ContractHappening
