"""What a form is drawn from: the anomaly as it stands, its contract, and what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.wording import Wording
from rules.anomaly import Anomaly
from rules.clock import State, read
from rules.contract import ClockName, Contract


@dataclass(frozen=True, slots=True)
class Sheet:
    """`contracts` are those among which the person may choose; `now` is Vigie's instant (aware UTC).

    `given` holds what was typed already: a field's name, or "rest" for the form's main field. `anomaly` is None while
    there is none.
    """

    words: Wording
    contract: Contract
    now: datetime
    anomaly: Anomaly | None = None
    contracts: tuple[Contract, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""

    def deadlines(self, anomaly: Anomaly | None = None, ended: bool = True) -> dict[str, datetime]:
        """The deadline that each clock shows now, or would show had the anomaly become another, where it has one.

        Those of clocks that ended already are left out unless `ended`.
        """
        seen = anomaly or self.anomaly
        readings = [read(clock, seen.marks, self.contract, self.now) for clock in ClockName] if seen else []
        return {
            reading.clock.value: reading.deadline
            for reading in readings
            if reading.deadline is not None and (ended or reading.state not in (State.STOPPED, State.CANCELLED))
        }
