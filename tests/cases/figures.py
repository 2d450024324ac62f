"""One figure of a case: what it defends and what we say, compared and told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cases.case import Figure

Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Every value that a case defends for one figure, and every one that we do; the first of each is told."""

    name: str
    expected: tuple[Figure | Spans, ...]
    ours: tuple[Figure | Spans, ...]

    def agree(self, tolerance: timedelta) -> bool:
        """Whether one of the case's values is one of ours."""
        return any(_same(value, ours, tolerance) for value in self.expected for ours in self.ours)

    def told(self, zone: ZoneInfo) -> str:
        """Both answers, instants in the case's zone."""
        return f"{self.name}: expected {_said(self.expected[0], zone)}, we say {_said(self.ours[0], zone)}"


def _same(value: Figure | Spans, ours: Figure | Spans, tolerance: timedelta) -> bool:
    if isinstance(value, datetime) and isinstance(ours, datetime):
        return abs(value - ours) <= tolerance
    if isinstance(value, timedelta) and isinstance(ours, timedelta):
        return abs(value - ours) <= tolerance
    return value == ours


def _said(value: Figure | Spans, zone: ZoneInfo) -> str:
    match value:
        case datetime():
            return value.astimezone(zone).isoformat()
        case timedelta():
            return f"{value / timedelta(seconds=1):.12g} s"
        case tuple():
            return ", ".join("/".join(_said(edge, zone) for edge in span) for span in value) or "none"
        case None:
            return "none"
    return str(value).lower()
