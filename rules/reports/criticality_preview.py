"""Computes the deadlines that another criticality would give an anomaly."""

from dataclasses import dataclass
from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, read
from rules.contract import Contract, Criticality, Role
from rules.events import Actor, Fact, Qualified, Source, System
from rules.fold.folding import apply

_SOMEBODY = Actor("preview", "", frozenset({Role.CP}), human=False)


@dataclass(frozen=True, slots=True)
class Outlook:
    """One clock as it stands, and as it would stand under a level: the same where the level is the present one."""

    now: Reading
    then: Reading

    @property
    def before(self) -> datetime | None:
        """The clock's deadline today."""
        return self.now.deadline

    @property
    def after(self) -> datetime | None:
        """The deadline that the level would give it."""
        return self.then.deadline

    @property
    def breached(self) -> bool:
        """Whether it would be missed as soon as the level is chosen."""
        return self.then.breached

    @property
    def ended(self) -> bool:
        """Whether nothing moves it any more: it was stopped, and keeps the target that it was stopped under."""
        return self.now.stopped_at is not None and self.now.state is not State.CANCELLED


def preview(anomaly: Anomaly, level: Criticality, contract: Contract, now: datetime) -> tuple[Outlook, ...]:
    """Each clock of the contract, before and after the anomaly is qualified in scope at that level, at `now`."""
    fact = Fact("preview", now, _SOMEBODY, Source(System.CLOCK, "preview"), Qualified(level))
    chosen = apply(anomaly, fact, contract)
    return tuple(
        Outlook(read(clock, anomaly.marks, contract, now), read(clock, chosen.marks, contract, now))
        for clock in contract.clocks
    )
