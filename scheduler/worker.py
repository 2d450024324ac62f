"""From the mailbox to the journal: each delivery is read, decided and saved in one transaction, and never lost."""

import traceback
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from connectors.jira.inbound.translate import DELETED_SINCE, NEVER_KNOWN
from connectors.parsed_delivery import (
    AboutAnomaly,
    AboutHere,
    CalledOff,
    Claim,
    Delivery,
    Heard,
    Ignored,
    Pair,
    Planned,
    Preferred,
    Unreadable,
)
from connectors.store import (
    Connection,
    Store,
    absences,
    anomalies,
    clocks,
    journal,
    mailbox,
    outbox,
    passing,
    preferences,
)
from rules.decide import Decision, Outcome, decide
from rules.effects import Offer
from rules.events import Fact, FieldsGiven, Retried
from scheduler.cases.case_loader import Case, Casebook, ContractGone
from scheduler.cases.clock_rows import clock_rows
from scheduler.catching_up import first_sight, imported_history
from scheduler.errands.access_denied import hidden, turned_away
from scheduler.errands.queueing import asked, errands, repainting

Reader = Callable[[Delivery], Heard]
Now = Callable[[], datetime]

TOGETHER = 16
STRANGER = "slack: étranger au contrat"
SKEW = timedelta(minutes=10)  # how far another clock may run ahead of ours

log = structlog.get_logger("vigie.worker")


@dataclass(frozen=True, slots=True)
class Settled:
    """How one delivery ended (handled, ignored, parked, or aside for now), why, and the anomaly that it was about."""

    delivery: Delivery
    state: mailbox.State
    outcome: str
    anomaly_id: str | None = None


@dataclass(slots=True)
class _Attempt:
    """How far the handling of a delivery came, known even when its transaction is rolled back."""

    delivery: Delivery | None = None
    anomaly_id: str | None = None


class Worker:
    """Handles deliveries one at a time, oldest first; replicas share the work by locking the delivery and the anomaly.

    `readers` gives a reader for each source; `now` is Vigie's clock, `wall` the machine's, by which errands wait.
    `histories` are the sites whose issues can be read with their past: an issue of theirs that is first heard of midway
    is set aside, and `ask` called.
    """

    def __init__(
        self,
        store: Store,
        casebook: Casebook,
        readers: Mapping[str, Reader],
        now: Now,
        wall: Now,
        histories: Collection[str],
        ask: Callable[[], None],
    ) -> None:
        self._store, self._casebook, self._readers, self._now, self._wall = store, casebook, readers, now, wall
        self._histories, self._ask = histories, ask
        # On PostgreSQL, replicas that held several anomalies at once could wait for each other.
        self._most = TOGETHER if store.dialect == "sqlite" else 1

    async def once(self) -> bool:
        """Handle the deliveries that have waited longest; False when none waits.

        A backlog is handled a few at a time in one transaction, so that the disk is waited for once. Should one of them
        fail, all are undone and the first of them is tried alone: a fault parks the delivery that has it, and no other.
        """
        if self._most > 1:
            with suppress(Exception):
                return self._told(await self._store.write(lambda tx: self._next(tx, self._most, _Attempt())))
        attempt = _Attempt()
        try:
            return self._told(await self._store.write(lambda tx: self._next(tx, 1, attempt)))
        except Exception as error:
            if attempt.delivery is None or passing(error):
                raise
            await self._park(attempt.delivery, attempt.anomaly_id, error)
            return True

    def _next(self, tx: Connection, most: int, attempt: _Attempt) -> list[Settled]:
        done = []
        for delivery in mailbox.waiting(tx, most):
            attempt.delivery, attempt.anomaly_id = delivery, None
            settled = self.settle(tx, delivery, attempt)
            mailbox.settle(tx, delivery.id, settled.state, settled.outcome, settled.anomaly_id, self._now())
            done.append(settled)
        return done

    def _told(self, done: list[Settled]) -> bool:
        for one in done:
            say = log.warning if one.state == "parked" else log.info
            say("delivery", id=one.delivery.id, source=one.delivery.source, state=one.state, outcome=one.outcome)
        if any(one.state == "aside" for one in done):
            self._ask()
        return bool(done)

    async def _park(self, delivery: Delivery, anomaly_id: str | None, error: Exception) -> None:
        """A fault of ours, or a contract that is gone: kept, named and replayable."""
        why = str(error) if isinstance(error, ContractGone) else f"erreur interne : {type(error).__name__}"
        where = traceback.extract_tb(error.__traceback__)[-1]
        log.error("delivery parked", id=delivery.id, why=why, at=f"{where.name}:{where.lineno}")
        await self._store.write(lambda tx: mailbox.settle(tx, delivery.id, "parked", why, anomaly_id, self._now()))

    def settle(self, tx: Connection, delivery: Delivery, attempt: _Attempt) -> Settled:
        """Read a delivery and decide on it; `attempt` learns which anomaly it is about, should the rest fail."""
        reader = self._readers.get(delivery.source)
        heard = reader(delivery) if reader else Unreadable(f"source inconnue : {delivery.source}")
        if isinstance(heard, Pair):
            heard = self._casebook.paired(tx, heard)
        if isinstance(heard, Ignored):
            return Settled(delivery, "ignored", heard.name)
        if isinstance(heard, Unreadable):
            return Settled(delivery, "parked", heard.why)
        if isinstance(heard, Preferred):
            return self._prefer(tx, delivery, heard)
        if isinstance(heard, Planned | CalledOff):
            return self._plan(tx, delivery, heard)
        return self._claimed(tx, delivery, heard, attempt)

    def _claimed(self, tx: Connection, delivery: Delivery, heard: Claim, attempt: _Attempt) -> Settled:
        if isinstance(heard.about, AboutHere):
            found = self._casebook.pointed(tx, heard.about, heard.at)
            if isinstance(found, Offer):
                stranger = turned_away(heard, delivery, self._casebook.contracts, self._wall(), unnamed=True)
                outbox.put(tx, stranger or asked(found, delivery, heard.reply, self._wall()))
                return Settled(delivery, "handled", "demande de quelle anomalie il s'agit")
            case: Case | None = found
        else:
            case = self._casebook.find(tx, heard.about, heard.at)
        if case is None or hidden(heard, case):
            outbox.put(tx, turned_away(heard, delivery, self._casebook.contracts, self._wall()))
            why = "hors contrat" if heard.reply is None else "anomalie inconnue" if case is None else STRANGER
            return Settled(delivery, "ignored", why)
        attempt.anomaly_id = case.id
        if anomalies.lock(tx, case.id):
            case = self._casebook.find(tx, AboutAnomaly(case.id), heard.at) or case
        behind = mailbox.blocked(tx, case.id)
        if behind is not None and behind < delivery.id and delivery.source != "clock":
            return Settled(delivery, "parked", f"attend la livraison {behind}", case.id)
        return self._decide(tx, delivery, heard, case)

    def _prefer(self, tx: Connection, delivery: Delivery, heard: Preferred) -> Settled:
        preferences.keep(tx, heard.reply.user, heard.name, heard.value, heard.at)
        outbox.put(tx, repainting(delivery, heard.reply, self._wall()))
        return Settled(delivery, "handled", f"préférence : {heard.name}")

    def _plan(self, tx: Connection, delivery: Delivery, heard: Planned | CalledOff) -> Settled:
        if isinstance(heard, Planned):
            absences.keep(tx, heard.absence)
        else:
            absences.cancel(tx, heard.absence, heard.reply.user, heard.at)
        self._casebook.mind(tx, self._now())
        outbox.put(tx, repainting(delivery, heard.reply, self._wall()))
        return Settled(delivery, "handled", "absence" if isinstance(heard, Planned) else "absence annulée")

    def _decide(self, tx: Connection, delivery: Delivery, heard: Claim, case: Case) -> Settled:
        facts = heard.facts(case.contract, case.known)
        if isinstance(facts, Ignored) and heard.shows and case.removed_at is not None and heard.at > case.removed_at:
            facts = (heard.shows(case.contract),)
        if not case.known and not isinstance(facts, Ignored) and self._deleted_since(tx, heard, case):
            facts = DELETED_SINCE
        if isinstance(facts, Ignored):
            # A deletion is remembered with what it deletes, which may be heard of afterwards.
            named = case.known or facts == NEVER_KNOWN
            return Settled(delivery, "ignored", facts.name, case.id if named else None)
        if heard.midway and not case.known and delivery.site in self._histories and not first_sight.is_over(delivery):
            return Settled(delivery, "aside", first_sight.AWAITED, case.id)
        if strange := self._strange(facts, case):
            return Settled(delivery, "parked", strange, case.id)
        # One instant for the whole decision, so that each clock is read once.
        case, now = self._casebook.for_facts(case, facts), self._now()
        if mark := imported_history.mark(delivery):
            decision = imported_history.decided(case, facts, now, mark)
        else:
            decision = decide(case.history, facts, case.opening, case.contract, now, heard.refusable)
        self._save(tx, case, decision, delivery, heard, now)
        return Settled(delivery, _STATES[decision.outcome], _said(decision), case.id if _kept(case, decision) else None)

    def _deleted_since(self, tx: Connection, heard: Claim, case: Case) -> bool:
        """Whether the deletion of the issue was heard before anything else of it, and is no earlier than this."""
        told = (one.delivery for one in mailbox.ignored(tx, case.id) if one.outcome == NEVER_KNOWN.name)
        claims = (self._readers[one.source](one) for one in told)
        return any(isinstance(claim, Claim) and claim.at >= heard.at for claim in claims)

    def _strange(self, facts: tuple[Fact, ...], case: Case) -> str:
        """Why facts cannot have happened when they say, "" when they can: a figure built on them would not stand up."""
        latest = max(fact.at for fact in facts)
        if latest > self._now() + SKEW:
            return f"fait daté du futur ({latest:%d/%m/%Y %H:%M} UTC) : réglez l'horloge de la source, puis rejouez"
        begins = self._casebook.begins(case.contract)
        if min(fact.at for fact in facts) < begins:
            return f"fait antérieur au contrat {case.contract.id}, qui commence le {begins:%d/%m/%Y}"
        return ""

    def _save(
        self, tx: Connection, case: Case, decision: Decision, delivery: Delivery, claim: Claim, now: datetime
    ) -> None:
        journal.append(tx, case.id, decision.facts, now)
        if decision.facts or (case.known and decision.outcome in _LOOK_AGAIN):
            anomalies.save(tx, decision.anomaly, now)
            rows = clock_rows(decision.anomaly, case.contract, now)
            clocks.save(
                tx, imported_history.asleep(rows) if imported_history.mark(delivery) == imported_history.MORE else rows
            )
        outbox.put(tx, errands(decision, delivery, claim.reply, case, now, self._wall()))
        outbox.put(tx, repainting(delivery, claim.reply, self._wall()))
        if any(isinstance(fact.what, Retried) for fact in decision.facts):
            outbox.replay_of(tx, case.id)
        for fact in decision.facts:
            if isinstance(fact.what, FieldsGiven):
                outbox.replay_move(tx, case.id, fact.what.to)


# What a clock's alert found changes nothing, but the clock must be told when it is next due.
_LOOK_AGAIN = (Outcome.STALE, Outcome.KNOWN)

_STATES: Mapping[Outcome, mailbox.State] = {
    Outcome.RECORDED: "handled",
    Outcome.KNOWN: "ignored",
    Outcome.REFUSED: "handled",
    Outcome.STALE: "ignored",
    Outcome.UNCHANGED: "handled",
}


def _said(decision: Decision) -> str:
    match decision.outcome:
        case Outcome.RECORDED:
            return ", ".join(fact.what.kind for fact in decision.facts)
        case Outcome.KNOWN:
            return "déjà connu"
        case Outcome.REFUSED:
            return "refusé, avec ce qui manque"
        case Outcome.STALE:
            return "alerte périmée"
        case Outcome.UNCHANGED:
            return "ne change rien"


def _kept(case: Case, decision: Decision) -> bool:
    return case.known or bool(decision.facts)
