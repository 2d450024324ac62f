"""Names the rows that cannot be read, so that each is set apart and stops no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import structlog

from connectors.wording import said

T = TypeVar("T")

log = structlog.get_logger("vigie.store")


@dataclass(frozen=True, slots=True)
class Unread:
    """A row as the database has it: its table, the columns that name it, all that were read, and the kind of fault."""

    table: str
    key: tuple[str, ...]
    columns: Mapping[str, Any]
    fault: str

    @property
    def name(self) -> str:
        """What an operator calls it: `facts:17`."""
        return f"{self.table}:{'/'.join(str(self.columns[one]) for one in self.key)}"


class UnreadRow(Exception):
    """What was asked for stands in a row that cannot be read; the text names the row, and nothing of its content."""

    def __init__(self, unread: Unread) -> None:
        super().__init__(said("operations.rows.unread", row=unread.name, error=unread.fault))
        self.unread = unread


def parted(
    rows: Sequence[tuple[Any, ...]],
    decode: Callable[[tuple[Any, ...]], T],
    apart: Callable[[tuple[Any, ...], str], Unread],
) -> tuple[list[T], list[Unread]]:
    """The rows that can be decoded, in their order, and the others as `apart` names them."""
    good, bad = list[T](), list[Unread]()
    for row in rows:
        try:
            good.append(decode(row))
        except Exception as error:  # decoding asks nobody: whatever goes wrong is in the row
            bad.append(apart(row, type(error).__name__))
    return good, bad


def tell(unread: Sequence[Unread]) -> None:
    """Name each in the log, once while the process lives."""
    for one in unread:
        _tell(one.name, one.fault)


@lru_cache(maxsize=10_000)
def _tell(name: str, fault: str) -> None:
    log.error("row not read", row=name, error=fault, remedy=said("operations.rows.remedy"))
