"""The facts of a contract's ledger as JSON, plain enough for anyone to recompute from."""

from dataclasses import replace
from datetime import UTC
from functools import cache

from pydantic import TypeAdapter

from rules.events.ledger_events import LedgerFact


@cache
def _adapter() -> TypeAdapter[LedgerFact]:
    return TypeAdapter(LedgerFact)


def ledger_fact_to_json(fact: LedgerFact) -> str:
    """The fact as one JSON object: id, at, by, source, and what with its `kind`."""
    return _adapter().dump_json(fact).decode()


def ledger_fact_from_json(text: str) -> LedgerFact:
    """The fact back, equal to the one written. Raises ValueError (pydantic's) for anything else."""
    fact = _adapter().validate_json(text)
    return replace(fact, at=fact.at.astimezone(UTC))
