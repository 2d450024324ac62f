"""Encodes what time brings to a contract's compensations as a delivery, so that it enters by the usual way."""

from datetime import date, datetime

from connectors import topics
from connectors.parsed_delivery import Claim, CompensationDue, Delivery, DueKind, Heard, Ignored, Stand, Unreadable
from connectors.store import journal
from connectors.wording import said
from rules.contract import Contract
from rules.events import Fact
from rules.workdays.month import Month

SOURCE = "compensation"
_SEPARATOR = "|"


def month_to_settle(contract_id: str, month: Month, now: datetime) -> Delivery:
    """The delivery that has the closed months calculated, once for each month that is closed."""
    return _due(contract_id, DueKind.SETTLE, str(month), now)


def term_ends(contract_id: str, until: date, now: datetime) -> Delivery:
    """The delivery that tells the end of the time for observations, once for each day on which it ends."""
    return _due(contract_id, DueKind.TERM, until.isoformat(), now)


def read(delivery: Delivery) -> Heard:
    """What such a delivery brings."""
    try:
        what, of = delivery.body.decode().split(_SEPARATOR)
        return CompensationDue(delivery.site, DueKind(what), of, delivery.received_at)
    except ValueError:
        return Unreadable(said("deliveries.unreadable_compensation"))


def facts(
    _heard: Claim, _contract: Contract, _known: bool, _stand: Stand = Stand.PRESENT
) -> tuple[Fact, ...] | Ignored:
    """Nothing of an anomaly."""
    return Ignored(said("deliveries.booked"))


def _due(contract_id: str, what: DueKind, of: str, now: datetime) -> Delivery:
    about = topics.subject(journal.CONTRACTS.key(contract_id))
    body = f"{what}{_SEPARATOR}{of}".encode()
    return Delivery(SOURCE, contract_id, f"{contract_id}:{what}:{of}", body, now, topics=(about,))
