"""Encodes the issue that Vigie created, or found again, as a delivery, so that it enters by the usual way."""

import json
from datetime import datetime

from connectors import topics
from connectors.jira.inbound import identities
from connectors.jira.inbound.issue_keys import keyed
from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Heard, Ignored, Stand, Unreadable
from connectors.wording import said
from rules.anomaly.state import Ticket
from rules.contract import Contract
from rules.events import VIGIE, Fact, Source, System, TicketAttached, TicketRenumbered

SOURCE = "created"


def attached(anomaly_id: str, ticket: Ticket, at: datetime) -> Delivery:
    """The delivery that says which issue an anomaly got."""
    body = {"anomaly": anomaly_id, "site": ticket.site, "id": ticket.id, "key": ticket.key}
    about = (topics.subject(anomaly_id), topics.issue(ticket.site, ticket.id))
    return Delivery(SOURCE, ticket.site, ticket.id, json.dumps(body).encode(), at, topics=about)


def renumbered(anomaly_id: str, ticket: Ticket, former: str, at: datetime) -> Delivery:
    """The delivery that says that Jira knows an anomaly's issue under another id than the former one."""
    body = {"anomaly": anomaly_id, "site": ticket.site, "id": ticket.id, "key": ticket.key, "former": former}
    about = (topics.subject(anomaly_id), topics.issue(ticket.site, ticket.id))
    return Delivery(SOURCE, ticket.site, f"renumbered:{ticket.id}", json.dumps(body).encode(), at, topics=about)


def read(delivery: Delivery) -> Heard:
    """The claim of such a delivery: the same fact as the one that Jira's own webhook tells of the creation."""
    try:
        body = json.loads(delivery.body)
        site, issue, key, anomaly = (str(body[name]) for name in ("site", "id", "key", "anomaly"))
        former = str(body.get("former", ""))
        keyed(key, "key")
    except (ValueError, KeyError, TypeError):
        return Unreadable(said("inbound.creation_unreadable"))
    source, identity = Source(System.JIRA, f"ticket {issue}"), identities.attached(site, issue)
    what: TicketAttached | TicketRenumbered = TicketAttached(site, issue, key)
    if former:
        identity, what = identities.renumbered(site, issue), TicketRenumbered(site, issue, key, former)
    fact = Fact(identity, delivery.received_at, VIGIE, source, what)
    return Claim(AboutAnomaly(anomaly), delivery.received_at, fact)


def facts(heard: Claim, _contract: Contract, known: bool, _stand: Stand = Stand.PRESENT) -> tuple[Fact, ...] | Ignored:
    """That the anomaly has its issue."""
    return (heard.said,) if known else Ignored(said("inbound.creation_gone"))
