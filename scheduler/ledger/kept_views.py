"""Remembers what budgets came to, so that a look at one of which nothing was heard since costs nothing."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock

from connectors.store.chain import Head
from connectors.store.qualified_issues import QualifiedIssue
from rules.contract import Contract
from rules.economy.agreement import Agreement
from rules.economy.budget_view import BudgetView

MOST = 500  # contracts


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a view rests on: the end of the ledger's chain, which stands for its facts, the day, and the terms.

    `qualified` are the anomalies whose qualification draws on a booklet.
    """

    head: Head | None
    today: date
    agreement: Agreement
    contract: Contract
    qualified: tuple[QualifiedIssue, ...] = ()


class KeptViews:
    """One view a contract, that of its last basis; the least lately kept is forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[str, tuple[Basis, BudgetView]] = OrderedDict()

    def get(self, contract_id: str, basis: Basis) -> BudgetView | None:
        """The view of that very basis, if it is the last one."""
        kept = self._kept.get(contract_id)
        return kept[1] if kept is not None and kept[0] == basis else None

    def keep(self, contract_id: str, basis: Basis, view: BudgetView) -> None:
        """Remember a view."""
        with self._lock:
            self._kept[contract_id] = (basis, view)
            self._kept.move_to_end(contract_id)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
