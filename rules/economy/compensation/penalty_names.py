"""Reads the name of a penalty's line: whose miss it is, of which clock, in which month."""

from dataclasses import dataclass

from rules.contract import ClockName
from rules.workdays.month import Month

_RATE = "rate:"
_PARTS = 3


@dataclass(frozen=True, slots=True)
class PenaltyName:
    """The id of an anomaly and its clock, or else a kept rate (`rate`) or the availability of the month."""

    anomaly: str = ""
    clock: ClockName | None = None
    rate: bool = False
    month: Month | None = None


def read_name(line: str) -> PenaltyName:
    """What `a1:resolution:1@2026-10` names, as far as it can be read."""
    name, _, said = line.partition("@")
    try:
        month = Month.read(said)
    except ValueError:
        month = None
    parts = name.rsplit(":", _PARTS - 1)
    if len(parts) == _PARTS and parts[1] in tuple(ClockName):
        return PenaltyName(parts[0], ClockName(parts[1]), month=month)
    return PenaltyName(rate=line.startswith(_RATE), month=month)
