"""Snapshots of ledgers as JSON, read back by the declared types and by nothing else: no text can make code run."""

from functools import cache

from pydantic import TypeAdapter
from pydantic_core import SchemaValidator

from connectors.store.codec import in_utc
from rules.economy.ledger_snapshot import Snapshot


@cache
def _adapter() -> TypeAdapter[Snapshot]:
    return TypeAdapter(Snapshot)


@cache
def _validator() -> SchemaValidator:
    return SchemaValidator(in_utc(_adapter().core_schema))


def snapshot_to_json(snapshot: Snapshot) -> str:
    """The snapshot as one JSON object of its fields."""
    return _adapter().dump_json(snapshot).decode()


def snapshot_from_json(text: str) -> Snapshot:
    """The snapshot back, equal to the one written. Raises ValueError (pydantic's) for anything else."""
    read: Snapshot = _validator().validate_json(text)
    return read
