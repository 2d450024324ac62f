"""The shape of a subject: the same way to settle a delivery for every kind."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from connectors.parsed_delivery import Delivery, Reader
from connectors.store import Connection, mailbox
from scheduler.cases.case_loader import Casebook

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """The dependencies of every subject; each field is the `Worker` argument of that name."""

    casebook: Casebook
    readers: Mapping[str, Reader]
    now: Now
    wall: Now
    histories: Collection[str]


@dataclass(frozen=True, slots=True)
class Settled:
    """The end of one delivery (handled, ignored, parked, or aside for now), why, and its anomaly."""

    delivery: Delivery
    state: mailbox.State
    outcome: str
    anomaly_id: str | None = None


def together(ends: Sequence[Settled]) -> Settled:
    """The end of a delivery about several anomalies: what must be looked at again comes first, then what was done.

    Its anomaly is the last one that ended so.
    """
    for state in ("aside", "parked", "handled"):
        if some := [one for one in ends if one.state == state]:
            return replace(some[-1], outcome=", ".join(dict.fromkeys(one.outcome for one in some)))
    return ends[-1]


class NotSettled(Exception):
    """A delivery could not be settled, by this fault; `anomaly_id` is the anomaly that it is about, once known."""

    def __init__(self, anomaly_id: str | None, fault: Exception) -> None:
        super().__init__(anomaly_id)
        self.anomaly_id, self.fault = anomaly_id, fault


class Subject(Protocol):
    """One kind of subject."""

    @property
    def hears(self) -> tuple[type, ...]:
        """The types of `Heard` that are about it."""

    def settle(self, tx: Connection, delivery: Delivery, heard: Any) -> Settled:
        """Decide on a delivery and save what follows, within the transaction; `heard` is of a type that it hears.

        Raises NotSettled where it knows the anomaly, and whatever went wrong otherwise.
        """
