"""Words the state of a clock in a few words."""

from connectors.wording import Wording
from connectors.wording.hour_units import unit
from rules.clock import Reading, State, Verdict
from rules.contract import Contract, NextRelease

_ENDED = {Verdict.KEPT: "kept", Verdict.MISSED: "missed"}


def in_words(reading: Reading, contract: Contract, wording: Wording) -> str:
    """The state of a clock as its line says it after the clock's name."""
    return wording.text(
        f"state.{_key(reading)}",
        elapsed=reading.elapsed,
        allowed=reading.allowed,
        remaining=reading.remaining,
        over=abs(reading.remaining) if reading.remaining is not None else None,
        deadline=reading.deadline,
        next_run=reading.next_run,
        unit=unit(reading.commitment, reading.edition(contract), wording, reading.remaining),
    )


def _key(reading: Reading) -> str:
    state = reading.state
    if isinstance(reading.commitment.target, NextRelease) and state in (State.RUNNING, State.PAUSED, State.STOPPED):
        return f"release.{state}.{reading.clock}"
    if state is State.STOPPED and reading.verdict in _ENDED:
        return f"{_ENDED[reading.verdict]}.{reading.clock}"
    if state is State.RUNNING:
        return f"late.{reading.clock}" if reading.breached else "running"
    if state is State.PAUSED:
        return "paused_late" if reading.breached else "paused"
    return f"{state}.{reading.clock}" if state in (State.WAITING, State.CANCELLED) else "uncommitted"
