"""The clocks that a service reads, passed as one value, so that tests and the demo can turn them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]
"""An instant, aware UTC."""


def utc_now() -> datetime:
    """The machine's instant."""
    return datetime.now(UTC)


def passed(since: datetime, span: timedelta, now: datetime) -> bool:
    """Whether a span has passed since an instant, or the clock was set back before it."""
    return not since <= now < since + span


@dataclass(frozen=True, slots=True)
class Clocks:
    """`now` is the clock that anomalies live by: the demo's runs fast.

    `wall` is the machine's, by which retries wait and signatures age. `elapsed` counts the seconds by which a job is
    found stuck, whatever is done to the machine's date.
    """

    now: Now = utc_now
    wall: Now = utc_now
    elapsed: Callable[[], float] = time.monotonic

    def seconds(self) -> float:
        """The machine's instant as a timestamp."""
        return self.wall().timestamp()


MACHINE = Clocks()
"""The machine's own time, which a service lives by."""
