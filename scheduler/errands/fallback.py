"""Writes to those whom their chat keeps waiting: each message once, and as one list where there are many."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from connectors.channels.render_context import REVEALING, Stage, plain
from connectors.route import MAIL
from connectors.store import Connection, Store, outbox, periods, unsaid
from connectors.store.outbox import Errand
from connectors.wording import Wording, said
from connectors.wording.graphemes import cut
from rules.anomaly.state import Anomaly
from rules.change import recipient
from rules.contract import Choices, Contract
from rules.effects import Message, PostThread, Recipient, Say, Tell, Value, Write
from scheduler.cases.case_loader import Case, Casebook
from scheduler.errands.queueing import errand as queued
from scheduler.errands.queueing import named
from scheduler.lists.person_portfolio import found
from scheduler.service_clocks import passed

JOB = "mailed"
BEAT = timedelta(seconds=30)
APART = timedelta(minutes=2)  # between two turns to one person, and the least that joins a turn has waited
REACH = timedelta(days=1)
HANDFUL = 5
LINES = 40
LINE = 240
_GRAVEST = (Say.SECURITY_RAISED, Say.BREACH, Say.BREACH_TO_ROLE, Say.PROMISE_BROKEN)

log = structlog.get_logger("vigie.fallback")


@dataclass(frozen=True, slots=True)
class _Unsaid:
    """A message that its channel has not said, and for whom; `late` is whether it alone is reason enough to write."""

    errand: Errand
    to: Recipient
    message: Message
    anomaly: Anomaly | None
    contract: Contract | None
    late: bool


class Fallback:
    """Looks every half minute, and as soon as something is refused for good; `owed` wakes the relay.

    `now` is Vigie's clock (what letters speak of), `wall` the machine's (what errands wait by). `language` serves where
    no contract is known.
    """

    def __init__(
        self,
        store: Store,
        casebook: Casebook,
        now: Callable[[], datetime],
        wall: Callable[[], datetime],
        language: str,
        owed: Callable[[], None],
    ) -> None:
        self._store, self._casebook, self._now, self._wall = store, casebook, now, wall
        self._language, self._owed = language, owed
        # What waits at a start is given the time of a beat to be said at last.
        self._looked, self._asked, self._refused = wall(), False, True
        self._written: dict[str, datetime] = {}

    def refused(self) -> None:
        """Something that a person was to be told was refused for good."""
        self._asked = self._refused = True

    async def once(self) -> bool:
        """Look, unless it is too early; False, since whom it may not write to yet has to wait anyway."""
        wall = self._wall()
        if not self._asked and not passed(self._looked, BEAT, wall):
            return False
        refused = self._refused
        looked, self._looked, self._asked, self._refused = self._looked, wall, False, False
        try:
            await self._look(wall, refused)
        except Exception:  # a database that is gone: what was refused meanwhile is still to be looked at
            self._looked, self._asked, self._refused = looked, True, self._refused or refused
            raise
        return False

    async def _look(self, wall: datetime, refused: bool) -> None:
        groups = await self._store.read(lambda tx: self._groups(tx, wall, refused))
        ready = [group for group in groups if self._may_write(group[0].to, wall)]
        self._refused |= refused and len(ready) < len(groups)
        if ready:
            written = await self._store.write(lambda tx: [self._write(tx, group, wall) for group in ready])
            for group in ready:
                self._written[group[0].to.id] = wall
            if any(written):
                log.warning("mailed, for want of a chat", people=sum(map(bool, written)), messages=sum(written))
                self._owed()

    def _may_write(self, to: Recipient, wall: datetime) -> bool:
        last = self._written.get(to.id)
        return last is None or passed(last, APART, wall)

    def _groups(self, tx: Connection, wall: datetime, refused: bool) -> list[list[_Unsaid]]:
        """The unsent messages of each person for whom one is late, in the order in which they were owed."""
        kept = [*unsaid.waiting(tx, JOB, wall - APART), *(unsaid.parked(tx, JOB, wall - REACH) if refused else ())]
        people: dict[str, list[_Unsaid]] = {}
        for errand in sorted(kept, key=lambda one: one.id):
            one = self._addressed(tx, errand, wall)
            if one is not None:
                people.setdefault(one.to.id, []).append(one)
        return [group for group in people.values() if any(one.late for one in group)]

    def _addressed(self, tx: Connection, errand: Errand, wall: datetime) -> _Unsaid | None:
        effect = errand.effect
        if not isinstance(effect, Tell | PostThread) or errand.route.channel == MAIL:
            return None
        case = self._case(tx, errand)
        contract = case.contract if case else named(effect, self._casebook.contracts, self._now())
        to = effect.to if isinstance(effect, Tell) else _called(effect, contract)
        limit = (contract.choices if contract else Choices()).mail_fallback
        if to is None or limit is None:
            return None
        late = errand.state == "parked" or wall - errand.created_at >= limit
        anomaly = case.anomaly if case else None
        return _Unsaid(errand, _as_of_today(to, contract), effect.message, anomaly, contract, late)

    def _case(self, tx: Connection, errand: Errand) -> Case | None:
        return found(tx, self._casebook, errand.anomaly_id, self._now()) if errand.anomaly_id else None

    def _write(self, tx: Connection, group: list[_Unsaid], wall: datetime) -> int:
        """Owe one person the letters of what nobody else has claimed; how many messages they say."""
        ours = [one for one in group if periods.claim(tx, JOB, one.errand.key)]
        left = [one for one in ours if not _mailed_besides(tx, one)]
        if left and not left[0].to.email:
            why = said("errands.no_address")
            log.error("nobody told", person=left[0].to.id, messages=len(left), remedy=why)
            return 0
        outbox.put(tx, list(self._one_by_one(left, wall) if len(left) <= HANDFUL else self._listed(left, wall)))
        return len(left)

    def _one_by_one(self, group: Iterable[_Unsaid], wall: datetime) -> Iterator[Errand]:
        for one in group:
            effect = Write(one.to, one.message, self._since(one, wall), one.errand.route.channel)
            about = one.errand.anomaly_id
            key = f"{JOB}:{one.errand.key}"
            yield queued(effect, one.contract, about or JOB, key=key, at=wall, anomaly_id=about)

    def _listed(self, group: list[_Unsaid], wall: datetime) -> Iterator[Errand]:
        gravest_first = sorted(group, key=lambda one: one.message.say not in _GRAVEST)
        values: dict[str, Value] = {
            "via": group[0].errand.route.channel,
            "since": self._since(group[0], wall),
            "count": len(group),
            "unsaid": tuple(self._line(one) for one in gravest_first[:LINES]),
        }
        if len(group) > LINES:
            values["more"] = len(group) - LINES
        effect = Write(group[0].to, Message(Say.UNDELIVERED, values))
        yield queued(effect, group[0].contract, JOB, key=f"{JOB}:{group[0].errand.key}", at=wall)

    def _line(self, one: _Unsaid) -> str:
        """The two lines of a message that say what it is about, as its reader may read it in a mailbox."""
        contract = one.contract
        wording = (
            Wording(contract.language, contract.zone, contract.labels) if contract else Wording(self._language, "UTC")
        )
        stage = Stage(one.anomaly, contract, wording, self._now(), None, one.errand.key).discreet()
        if one.errand.anomaly_id and one.anomaly is None:  # it cannot be read, and may be told to few
            stage = replace(stage, hidden=REVEALING)
        return cut(" — ".join(plain(stage, one.message, "mail").split("\n")[:2]), LINE)

    def _since(self, one: _Unsaid, wall: datetime) -> datetime:
        return self._now() - (wall - one.errand.created_at)


def _called(effect: PostThread, contract: Contract | None) -> Recipient | None:
    people = contract.people if contract else ()
    called = effect.mention.id if effect.mention else None
    return next((recipient(contract, one) for one in people if contract and one.id == called), None)


def _as_of_today(to: Recipient, contract: Contract | None) -> Recipient:
    """The address may have been corrected since."""
    known = next((one for one in (contract.people if contract else ()) if one.id == to.id), None)
    return replace(to, email=known.email) if known else to


def _mailed_besides(tx: Connection, one: _Unsaid) -> bool:
    """Whether the decision that owes the message writes to the same person anyway."""
    mailed = (each.effect for each in unsaid.siblings(tx, one.errand) if each.route.channel == MAIL)
    return any(isinstance(effect, Tell | Write) and effect.to.id == one.to.id for effect in mailed)
