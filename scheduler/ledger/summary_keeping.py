"""Works out what a contract comes to in short, its envelopes and its exposure, and keeps it for who looks at many."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from connectors.store import Connection, budget_summaries, portfolio
from connectors.store.budget_summaries import Kept
from rules.contract import Contract
from rules.economy.budget_summary import EnvelopeShort, shorts
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import exposed_now
from scheduler.ledger.budget_book import budget


@dataclass(frozen=True, slots=True)
class Summary:
    """A contract as it was worked out at `as_of`: its envelopes, and in cents what would cost if it stopped then.

    `exposed` is None where nothing is priced; `first` is the name of the anomaly that costs most, "" for none.
    """

    as_of: datetime
    envelopes: tuple[EnvelopeShort, ...] = ()
    exposed: int | None = None
    late: int = 0
    first: str = ""
    currency: str = "EUR"


def summed_up(contract: Contract) -> bool:
    """Whether a contract has something to sum up."""
    return contract.budget is not None or contract.compensations is not None


def work_out(tx: Connection, casebook: Casebook, contract: Contract, now: datetime) -> Summary:
    """The summary of a contract at an instant. Raises UnreadRow."""
    view = budget(tx, casebook.contracts, contract.id, now) if contract.budget else None
    envelopes = shorts(view) if view else ()
    currency = contract.budget.currency if contract.budget else "EUR"
    if contract.compensations is None:
        return Summary(now, envelopes, currency=currency)
    rows = portfolio.open_of(tx, contract.id)
    behind = {one.id for one in rows if one.deadline is None or one.deadline < now}
    cases = casebook.open_cases(tx, contract.id, now) if behind else ()
    late = tuple((one.anomaly, one.contract) for one in cases if one.id in behind)
    found = exposed_now(tx, casebook, contract, late, now)
    costly = [one for one in found.lines if one.cents]
    first = costly[0].late.anomaly.name if costly else ""
    return Summary(now, envelopes, found.cents, len({one.late.anomaly.id for one in costly}), first, currency)


def keep(tx: Connection, contract_id: str, summary: Summary) -> None:
    """Keep a summary until something is heard."""
    budget_summaries.save(tx, contract_id, summary.as_of, _written(summary))


def read(kept: Kept) -> Summary:
    """A summary back. Raises ValueError, KeyError or TypeError for what was kept by another version of the code."""
    told = dict(kept.summary)
    envelopes = tuple(_envelope(one) for one in told.pop("envelopes"))
    return Summary(as_of=kept.as_of, envelopes=envelopes, **told)


def _written(summary: Summary) -> dict[str, Any]:
    told = asdict(summary)
    del told["as_of"]
    for one in told["envelopes"]:
        one["empty_on"] = one["empty_on"] and one["empty_on"].isoformat()
    return told


def _envelope(told: dict[str, Any]) -> EnvelopeShort:
    empty_on = told["empty_on"] and date.fromisoformat(told["empty_on"])
    return EnvelopeShort(**{**told, "empty_on": empty_on})
