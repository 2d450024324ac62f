"""Answers those whose gesture waits behind a delivery that is parked, with the reason."""

from datetime import datetime

from connectors.parsed_delivery import Claim, Delivery
from connectors.store.outbox import Errand
from rules.effects import Answer, Message, Say, Value
from scheduler.cases.case_loader import Case
from scheduler.errands.queueing import errand


def held_up(heard: Claim, delivery: Delivery, case: Case, until: datetime | None, at: datetime) -> tuple[Errand, ...]:
    """The errand that says so; none where nobody waits.

    `until` is the instant of what is parked, where that lies in the future; `at` is the machine's instant.
    """
    if heard.reply is None:
        return ()
    values: dict[str, Value] = {"name": case.anomaly.name}
    if until is not None:
        values["until"] = until
    key = f"{delivery.source}:{delivery.identity}:held"
    answer = Answer(Message(Say.WAITS_BEHIND, values))
    return (errand(answer, case.contract, case.id, key=key, at=at, anomaly_id=case.id, reply=heard.reply),)
