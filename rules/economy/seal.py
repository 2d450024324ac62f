"""Seal the rows of a closed month: one hash, chained to that of the month before, by which anybody can check them."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields

from rules.economy.ledger_rows import Row

FIRST = ""
"""What the first month of a ledger is chained to."""


def seal(rows: Iterable[Row], before: str) -> str:
    """The seal of a month's rows, as hexadecimal text, after that of the month before."""
    digest = hashlib.sha256(before.encode())
    for row in rows:
        digest.update("|".join(f"{one.name}={getattr(row, one.name)}" for one in fields(row)).encode())
    return digest.hexdigest()
