"""Checkpoints of the fold as JSON, read back by the declared types and by nothing else: no text can make code run."""

from functools import cache

from pydantic import TypeAdapter
from pydantic_core import SchemaValidator

from connectors.store.codec import in_utc
from rules.anomaly.state import changed
from rules.clock import Marks
from rules.fold.checkpoint import Checkpoint


@cache
def _adapter() -> TypeAdapter[Checkpoint]:
    return TypeAdapter(Checkpoint)


@cache
def _validator() -> SchemaValidator:
    return SchemaValidator(in_utc(_adapter().core_schema))


def checkpoint_to_json(checkpoint: Checkpoint) -> str:
    """The checkpoint as one JSON object of its fields."""
    return _adapter().dump_json(checkpoint).decode()


def checkpoint_from_json(text: str) -> Checkpoint:
    """The checkpoint back, equal to the one written. Raises ValueError (pydantic's) for anything else."""
    read: Checkpoint = _validator().validate_json(text)
    return Checkpoint(changed(read.anomaly, marks=Marks(read.anomaly.marks)), read.last, read.length)
