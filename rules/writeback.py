"""Computes an anomaly's Jira fields, for people who filter and sort there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, Verdict, read
from rules.contract import CONTRACTED, ClockName, Contract
from rules.effects import CommentIssue, Effect, TransitionIssue, WriteIssue, Written
from rules.events import DeadlinesMoved, Fact, ThresholdReached

DUE: dict[ClockName, str] = {
    ClockName.ACKNOWLEDGEMENT: "acknowledgement_due",
    ClockName.WORKAROUND: "workaround_due",
    ClockName.RESOLUTION: "resolution_due",
}
STANDING = ("phase", "criticality", *DUE.values(), "sla", "version", "support_level")
"""The fields that Vigie writes, by the names that a contract maps to Jira's; the support level is read there too."""

_TOLD_BY_THE_CLOCK = (ThresholdReached, DeadlinesMoved)


class SlaState(StrEnum):
    """An anomaly's standing under its contract, from the gravest: its worst clock's."""

    MISSED = "missed"
    WARNED = "warned"
    RUNNING = "running"
    PAUSED = "paused"
    KEPT = "kept"
    NONE = "none"


def standing(anomaly: Anomaly, contract: Contract, now: datetime) -> dict[str, Written]:
    """The values of the mapped STANDING fields at `now`; None empties a field."""
    mapped = [name for name in STANDING if contract.jira.fields.get(name)]
    if not mapped:
        return {}
    readings = {clock: read(clock, anomaly.marks, contract, now) for clock in CONTRACTED}
    values: dict[str, Written] = {
        "phase": anomaly.phase.value,
        "criticality": anomaly.criticality.value if anomaly.criticality else None,
        **{name: readings[clock].deadline for clock, name in DUE.items()},
        "sla": _worst(anomaly, tuple(readings.values())).value,
        "version": contract.effective.isoformat(),
        "support_level": anomaly.level.value if anomaly.level else None,
    }
    return {name: values[name] for name in mapped}


def in_one_write(
    effects: Sequence[Effect], before: Anomaly, after: Anomaly, facts: Sequence[Fact], contract: Contract, now: datetime
) -> list[Effect]:
    """The effects of a decision with at most one write of the issue, before the status that a screen may guard.

    It takes the comment with it where there is but one, which Jira accepts in the same request.
    """
    values: dict[str, Written] = {}
    write = WriteIssue(values)
    for effect in effects:
        if isinstance(effect, WriteIssue):
            values |= effect.values
            write = replace(write, assignee=effect.assignee or write.assignee)
    values |= _news(before, after, facts, contract, now)
    others: list[Effect] = [effect for effect in effects if not isinstance(effect, WriteIssue)]
    if not values and write.assignee is None:
        return others
    said = [effect for effect in others if isinstance(effect, CommentIssue)]
    if len(said) == 1 and not said[0].internal:
        write = replace(write, message=said[0].message)
        others.remove(said[0])
    first = next((at for at, one in enumerate(others) if isinstance(one, TransitionIssue | CommentIssue)), len(others))
    return [*others[:first], write, *others[first:]]


def _news(
    before: Anomaly, after: Anomaly, facts: Sequence[Fact], contract: Contract, now: datetime
) -> dict[str, Written]:
    """The changed values of the standing fields; empty when the decision changed none.

    An issue that is new or has moved is told everything, and what a clock tells changes them without a change of the
    anomaly. A deadline that a pause puts off at every instant is not news by itself.
    """
    if after.ticket is None or after.raised_at is None or after.removed_at is not None:
        return {}
    held = standing(after, contract, now)
    told = before.ticket != after.ticket or any(isinstance(fact.what, _TOLD_BY_THE_CLOCK) for fact in facts)
    return held if told or held != standing(before, contract, now) else {}


def _worst(anomaly: Anomaly, readings: tuple[Reading, ...]) -> SlaState:
    states = {_state(anomaly, reading) for reading in readings}
    return next(state for state in SlaState if state in states)


def _state(anomaly: Anomaly, reading: Reading) -> SlaState:
    if reading.verdict is Verdict.NONE:
        return SlaState.NONE
    if reading.verdict is Verdict.MISSED:
        return SlaState.MISSED
    match reading.state:
        case State.STOPPED:
            return SlaState.KEPT
        case State.PAUSED:
            return SlaState.PAUSED
        case State.RUNNING:
            warned = any(_is_about(reading, alert.clock, alert.cycle, alert.deadline) for alert in anomaly.alerts)
            return SlaState.WARNED if warned else SlaState.RUNNING
    return SlaState.NONE


def _is_about(reading: Reading, clock: ClockName, cycle: int, deadline: datetime) -> bool:
    return (reading.clock, reading.cycle, reading.deadline) == (clock, cycle, deadline)
