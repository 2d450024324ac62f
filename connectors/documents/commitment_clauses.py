"""The delays that a contract promises, a clause each."""

from collections.abc import Iterator

from connectors.documents.agreed_clause import AgreedClause, Chapter
from connectors.documents.cycles import target
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.contract import Contract, Criticality


def commitment_clauses(contract: Contract, wording: Wording) -> Iterator[AgreedClause]:
    """The promise of each clock of each criticality, with the calendar that counts it."""
    for level in Criticality:
        for clock in contract.clocks:
            one = contract.commitment(level, clock)
            label = f"{one_line(wording.criticality(level))} · {wording.clock(clock)}"
            value = wording.text(
                "terms.promise", target=target(one, contract, wording), calendar=one_line(one.calendar)
            )
            yield AgreedClause(Chapter.COMMITMENTS, label, value)
