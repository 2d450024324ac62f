"""The clocks that a contract runs on an anomaly, read from the marks that its history left on them."""

from rules.clock.course import State, ended
from rules.clock.marks import Mark, MarkKind, cycles
from rules.clock.reading import Face, Reading, Verdict, face, read, when
from rules.clock.timeline import Exclusion, Span, timeline

__all__ = [
    "Exclusion",
    "Face",
    "Mark",
    "MarkKind",
    "Reading",
    "Span",
    "State",
    "Verdict",
    "cycles",
    "ended",
    "face",
    "read",
    "timeline",
    "when",
]
