"""Lists the open demandes of a contract: what is asked, of which kind, estimated and spent."""

from dataclasses import dataclass
from datetime import datetime

from connectors.contracts import Contracts
from connectors.store import Connection, contract_issues, time_entries
from rules.economy.categories import category
from rules.events.ledger_events import IssueShown


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """An open demande: its kind of work as the contract names it (None without a name), and the whole seconds spent."""

    issue: IssueShown
    kind: str | None
    spent: int


def open_requests(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> tuple[OpenRequest, ...]:
    """The open issues of a contract that are no anomalies, the oldest first."""
    contract = contracts.current(contract_id, now)
    budget = contract.budget if contract else None
    spent = time_entries.spent(tx, contract_id)
    return tuple(
        OpenRequest(
            one.shown,
            category(one.shown, budget) if budget else None,
            spent.get((one.shown.site, one.shown.issue), 0),
        )
        for one in contract_issues.demandes(tx, contract_id)
    )
