"""Computes the `lifecycle` of a worked case: the life of one penalty."""

from collections.abc import Mapping
from typing import Any

from rules.economy.compensation.penalty_life import LifeState, Refused, Term, stepped
from rules.events import Actor
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationCalculated,
    CompensationEvent,
    CompensationNotified,
    CompensationObserved,
    CompensationWaived,
)
from tests.economy.case_values import day, euros, optional_cents, working_days

_SOMEBODY = Actor("U0", "Somebody")
_LINE = "penalty"
_TERM_DAYS = 15
_STATES = {
    LifeState.NOTIFIED: "notifiée",
    LifeState.OBSERVATIONS: "observations",
    LifeState.LATE_OBSERVATIONS: "notifiée (observations tardives)",
    LifeState.APPLIED: "appliquée",
    LifeState.WAIVED: "remise",
}
_REFUSALS = {Refused.TOO_EARLY: "refusé : trop tôt"}


def compute(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The end of the term, the state after each event, and what is left."""
    received = day(given["received"])
    term = Term(_TERM_DAYS, working_days(given), given.get("roll", True))
    amount = optional_cents(given, "amount") or 0
    penalty, _ = stepped(None, CompensationCalculated(_LINE, received.replace(day=1), amount), term)
    penalty, _ = stepped(penalty, CompensationNotified(_LINE, received, _SOMEBODY), term)
    shown = []
    for one in given["events"]:
        penalty, refused = stepped(penalty, _event(one), term)
        assert penalty is not None
        shown.append([one["on"], _REFUSALS.get(refused, refused) if refused else _STATES[penalty.state]])
    assert penalty is not None
    return {
        "until": str(penalty.until),
        "state": _STATES[penalty.state],
        "amount": euros(penalty.cents),
        "events": shown,
    }


def _event(one: Mapping[str, Any]) -> CompensationEvent:
    on = day(one["on"])
    match one["kind"]:
        case "observations":
            return CompensationObserved(_LINE, on, "", _SOMEBODY)
        case "waive":
            return CompensationWaived(_LINE, on, optional_cents(one, "amount"), "", _SOMEBODY)
        case _:
            return CompensationApplied(_LINE, on, "", _SOMEBODY)
