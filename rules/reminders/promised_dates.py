"""The dates promised to the client, followed as commitments of their own: kept, missed, near, beyond the contract."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, Verdict, read
from rules.clock.pace import pace
from rules.contract import ClockName, Contract
from rules.events import Deadline
from rules.reminders.thresholds import BREACH, NextAlert, held, opened, put_off, spent_at

_JUST_OVER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """The date told to the client for one clock, and its state; `made_at` is when it was told.

    It is PENDING until the clock stops, KEPT when it stopped by then, MISSED once the date went by before. `reading` is
    the contract's own deadline at the same instant.
    """

    clock: ClockName
    promised: datetime
    made_at: datetime
    verdict: Verdict
    reading: Reading

    @property
    def beyond(self) -> bool:
        """Whether it is later than the contract allows."""
        return self.reading.deadline is not None and self.promised > self.reading.deadline


def promises(anomaly: Anomaly, contract: Contract, now: datetime) -> tuple[Promise, ...]:
    """The dates promised and valid at `now`, in the order of their telling; none for a cancelled clock."""
    return tuple(_promises(anomaly, contract, now))


def pending(anomaly: Anomaly, reading: Reading) -> datetime | None:
    """The date told for a clock that has not ended; None where none was, or in another cycle than the last."""
    if reading.cycle != anomaly.cycle or reading.stopped_at is not None:
        return None
    return next((told.at for told in anomaly.promised if told.clock is reading.clock), None)


def corrected(anomaly: Anomaly, told: Iterable[Deadline], contract: Contract, now: datetime) -> tuple[Deadline, ...]:
    """The promised dates of unfinished clocks that the new dates change by a minute or more."""
    dates = {one.clock: one.at for one in told}
    return tuple(
        Deadline(made.clock, made.promised)
        for made in promises(anomaly, contract, now)
        if made.reading.stopped_at is None and _minute(dates.get(made.clock)) != _minute(made.promised)
    )


def near(made: Promise, contract: Contract, now: datetime) -> bool:
    """Whether the contract's last threshold of the time given is used up, in the opening time of its calendar."""
    return any(_instant(made, share, contract) <= now for share in _near(made, contract))


def next_promise_alert(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> NextAlert | None:
    """When a promised date must next be spoken of; None where the clock's own alerts say the same, or nothing is left.

    It is near when the contract's last threshold of the time between the telling and the date is used up (or the least
    notice is reached), in the opening time of the clock's calendar, and it keeps running through pauses. What would be
    told outside opening hours is held until the next opening.
    """
    first = _next_reached(anomaly, clock, contract, now)
    if first is None:
        return None
    made, alert = first
    counts = pace(contract, clock, made.reading.criticality)
    return NextAlert(held(counts, put_off(anomaly, alert.share, alert.at), now), alert.share)


def promise_reached(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> NextAlert | None:
    """The gravest thing to say of a promised date and not said yet; its `at` is the promised date."""
    first = _next_reached(anomaly, clock, contract, now)
    if first is None or first[1].at > now:
        return None
    made, alert = first
    return NextAlert(made.promised, BREACH if now > made.promised else alert.share)


def promise_owed_at(
    anomaly: Anomaly, clock: ClockName, share: float, contract: Contract, now: datetime
) -> datetime | None:
    """When a promised date should have been spoken of, near (share under 1.0) or gone by, however late `now` is."""
    made = next((one for one in promises(anomaly, contract, now) if one.clock is clock), None)
    if made is None:
        return None
    counts = pace(contract, clock, made.reading.criticality)
    return opened(counts, _instant(made, share, contract))


def _next_reached(
    anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime
) -> tuple[Promise, NextAlert] | None:
    made = next((one for one in promises(anomaly, contract, now) if one.clock is clock), None)
    if made is None or made.promised == made.reading.deadline or made.reading.stopped_at is not None:
        return None
    given = [
        alert.share
        for alert in anomaly.promise_alerts
        if (alert.clock, alert.cycle, alert.deadline) == (clock, made.reading.cycle, made.promised)
    ]
    for share in (*_near(made, contract), BREACH):
        if share > max(given, default=0.0):
            return made, NextAlert(_instant(made, share, contract), share)
    return None


def _promises(anomaly: Anomaly, contract: Contract, now: datetime) -> Iterator[Promise]:
    for told in anomaly.promised:
        if told.at is None or anomaly.communicated_at is None or told.clock not in contract.clocks:
            continue
        reading = read(told.clock, anomaly.marks, contract, now)
        if reading.state is State.CANCELLED:
            continue
        # A clock that nothing is promised for by the contract runs all the same: its stop settles the promise.
        settled = reading.stopped_at
        verdict = Verdict.PENDING if settled is None else Verdict.KEPT
        if (settled or now) > told.at:
            verdict = Verdict.MISSED
        yield Promise(told.clock, told.at, anomaly.communicated_at, verdict, reading)


def _minute(at: datetime | None) -> datetime | None:
    return at and at.replace(second=0, microsecond=0)


def _instant(made: Promise, share: float, contract: Contract) -> datetime:
    if share >= BREACH:
        return made.promised + _JUST_OVER
    counts = pace(contract, made.clock, made.reading.criticality)
    whole = counts.counted(made.made_at, made.promised)
    return counts.after(made.made_at, spent_at(share, whole, contract.alerts(made.reading.criticality, made.clock)))


def _near(made: Promise, contract: Contract) -> tuple[float, ...]:
    return contract.alerts(made.reading.criticality, made.clock).thresholds[-1:]
