"""The demo's clock: it runs fast, stands still or jumps, so that a week takes minutes."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_TICK = timedelta(milliseconds=1)


class DemoClock:
    """Aware UTC instants that advance `speed` seconds for each real second.

    `monotonic` is the real clock (seconds), a parameter so that tests turn it by hand. What was before `began` is past.
    """

    def __init__(self, start: datetime, speed: float = 60.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._origin = start.astimezone(UTC)
        self._since = monotonic()
        self._last = self._origin - _TICK
        self.speed, self.began = speed, self._origin

    def now(self) -> datetime:
        """The demo's instant, in aware UTC; later than the one before even on a clock that stands still.

        Two things that happen one after the other must never look simultaneous.
        """
        instant = self._origin + timedelta(seconds=(self._monotonic() - self._since) * self.speed)
        self._last = max(instant, self._last + _TICK)
        return self._last

    def run_at(self, speed: float) -> None:
        """Go on at another speed (0 stands still) from the instant it is now; negative speeds are refused."""
        if speed < 0:
            raise ValueError("time does not run backward")
        self._origin, self._since, self.speed = self.now(), self._monotonic(), speed

    def jump(self, to: datetime) -> None:
        """Leap forward to an instant; an earlier one is refused, because nothing that was said can be unsaid."""
        if to < self.now():
            raise ValueError("time does not run backward")
        self._origin, self._since = to.astimezone(UTC), self._monotonic()

    def begin(self, at: datetime) -> None:
        """Leap to an instant at which the demo begins."""
        self.jump(at)
        self.began = at.astimezone(UTC)
