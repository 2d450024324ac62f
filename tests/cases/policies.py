"""What peers may do that none of our contracts can choose, each translated away so that the rest is still compared."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.cases.case import Event, Scenario
from tests.cases.tickets import STOPS

ENDS = {"paused": ("resumed", "reopened"), "resolved": ("reopened",), "closed": ("reopened",)}


@dataclass(frozen=True, slots=True)
class Policy:
    """A peer's policy, why it is not ours, and the ticket on which ours shows what the peer does with the case's."""

    why: str
    translate: Callable[[Scenario, str], Scenario]


def translated(scenario: Scenario, clock: str) -> tuple[Scenario, tuple[str, ...]]:
    """The ticket without the foreign policies at work in it, and why each is foreign."""
    seen = tuple(event for event in scenario.events if event.at <= scenario.as_of)
    reasons = []
    other = scenario = replace(scenario, events=seen)
    for policy in POLICIES:
        other = policy.translate(scenario, clock)
        if other != scenario:
            reasons.append(policy.why)
        scenario = other
    return scenario, tuple(reasons)


def _requalified(scenario: Scenario, clock: str) -> Scenario:
    """The last criticality of a stopped clock, from the creation on."""
    named = [event.criticality for event in scenario.events if event.criticality]
    stops = [rank for rank, event in enumerate(scenario.events) if event.kind in STOPS[clock]]
    if not stops or not any(event.criticality for event in scenario.events[stops[0] :]):
        return scenario
    events = (replace(event, criticality=named[-1] if event.kind == "created" else None) for event in scenario.events)
    return replace(scenario, events=tuple(events))


def _gap(scenario: Scenario, clock: str) -> Scenario:
    """A closing that was reopened, as though it had not been."""
    if not scenario.gap_counts or clock != "resolution":
        return scenario
    kept: list[Event] = []
    for event in scenario.events:
        stops = [rank for rank, other in enumerate(kept) if other.kind in STOPS[clock]]
        if event.kind == "reopened" and stops:
            kept = kept[: stops[0]]
        else:
            kept.append(event)
    return replace(scenario, events=tuple(kept))


def _in_turn(scenario: Scenario, clock: str) -> Scenario:
    """Simultaneous events in the order of the file: a pause or a closing that the next one ends is none."""
    events = (
        replace(event, kind="criticality_changed")
        if any(later.at == event.at and later.kind in ENDS.get(event.kind, ()) for later in scenario.events[rank + 1 :])
        else event
        for rank, event in enumerate(scenario.events)
    )
    return replace(scenario, events=tuple(events))


POLICIES = (
    Policy("in all our contracts a stopped clock keeps the target it was stopped under", _requalified),
    Policy("none of our contracts counts the time from a closing to its reopening", _gap),
    Policy("all our contracts order simultaneous facts stop > pause > resume > start", _in_turn),
)
