"""Explains a contract's journal in words: each edition, when it was read and what it moved."""

from collections.abc import Iterable

from connectors.documents.explanation import Explanation
from connectors.documents.facts_list import Told, instant
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.events.contract_events import ContractFact

VIGIE = "Vigie"


def contract_explanation(contract: Contract, facts: Iterable[ContractFact], wording: Wording) -> Explanation:
    """The facts of a contract, in the order in which they were recorded."""
    rows = tuple(_told(fact, wording) for fact in facts)
    return Explanation(name=one_line(contract.id), title=one_line(contract.client), clocks=(), facts=rows)


def _told(fact: ContractFact, wording: Wording) -> Told:
    what = fact.what
    said = wording.text("contract.edition", number=what.number, effective=what.effective, digest=what.digest)
    still, moved = wording.text("contract.edition.still"), wording.plural("contract.edition.moved", what.moved)
    return Told(instant(fact.at, wording), said, VIGIE, one_line(what.file), moved if what.moved else still, "")
