"""The table of delays of a contract file: the target and the calendar of each clock and criticality."""

from typing import Annotated

from pydantic import AfterValidator, Field, Tag

from connectors.contracts import jira_fields_section
from connectors.contracts.problems import refusal
from connectors.contracts.sections import ByShape, Section
from connectors.contracts.yaml_words import spelled
from rules.contract import CONTRACTED, ClockName, Criticality


class DetailedPromise(Section):
    """One commitment with a calendar of its own."""

    target: jira_fields_section.Promise
    calendar: jira_fields_section.CalendarName | None = None


class DetailedReply(Section):
    """One delay of answering with a calendar of its own."""

    target: jira_fields_section.ReplyPromise
    calendar: jira_fields_section.CalendarName | None = None


Cell = Annotated[
    Annotated[jira_fields_section.Promise, Tag("text")] | Annotated[DetailedPromise, Tag("group")],
    ByShape("commitment_shape"),
]
ReplyCell = Annotated[
    Annotated[jira_fields_section.ReplyPromise, Tag("text")] | Annotated[DetailedReply, Tag("group")],
    ByShape("commitment_shape"),
]


class PerClock(Section):
    """The commitments of one criticality, clock by clock."""

    acknowledgement: Cell | None = None
    workaround: Cell | None = None
    resolution: Cell | None = None
    calendar: jira_fields_section.CalendarName | None = None

    def cells(self) -> dict[ClockName, Cell | None]:
        """What is written of each clock."""
        return {clock: getattr(self, clock.value) for clock in CONTRACTED}


def _three(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    if len(cells) != len(CONTRACTED):
        raise refusal("three", count=len(cells))
    return cells


Line = Annotated[
    Annotated[tuple[Cell, ...], AfterValidator(_three), Tag("list")] | Annotated[PerClock, Tag("group")],
    ByShape("line_shape"),
]


class PerCriticality(Section):
    """A delay of answering, criticality by criticality: what `target` says holds for those that are not named."""

    securite: ReplyCell | None = None
    bloquante: ReplyCell | None = None
    majeure: ReplyCell | None = None
    mineure: ReplyCell | None = None
    target: jira_fields_section.ReplyPromise | None = None
    calendar: jira_fields_section.CalendarName | None = None

    def cell(self, level: Criticality) -> ReplyCell | None:
        """What is written of a criticality."""
        own: ReplyCell | None = getattr(self, level.value)
        return self.target if own is None else own


Reply = Annotated[
    Annotated[jira_fields_section.ReplyPromise, Tag("text")] | Annotated[PerCriticality, Tag("group")],
    ByShape("reply_shape"),
]


class CalendarByCriticality(Section):
    """The calendar of each criticality that has one of its own."""

    securite: jira_fields_section.CalendarName | None = None
    bloquante: jira_fields_section.CalendarName | None = None
    majeure: jira_fields_section.CalendarName | None = None
    mineure: jira_fields_section.CalendarName | None = None


class Commitments(Section):
    """The table of delays: a line a criticality, the delays of answering, and the calendars that count them."""

    securite: Line | None = None
    bloquante: Line | None = None
    majeure: Line | None = None
    mineure: Line | None = None
    first_reply: Reply | None = None
    next_update: Reply | None = None
    calendar: jira_fields_section.CalendarName | None = None
    calendar_by_criticality: CalendarByCriticality = Field(default_factory=CalendarByCriticality)

    def cells(self, level: Criticality) -> dict[ClockName, Cell | None]:
        """What the line of a criticality says of each clock."""
        line = getattr(self, level.value)
        if isinstance(line, PerClock):
            return line.cells()
        return dict(zip(CONTRACTED, line or (None, None, None), strict=True))

    def unsaid(self, level: Criticality) -> tuple[str, ...]:
        """The missing clocks of a criticality, by the path that would define them."""
        absent = [clock for clock, cell in self.cells(level).items() if cell is None]
        if len(absent) == len(CONTRACTED):
            return (spelled(level.value),)
        return tuple(f"{spelled(level.value)}.{spelled(clock.value)}" for clock in absent)
