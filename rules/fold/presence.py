"""Stop an anomaly's clocks while its issue is deleted, of another type or in another project; resume them after."""

from dataclasses import replace

from rules import events
from rules.anomaly.state import Absence, Anomaly, Away, changed
from rules.clock import Mark, MarkKind, Marks, State
from rules.clock.tracks import follow
from rules.contract import Contract
from rules.events import Fact, System
from rules.fold.clock_marks import marked


def removed(anomaly: Anomaly, fact: Fact, what: events.TicketRemoved, contract: Contract) -> Anomaly:
    """The issue was deleted."""
    absence = anomaly.absence or Absence(fact.at)
    return _left(anomaly, replace(absence, removed_at=fact.at, removed_by=fact.by), fact, contract)


def restored(anomaly: Anomaly, fact: Fact, what: events.TicketRestored, contract: Contract) -> Anomaly:
    """The issue is back; `shown` already brings its anomaly back for every fact from Jira."""
    return anomaly


def hidden(anomaly: Anomaly, fact: Fact, what: events.TicketHidden, contract: Contract) -> Anomaly:
    """Jira shows the issue no more; its clocks run on, since nobody said that it is gone."""
    return anomaly if anomaly.gone else changed(anomaly, hidden_since=anomaly.hidden_since or fact.at)


def confirmed(anomaly: Anomaly, fact: Fact, what: events.DeletionConfirmed, contract: Contract) -> Anomaly:
    """A person said that the issue was deleted."""
    absence = Absence(fact.at, removed_at=fact.at, removed_by=fact.by)
    return _left(changed(anomaly, hidden_since=None), absence, fact, contract)


def shown(anomaly: Anomaly, fact: Fact, contract: Contract) -> Anomaly:
    """The anomaly is back, or in sight again, when Jira tells a fact that is later than it was gone."""
    since = anomaly.hidden_since
    if since is not None and fact.at > since and fact.source.system is System.JIRA:
        anomaly = changed(anomaly, hidden_since=None)
    absence = anomaly.absence
    if absence is None or absence.removed_at is None or fact.at <= absence.removed_at:
        return anomaly
    if fact.source.system is not System.JIRA:
        return anomaly
    return _back(anomaly, replace(absence, removed_at=None, removed_by=None), fact, contract)


def declassified(anomaly: Anomaly, fact: Fact, what: events.Declassified, contract: Contract) -> Anomaly:
    """The issue became something else than an anomaly."""
    return _left(anomaly, replace(anomaly.absence or Absence(fact.at), other_type=what.type), fact, contract)


def reclassified(anomaly: Anomaly, fact: Fact, what: events.Reclassified, contract: Contract) -> Anomaly:
    """The issue is an anomaly again."""
    if anomaly.absence is None or not anomaly.absence.other_type:
        return anomaly
    return _back(anomaly, replace(anomaly.absence, other_type=""), fact, contract)


def moved_away(anomaly: Anomaly, fact: Fact, what: events.MovedAway, contract: Contract) -> Anomaly:
    """The issue left the contract's projects: its anomaly stays as it was when it left.

    No issue leaves before it is the anomaly's, whatever two clocks that differ make of it.
    """
    if anomaly.elsewhere or anomaly.ticket is None:
        return anomaly
    absence = replace(anomaly.absence or Absence(fact.at), elsewhere=True)
    return _left(changed(anomaly, away=(*anomaly.away, Away(fact.at))), absence, fact, contract)


def moved_back(anomaly: Anomaly, fact: Fact, what: events.MovedBack, contract: Contract) -> Anomaly:
    """The issue is in a project of the contract again, perhaps under another key."""
    if anomaly.absence is None or not anomaly.elsewhere:
        return anomaly
    *before, last = anomaly.away
    after = changed(
        anomaly,
        away=(*before, replace(last, until=fact.at)),
        ticket=replace(anomaly.ticket, key=what.key or anomaly.ticket.key) if anomaly.ticket else None,
    )
    return _back(after, replace(anomaly.absence, elsewhere=False), fact, contract)


def is_foreign(anomaly: Anomaly, fact: Fact) -> bool:
    """Whether Jira tells a fact of a time that the issue spends outside the contract's projects: it does not count."""
    return anomaly.elsewhere and fact.source.system is System.JIRA and not isinstance(fact.what, events.MovedBack)


def _left(anomaly: Anomaly, absence: Absence, fact: Fact, contract: Contract) -> Anomaly:
    """The issue is no longer an anomaly: its open clocks end, its settled results stay."""
    after = changed(anomaly, absence=absence)
    if anomaly.gone or anomaly.closed or anomaly.in_scope is False:
        return after
    return changed(after, wait=None, marks=marked(after, fact, MarkKind.CANCEL, contract.clocks))


def _back(anomaly: Anomaly, absence: Absence, fact: Fact, contract: Contract) -> Anomaly:
    """The clocks that ran or waited run again with the time they had; the others are as they were."""
    if absence.removed_at is not None or absence.other_type or absence.elsewhere:
        return changed(anomaly, absence=absence)
    after = changed(anomaly, absence=None)
    if anomaly.closed or anomaly.in_scope is False:
        return after

    def of_the_departure(mark: Mark) -> bool:
        return mark.kind is MarkKind.CANCEL and mark.at == absence.since

    before = Marks(mark for mark in anomaly.marks if not of_the_departure(mark))
    courses = {
        clock: follow(clock, before, contract.choices.requalification, absence.since) for clock in contract.clocks
    }
    again = tuple(clock for clock, course in courses.items() if course.state in (State.RUNNING, State.PAUSED))
    standing = Marks(mark for mark in anomaly.marks if mark.clock in again or not of_the_departure(mark))
    after = changed(after, marks=standing)
    return changed(after, marks=marked(after, fact, MarkKind.REOPEN, again))
