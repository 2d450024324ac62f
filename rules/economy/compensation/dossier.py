"""All that the compensations of a contract's month are computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rules.contract import Contract
from rules.contract.compensation_terms import Compensations, ScaleLine
from rules.economy.compensation.amounts import Priced, priced
from rules.economy.compensation.availability import Outage
from rules.economy.compensation.misses import NOBODY_EXCLUDES, Case, LateClock, misses


@dataclass(frozen=True, slots=True)
class Dossier:
    """The version of the contract in force in the month, which states the caps, and the anomalies with their versions.

    `fee` is the month's fee in cents, `excluded` the reason of each line that people excluded. `outages` is None where
    nobody measures availability.
    """

    contract: Contract
    cases: tuple[Case, ...]
    fee: int = 0
    excluded: Mapping[str, str] = field(default_factory=lambda: NOBODY_EXCLUDES)
    outages: tuple[Outage, ...] | None = None

    @property
    def terms(self) -> Compensations:
        """The compensations agreed; none where the contract says nothing of them."""
        return self.contract.compensations or Compensations()

    @property
    def base(self) -> int:
        """V in cents where no line says its own."""
        return self.fee if self.terms.base is None else self.terms.base

    @property
    def zone(self) -> str:
        """The contract's time zone."""
        return self.contract.zone

    def charged(self, now: datetime, since: datetime | None = None) -> Iterable[tuple[LateClock, Priced]]:
        """The missed clocks that some line of the scale prices, as `now` knows them, each with its price.

        Those that were stopped before `since` are left out.
        """
        for late in misses(self.cases, now, self.excluded, since):
            line = scale_line(late)
            if line is not None:
                yield late, priced(line, late.miss, self.base, late.worked)


def scale_line(late: LateClock) -> ScaleLine | None:
    """The line of the scale that prices a missed clock, of the version that its anomaly is pinned to."""
    terms = late.reading.edition(late.contract).compensations
    return terms.line_for(late.miss.clock, late.miss.criticality) if terms else None
