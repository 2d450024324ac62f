"""The moves that Jira showed before their preconditions held: they wait in a queue, and count once these do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from rules import events
from rules.anomaly.lifecycle import Missing
from rules.anomaly.state import Anomaly, changed
from rules.events import Fact, Happening, System
from rules.fold.obstacles import obstacles

_NEXT = timedelta(microseconds=1)

_STAGES: tuple[type[Happening], ...] = (
    events.Reopened,
    events.DiagnosisStarted,
    events.Refused,
    events.WorkStarted,
    events.Delivered,
    events.Accepted,
    events.Deployed,
    events.Closed,
)
"""The statuses in the order of the lifecycle: an issue that goes back to one has left those behind it."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The waiting moves that count: the ids of those that do at their `own` instants, and those right behind a fact.

    `behind` has the latter by the id of the fact that let them; `moved` are their ids.
    """

    own: frozenset[str] = frozenset()
    behind: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()

    def at_its_instant(self, waited: Fact) -> "Granted":
        """With one more, at its own instant."""
        return replace(self, own=self.own | {waited.id})

    def after(self, cause: Fact, waited: Fact) -> "Granted":
        """With one more, right behind its cause."""
        late = replace(waited, at=cause.at + _NEXT)
        behind = {**self.behind, cause.id: (*self.behind.get(cause.id, ()), late)}
        return Granted(self.own - {waited.id}, behind, self.moved | {waited.id})


NONE = Granted()

# Nothing is done to an anomaly that is not there or not open, whenever it turns out to be.
_NEVER_GRANTED = frozenset({"there", "raised", "open", "role"})


def without_granted(against: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """The obstacles that hold all the same for a move that was granted."""
    return tuple(one for one in against if one.already or one.code in _NEVER_GRANTED)


def ready(anomaly: Anomaly) -> Fact | None:
    """The first of the waiting moves for which nothing is missing any more."""
    return next((waited for waited in anomaly.pending if not obstacles(anomaly, waited)), None)


def undone(waited: Fact, before: Anomaly, after: Anomaly) -> bool:
    """Whether a move that stood is to be made again: what was delivered anew is accepted anew."""
    return made(waited, before) and not made(waited, after)


def made(waited: Fact, anomaly: Anomaly) -> bool:
    """Whether a move stands as made."""
    return any(one.already for one in obstacles(anomaly, waited))


def still_waiting(before: Anomaly, after: Anomaly, fact: Fact) -> Anomaly:
    """The anomaly `after` a fact, without the waiting moves that it went back on, or that are made meanwhile."""
    waiting = [one for one in before.pending if not _went_back(fact, one) and not made(one, after)]
    return after if len(waiting) == len(before.pending) else changed(after, pending=tuple(waiting))


def _went_back(fact: Fact, waited: Fact) -> bool:
    if fact.source.system is not System.JIRA or type(fact.what) not in _STAGES:
        return False
    return _STAGES.index(type(fact.what)) < _STAGES.index(type(waited.what))
