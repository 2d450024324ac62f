"""The facts of a contract as JSON, plain enough for anyone to recompute from."""

from dataclasses import replace
from datetime import UTC
from functools import cache

from pydantic import TypeAdapter

from rules.events.contract_events import ContractFact


@cache
def _adapter() -> TypeAdapter[ContractFact]:
    return TypeAdapter(ContractFact)


def contract_fact_to_json(fact: ContractFact) -> str:
    """The fact as one JSON object: id, at, and what with its `kind`."""
    return _adapter().dump_json(fact).decode()


def contract_fact_from_json(text: str) -> ContractFact:
    """The fact back, equal to the one written. Raises ValueError (pydantic's) for anything else."""
    fact = _adapter().validate_json(text)
    return replace(fact, at=fact.at.astimezone(UTC))
