"""What Jira does to the calls of a story: a fault at chosen calls of each gesture, and a note of who came too early."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.jira import Fault
from sandbox.jira.traffic import Traffic
from tests.stories.hands import Wall


@dataclass(slots=True)
class Trouble(Traffic):
    """Strikes calls with `fault`: the `which`-th of each gesture, or every call when that is None.

    What is struck is not struck again when it comes back in the same gesture. `asked` is what the fault's answer asks
    to wait: `early` are the calls that came before that was over. `struck` are the calls struck.
    """

    wall: Wall = field(kw_only=True)
    fault: Fault | None = None
    which: int | None = None
    asked: timedelta = timedelta(0)
    struck: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    _gesture: list[str] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)
    _until: datetime | None = None

    def gesture(self) -> None:
        """Another gesture begins."""
        self._gesture.clear()
        self._met.clear()

    async def meet(self, method: str, path: str, route: str) -> Fault | None:
        """Strike, or let it through."""
        self.calls[f"{method} {route}"] += 1
        call = f"{method} {path.partition('/rest/api/2/')[2]}"
        if self._until and self.wall() < self._until:
            self.early.append(call)
        if self.fault is None or not self._strikes(self.fault, method, call):
            return None
        self.struck.append(call)
        if self.asked:
            self._until = self.wall() + self.asked
        await asyncio.sleep(self.fault.delay)
        return self.fault

    def _strikes(self, fault: Fault, method: str, call: str) -> bool:
        if not re.fullmatch(fault.method, method) or not re.search(fault.path, call):
            return False
        if self.which is None:
            again = call in self._met
            self._met.add(call)
            return not again
        self._gesture.append(call)
        return len(self._gesture) == self.which + 1
