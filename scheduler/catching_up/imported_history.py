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
    past, told = _ended_waits(past, case, contract, min(fact.at for fact in facts))
    decision = decide_after(past, stated(facts), case.opening, contract, _heard_at(past, facts, now))
    past, told = _after(past, decision), (*told, *decision.facts)
    if mark(delivery) != MORE:
        until = delivery.headers.get(UNTIL)
        past, late = _made_late(past, case, contract, datetime.fromisoformat(until) if until else now, now)
        told = (*told, *late)
    anomaly = past.reached.anomaly
    recalled = mark(delivery) == OPEN and anomaly.raised_at is not None and not (anomaly.closed or anomaly.gone)
    shown = recalled or (mark(delivery) != MORE and case.card is not None)
    outcome = Outcome.RECORDED if told else decision.outcome
    return Decision(outcome, anomaly, told, (UpdateCard(),) if shown else ())


def _heard_at(past: Past, facts: Sequence[Fact], now: datetime) -> datetime:
    """As of when the facts are judged: as they happened, unless something later is known already."""
    then, last = max(fact.at for fact in facts), past.reached.last
    return then if last is None or last[0] <= then else now


def asleep(rows: Iterable[ClockRow]) -> tuple[ClockRow, ...]:
    """Clocks that say nothing until the rest of their anomaly's history is in."""
    return tuple(replace(row, next_alert_at=None, next_share=None) for row in rows)


def _silent(contract: Contract) -> Contract:
    """The contract without what it sends by itself: a journal must not say that a client was told who was not."""
    return replace(contract, choices=replace(contract.choices, delay_message=DelayMessage.CP_SENDS))


def _ended_waits(past: Past, case: Case, contract: Contract, until: datetime) -> tuple[Past, tuple[Fact, ...]]:
    """The past with each wait ended that came to its term by an instant, as it would have live, and what that told."""
    told: tuple[Fact, ...] = ()
    while (over := outlasting(past.reached.anomaly, contract)) is not None and over.term <= until:
        term = stated((alert_fact(case.id, replace(over, gathered=True), over.term, ORIGIN),))
        ended = decide_after(past, term, case.opening, contract, over.term)
        if not ended.facts:
            break
        past, told = _after(past, ended), (*told, *ended.facts)
    return past, told


def _made_late(
    past: Past, case: Case, contract: Contract, until: datetime, now: datetime
) -> tuple[Past, tuple[Fact, ...]]:
    """The past with all that was due by `until` recorded as told to nobody, and those facts."""
    past, told = _ended_waits(past, case, contract, until)
    while late := tuple(_late(past.reached.anomaly, contract, until)):
        decision = decide_after(past, late, case.opening, contract, now)
        if not decision.facts:
            break
        past, told = _after(past, decision), (*told, *decision.facts)
    return past, told


def _after(past: Past, decision: Decision) -> Past:
    every = None if past.facts is None else (*past.facts, *decision.facts)
    known = {*past.known, *(fact.id for fact in decision.facts)}
    return Past(further(past.reached, decision.anomaly, decision.facts), known, every)


def _late(anomaly: Anomaly, contract: Contract, now: datetime) -> Iterator[Fact]:
    """The alerts that would be due at once, as facts, which say that nobody was told."""
    for row in clock_rows(anomaly, contract, now):
        if row.next_alert_at is None:
            continue
        for what in reached(look_at(anomaly, row.clock, contract, now)):
            # What was told to nobody asks nobody for an answer either.
            untold = what if isinstance(what, ClientWarningDue | AuthorityDecisionDue) else replace(what, gathered=True)
            yield from stated((alert_fact(anomaly.id, untold, now, ORIGIN),))
