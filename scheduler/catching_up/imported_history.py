"""Imports the history of a contract that begins: recorded in full, and told to nobody.

Nothing that follows from an imported fact is performed: people were told at the time, by other means. What is late
when the import ends is journalled as late, so that no alert about the past goes out, and those of the future do. The
first thing that happens to the anomaly afterwards posts its card.
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
from rules.events import AuthorityDecisionDue, ClientWarningDue, Fact, Standing
from rules.fold.checkpoint import Past, further
from rules.reminders import look_at, reached
from rules.reminders.chasing import outlasting
from scheduler.alert_deliveries import alert_fact
from scheduler.cases.case_loader import Case
from scheduler.cases.clock_rows import clock_rows

HEADER, UNTIL = "import", "import-until"
ORIGIN = "import"
MORE, LAST, OPEN = "more", "last", "open"


def marked(deliveries: Sequence[Delivery], until: datetime | None = None) -> tuple[Delivery, ...]:
    """The deliveries of one anomaly, in order, as those of an import; one heard otherwise does not stand for them.

    LAST journals what is late by then. OPEN, of one open issue that was recalled, journals what was late at the instant
    `until`, where more is to come that people are told, and shows the card.
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
    """The decision on imported facts, all recorded and none told.

    Of an import nothing is shown, but a card that stands already is brought up to date; a recall shows that of what is
    still open. `past` is that of the case. Raises HistoryWanted.
    """
    contract = _silent(case.contract)
    past, over = _ended_wait(past, case, contract, facts)
    decision = decide_after(past, stated(facts), case.opening, contract, now)
    if over:
        decision = replace(decision, outcome=Outcome.RECORDED, facts=(*over, *decision.facts))
    if mark(delivery) == MORE:
        return replace(decision, effects=())
    until = delivery.headers.get(UNTIL)
    late = tuple(_late(decision.anomaly, contract, datetime.fromisoformat(until) if until else now))
    if late:
        after = decide_after(_after(past, decision.anomaly, decision.facts), late, case.opening, contract, now)
        recorded = (*decision.facts, *after.facts)
        decision = Decision(Outcome.RECORDED, after.anomaly, recorded) if recorded else after
    anomaly = decision.anomaly
    recalled = mark(delivery) == OPEN and anomaly.raised_at is not None and not anomaly.closed
    return replace(decision, effects=(UpdateCard(),) if recalled or case.card else ())


def asleep(rows: Iterable[ClockRow]) -> tuple[ClockRow, ...]:
    """Clocks that say nothing until the rest of their anomaly's history is in."""
    return tuple(replace(row, next_alert_at=None, next_share=None) for row in rows)


def _silent(contract: Contract) -> Contract:
    """The contract without what it sends by itself: a journal must not say that a client was told who was not."""
    return replace(contract, choices=replace(contract.choices, delay_message=DelayMessage.CP_SENDS))


def _ended_wait(past: Past, case: Case, contract: Contract, facts: tuple[Fact, ...]) -> tuple[Past, tuple[Fact, ...]]:
    """The past after the term of a wait that came before these facts, as it would have come live, and what it told."""
    outlasted = outlasting(past.reached.anomaly, contract)
    if outlasted is None or outlasted.term > min(fact.at for fact in facts):
        return past, ()
    term = stated((alert_fact(case.id, replace(outlasted, gathered=True), outlasted.term, ORIGIN),))
    ended = decide_after(past, term, case.opening, contract, outlasted.term)
    return _after(past, ended.anomaly, ended.facts), ended.facts


def _after(past: Past, anomaly: Anomaly, facts: tuple[Fact, ...]) -> Past:
    every = None if past.facts is None else (*past.facts, *facts)
    return Past(further(past.reached, anomaly, facts), {*past.known, *(fact.id for fact in facts)}, every)


def _late(anomaly: Anomaly, contract: Contract, now: datetime) -> Iterator[Fact]:
    """The alerts that would be due at once, as facts, which say that nobody was told."""
    for row in clock_rows(anomaly, contract, now):
        if row.next_alert_at is None:
            continue
        for what in reached(look_at(anomaly, row.clock, contract, now)):
            # What was told to nobody asks nobody for an answer either.
            untold = what if isinstance(what, ClientWarningDue | AuthorityDecisionDue) else replace(what, gathered=True)
            yield from stated((alert_fact(anomaly.id, untold, now, ORIGIN),))
