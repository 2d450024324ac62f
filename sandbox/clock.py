"""The demo's clock: it runs faster than the world's, stands still or jumps, so that a week fits in a coffee break."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class DemoClock:
    """Aware UTC instants that advance `speed` seconds for each real second.

    `monotonic` is the real clock (seconds), a parameter so that tests turn it by hand.
    """

    def __init__(self, start: datetime, speed: float = 60.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._origin = start.astimezone(UTC)
        self._since = monotonic()
        self.speed = speed

    def now(self) -> datetime:
        """The demo's instant, in aware UTC."""
        return self._origin + timedelta(seconds=(self._monotonic() - self._since) * self.speed)

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
