"""A delivery about an anomaly becomes a decision, saved with its facts, rows and errands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.jira.inbound import scope, undescribed_ends
from connectors.jira.inbound.jira_event import IssueEvent
from connectors.jira.inbound.translate import DELETED_SINCE, NEVER_KNOWN
from connectors.jira.inbound.worklog_reader import Work
from connectors.parsed_delivery import AboutAnomaly, AboutHere, AboutIssue, AboutKey, Claim, Delivery, Ignored, Pair
from connectors.store import Connection, anomalies, clocks, contract_issues, journal, mailbox, outbox
from connectors.store.anomalies import Known
from connectors.wording import LANGUAGES, said
from rules.decide import Decision, Outcome, decide_after
from rules.effects import Offer
from rules.events import Fact, FieldsGiven, Retried
from rules.fold.checkpoint import HistoryWanted
from rules.fold.kinds import kind_of
from scheduler import alert_deliveries
from scheduler.cases.case_loader import Case
from scheduler.cases.claimed_facts import claimed
from scheduler.cases.clock_rows import clock_rows
from scheduler.catching_up import first_sight, imported_history
from scheduler.errands.access_denied import hidden, turned_away
from scheduler.errands.failure_notice import told_undescribed
from scheduler.errands.held_up import held_up
from scheduler.errands.queueing import asked, errands, repainting
from scheduler.ledger.issue_intake import IssueIntake
from scheduler.subjects.subject import Desk, NotSettled, Settled, together

ELSEWHERE, UNKNOWN, STRANGER = "deliveries.out_of_contract", "deliveries.unknown_anomaly", "deliveries.stranger"
SKEW = timedelta(minutes=10)  # how far another clock may run ahead of ours


class AnomalySubject:
    """Finds the anomaly that is meant, locks it, and has the rules decide on what is claimed of it."""

    hears = (Claim, Pair)

    def __init__(self, desk: Desk) -> None:
        self._desk, self._casebook = desk, desk.casebook

    def settle(self, tx: Connection, delivery: Delivery, heard: Claim | Pair) -> Settled:
        """Decide on what is claimed, once the anomaly is found; raises NotSettled from then on."""
        claim = self._casebook.paired(tx, heard) if isinstance(heard, Pair) else heard
        if isinstance(claim, Ignored):
            return Settled(delivery, "ignored", claim.name)
        intake = IssueIntake(self._casebook.contracts, self._desk.now())
        about = claim.about
        if isinstance(claim.said, Work) and isinstance(about, AboutIssue) and intake.unknown(tx, about):
            if delivery.site in self._desk.histories and not first_sight.is_over(delivery):
                return Settled(delivery, "aside", said(first_sight.AWAITED))
            contract_issues.disown(tx, about.site, about.id, claim.at)
        booked = intake.heard(tx, claim)
        mailbox.keep(tx, booked)
        settled = self._settled(tx, delivery, claim)
        if booked and settled.state == "ignored":
            return replace(settled, state="handled", outcome=said("deliveries.booked"))
        return settled

    def _settled(self, tx: Connection, delivery: Delivery, claim: Claim) -> Settled:
        left = self._casebook.left_behind(tx, claim.about, claim.at) if isinstance(claim.about, AboutIssue) else ()
        if not left:
            return self._of_one(tx, delivery, claim, self._found(tx, delivery, claim))
        return self._of_several(tx, delivery, claim, left)

    def _of_several(self, tx: Connection, delivery: Delivery, claim: Claim, left: tuple[Case, ...]) -> Settled:
        """An issue that moved: each anomaly that it left is told so, and the one of its project hears what happened.

        All are locked first, in an order that all replicas share; one that is not saved yet comes last.
        """
        here = self._casebook.find_folded(tx, claim.about, claim.at)
        saved = {one.id for one in (*left, here) if one is not None and one.known}
        if [one for one in sorted(saved) if anomalies.lock(tx, one)] and isinstance(claim.about, AboutIssue):
            left = self._casebook.left_behind(tx, claim.about, claim.at)
        ends = [self._of_one(tx, delivery, claim, one) for one in left]
        return together((*ends, self._of_one(tx, delivery, claim, self._found(tx, delivery, claim))))

    def _of_one(self, tx: Connection, delivery: Delivery, claim: Claim, found: Case | Settled) -> Settled:
        if isinstance(found, Settled):
            return found
        try:
            return self._locked(tx, delivery, claim, found)
        except Exception as fault:
            raise NotSettled(found.id, fault) from fault

    def _found(self, tx: Connection, delivery: Delivery, claim: Claim) -> Case | Settled:
        """The anomaly that is meant, or how a delivery ends that means none which may be shown."""
        wall = self._desk.wall()
        if isinstance(claim.about, AboutHere | AboutKey):
            found = self._meant(tx, claim.about, claim.at)
            if isinstance(found, Offer):
                stranger = turned_away(claim, delivery, self._casebook.contracts, wall, unnamed=True)
                outbox.put(tx, stranger or asked(found, delivery, claim.reply, wall))
                return Settled(delivery, "handled", said("deliveries.asks_which"))
            case = found
        else:
            case = self._casebook.find_folded(tx, claim.about, claim.at)
        if case is None or hidden(claim, case):
            outbox.put(tx, turned_away(claim, delivery, self._casebook.contracts, wall))
            known = UNKNOWN if case is None else STRANGER
            return Settled(delivery, "ignored", said(known if claim.reply else ELSEWHERE))
        return case

    def _meant(self, tx: Connection, about: AboutHere | AboutKey, at: datetime) -> Case | Offer | None:
        book = self._casebook
        return book.pointed(tx, about, at) if isinstance(about, AboutHere) else book.named(tx, about, at)

    def _locked(self, tx: Connection, delivery: Delivery, claim: Claim, case: Case) -> Settled:
        if anomalies.lock(tx, case.id):
            case = self._casebook.find_folded(tx, AboutAnomaly(case.id), claim.at) or case
        behind = mailbox.blocked(tx, case.id)
        if behind is not None and behind < delivery.id and delivery.source != alert_deliveries.SOURCE:
            outbox.put(tx, held_up(claim, delivery, case, self._hindrance(tx, behind), self._desk.wall()))
            return Settled(delivery, "parked", said("deliveries.behind", delivery=behind), case.id)
        return self._decide(tx, delivery, claim, case)

    def _decide(self, tx: Connection, delivery: Delivery, claim: Claim, case: Case) -> Settled:
        if case.namesake is not None and first_sight.how(delivery) != first_sight.APART:
            return self._undecided(delivery, claim, case, case.namesake)
        facts = claimed(self._desk.readers[delivery.source], claim, case, case.known)
        if not case.known and not isinstance(facts, Ignored) and self._deleted_since(tx, claim, case):
            facts = Ignored(said(DELETED_SINCE))
        if isinstance(facts, Ignored):
            # A deletion is remembered with what it deletes, which may be heard of afterwards.
            named = case.known or facts.name in _never_known()
            if case.known:
                self._tell_undescribed(tx, delivery, claim, case)
            return Settled(delivery, "ignored", facts.name, case.id if named else None)
        if self._awaits_its_past(delivery, claim, case):
            return Settled(delivery, "aside", said(first_sight.AWAITED), case.id)
        if strange := self._strange(facts, case):
            alone = case.known and all(kind_of(fact.what).apart for fact in facts)
            return Settled(delivery, "parked", strange, None if alone else case.id)
        # One instant for the whole decision, so that each clock is read once.
        now = self._desk.now()
        try:
            case, decision = self._decision(tx, delivery, claim, case, facts, now)
        except HistoryWanted:
            whole = self._casebook.find(tx, AboutAnomaly(case.id), claim.at) or case
            case, decision = self._decision(tx, delivery, claim, whole, facts, now)
        self._save(tx, case, decision, delivery, claim, now)
        told = case if case.facts is None else replace(case, facts=(*case.facts, *decision.facts))
        self._tell_undescribed(tx, delivery, claim, told)
        kept = case.known or bool(decision.facts)
        return Settled(delivery, _STATES[decision.outcome], _said(decision), case.id if kept else None)

    def _undecided(self, delivery: Delivery, claim: Claim, case: Case, namesake: Known) -> Settled:
        """An issue whose key an anomaly has under another id: Jira is asked first whether it was renumbered."""
        if delivery.site in self._desk.histories and not first_sight.is_over(delivery):
            return Settled(delivery, "aside", said(first_sight.AWAITS_NUMBER), case.id)
        issue = claim.about.id if isinstance(claim.about, AboutIssue) else ""
        return Settled(delivery, "parked", first_sight.one_key(namesake, issue), case.id)

    def _decision(
        self, tx: Connection, delivery: Delivery, claim: Claim, case: Case, facts: tuple[Fact, ...], now: datetime
    ) -> tuple[Case, Decision]:
        """The decision, and the case under the contract that it was taken by. Raises HistoryWanted."""
        case = self._casebook.for_facts(case, facts)
        past = case.past(journal.ANOMALIES.known(tx, case.id, facts) if case.facts is None else frozenset())
        if imported_history.mark(delivery):
            return case, imported_history.decided(case, past, facts, now, delivery)
        return case, decide_after(past, facts, case.opening, case.contract, now, claim.refusable)

    def _tell_undescribed(self, tx: Connection, delivery: Delivery, claim: Claim, case: Case) -> None:
        """Tell the CPs at once that Jira ended an anomaly in a way that its contract does not describe."""
        status = undescribed_ends.status(claim, case.contract)
        if status and not imported_history.mark(delivery) and not (case.anomaly.closed or case.anomaly.gone):
            line = undescribed_ends.line(status, case.contract)
            outbox.put(tx, told_undescribed(case, status, line, self._desk.wall()))

    def _awaits_its_past(self, delivery: Delivery, claim: Claim, case: Case) -> bool:
        """Whether the issue is first heard of midway, and its history can be read first."""
        readable = delivery.site in self._desk.histories and not first_sight.is_over(delivery)
        # A move that Jira tells is the beginning of an anomaly under its second contract.
        told = case.second and isinstance(claim.said, IssueEvent) and scope.crosses(claim.said)
        return claim.midway and not case.known and readable and not told

    def _deleted_since(self, tx: Connection, claim: Claim, case: Case) -> bool:
        """Whether the deletion of the issue was heard before anything else of it, and is no earlier than this."""
        names = _never_known()
        told = (one.delivery for one in mailbox.ignored(tx, case.id) if one.outcome in names)
        claims = (self._desk.readers[one.source].read(one) for one in told)
        return any(isinstance(other, Claim) and other.at >= claim.at for other in claims)

    def _strange(self, facts: tuple[Fact, ...], case: Case) -> str:
        """Why facts cannot have happened when they say, "" when they can: a figure built on them would not stand up."""
        latest = max(fact.at for fact in facts)
        if latest > self._desk.now() + SKEW:
            return said("deliveries.from_the_future", at=latest)
        begins = self._casebook.begins(case.contract)
        if min(fact.at for fact in facts) < begins:
            return said("deliveries.before_contract", contract=case.contract.id, begins=begins)
        return ""

    def _hindrance(self, tx: Connection, number: int) -> datetime | None:
        """The instant of a parked delivery where that is what is wrong with it: another clock runs ahead of ours."""
        kept = mailbox.show(tx, number)
        reader = self._desk.readers.get(kept.delivery.source) if kept else None
        heard = reader.read(kept.delivery) if kept and reader else None
        ahead = isinstance(heard, Claim) and heard.at > self._desk.now() + SKEW
        return heard.at if ahead and isinstance(heard, Claim) else None

    def _save(
        self, tx: Connection, case: Case, decision: Decision, delivery: Delivery, claim: Claim, now: datetime
    ) -> None:
        wall = self._desk.wall()
        if journal.ANOMALIES.append(tx, case.id, decision.facts, now) == len(decision.facts):
            self._casebook.keep(tx, case, decision.anomaly, decision.facts)
        else:
            self._casebook.forget(tx, case.id)
        if decision.facts or (case.known and decision.outcome in _LOOK_AGAIN):
            anomalies.save(tx, decision.anomaly, now)
            rows = clock_rows(decision.anomaly, case.contract, now, case.anomaly if case.facts is None else None)
            clocks.save(
                tx, imported_history.asleep(rows) if imported_history.mark(delivery) == imported_history.MORE else rows
            )
        outbox.put(tx, errands(decision, delivery, claim.reply, case, now, wall))
        outbox.put(tx, repainting(delivery, claim.reply, wall))
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
_KEYS: Mapping[Outcome, str] = {
    Outcome.KNOWN: "deliveries.known",
    Outcome.REFUSED: "deliveries.refused",
    Outcome.STALE: "deliveries.stale",
    Outcome.UNCHANGED: "deliveries.unchanged",
}


def _never_known() -> frozenset[str]:
    """The name of an ignored deletion in each language: the installation may have spoken another one on that day."""
    return frozenset(said(NEVER_KNOWN).said_in(language) for language in LANGUAGES)


def _said(decision: Decision) -> str:
    key = _KEYS.get(decision.outcome)
    return said(key) if key else ", ".join(fact.what.kind for fact in decision.facts)
