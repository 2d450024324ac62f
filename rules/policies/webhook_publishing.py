"""Publish what matters to other services to the contract's webhooks, without a person's name or words."""

from collections.abc import Iterator

from rules import events
from rules.change import Change
from rules.contract import Announcement
from rules.effects import ClockShown, Effect, Happened, Publish
from rules.events import PromiseAlerted, ThresholdReached
from rules.fold.kinds import kind_of
from rules.people.visibility import secret
from rules.reminders.thresholds import BREACH


def publish(change: Change) -> Iterator[Effect]:
    """To each webhook of the contract, what it asked to hear; nothing before the remontée, which is the client's."""
    if not change.contract.webhooks or change.after.raised_at is None:
        return
    what = _what(change)
    if what is None:
        return
    happened = _happened(change, what)
    for webhook in change.contract.webhooks:
        if what in webhook.announcements:
            yield Publish(change.contract.id, webhook.name, happened)


def _what(change: Change) -> Announcement | None:
    what = change.fact.what
    if isinstance(what, ThresholdReached | PromiseAlerted):
        return _reached(change, what)
    if isinstance(what, events.DeadlinesMoved):
        return kind_of(what).announced
    if not change.counted:
        return None
    if change.before.gone is not change.after.gone:
        return Announcement.WITHDRAWN if change.after.gone else Announcement.RESTORED
    if isinstance(what, events.Qualified):
        return Announcement.QUALIFIED if change.after.in_scope else Announcement.OUT_OF_SCOPE
    return kind_of(what).announced or _waiting(change)


def _reached(change: Change, what: ThresholdReached | PromiseAlerted) -> Announcement | None:
    """A breach is published once, however often people are reminded of it."""
    gone = what.share >= BREACH
    if isinstance(what, PromiseAlerted):
        told, near, past = change.before.promise_alerts, Announcement.PROMISE_NEAR, Announcement.PROMISE_BROKEN
    else:
        told, near, past = change.before.alerts, Announcement.WARNING, Announcement.BREACH
    same = (one for one in told if (one.clock, one.cycle, one.deadline) == what.about)
    if gone and any(one.share >= BREACH for one in same):
        return None
    return past if gone else near


def _waiting(change: Change) -> Announcement | None:
    if (change.before.wait is None) is (change.after.wait is None):
        return None
    return Announcement.RESUMED if change.after.wait is None else Announcement.PAUSED


def _happened(change: Change, announced: Announcement) -> Happened:
    """A security anomaly is known outside by its key alone."""
    anomaly, what = change.after, change.fact.what
    alert = what if isinstance(what, ThresholdReached | PromiseAlerted) else None
    return Happened(
        id=change.fact.id,
        what=announced,
        at=change.fact.at,
        name=anomaly.name,
        key=anomaly.ticket.key if anomaly.ticket else "",
        title="" if secret(anomaly) else anomaly.title,
        phase=anomaly.phase.value,
        criticality=anomaly.criticality,
        in_scope=anomaly.in_scope,
        clocks=tuple(_clocks(change)),
        clock=alert.clock if alert else None,
        percent=round(min(what.share, BREACH) * 100) if isinstance(what, ThresholdReached) else None,
        gathered=alert is not None and alert.gathered,
    )


def _clocks(change: Change) -> Iterator[ClockShown]:
    for clock in change.contract.clocks:
        reading = change.reading(clock)
        yield ClockShown(clock, reading.cycle, reading.state.value, reading.verdict.value, reading.deadline)
