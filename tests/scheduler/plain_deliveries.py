"""Deliveries that say in their own bytes what they are read as, and a worker for them: any process reads them alike."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from connectors import topics
from connectors.contracts import load_folder
from connectors.parsed_delivery import (
    About,
    AboutAnomaly,
    AboutHere,
    AboutIssue,
    AboutKey,
    Claim,
    Delivery,
    Heard,
    Ignored,
    Reader,
    Stand,
)
from connectors.store import Connection, Store, mailbox
from connectors.store.codec import fact_from_json, fact_to_json
from connectors.store.tables import deliveries, errands, facts
from rules.contract import Contract
from rules.events import Actor, Fact, Happening, Raised, Source, System
from scheduler import alert_deliveries
from scheduler.cases.case_loader import Casebook
from scheduler.cases.kept_folds import KeptFolds
from scheduler.worker import Worker
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import RM

CONTRACT, SITE, PROJECT = "boutique-exemple", "default", "BOU"
MORNING, NOON = at("2026-11-09 09:00"), at("2026-11-09 11:01")
KINDS = {"issue": AboutIssue, "anomaly": AboutAnomaly, "key": AboutKey, "here": AboutHere}


def issue(number: int) -> AboutIssue:
    """An issue of the contract's project."""
    return AboutIssue(SITE, str(number), f"BOU-{number}", PROJECT)


def anomaly(name: str) -> AboutAnomaly:
    """An anomaly of the contract, born or not."""
    return AboutAnomaly(name, CONTRACT)


def said(
    source: str, name: str, about: About, what: Happening | None, *, by: Actor = RM, after: float = 0, **more: Any
) -> Delivery:
    """A delivery read as one fact about an anomaly, `after` so many seconds of the morning; as a fault without one."""
    instant = MORNING + timedelta(seconds=after)
    fact = what and fact_to_json(Fact(name, instant, by, Source(System.JIRA, "1"), what))
    kind = next(kind for kind, one in KINDS.items() if isinstance(about, one))
    fields = {field: getattr(about, field) for field in about.__dataclass_fields__}
    body = json.dumps({"kind": kind, "about": fields, "fact": fact})
    return Delivery(source, SITE, name, body.encode(), instant, **{"topics": topics.of(about)} | more)


class PlainReader:
    """Reads such deliveries."""

    def read(self, delivery: Delivery) -> Heard:
        """The claim of a delivery, with its fact."""
        told = json.loads(delivery.body)
        return Claim(KINDS[told["kind"]](**told["about"]), delivery.received_at, told["fact"])

    def facts(
        self, heard: Claim, _contract: Contract, known: bool, _stand: Stand = Stand.PRESENT
    ) -> tuple[Fact, ...] | Ignored:
        """The fact, of an anomaly that is known or that it raises."""
        if heard.said is None:
            raise ZeroDivisionError
        fact = fact_from_json(heard.said)
        return (fact,) if known or isinstance(fact.what, Raised) else Ignored("ticket inconnu")


def worker(store: Store, now: datetime = NOON, folds: KeptFolds | None = None) -> Worker:
    """A worker whose clocks stand still; `folds` says of which journals it keeps the fold."""
    readers: dict[str, Reader] = {"jira": PlainReader(), "slack": PlainReader(), "clock": alert_deliveries}
    casebook = Casebook(store, load_folder(PLAIN), folds)
    return Worker(store, casebook, readers, lambda: now, lambda: now, (), lambda: None)


async def hear(store: Store, several: Sequence[Delivery]) -> None:
    """Keep deliveries in this order."""
    await store.write(lambda tx: mailbox.keep(tx, several))


async def work(one: Worker) -> None:
    """Handle all that waits."""
    while await one.once():
        pass


@dataclass(frozen=True, slots=True)
class Left:
    """What deliveries left behind: their ends, the journals and the errands, in the order of their being written."""

    ends: dict[str, tuple[str, str]]
    journals: dict[str, list[str]]
    errands: dict[str, list[str]]


def left(tx: Connection) -> Left:
    """All that the deliveries left in a store."""
    ends = tx.execute(select(deliveries.c.identity, deliveries.c.state, deliveries.c.outcome))
    told = tx.execute(select(facts.c.subject, facts.c.fact_id).order_by(facts.c.seq))
    owed = select(errands.c.anomaly_id, errands.c.key, errands.c.lane, errands.c.effect).order_by(errands.c.id)
    found = Left({name: (state, why or "") for name, state, why in ends}, {}, {})
    for name, fact in told:
        found.journals.setdefault(name, []).append(fact)
    for name, *errand in tx.execute(owed):
        found.errands.setdefault(name or "", []).append(" ".join(errand))
    return found


def quiet(several: Sequence[Delivery]) -> list[Delivery]:
    """The same deliveries, none of which may overtake another: nothing is known of what they are about."""
    return [replace(one, topics=None) for one in several]
