"""Which deliveries the next transaction handles: what is urgent and what waited longest take turns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import structlog

from connectors import topics
from connectors.parsed_delivery import AboutAnomaly, AboutHere, AboutIssue, AboutKey, Claim, Delivery, Heard
from connectors.store import Connection, anomaly_names, clocks, mailbox, passing, subject_key, waiting_line
from rules.effects import Offer
from scheduler.cases.case_loader import Casebook
from scheduler.cases.issue_owner import issue_anomaly

TOGETHER = 16
LOOKED_AT = 2 * TOGETHER  # urgent deliveries: one that follows many older ones must not hold up the next

log = structlog.get_logger("vigie.worker")


class Turns:
    """Chooses the deliveries of one transaction after another.

    An urgent delivery overtakes those about other anomalies, never an older one about its own: these go with it, before
    it. `read` parses a delivery, to find out what a person meant who named no anomaly.
    """

    def __init__(self, casebook: Casebook, read: Callable[[Delivery], Heard]) -> None:
        self._casebook, self._read = casebook, read
        self._urgent_turn = False

    def choose(self, tx: Connection) -> list[Delivery]:
        """The next deliveries, in the order in which they are to be handled; none when none waits."""
        self._urgent_turn = not self._urgent_turn
        chosen = waiting_line.take(tx, self._hurried(tx)) if self._urgent_turn else []
        return _batch(tx, chosen or mailbox.waiting(tx, TOGETHER))

    def overtakes(self, tx: Connection, delivery: Delivery) -> bool:
        """Whether handling it now would overtake an older delivery about the same anomaly, in whosever hands.

        A key that is not known yet may be about any anomaly that an older delivery brings, and about none that a newer
        one does. What is urgent brings no key.
        """
        if delivery.topics == () or waiting_line.first(tx) == delivery.id:
            return False
        if delivery.topics is None or _unknown_key(tx, delivery.topics):
            return True
        if delivery.source not in mailbox.URGENT and _unknown_key(tx, waiting_line.keys_ahead(tx, delivery.id)):
            return True
        names = anomaly_names.spread(tx, delivery.topics)
        return bool(waiting_line.ahead(tx, names, delivery.id, 1))

    def _hurried(self, tx: Connection) -> list[int]:
        """Urgent deliveries, each behind the older ones that it must follow; those that follow the fewest first."""
        told = (self._told(tx, one) for one in waiting_line.urgent(tx, LOOKED_AT))
        groups = [group for one in told if one is not None and (group := self._group(tx, one))]
        chosen: dict[int, None] = {}
        for group in sorted(groups, key=len):
            if not chosen or len(chosen.keys() | set(group)) <= TOGETHER:
                chosen |= dict.fromkeys(group[:TOGETHER])
        return list(chosen)

    def _group(self, tx: Connection, delivery: Delivery) -> list[int]:
        """The delivery behind all that must be handled before it, by id; empty when it must wait for its turn."""
        names: frozenset[str] = frozenset()
        fresh, found = set(delivery.topics or ()), set[int]()
        while fresh:
            names = anomaly_names.spread(tx, names | fresh)
            older = waiting_line.ahead(tx, names, delivery.id, TOGETHER)
            if any(one.topics is None for one in older):
                return []
            found |= {one.id for one in older}
            fresh = {topic for one in older for topic in one.topics or ()} - names
        return [*sorted(found), delivery.id]

    def _told(self, tx: Connection, delivery: Delivery) -> Delivery | None:
        """The delivery once it is known what it is about; None for an unknown key, which older webhooks may bring."""
        if delivery.topics is None:
            found = self._resolved(tx, delivery)
            waiting_line.tell(tx, delivery.id, found)
            return replace(delivery, topics=found)
        if _unknown_key(tx, delivery.topics):
            waiting_line.demote(tx, delivery.id)
            return None
        return delivery

    def _resolved(self, tx: Connection, delivery: Delivery) -> tuple[str, ...]:
        """The topics of an anomaly that somebody pointed at; none where they must be asked which."""
        try:
            heard = self._read(delivery)
            about = heard.about if isinstance(heard, Claim) else None
            if isinstance(about, AboutHere) and isinstance(heard, Claim):
                found = self._casebook.pointed(tx, about, heard.at)
                about = None if isinstance(found, Offer) else AboutAnomaly(found.id)
        except Exception as error:  # it fails again when it is handled, and is parked then
            if passing(error):
                raise
            log.error("delivery not resolved", id=delivery.id, error=type(error).__name__)
            return ()
        return (about and topics.of(about)) or ()


def lock(tx: Connection, chosen: Sequence[Delivery]) -> None:
    """On PostgreSQL, lock all the subjects that several deliveries may be about; a single one locks its own itself."""
    if not subject_key.shared(tx) or len(chosen) == 1:
        return
    keys = {key for one in chosen for topic in one.topics or () for key in _subjects(tx, topic)}
    subject_key.lock_together(tx, keys)
    for key in sorted(keys):
        clocks.hold(tx, key)


def _unknown_key(tx: Connection, told: Sequence[str]) -> bool:
    """Whether one of these topics is a key that names no anomaly yet."""
    return any(isinstance(topics.about(one), AboutKey) and not anomaly_names.called(tx, one) for one in told)


def _subjects(tx: Connection, topic: str) -> Iterator[str]:
    """The keys of the subjects that a topic may name, were they not there yet."""
    about = topics.about(topic)
    yield from (named.id for named in anomaly_names.called(tx, topic))
    if isinstance(about, AboutIssue) and about.id:
        yield issue_anomaly(about)
    if isinstance(about, AboutAnomaly):
        yield about.id


def _batch(tx: Connection, chosen: list[Delivery]) -> list[Delivery]:
    """On PostgreSQL, a delivery that may be about any anomaly is handled alone: no lock can be taken beforehand."""
    if not subject_key.shared(tx):
        return chosen
    untold = next((at for at, one in enumerate(chosen) if one.topics is None), len(chosen))
    return chosen[: max(untold, 1)]
