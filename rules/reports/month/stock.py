"""The stock of a month: what was open at its start, what came and went, what is open at its end. It adds up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import Criticality
from rules.events import Fact
from rules.reports.month.grounds import Ground, Grounds, by_time, ground
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.window import Window


@dataclass(frozen=True, slots=True)
class Stock:
    """Who is in the stock at the start and at the end, and who moved in between.

    An anomaly raised, or reopened, and gone within the month is in none of them.
    """

    opening: Grounds = ()
    raised: Grounds = ()
    reopened: Grounds = ()
    restored: Grounds = ()
    closed: Grounds = ()
    removed: Grounds = ()
    closing: Grounds = ()


_CAME = {Standing.ABSENT: "raised", Standing.CLOSED: "reopened", Standing.GONE: "restored"}
_STAYS = (Standing.OPEN, Standing.CLOSED)


def stock(lives: Iterable[Life], window: Window) -> Stock:
    """The stock of a month, from the lives of a contract's anomalies."""
    found: dict[str, list[Ground]] = {}
    for life in lives:
        for name, one in _moves(life, window):
            found.setdefault(name, []).append(one)
    return Stock(**{name: by_time(grounds) for name, grounds in found.items()})


def by_criticality(grounds: Grounds) -> tuple[tuple[Criticality | None, Grounds], ...]:
    """The grounds of a figure by criticality, gravest first; None is one that nobody settled."""
    parts = ((level, tuple(one for one in grounds if one.criticality is level)) for level in (*Criticality, None))
    return tuple((level, part) for level, part in parts if part)


def _moves(life: Life, window: Window) -> Iterator[tuple[str, Ground]]:
    before, after = life.at(window.start), life.at(window.until)
    was, now = standing(before), standing(after)
    if was is Standing.OPEN:
        yield "opening", ground(before, _raised_at(before, window), _said(life, events.Raised, before.raised_at))
    if was is not Standing.OPEN and now in _STAYS and not _stayed_closed(was, after, window):
        yield _CAME[was], _coming(was, life, after, window)
    if now is Standing.CLOSED and not _stayed_closed(was, after, window):
        yield "closed", ground(after, after.closed_at or window.start, _said(life, events.Closed, after.closed_at))
    if was is Standing.OPEN and now not in _STAYS:
        yield "removed", ground(after, after.absence.since if after.absence else window.start, _departure(life, after))
    if now is Standing.OPEN:
        yield "closing", ground(after, _raised_at(after, window), _said(life, events.Raised, after.raised_at))


def _stayed_closed(was: Standing, after: Anomaly, window: Window) -> bool:
    """Whether it was closed at the start, and its closure is still that one."""
    return was is Standing.CLOSED and after.closed_at is not None and after.closed_at < window.start


def _coming(was: Standing, life: Life, after: Anomaly, window: Window) -> Ground:
    if was is Standing.ABSENT:
        return ground(after, _raised_at(after, window), _said(life, events.Raised, after.raised_at))
    kinds = (events.Reopened,) if was is Standing.CLOSED else _BACK
    told = [fact for fact in life.within(window.start, window.until) if isinstance(fact.what, kinds)]
    return ground(after, told[0].at, told[0]) if told else ground(after, window.start)


_BACK = (events.TicketRestored, events.Reclassified, events.MovedBack)
_LEFT = (events.TicketRemoved, events.DeletionConfirmed, events.Declassified, events.MovedAway)


def _raised_at(anomaly: Anomaly, window: Window) -> datetime:
    return anomaly.raised_at or window.start


def _departure(life: Life, after: Anomaly) -> Fact | None:
    since = after.absence.since if after.absence else None
    return next((fact for kind in _LEFT if (fact := _said(life, kind, since))), None)


def _said(life: Life, kind: type, at: datetime | None) -> Fact | None:
    """The fact of a kind that happened at an instant."""
    return next((fact for fact in life.ordered if fact.at == at and isinstance(fact.what, kind)), None)
