"""Refuses compensations that the rest of the contract contradicts."""

from collections.abc import Iterable, Iterator

from connectors.contracts.compensation_section import CompensationSection, MissEntry
from connectors.contracts.problems import enumerated, sentence
from connectors.contracts.yaml_document import Loc
from connectors.contracts.yaml_words import CLOCKS, spelled
from connectors.wording import spoken
from rules.contract import ClockName, Contract, Criticality, NextRelease, NoCommitment

Refused = tuple[Loc, tuple[str, str]]


def contradicted(contract: Contract, written: CompensationSection | None) -> Iterator[Refused]:
    """Every place of the compensations that cannot hold in this contract, with the sentence that says so."""
    if written is None:
        return
    if not (written.base or (contract.budget and contract.budget.fee)):
        for place in _on_the_fee(written):
            yield place, sentence("no_fee", base=spelled("base"))
    taken: set[tuple[ClockName, Criticality]] = set()
    for rank, entry in enumerate(written.scale):
        if isinstance(entry, MissEntry):
            place = ("compensations", "scale", rank)
            yield from ((place, told) for told in _unpromised(contract, entry))
            pairs = {(clock, level) for clock in entry.clocks for level in entry.criticalities}
            if pairs <= taken:
                yield place, sentence("line_hidden")
            taken |= pairs


def _on_the_fee(written: CompensationSection) -> Iterator[Loc]:
    """The places that count on the monthly fee."""
    for name in ("anomaly_cap", "month_cap", "contract_cap"):
        cap = getattr(written.caps, name)
        if cap is not None and cap.percent is not None:
            yield ("compensations", "caps", name)
    for rank, entry in enumerate(written.scale):
        if not isinstance(entry, MissEntry) or (entry.line_value is None and _of_the_value(entry)):
            yield ("compensations", "scale", rank)


def _of_the_value(entry: MissEntry) -> bool:
    return entry.formula is not None or entry.late_steps is not None or hasattr(entry.amount, "percent")


def _unpromised(contract: Contract, entry: MissEntry) -> Iterable[tuple[str, str]]:
    for clock in entry.clocks:
        targets = [contract.commitment(level, clock).target for level in entry.criticalities]
        if all(isinstance(target, NoCommitment | NextRelease) for target in targets):
            promised = [
                CLOCKS.spelling(one, spoken())
                for one in contract.clocks
                if any(_is_promise(contract, one, level) for level in entry.criticalities)
            ]
            name = CLOCKS.spelling(clock, spoken())
            yield sentence("clock_unpromised", value=enumerated([name]), hint=enumerated(promised[:2]))


def _is_promise(contract: Contract, clock: ClockName, level: Criticality) -> bool:
    return not isinstance(contract.commitment(level, clock).target, NoCommitment | NextRelease)
