"""The values that a form is drawn from: anomaly, contract, known data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.required_field import Wanted
from connectors.wording import Wording
from rules.anomaly.state import Anomaly
from rules.clock import Reading, read
from rules.contract import CONTRACTED, ClockName, Contract
from rules.events import FieldGiven


@dataclass(frozen=True, slots=True)
class Sheet:
    """`contracts` are those among which the person may choose; `now` is Vigie's instant (aware UTC).

    `given` holds what was typed already: a field's name, or "rest" for the form's main field. `anomaly` is None while
    there is none. `wanted` are the fields of Jira's own that are asked for besides, and without which the form is not
    taken where it `insists`; `typed` is what was given for them before, `to` the fact whose move waits for them.
    `alike` are lines on open anomalies that may be the same. `home` is the page of their Home from which the person
    opened it, 0 when it was from elsewhere.
    """

    words: Wording
    contract: Contract
    now: datetime
    anomaly: Anomaly | None = None
    contracts: tuple[Contract, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    wanted: tuple[Wanted, ...] = ()
    insists: bool = False
    typed: tuple[FieldGiven, ...] = ()
    to: str = ""
    alike: tuple[str, ...] = ()
    home: int = 0

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The three delays of the contract as they stand; none while there is no anomaly."""
        if self.anomaly is None:
            return ()
        return tuple(read(clock, self.anomaly.marks, self.contract, self.now) for clock in CONTRACTED)

    @property
    def deadlines(self) -> dict[str, datetime]:
        """The deadline that each clock shows, where it has one."""
        return {one.clock.value: one.deadline for one in self.readings if one.deadline is not None}

    @property
    def open_clocks(self) -> frozenset[ClockName]:
        """The clocks that nothing has stopped yet, promised for or not."""
        return frozenset(one.clock for one in self.readings if one.stopped_at is None)
