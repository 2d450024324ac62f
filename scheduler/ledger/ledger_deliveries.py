"""Encodes what a ledger rests on as a delivery, so that it enters by the usual way and is settled in its turn."""

from datetime import datetime

from connectors import topics
from connectors.parsed_delivery import Booked, Claim, Delivery, Heard, Ignored, Stand, Unreadable
from connectors.store import journal
from connectors.store.ledger_codec import ledger_fact_from_json, ledger_fact_to_json
from connectors.wording import said
from rules.contract import Contract
from rules.events import Fact
from rules.events.ledger_events import LedgerFact

SOURCE = "ledger"


def booking(contract_id: str, fact: LedgerFact, now: datetime) -> Delivery:
    """The delivery that gives a fact to the ledger of a contract, once however often it is made."""
    about = topics.subject(journal.LEDGERS.key(contract_id))
    body = ledger_fact_to_json(fact).encode()
    return Delivery(SOURCE, contract_id, fact.id, body, now, topics=(about,))


def read(delivery: Delivery) -> Heard:
    """What such a delivery gives to a ledger."""
    try:
        return Booked(delivery.site, ledger_fact_from_json(delivery.body.decode()))
    except ValueError:
        return Unreadable(said("deliveries.unreadable_booking"))


def facts(
    _heard: Claim, _contract: Contract, _known: bool, _stand: Stand = Stand.PRESENT
) -> tuple[Fact, ...] | Ignored:
    """Nothing of an anomaly."""
    return Ignored(said("deliveries.booked"))
