"""From the outbox to the world: each errand is performed, tried again later, or parked with its remedy."""

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from connectors.channels import Performer, Result, Stage
from connectors.delivery_errors import Held, Never, NotNow
from connectors.parsed_delivery import AboutAnomaly
from connectors.preference_choices import ON, Preferences
from connectors.required_field import Wanted
from connectors.route import MAIL
from connectors.store import Connection, Store, anomalies, lasting, mailbox, outbox, passing, preferences
from connectors.store.outbox import Errand
from connectors.wording import Wording, said
from rules.contract import Contract
from rules.effects import (
    PERSONAL,
    Answer,
    AttachFile,
    CommentIssue,
    CreateIssue,
    Effect,
    Offer,
    PostRoom,
    PostThread,
    Say,
    Tell,
    TransitionIssue,
    UpdateCard,
    Write,
    WriteIssue,
)
from rules.events import Actor
from rules.reminders.stale_warnings import overtaken
from rules.reminders.told_hours import told_now, zone_of
from scheduler.bells import Bells
from scheduler.cases.case_loader import Case, Casebook, reason
from scheduler.errands import failure_notice
from scheduler.errands.clock_watch import ClockWatch
from scheduler.errands.enclosures import enclosed
from scheduler.errands.queueing import named, waited
from scheduler.service_clocks import Clocks, passed

# How long what a dead replica held is waited for; whoever lives renews it well before, however slow an errand is.
LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=5)
STALE = timedelta(minutes=1)  # what is left of a delay is worked out again before it is told later than that
MOST_ATTEMPTS = 300  # about a day
MANY_ATTEMPTS = 20
LATE_AFTER = timedelta(
    seconds=45
)  # more than a creation asks for that is tried again and found: the CP is told by then
AT_ONCE = 64
# Each claim is a commit: in a backlog, as many hands as this are worth one.
SOME = 16
A_MOMENT = timedelta(seconds=1)
REPLAY = "errands.replay"
SILENT_AFTER = timedelta(minutes=30)
_TOLD_OF = (UpdateCard, PostThread, Tell, PostRoom, Write)
_JIRA = (CreateIssue, TransitionIssue, WriteIssue, CommentIssue, AttachFile)

log = structlog.get_logger("vigie.relay")


def backoff(attempts: int) -> timedelta:
    """The wait before the next try: 2, 4, 8 ... seconds, five minutes at most."""
    return min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)


def patience(attempts: int, asked: timedelta | None) -> timedelta:
    """The wait before the next try: what the other side asks for, and after many tries no less than the back-off.

    A side that is down for hours and always asks for a moment must not use up a day of tries before the evening.
    """
    if asked is None:
        return backoff(attempts)
    return asked if attempts <= MANY_ATTEMPTS else max(asked, backoff(attempts))


class Relay:
    """Performs errands, several lanes at once and each lane in its order.

    Messages speak of Vigie's clock; tries wait by the machine's. `language` serves where no contract is known. It rings
    `heard` when an errand left a delivery, `owed` when a hand is free, `refused` when a message was parked.
    """

    def __init__(
        self,
        store: Store,
        casebook: Casebook,
        performers: Sequence[Performer],
        clocks: Clocks,
        language: str,
        bells: Bells,
    ) -> None:
        self._store, self._casebook, self._performers = store, casebook, performers
        self._now, self._wall, self._language, self._bells = clocks.now, clocks.wall, language, bells
        self._busy: dict[asyncio.Task[None], int] = {}
        self._held = self._looked = self._wall()
        self._watch = ClockWatch(store, clocks.elapsed, LONGEST_WAIT, LEASE)
        self._backlog = False

    async def once(self) -> bool:
        """Start what is due, as far as there are hands free; False when nothing could be started.

        Nothing is waited for: a vendor that takes its time holds its own errands, and a bell tells when a hand is free.
        """
        await self._hold()
        hands, now = AT_ONCE - len(self._busy), self._wall()
        await self._watch.look(now, self._busy.values())
        if hands <= 0 or (self._backlog and hands < SOME and not passed(self._looked, A_MOMENT, now)):
            return False
        claimed = await self._store.write(lambda tx: outbox.claim(tx, now, LEASE, hands))
        self._looked, self._backlog = now, len(claimed) == hands
        for errand in claimed:
            task = asyncio.create_task(self._perform(errand))
            self._busy[task] = errand.id
            task.add_done_callback(self._let_go)
        return bool(claimed)

    async def _hold(self) -> None:
        """Renew the leases of what is under way."""
        now = self._wall()
        if not passed(self._held, LEASE / 3, now):
            return
        if held := tuple(self._busy.values()):
            await self._store.write(lambda tx: outbox.hold(tx, held, now + LEASE))
        self._held = now

    async def settled(self) -> None:
        """Wait until every errand that was started has ended, one way or another."""
        while self._busy:
            await asyncio.wait(self._busy)

    def _let_go(self, task: asyncio.Task[None]) -> None:
        del self._busy[task]
        if not task.cancelled() and (error := task.exception()):
            # Its lease runs out, and it is taken again.
            log.error("errand left", error=type(error).__name__)
        self._bells.owed()

    async def _perform(self, errand: Errand) -> None:
        effect = type(errand.effect).__name__
        try:
            result = await self._result(errand)
        except NotNow as later:
            await self._later(errand, later)
        except Never as never:
            await self._never(errand, never)
        except Exception as error:  # a fault of ours must not stop the other lanes
            where = traceback.extract_tb(error.__traceback__)[-1]
            fault = said("errands.fault", error=type(error).__name__, function=where.name, line=where.lineno)
            why = reason(error) or fault
            if passing(error):  # of the database: it counts as tried, since part of it may be done
                await self._later(errand, NotNow(why))
            else:
                await self._park(errand, why, said(REPLAY), "")
        else:
            # What the world has seen is not done again for want of a line in the database.
            await lasting(partial(self._saved, errand, result), LEASE.total_seconds())
            log.info("errand done", id=errand.id, effect=effect, attempts=errand.attempts)
            if result.heard:
                self._bells.heard()

    async def _result(self, errand: Errand) -> Result:
        stage = await self._stage(errand)
        effect = _judged(errand, stage, old=self._wall() - errand.created_at > STALE)
        if effect is None:
            log.info("errand overtaken", id=errand.id, effect=type(errand.effect).__name__)
            return Result()
        for performer in self._performers:
            if performer.name == errand.route.channel and isinstance(effect, performer.performs):
                return await performer.perform(effect, stage)
        raise Never(said("errands.no_channel", effect=type(errand.effect).__name__), said("errands.set_channel"))

    async def _stage(self, errand: Errand) -> Stage:
        case = await self._case(errand)
        contract = case.contract if case else self._named(errand)
        chosen = await self._chosen(errand, contract)
        alone = isinstance(errand.effect, Tell | Write | Answer | Offer)
        return Stage(
            anomaly=case.anomaly if case else None,
            contract=contract,
            wording=self._wording(contract, chosen if alone else Preferences(), errand.effect),
            now=self._now(),
            card=case.card if case else None,
            key=errand.key,
            address=errand.route.address,
            reply=errand.reply,
            again=errand.attempts > 1,
            mentions=chosen.mentions == ON,
            redone=isinstance(errand.effect, UpdateCard) and await self._store.read(partial(outbox.redone, errand)),
            files=await enclosed(self._store, self._casebook, errand.effect),
        )

    async def _case(self, errand: Errand) -> Case | None:
        if errand.anomaly_id is None:
            return None
        return await self._casebook.look(AboutAnomaly(errand.anomaly_id), self._now())

    async def _concerned(self, errand: Errand) -> Case | None:
        """The case of whom a failure concerns; None where it cannot be read, which must not keep it from being said."""
        try:
            case = await self._case(errand)
            return case if case and case.anomaly.id else None  # folded here, where it may fail
        except Exception as error:
            if passing(error):
                raise
            log.error("case not read", id=errand.id, anomaly=errand.anomaly_id, error=type(error).__name__)
            return None

    async def _chosen(self, errand: Errand, contract: Contract | None) -> Preferences:
        """The preferences of the one person to whom it speaks."""
        user = _addressed(errand, contract)
        return await self._store.read(lambda tx: preferences.of(tx, user)) if user else Preferences()

    def _wording(self, contract: Contract | None, chosen: Preferences, effect: Effect) -> Wording:
        """In the language of its readers; in the zone of the one person to whom it goes."""
        if contract is None:
            return Wording(chosen.spoken(self._language), "UTC")
        to = effect.to.id if isinstance(effect, Tell | Write) else ""
        zone = zone_of(contract, next((one for one in contract.people if one.id == to), None))
        return Wording(chosen.spoken(contract.language), zone, contract.labels)

    def _named(self, errand: Errand) -> Contract | None:
        return named(errand.effect, self._casebook.contracts, self._now())

    async def _saved(self, errand: Errand, result: Result) -> None:
        notices = await self._noticed(errand, result)
        await self._store.write(lambda tx: self._done(tx, errand, result, notices))

    def _done(self, tx: Connection, errand: Errand, result: Result, notices: Sequence[Errand]) -> None:
        outbox.put(tx, notices)
        outbox.done(tx, errand.id, self._wall(), {"ref": result.ref} if result.ref else None)
        if result.card and errand.anomaly_id:
            anomalies.place_card(tx, errand.anomaly_id, *result.card)
        mailbox.keep(tx, result.heard)

    async def _later(self, errand: Errand, later: NotNow) -> None:
        """Wait as long as asked, or a little longer each time; after a day of trying, park."""
        if errand.attempts >= MOST_ATTEMPTS:
            await self._park(errand, later.why, said("errands.silent"), "")
            return
        at = self._wall() + patience(errand.attempts, later.after)
        log.info("errand later", id=errand.id, effect=type(errand.effect).__name__, why=later.why)
        notices = [*await self._ticket_late(errand, at), *await self._mail_late(errand, later)]

        def save(tx: Connection) -> int:
            outbox.retry(tx, errand.id, at, later.why, tried=later.tried)
            return outbox.put(tx, notices)

        if await self._store.write(save):
            log.warning("errand late", id=errand.id, effect=type(errand.effect).__name__, why=later.why)

    async def _never(self, errand: Errand, never: Never) -> None:
        """Refused for good: whom it concerns is told by another way than the one that refuses."""
        if not isinstance(errand.effect, _TOLD_OF):
            known = isinstance(never, Held)
            await self._park(errand, never.why, never.remedy, never.shown, never.wanted, known=known)
            return
        notices = await self._refusal(errand, never)
        await self._park(errand, never.why, never.remedy, never.shown, notices=notices)

    async def _refusal(self, errand: Errand, never: Never) -> list[Errand]:
        case = await self._concerned(errand)
        contract = case.contract if case else self._named(errand)
        return failure_notice.told_refused(errand, case, contract, never, self._wall())

    async def _park(
        self,
        errand: Errand,
        why: str,
        remedy: str,
        shown: str,
        wanted: tuple[Wanted, ...] = (),
        notices: Sequence[Errand] = (),
        *,
        known: bool = False,
    ) -> None:
        """Say it to the operator in the log, and to who acted and the CP when something was to land in Jira.

        The log makes no error of what the operator knows already.
        """
        case = await self._concerned(errand) if isinstance(errand.effect, _JIRA) else None
        told = shown or ("" if remedy == said(REPLAY) else remedy)
        owed = [*notices, *failure_notice.told_parked(errand, case, told, self._wall(), fillable=bool(wanted))]

        def save(tx: Connection) -> int:
            outbox.park(tx, errand.id, why, remedy, wanted)
            return outbox.put(tx, owed)

        new = await self._store.write(save)
        # One cause may park hundreds: the operator is called once, like everybody.
        say = log.error if (new or not notices) and not known else log.info
        say("errand parked", id=errand.id, effect=type(errand.effect).__name__, why=why, remedy=remedy)
        if isinstance(errand.effect, Tell | PostThread):
            self._bells.refused()

    async def _noticed(self, errand: Errand, result: Result) -> list[Errand]:
        """The notices of a part left undone, each once: to the operator in the log, to the CP in the chat."""
        if not result.notices:
            return []
        for notice in result.notices:
            log.warning("errand done in part", id=errand.id, why=notice.why, remedy=notice.remedy)
        return failure_notice.told_in_part(await self._concerned(errand), result.notices, self._wall())

    async def _mail_late(self, errand: Errand, later: NotNow) -> list[Errand]:
        """A mail server that is silent for long is told of by the chat; the e-mails are tried again."""
        if errand.route.channel != MAIL or self._wall() - errand.created_at < SILENT_AFTER:
            return []
        remedy = said("remedy.mail_silent")
        return await self._refusal(errand, Never(later.why, remedy, alike=later.alike))

    async def _ticket_late(self, errand: Errand, again: datetime) -> list[Errand]:
        """A Jira that is down, or rests, must not keep an anomaly from the CP, who is told once: the key can follow.

        Counted in time, because an errand that is held back does not count as tried.
        """
        if not isinstance(errand.effect, CreateIssue) or again - errand.created_at <= LATE_AFTER:
            return []
        case = await self._concerned(errand)
        return failure_notice.told_cp(errand, case, Say.TICKET_LATE, self._wall(), moves=("take", "qualify"))


def _judged(errand: Errand, stage: Stage, *, old: bool) -> Effect | None:
    """The effect as it holds now: a waiting message may have become false, or shorter."""
    effect = errand.effect
    if not stage.anomaly or not stage.contract:
        return effect
    if overtaken(effect, stage.anomaly, stage.contract, stage.now):
        return None
    if not isinstance(effect, Tell | Write | PostThread):
        return effect
    if not (old or waited(errand) or (isinstance(effect, Write) and effect.unsaid_since)):
        return effect
    message = told_now(effect.message, stage.anomaly, stage.contract, stage.now)
    return None if message is None else replace(effect, message=message)


def _addressed(errand: Errand, contract: Contract | None) -> str | None:
    """The chat user whom an errand speaks to alone, or calls in front of others."""
    match errand.effect:
        case Tell(to=to):
            return to.chat
        case Write(to=to, message=message) if message.say in PERSONAL:
            return to.chat
        case Answer() | Offer():
            return errand.reply.user if errand.reply else None
        case PostThread(mention=Actor(id=called)):
            return next((one.chat for one in (contract.people if contract else ()) if one.id == called), None)
    return None
