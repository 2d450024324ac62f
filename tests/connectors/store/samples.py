"""One plain value of each kind that the store keeps."""

from datetime import UTC, date, datetime, timedelta

from connectors.parsed_delivery import Delivery
from connectors.route import SLACK, Route
from connectors.store.clocks import ClockRow
from connectors.store.outbox import Errand
from rules.anomaly.state import Anomaly, Ticket
from rules.clock import State
from rules.contract import ClockName, Criticality, Role
from rules.effects import UpdateCard
from rules.events import Actor, Fact, Source, System, Taken
from rules.events.contract_events import ContractEdited, ContractFact

NOON = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CHEF = Actor("U1", "Cheffe de projet", frozenset({Role.CP, Role.DEVELOPER}))


def delivery(identity: str, source: str = "jira", site: str = "martin") -> Delivery:
    return Delivery(source, site, identity, b'{"a": "\xff\x00"}', NOON, {"x-event": "é"})


def fact(name: str, at: datetime = NOON) -> Fact:
    return Fact(name, at, CHEF, Source(System.JIRA, name), Taken())


def edition_fact(name: str, at: datetime = NOON) -> ContractFact:
    return ContractFact(name, at, ContractEdited(date(2026, 1, 1), 2, "boutique.yaml", "d" * 64, "b" * 64, 1))


def anomaly(name: str = "a1", ticket: Ticket | None = None, closed_at: datetime | None = None) -> Anomaly:
    return Anomaly(
        name,
        "boutique",
        date(2026, 1, 1),
        title="Panier vide",
        ticket=ticket,
        criticality=Criticality.MAJEURE,
        owner=CHEF,
        in_scope=True,
        raised_at=NOON,
        closed_at=closed_at,
    )


def clock(anomaly_id: str = "a1", next_alert_at: datetime | None = NOON, cycle: int = 1) -> ClockRow:
    return ClockRow(
        anomaly_id,
        ClockName.RESOLUTION,
        cycle,
        Criticality.MAJEURE,
        State.RUNNING,
        None,
        deadline=NOON + timedelta(hours=4),
        next_alert_at=next_alert_at,
        next_share=0.5,
        elapsed_seconds=1.5,
        allowed_seconds=14400.0,
    )


def errand(key: str, lane: str = "slack:a1", not_before: datetime | None = None) -> Errand:
    return Errand(
        key=key, lane=lane, route=Route(SLACK, "a1"), effect=UpdateCard(), created_at=NOON, not_before=not_before
    )
