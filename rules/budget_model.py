"""The figures of a contract in a message before wording: an envelope, a penalty, an amount, and the buttons."""

from dataclasses import dataclass

from rules.contract import ClockName


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
class PenaltyLine:
    """One penalty: its amount, and the anomaly and the clock that missed its promise.

    Both are empty for what a kept rate or the availability of a month costs; `rate` tells these two apart.
    """

    amount: Money
    anomaly: str = ""
    clock: ClockName | None = None
    rate: bool = False


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
