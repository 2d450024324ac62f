"""The ways in which an errand fails: retry later, or park until somebody acts."""

from dataclasses import dataclass
from datetime import timedelta

from connectors.required_field import Wanted


class NotNow(Exception):
    """The other side could not take it now; `after` is the delay that it asked for, None where it asked for none.

    `why` is one line for the operator, without any content of the errand. `tried` is False where nothing was sent;
    `alike` says that whatever goes that way is put off alike.
    """

    def __init__(self, why: str, after: timedelta | None = None, *, tried: bool = True, alike: bool = False) -> None:
        super().__init__(why)
        self.why, self.after, self.tried, self.alike = why, after, tried, alike


class Never(Exception):
    """The other side refused for good: the errand is parked until somebody applies the `remedy`.

    `why` is one line for the operator; `shown` is what the other side said, fit to be shown to the person who acted;
    `wanted` are the fields that it will accept the errand with; `alike` says that whatever goes that way is refused
    alike, whoever it is for.
    """

    def __init__(
        self, why: str, remedy: str, shown: str = "", wanted: tuple[Wanted, ...] = (), *, alike: bool = False
    ) -> None:
        super().__init__(why)
        self.why, self.remedy, self.shown, self.wanted, self.alike = why, remedy, shown, wanted, alike


class TurnedAway(Never):
    """The other side refused for good, and would refuse whatever else is sent there."""


class Held(Never):
    """Nothing was sent: the destination is switched off, and people know it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A part of a done errand that the other side refused: reported once for its `key`, with its remedy.

    `why` is one line for the operator, `shown` what the other side said, fit to be shown to people.
    """

    key: str
    why: str
    remedy: str
    shown: str = ""
