"""The figures of a contract's month, envelope by envelope; minutes and cents are whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class EnvelopeFigures:
    """One envelope in one month.

    `excess` is what its lots could not give, and goes to `cascaded_out`, to the debt (`owed`), to `billed` (raised to
    its step, for `cents`) or to `pending`, which is to be agreed. `lots` are the minutes left by month of origin.

    `regranted` is what an amendment known later grants to closed months; `settled` what people settled of earlier
    excesses, and `spread` the part of it that the next grants pay.

    closing = opening + granted + regranted - consumed - corrected - cascaded_in + cascaded_out + excess billed
    + pending - spread - lapsed - lapsed_cap.
    """

    envelope: str
    opening: int = 0
    granted: int = 0
    regranted: int = 0
    repaid: int = 0
    consumed: int = 0
    corrected: int = 0
    cascaded_in: int = 0
    cascaded_out: int = 0
    excess: int = 0
    owed: int = 0
    pending: int = 0
    settled: int = 0
    spread: int = 0
    billed: int = 0
    cents: int = 0
    lapsed: int = 0
    lapsed_cap: int = 0
    closing: int = 0
    debt: int = 0
    lots: Mapping[Month, int] | None = None

    @property
    def excess_billed(self) -> int:
        """The excess that is billed, before it is raised to the step."""
        return self.excess if self.billed else 0


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month: its subscription in cents, its envelopes in order, and whether it is closed for good.

    `fee_corrected` is what an amendment known later changes to the subscription of closed months.
    """

    month: Month
    fee: int
    closed: bool
    envelopes: tuple[EnvelopeFigures, ...]
    fee_corrected: int = 0

    def envelope(self, name: str) -> EnvelopeFigures | None:
        """The figures of one envelope; None where the month has none of that name."""
        return next((one for one in self.envelopes if one.envelope == name), None)
