"""The rows of a contract's ledger: each moves minutes, or units, from one account to another, and says why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.workdays.month import Month


class AccountKind(StrEnum):
    """What an account stands for: a lot or a debt of an envelope, a lot of units, or a counterpart."""

    LOT = "lot"
    DEBT = "debt"
    CLIENT = "client"
    CONSUMED = "consumed"
    LAPSED = "lapsed"
    CAPPED = "capped"
    TO_AGREE = "to_agree"
    BILLED = "billed"
    ASIDE = "aside"
    BOOKLET = "booklet"
    BOUGHT = "bought"
    OVERRUN = "overrun"
    BATCH = "batch"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Account:
    """An account: `envelope` is empty for counterparts, `lot` names a month of origin, a booklet or a reason."""

    kind: AccountKind
    envelope: str = ""
    lot: str = ""


class Kind(StrEnum):
    """What a row does."""

    GRANT = "grant"
    CONSUMPTION = "consumption"
    CORRECTION = "correction"
    CASCADE = "cascade"
    DEBT = "debt"
    REPAYMENT = "repayment"
    TO_AGREE = "to_agree"
    BILLING = "billing"
    EXPIRY = "expiry"
    CAP = "cap"
    CLOSE = "close"
    GIVEN_BACK = "given_back"
    SETTLEMENT = "settlement"


class Why(StrEnum):
    """The rule that a row applies."""

    SUBSCRIPTION = "subscription"
    MONTHLY_GRANT = "monthly_grant"
    PRORATED_GRANT = "prorated_grant"
    DEBT_FIRST = "debt_first"
    OLDEST_FIRST = "oldest_first"
    CURRENT_FIRST = "current_first"
    SET_ASIDE = "set_aside"
    CLOSED_MONTH = "closed_month"
    ENVELOPE_EXCEEDED = "envelope_exceeded"
    DEBT_CAP = "debt_cap"
    NO_CARRY = "no_carry"
    EXPIRED = "expired"
    CARRY_CAP = "carry_cap"
    WINDOW_END = "window_end"
    CONTRACT_END = "contract_end"
    CARRIED = "carried"
    AMENDED = "amended"
    SETTLED = "settled"
    PURCHASE = "purchase"
    TARIFF = "tariff"
    REQUALIFIED = "requalified"
    BOOKLET_EXPIRED = "booklet_expired"
    LATEST_BOOKLET = "latest_booklet"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: whole minutes, or thousandths of a unit, from an account to another; cents where a price applies.

    `month` is where it is posted, `origin` the month to which it belongs. `at` is when the fact happened, and
    `heard_at` when it was known. `source` is the entry, issue, version or close that it comes from, and `reverses`
    the id of the row that it corrects. The id follows from the source, its revision and the kind: what is heard twice
    is one row.
    """

    id: str
    at: datetime
    heard_at: datetime
    month: Month
    origin: Month
    contract: str
    version: str
    envelope: str
    debit: Account
    credit: Account
    kind: Kind
    source: str
    why: Why
    minutes: int = 0
    units: int = 0
    cents: int = 0
    reverses: str | None = None


COUNTERPARTS = {kind: Account(kind) for kind in AccountKind}
"""The accounts that belong to no envelope."""


def lot(envelope: str, origin: Month) -> Account:
    """The account of what an envelope was granted in a month."""
    return Account(AccountKind.LOT, envelope, str(origin))


def debt(envelope: str) -> Account:
    """The account of what an envelope owes to its next grants."""
    return Account(AccountKind.DEBT, envelope)
