"""Follows up a wait: who is waited for, the next reminder, and the longest wait."""

from datetime import datetime, timedelta

from rules.anomaly.state import Anomaly, Chase, Wait
from rules.clock.pace import Pace
from rules.contract import AtTerm, BusinessDays, Commitment, Contract, Length, OpeningTime, PauseReason
from rules.events import Chased, WaitOutlasted
from rules.reminders.thresholds import opened
from rules.workdays import add, add_days

PUNCTUAL = timedelta(hours=1)
"""A reminder that comes later than this after its hour lets the cadence begin again from where it was given."""


def awaited(anomaly: Anomaly) -> Wait | None:
    """The awaited event: the end of a pause, else the verdict on the delivery in recette."""
    if anomaly.raised_at is None or anomaly.closed or anomaly.gone:
        return None
    if anomaly.wait is not None or not in_recette(anomaly):
        return anomaly.wait
    assert anomaly.delivered_at is not None  # noqa: S101 - for the type checker
    assert anomaly.delivered_by is not None  # noqa: S101
    return Wait(anomaly.delivered_at, PauseReason.RECETTE, "", anomaly.delivered_by)


def in_recette(anomaly: Anomaly) -> bool:
    """Whether the client owes its verdict on a fix."""
    return anomaly.delivered_at is not None and anomaly.accepted_at is None and anomaly.in_scope is not False


def of_the_client(wait: Wait, anomaly: Anomaly) -> bool:
    """Whether the client is waited for, and not a third party or the provider's own team."""
    return wait.reason is PauseReason.CLIENT or (wait.reason is PauseReason.RECETTE and in_recette(anomaly))


def next_chase(anomaly: Anomaly, contract: Contract) -> Chased | None:
    """The next reminder of what is waited for; `due` may be past, and lies in the opening time of `calendar`.

    A cadence begins with the wait, then with each reminder: one that was given late is not followed by the next ones
    that it stood for. None is due at the term that ends the wait by itself, nor where the last one was past before
    Vigie was there: whoever still wants an answer asks again.
    """
    wait, cadence = awaited(anomaly), contract.choices.chasing.cadence
    if wait is None or cadence is None:
        return None
    given = [one for one in anomaly.chases if one.since == wait.since]
    if given and given[-1].past:
        return None
    since = _from(given[-1]) if given else wait.since
    due = opened(calendar(contract), _after(since, cadence, contract))
    until = resuming(anomaly, contract)
    if until is not None and due >= until:
        return None
    return Chased(wait.since, wait.reason, 1 + sum(one.told for one in given), due)


def term(wait: Wait, contract: Contract) -> datetime | None:
    """Until when a wait may last; None for as long as it takes."""
    longest = contract.choices.chasing.longest
    return _after(wait.since, longest, contract) if longest else None


def outlasting(anomaly: Anomaly, contract: Contract) -> WaitOutlasted | None:
    """The term of a wait, where it is still to be told."""
    wait = awaited(anomaly)
    until = term(wait, contract) if wait else None
    if wait is None or until is None or wait.since in anomaly.outlasted:
        return None
    return WaitOutlasted(wait.since, wait.reason, until)


def resuming(anomaly: Anomaly, contract: Contract) -> datetime | None:
    """When a pause ends by itself; None where there is none, or where only somebody ends it."""
    by_itself = contract.choices.chasing.at_term is AtTerm.RESUME and anomaly.wait is not None
    ahead = outlasting(anomaly, contract) if by_itself else None
    return ahead.term if ahead else None


def calendar(contract: Contract) -> Pace:
    """The calendar of waits: the contract's first."""
    name, first = next(iter(contract.calendars.items()))
    return Pace(Commitment(OpeningTime(timedelta()), name), first)


def _from(chase: Chase) -> datetime:
    return chase.due if chase.at - chase.due <= PUNCTUAL else chase.at


def _after(since: datetime, length: Length, contract: Contract) -> datetime:
    opening = calendar(contract).calendar
    if isinstance(length, BusinessDays):
        return add_days(opening, since, length.days, length.end_of_day)
    if isinstance(length, OpeningTime):
        return add(opening, since, length.duration)
    return since + length.duration
