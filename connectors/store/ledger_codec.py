"""The facts of a contract's ledger as JSON, plain enough for anyone to recompute from."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter
from pydantic_core import SchemaValidator

from connectors.store.codec import in_utc
from rules.events import Actor, Source
from rules.events.ledger_events import LedgerFact, LedgerHappening


@dataclass(frozen=True, slots=True)
class _Written:
    # LedgerFact as pydantic must see it: the discriminator spares it from trying each happening in turn.
    id: str
    at: datetime
    by: Actor
    source: Source
    what: Annotated[LedgerHappening, Field(discriminator="kind")]


@cache
def _adapter() -> TypeAdapter[LedgerFact]:
    return TypeAdapter(LedgerFact)


@cache
def _validator() -> SchemaValidator:
    return SchemaValidator(in_utc(TypeAdapter(_Written).core_schema))


def ledger_fact_to_json(fact: LedgerFact) -> str:
    """The fact as one JSON object: id, at, by, source, and what with its `kind`."""
    return _adapter().dump_json(fact).decode()


def ledger_fact_from_json(text: str) -> LedgerFact:
    """The fact back, equal to the one written. Raises ValueError (pydantic's) for anything else."""
    written = _validator().validate_json(text)
    return LedgerFact(written.id, written.at, written.by, written.source, written.what)
