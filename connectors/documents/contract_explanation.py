"""Explains a contract's journal in words: each edition, when it was read and what it moved."""

from collections.abc import Iterable

from connectors.documents.compensation_life import Named, told_event, told_note
from connectors.documents.explanation import Explanation
from connectors.documents.facts_list import Told, instant
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.events.compensation_events import CompensationCalculated
from rules.events.contract_events import ContractEdited, ContractFact

VIGIE = "Vigie"


def contract_explanation(
    contract: Contract, facts: Iterable[ContractFact], wording: Wording, named: Named
) -> Explanation:
    """The facts of a contract, in the order in which they were recorded; `named` gives the name of an anomaly."""
    rows = tuple(_told(fact, contract, wording, named) for fact in facts)
    return Explanation(name=one_line(contract.id), title=one_line(contract.client), clocks=(), facts=rows)


def _told(fact: ContractFact, contract: Contract, wording: Wording, named: Named) -> Told:
    what = fact.what
    if not isinstance(what, ContractEdited):
        by = VIGIE if isinstance(what, CompensationCalculated) else one_line(what.by.name)
        return Told(instant(fact.at, wording), told_event(what, contract, wording, named), by, "", told_note(what), "")
    said = wording.text("contract.edition", number=what.number, effective=what.effective, digest=what.digest)
    still, moved = wording.text("contract.edition.still"), wording.plural("contract.edition.moved", what.moved)
    return Told(instant(fact.at, wording), said, VIGIE, one_line(what.file), moved if what.moved else still, "")
