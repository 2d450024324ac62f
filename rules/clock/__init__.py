"""The clocks that a contract runs on an anomaly, read from the marks that its history left on them."""

from rules.clock.course import State
from rules.clock.marks import Mark, MarkKind
from rules.clock.reading import Reading, Verdict, read, when
from rules.clock.timeline import Exclusion, Span, timeline

__all__ = [
    "Exclusion",
    "Mark",
    "MarkKind",
    "Reading",
    "Span",
    "State",
    "Verdict",
    "read",
    "timeline",
    "when",
]
