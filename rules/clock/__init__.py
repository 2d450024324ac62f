"""The clocks that a contract runs on an anomaly, read from the marks that its history left on them."""

from rules.clock.course import State
from rules.clock.marks import Mark, MarkKind, Marks
from rules.clock.reading import Face, Reading, Verdict, face, read, when
from rules.clock.timeline import Exclusion, Span, timeline
from rules.clock.tracks import cycles, ended, settled

__all__ = [
    "Exclusion",
    "Face",
    "Mark",
    "MarkKind",
    "Marks",
    "Reading",
    "Span",
    "State",
    "Verdict",
    "cycles",
    "ended",
    "face",
    "read",
    "settled",
    "timeline",
    "when",
]
