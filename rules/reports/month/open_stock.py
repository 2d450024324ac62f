"""What is open at the end of a month: in which phase, for whom to act, and for how long already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from rules.anomaly.lifecycle import MOVES_BY_NAME
from rules.anomaly.state import Anomaly, Phase
from rules.contract import SIDES, PauseReason, Role, Side
from rules.people.next_owner import OWED, owed
from rules.reports.month.grounds import Ground, Grounds, by_time, ground, nearest_rank
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.window import Window

_HALF = 50
_DAY = timedelta(days=1)
_OUTSIDE = (PauseReason.THIRD_PARTY, PauseReason.FREEZE)


@dataclass(frozen=True, slots=True)
class Age:
    """How many days ago an open anomaly was raised."""

    ground: Ground
    days: int


@dataclass(frozen=True, slots=True)
class OpenStock:
    """The open anomalies by phase, by the step that is waited for and by whose it is (None: a third party's, a freeze).

    `ages` go from the youngest to the oldest; those `out_of_scope` stay in the stock until they are closed.
    """

    phases: tuple[tuple[Phase, Grounds], ...] = ()
    steps: tuple[tuple[str, Grounds], ...] = ()
    sides: tuple[tuple[Side | None, Grounds], ...] = ()
    ages: tuple[Age, ...] = ()
    out_of_scope: Grounds = ()

    @property
    def median(self) -> Age | None:
        """The age of the anomaly in the middle."""
        return nearest_rank(self.ages, _HALF) if self.ages else None

    @property
    def oldest(self) -> Age | None:
        """The age of the oldest."""
        return self.ages[-1] if self.ages else None


def open_stock(lives: Iterable[Life], window: Window) -> OpenStock:
    """The open anomalies as they stand at the end of a month."""
    there = [one for life in lives if standing(one := life.at(window.until)) is Standing.OPEN]
    steps: dict[str, list[Ground]] = {}
    sides: dict[Side | None, list[Ground]] = {}
    phases: dict[Phase, list[Ground]] = {}
    for one in there:
        shown = ground(one, one.raised_at or window.start)
        phases.setdefault(one.phase, []).append(shown)
        steps.setdefault(owed(one), []).append(shown)
        sides.setdefault(owing(one), []).append(shown)
    aged = [Age(ground(one, at), (window.until - at) // _DAY) for one in there if (at := one.raised_at)]
    return OpenStock(
        phases=tuple((phase, by_time(phases[phase])) for phase in Phase if phase in phases),
        steps=tuple((step, by_time(steps[step])) for step in OWED if step in steps),
        sides=tuple((side, by_time(sides[side])) for side in (*Side, None) if side in sides),
        ages=tuple(sorted(aged, key=lambda one: (-one.ground.at.timestamp(), one.ground.name))),
        out_of_scope=by_time(ground(one, one.raised_at or window.start) for one in there if one.in_scope is False),
    )


def owing(anomaly: Anomaly) -> Side | None:
    """The party that owes the next step; None while a third party or a freeze is waited for."""
    if anomaly.wait is not None and anomaly.wait.reason in _OUTSIDE:
        return None
    roles = MOVES_BY_NAME[owed(anomaly)].roles - {Role.AGENT}
    return Side.CLIENT if any(SIDES[role] is Side.CLIENT for role in roles) else Side.PROVIDER
