"""The fingerprint of what a contract's file says, but for what no fold reads: under another text, a fold is another."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from rules.contract import Contract
from rules.economy.agreement import Agreement

UNREAD = frozenset(
    {"people", "projects", "grid", "environments"}
)  # they change with each absence or amendment, and no fold reads them
MOST = 1000


class Fingerprints:
    """The fingerprints of contracts, each computed once: a contract is a value, and never changes."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Contract, str]] = {}

    def of(self, contract: Contract) -> str:
        """The fingerprint of a contract as it was loaded."""
        known = self._known.get(id(contract))
        # The contract itself is kept, or its number could be given to another one.
        if known is None:
            if len(self._known) >= MOST:
                self._known = {}
            known = self._known[id(contract)] = (contract, fingerprint(contract))
        return known[1]


def fingerprint(terms: Contract | Agreement) -> str:
    """The hash of a contract, or of what it agrees on, with all that its file said; the same in every process.

    Raises TypeError where they hold what has no plain form.
    """
    return hashlib.sha256(repr(_plain(terms)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value as nested tuples of plain ones; what has no order is put in one."""
    match value:
        case Enum():
            plain = value.value
        case None | str() | int() | float() | Decimal() | date() | timedelta():
            plain = repr(value)
        case Mapping():
            plain = tuple(sorted(((_plain(key), _plain(each)) for key, each in value.items()), key=repr))
        case Set():
            plain = tuple(sorted(map(_plain, value), key=repr))
        case tuple() | list():
            plain = tuple(map(_plain, value))
        case _ if is_dataclass(value):
            named = (one.name for one in fields(value) if one.init and one.name not in UNREAD)
            plain = (type(value).__name__, *((name, _plain(getattr(value, name))) for name in named))
        case _ if callable(value):
            plain = f"{value.__module__}.{value.__qualname__}"
        case _:
            raise TypeError(type(value).__name__)
    return plain
