"""How well anomalies were closed: those said out of scope, reopened, and refused in recette."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from rules import events
from rules.reports.month.grounds import Ground, Grounds, Share, by_time, ground
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.window import Window


@dataclass(frozen=True, slots=True)
class Quality:
    """Of what was raised, what was said `out_of_scope`; the anomalies reopened, of those that could be; the refusals.

    `closures` are the anomalies closed in the month or in the days before it that the contract gives to a reopening.
    """

    out_of_scope: Grounds = ()
    reopened: Grounds = ()
    closures: Grounds = ()
    refused: Grounds = ()
    judged: Grounds = ()

    @property
    def reopening(self) -> Share:
        """The reopening rate."""
        return Share(len(self.reopened), len(self.closures))

    @property
    def refusals(self) -> Share:
        """The share of the deliveries judged in the month that were refused."""
        return Share(len(self.refused), len(self.judged))


def quality(lives: Iterable[Life], window: Window) -> Quality:
    """The quality of a month; an anomaly that is gone before its closure counts in none of it."""
    out, reopened, closures = [], [], []
    refused: list[Ground] = []
    accepted: list[Ground] = []
    for life in lives:
        after = life.at(window.until)
        if standing(after) not in (Standing.OPEN, Standing.CLOSED):
            continue
        if standing(life.at(window.start)) is Standing.ABSENT and after.in_scope is False and after.raised_at:
            out.append(ground(after, after.raised_at))
        since = window.start - timedelta(days=life.edition(window.until).choices.reopening_days)
        closed = [fact for fact, was, now in life.steps(since, window.until, events.Closed) if now.closed > was.closed]
        again = [
            fact
            for fact, was, now in life.steps(window.start, window.until, events.Reopened)
            if was.closed > now.closed
        ]
        closures += [ground(after, fact.at, fact) for fact in closed[:1]]
        reopened += [ground(after, fact.at, fact) for fact in again[:1]]
        for fact, was, now in life.steps(window.start, window.until, events.Accepted, events.Refused):
            if isinstance(fact.what, events.Refused) and was.delivered_at and not now.delivered_at:
                refused.append(ground(after, fact.at, fact))
            elif isinstance(fact.what, events.Accepted) and now.accepted_at == fact.at:
                accepted.append(ground(after, fact.at, fact))
    return Quality(by_time(out), by_time(reopened), by_time(closures), by_time(refused), by_time([*refused, *accepted]))
