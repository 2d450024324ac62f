"""The content of a list before wording: chapters, and a line an anomaly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from rules.anomaly.state import Ticket
from rules.contract import ClockName, Criticality, PauseReason

Said = str | int | datetime | timedelta | Criticality | ClockName | PauseReason | tuple[str, ...]

Heading = Literal[
    "late",
    "today",
    "promised",
    "waiting",
    "unexplained",
    "answer",
    "accept",
    "workaround",
    "raise",
    "handled",
    "budget",
    "compensation",
]
"""What lines may stand under."""

Kind = Literal[
    "late",
    "today",
    "promised",
    "gone",
    "answer",
    "accept",
    "workaround",
    "raise",
    "unexplained",
    "handled",
    "spent",
    "forecast",
    "pool_spent",
    "pool_forecast",
    "to_close",
    "overrun",
    "stranger",
    "penalty_notify",
    "penalty_answer",
    "penalty_decide",
]
"""What a line may be: each is a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """An anomaly in a list: its kind, what people call it, and the values of its sentence; `ticket` opens it."""

    kind: Kind
    name: str
    values: Mapping[str, Said] = field(default_factory=dict)
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The first lines that stand under a heading, of `count` in all."""

    heading: Heading
    count: int
    lines: tuple[Line, ...]
