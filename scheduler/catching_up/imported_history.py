"""Imports the history of a contract that begins: recorded in full, and told only by cards of open anomalies.

Nothing that follows from an imported fact is performed: people were told at the time, by other means. What is late
when the import ends is journalled as late, so that no alert about the past goes out, and those of the future do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.parsed_delivery import Delivery
from connectors.store.clocks import ClockRow
from rules.anomaly.state import Anomaly
from rules.contract import Contract, DelayMessage
from rules.decide import Decision, Outcome, decide_after
from rules.effects import UpdateCard
from rules.events import Chased, Fact, Standing, WaitOutlasted
from rules.fold.checkpoint import Past, further
from rules.reminders import look_at, reached
from scheduler.alert_deliveries import alert_fact
from scheduler.cases.case_loader import Case
from scheduler.cases.clock_rows import clock_rows

HEADER, UNTIL = "import", "import-until"
MORE, LAST, OPEN = "more", "last", "open"


def marked(deliveries: Sequence[Delivery], until: datetime | None = None) -> tuple[Delivery, ...]:
    """The deliveries of one anomaly, in order, as those of an import; one heard otherwise does not stand for them.

    After the last one people see the card. LAST journals what is late by then, OPEN what was late at the instant
    `until`, where more is to come that people are told.
    """
    last = {HEADER: LAST} if until is None else {HEADER: OPEN, UNTIL: until.isoformat()}
    marks = (*({HEADER: MORE} for _ in deliveries[1:]), last)
    return tuple(
        replace(one, identity=f"import:{one.identity}", headers={**one.headers, **mark})
        for one, mark in zip(deliveries, marks, strict=False)
    )


def stated(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of an import as a past without Vigie: Jira's statuses stand, whatever the lifecycle asks elsewhere."""
    return tuple(
        fact if fact.stated else replace(fact, source=replace(fact.source, standing=Standing.PAST)) for fact in facts
    )


def mark(delivery: Delivery) -> str:
    """`more`, `last` or `open` for a delivery of an import, "" for any other."""
    return delivery.headers.get(HEADER, "")


def decided(case: Case, past: Past, facts: tuple[Fact, ...], now: datetime, delivery: Delivery) -> Decision:
    """The decision on imported facts: all that is recorded, and the card after the last ones of what is still open.

    `past` is that of the case. Raises HistoryWanted.
    """
    contract = _silent(case.contract)
    decision = decide_after(past, stated(facts), case.opening, contract, now)
    if mark(delivery) == MORE:
        return replace(decision, effects=())
    until = delivery.headers.get(UNTIL)
    late = tuple(_late(decision.anomaly, contract, datetime.fromisoformat(until) if until else now))
    if late:
        reached = further(past.reached, decision.anomaly, decision.facts)
        every = None if past.facts is None else (*past.facts, *decision.facts)
        after = decide_after(Past(reached, facts=every), late, case.opening, contract, now)
        recorded = (*decision.facts, *after.facts)
        decision = Decision(Outcome.RECORDED, after.anomaly, recorded) if recorded else after
    anomaly = decision.anomaly
    return replace(
        decision, effects=(UpdateCard(),) if anomaly.raised_at and not (anomaly.closed or anomaly.gone) else ()
    )


def asleep(rows: Iterable[ClockRow]) -> tuple[ClockRow, ...]:
    """Clocks that say nothing until the rest of their anomaly's history is in."""
    return tuple(replace(row, next_alert_at=None, next_share=None) for row in rows)


def _silent(contract: Contract) -> Contract:
    """The contract without what it sends by itself: a journal must not say that a client was told who was not."""
    return replace(contract, choices=replace(contract.choices, delay_message=DelayMessage.CP_SENDS))


def _late(anomaly: Anomaly, contract: Contract, now: datetime) -> Iterator[Fact]:
    """The alerts that would be due at once, as facts; nobody was reminded of a wait, which the fact says."""
    for row in clock_rows(anomaly, contract, now):
        if row.next_alert_at is None:
            continue
        for what in reached(look_at(anomaly, row.clock, contract, now)):
            untold = replace(what, gathered=True) if isinstance(what, Chased | WaitOutlasted) else what
            yield alert_fact(anomaly.id, untold, now, "import")
