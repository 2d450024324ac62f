"""The support figures of a period: how often anomalies went up a level, and at which level they were resolved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.contract.support_terms import LEVELS, SupportLevel

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Resolved:
    """The anomalies closed at a level in the period: their number, and their share of all in whole percents."""

    level: SupportLevel
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class SupportFigures:
    """A period `[start, end)`: escalations and returns, the anomalies that went up, and where those closed were."""

    escalations: int
    returns: int
    escalated: int
    resolved: tuple[Resolved, ...]


def support_figures(anomalies: Iterable[Anomaly], start: datetime, end: datetime) -> SupportFigures:
    """The figures of the anomalies that have a level; those that are gone before their closure count not."""
    cases = [one for one in anomalies if one.level is not None and one.counted]
    moves = [[move for move in one.level_moves if start <= move.at < end] for one in cases]
    closed = [_level_at(one, one.closed_at) for one in cases if one.closed_at and start <= one.closed_at < end]
    return SupportFigures(
        escalations=sum(move.up for each in moves for move in each),
        returns=sum(not move.up for each in moves for move in each),
        escalated=sum(any(move.up for move in each) for each in moves),
        resolved=tuple(
            Resolved(level, closed.count(level), round(closed.count(level) * _WHOLE / len(closed)))
            for level in LEVELS
            if level in closed
        ),
    )


def _level_at(anomaly: Anomaly, at: datetime) -> SupportLevel | None:
    """The level that answered for it at an instant."""
    past = [move for move in anomaly.level_moves if move.at <= at]
    if past:
        return past[-1].now
    return anomaly.level_moves[0].was if anomaly.level_moves else anomaly.level
