"""Encodes the issue that Vigie created as a delivery, so that it enters by the usual way."""

import json
from datetime import datetime

from connectors import topics
from connectors.jira.inbound import identities
from connectors.jira.inbound.issue_keys import keyed
from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Heard, Ignored, Stand, Unreadable
from connectors.wording import said
from rules.anomaly.state import Ticket
from rules.contract import Contract
from rules.events import VIGIE, Fact, Source, System, TicketAttached

SOURCE = "created"


def attached(anomaly_id: str, ticket: Ticket, at: datetime) -> Delivery:
    """The delivery that says which issue an anomaly got."""
    body = {"anomaly": anomaly_id, "site": ticket.site, "id": ticket.id, "key": ticket.key}
    about = (topics.subject(anomaly_id), topics.issue(ticket.site, ticket.id))
    return Delivery(SOURCE, ticket.site, ticket.id, json.dumps(body).encode(), at, topics=about)


def read(delivery: Delivery) -> Heard:
    """The claim of such a delivery: the same fact as the one that Jira's own webhook tells of the creation."""
    try:
        body = json.loads(delivery.body)
        what = TicketAttached(str(body["site"]), str(body["id"]), str(body["key"]))
        anomaly = str(body["anomaly"])
        keyed(what.key, "key")
    except (ValueError, KeyError, TypeError):
        return Unreadable(said("inbound.creation_unreadable"))
    source = Source(System.JIRA, f"ticket {what.issue_id}")
    fact = Fact(identities.attached(what.site, what.issue_id), delivery.received_at, VIGIE, source, what)
    return Claim(AboutAnomaly(anomaly), delivery.received_at, fact)


def facts(heard: Claim, _contract: Contract, known: bool, _stand: Stand = Stand.PRESENT) -> tuple[Fact, ...] | Ignored:
    """That the anomaly has its issue."""
    return (heard.said,) if known else Ignored(said("inbound.creation_gone"))
