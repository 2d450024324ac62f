"""The figures of a budget in a message before wording: an envelope's line, an amount, and the buttons of a ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in cents, before tax."""

    cents: int
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class EnvelopeLine:
    """One envelope in one month, in whole minutes: what it could give, what it gave, and what became of the rest.

    `available` is its balance at the start with its grant; `billed` exceeds it at a price, which is None where its
    reader reads no money.
    """

    name: str
    available: int
    used: int
    corrected: int = 0
    given: int = 0
    lapsed: int = 0
    pending: int = 0
    billed: int = 0
    price: Money | None = None
    closing: int = 0


@dataclass(frozen=True, slots=True)
class LedgerButton:
    """A button on the ledger of a contract: its act, and what it is about, such as a month (`2026-10`).

    `text` and `month` are what its label names.
    """

    act: str
    contract: str
    of: str
    text: str = ""
    month: str = ""
