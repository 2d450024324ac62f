"""What Slack is like for a while, by a story's wall clock: it answers, refuses, asks to wait, or says nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.slack import Fault, Slack
from tests.stories.hands import Wall


@dataclass(frozen=True, slots=True)
class Spell:
    """Every call meets the fault, for so long."""

    lasts: timedelta
    fault: Fault

    @property
    def asks(self) -> timedelta:
        """How long it asks to wait."""
        return timedelta(seconds=int(self.fault.headers.get("Retry-After", "0")))


@dataclass(slots=True)
class Call:
    """A call of a method in a conversation ("" where it is in none)."""

    at: datetime
    method: str
    where: str


class Weather(list[Fault]):
    """Slack's faults, one spell after the other; `struck` are the calls that met one, `passed` those
    that met none, `early` those that came too soon.

    A call is too soon when the same method, in the same conversation where it speaks in one, was asked to wait.
    """

    def __init__(self, slack: Slack, wall: Wall, spells: Sequence[Spell]) -> None:
        super().__init__()
        self._slack, self._wall, self._spells, self._began = slack, wall, spells, wall()
        self.struck: list[Call] = []
        self.passed: list[Call] = []
        self.early: list[Call] = []
        self._until: dict[tuple[str, str], datetime] = {}
        slack.faults = self

    @property
    def over(self) -> datetime:
        """When Slack is itself again."""
        return self._began + sum((one.lasts for one in self._spells), timedelta())

    def __iter__(self) -> Iterator[Fault]:
        """The fault of this instant, met by the call that is under way."""
        method, args = self._slack.calls[-1]
        now, name = self._wall(), (method, str(args.get("channel", "")) if method == "chat.postMessage" else "")
        call = Call(now, *name)
        if now < self._until.get(name, now):
            self.early.append(call)
        begins = self._began
        for spell in self._spells:
            if begins <= now < begins + spell.lasts:
                self.struck.append(call)
                if spell.asks:
                    self._until[name] = now + spell.asks
                yield replace(spell.fault)
                return
            begins += spell.lasts
        self.passed.append(call)
