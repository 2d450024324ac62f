"""The kinds of target that a delay may have, and the calendar that counts it."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class OpeningTime:
    """A duration counted while the calendar is open (`4h`, `30min`)."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """That many openings later, at the same offset in the day or at its end (`2j`, `2j fin de journée`)."""

    days: int
    end_of_day: bool = False


@dataclass(frozen=True, slots=True)
class WallClock:
    """A duration that no closing stops (`72h calendaires`)."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class NextRelease:
    """Promised for the next release: tracked, without a deadline (`prochaine version`)."""


@dataclass(frozen=True, slots=True)
class NoCommitment:
    """An absent promise (`aucun`)."""


Length = OpeningTime | BusinessDays | WallClock
"""What a calendar can count from an instant."""

Target = OpeningTime | BusinessDays | WallClock | NextRelease | NoCommitment


@dataclass(frozen=True, slots=True)
class Commitment:
    """The promise of one clock of one criticality; `calendar` names one of the contract's calendars."""

    target: Target
    calendar: str
