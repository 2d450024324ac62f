"""An envelope of planned time: what it grants each month, what it pays, what it keeps, and what exceeds it."""

from dataclasses import dataclass
from enum import StrEnum

from rules.workdays.month import Month


class CarryMode(StrEnum):
    """Whether what is left at a month's end is lost, kept, or kept to the end of a window of months."""

    NONE = "none"
    KEPT = "kept"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Window:
    """The months that compensate each other.

    They are counted by `length` from January on, or their last ones are `ends`.
    """

    length: int = 3
    ends: frozenset[Month] | None = None

    def closes(self, month: Month) -> bool:
        """Whether a window ends with that month."""
        return month.number % self.length == 0 if self.ends is None else month in self.ends


@dataclass(frozen=True, slots=True)
class Carry:
    """What is left at the close of a month: at most `cap` minutes are carried, for `expires_after` months.

    `at_end` applies it at the month's end, whether somebody closes it or not.
    """

    mode: CarryMode = CarryMode.NONE
    cap: int | None = None
    expires_after: int | None = None
    window: Window = Window()
    at_end: bool = False


class OverrunMode(StrEnum):
    """Where minutes go that the envelope cannot give."""

    TO_AGREE = "to_agree"
    DEBT = "debt"
    BILLED = "billed"
    CASCADE = "cascade"


@dataclass(frozen=True, slots=True)
class Overrun:
    """What exceeds: `to` is the envelope that pays, `rate` cents an hour, `step` and `debt_cap` minutes."""

    mode: OverrunMode = OverrunMode.TO_AGREE
    to: str = ""
    rate: int = 0
    step: int | None = None
    debt_cap: int | None = None


class DrawOrder(StrEnum):
    """The lot that is drawn first."""

    OLDEST_FIRST = "oldest_first"
    CURRENT_FIRST = "current_first"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope: its minutes a month, the categories that it pays, and its rules."""

    name: str
    grant: int
    categories: tuple[str, ...]
    carry: Carry = Carry()
    order: DrawOrder = DrawOrder.OLDEST_FIRST
    overrun: Overrun = Overrun()
