"""A ticket of a case as facts about an anomaly, and its clocks as ours under a contract with its targets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules import events
from rules.clock import Face, face
from rules.contract import (
    Choices,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    OpeningTime,
    PauseReason,
    ResolutionStop,
)
from rules.events import Fact, Happening, Source, System
from rules.fold.folding import fold
from rules.workdays import Calendar
from tests.cases.case import Event, Scenario
from tests.rules.cast import DEV, OPENING, STRANGER
from tests.rules.clocks import CONTRACT

# A case's reopenings always continue the cycle.
CHOICES = Choices(resolution_stop=ResolutionStop.DELIVERED, reopening_days=366 * 400)
STOPS = {"ack": ("acknowledged",), "workaround": ("workaround",), "resolution": ("resolved", "closed")}
DELIVERED = events.Delivered()
CLOSED = (DELIVERED, events.Accepted(), events.Deployed(), events.Closed("cause", "answer"))
# Of these, the one that an anomaly delivered, closed or only waiting can take.
REOPENED = (events.Refused(""), events.Reopened(), events.Resumed())


class Inexpressible(Exception):
    """What the case asks has no place in a contract."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One clock of a case's ticket.

    Our taking charge never pauses: where the peer's does, our workaround clock stands in for it. A criticality is
    known by its target, so that a case may name any number of them as long as four targets differ.
    """

    scenario: Scenario
    name: str
    calendar: Calendar

    @property
    def clock(self) -> ClockName:
        """The clock of ours that has the lifecycle of the case's."""
        if self.name == "ack":
            waits = self.name in self.scenario.pauses | self.scenario.suspended
            return ClockName.WORKAROUND if waits else ClockName.ACKNOWLEDGEMENT
        return ClockName(self.name)

    @property
    def contract(self) -> Contract:
        """A contract that promises the case's targets."""
        commitments = {
            (criticality, self.clock): Commitment(OpeningTime(target), "case")
            for target, criticality in self._levels().items()
            if target is not None
        }
        return replace(CONTRACT, calendars={"case": self.calendar}, commitments=commitments, choices=CHOICES)

    def face(self, now: datetime) -> Face:
        """The clock at an instant: later facts are unseen. Raises Inexpressible."""
        seen = [fact for fact in self._facts() if fact.at <= now]
        return face(self.clock, fold(seen, OPENING, self.contract).marks, self.contract, now)

    def _levels(self) -> dict[timedelta | None, Criticality]:
        named = [event.criticality for event in self.scenario.events]
        wanted = dict.fromkeys(self._target(name) for name in (None, *named))
        if len(wanted) > len(Criticality):
            raise Inexpressible(f"{len(wanted)} different targets for {self.name}, a contract has {len(Criticality)}")
        return dict(zip(wanted, Criticality, strict=False))

    def _target(self, criticality: str | None) -> timedelta | None:
        return self.scenario.targets.get(criticality or "", {}).get(self.name)

    def _facts(self) -> Iterator[Fact]:
        levels, known = self._levels(), None
        for rank, event in enumerate(self.scenario.events):
            known = event.criticality or known
            for step, what in enumerate(self._happenings(event, levels[self._target(known)])):
                actor = DEV if isinstance(what, events.Taken) else STRANGER
                yield Fact(f"{rank:06}.{step}", event.at, actor, Source(System.JIRA, str(rank)), what)

    def _happenings(self, event: Event, level: Criticality) -> tuple[Happening, ...]:
        """What an event is to the anomaly: our preconditions then decide, as they would for a status in Jira."""
        if event.kind == "created":
            return (events.Raised("", level), events.Qualified(level))
        qualified = (events.Qualified(level),) if event.criticality else ()
        return (*qualified, *self._moves(event.kind))

    def _moves(self, kind: str) -> tuple[Happening, ...]:
        if kind in STOPS[self.name]:
            return self._stop(kind)
        held = self.name in self.scenario.suspended and kind in ("resolved", "closed")
        if held or (kind == "paused" and self.name in self.scenario.pauses):
            return (events.Paused(PauseReason.FREEZE),)
        return {"resumed": (events.Resumed(),), "reopened": REOPENED}.get(kind, ())

    def _stop(self, kind: str) -> tuple[Happening, ...]:
        if self.clock is ClockName.ACKNOWLEDGEMENT:
            return (events.Taken(),)
        if self.clock is ClockName.WORKAROUND:
            return (events.WorkaroundDelivered(),)
        return CLOSED if kind == "closed" and not self._requalified_later() else (DELIVERED,)

    def _requalified_later(self) -> bool:
        """A closed anomaly takes no other criticality; one that is delivered, and then refused, does."""
        kinds = [event.kind for event in self.scenario.events]
        first = kinds.index("closed")
        return any(event.criticality for event in self.scenario.events[first:])
