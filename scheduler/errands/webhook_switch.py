"""Switches off a webhook that failed for a day: keeps its errands, and tells people once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import structlog

from connectors.channels import Performer, Result, Stage
from connectors.delivery_errors import Held, NotNow, TurnedAway
from connectors.route import WEBHOOK
from connectors.store import Connection, Store, lasting, outbox, webhooks
from connectors.store.outbox import Errand
from connectors.store.webhooks import Failing
from connectors.wording import said
from rules.change import recipient
from rules.contract import Contract, Role
from rules.effects import Effect, Message, Publish, Say, Tell, Value
from scheduler.cases.case_loader import Casebook
from scheduler.errands.queueing import errand

PATIENCE = timedelta(days=1)
SAVING = 10.0  # seconds for which a fault of the database is waited out after a call

Now = Callable[[], datetime]

log = structlog.get_logger("vigie.webhooks")


class Switch:
    """Stands before the performer that publishes, and remembers since when each webhook fails.

    `now` is Vigie's clock, by which contracts hold; `wall` the machine's, by which a day of failures is counted.
    """

    name: ClassVar[str] = WEBHOOK
    performs: ClassVar[tuple[type[Effect], ...]] = (Publish,)

    def __init__(self, performer: Performer, store: Store, casebook: Casebook, now: Now, wall: Now) -> None:
        self._performer, self._store, self._casebook, self._now, self._wall = performer, store, casebook, now, wall

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Send, unless it is switched off. Raises Held where it is, else what the performer raises."""
        if not isinstance(effect, Publish):
            raise TypeError(f"webhooks do not perform {type(effect).__name__}")
        failing = await self._store.read(lambda tx: webhooks.of(tx, effect.to))
        if failing and failing.disabled_at:
            raise self._held(failing)
        try:
            result = await self._performer.perform(effect, stage)
        except (NotNow, TurnedAway) as failure:
            why = failure.why.removeprefix("webhook: ")
            await lasting(lambda: self._failed(effect.to, why), SAVING)
            raise
        if failing and result.ref:
            await lasting(lambda: self._store.write(lambda tx: webhooks.works(tx, effect.to)), SAVING)
        return result

    async def _failed(self, name: str, why: str) -> None:
        """Remember since when. Raises Held once that is a day ago."""
        failing = await self._store.write(lambda tx: self._note(tx, name, why))
        if failing.disabled_at:
            raise self._held(failing)

    def _note(self, tx: Connection, name: str, why: str) -> Failing:
        at = self._wall()
        failing = webhooks.fails(tx, name, at, why)
        if at - failing.failing_since < PATIENCE or not webhooks.disable(tx, name, at):
            return failing
        outbox.put(tx, list(_told(self._casebook.contracts.holding(self._now()), failing, at)))
        since, remedy = failing.failing_since.isoformat(), self._remedy(name)
        log.error("webhook switched off", webhook=name, since=since, why=why, remedy=remedy)
        return failing._replace(disabled_at=at)

    def _held(self, failing: Failing) -> Held:
        return Held(said("errands.webhook_off", webhook=failing.name), self._remedy(failing.name))

    def _remedy(self, name: str) -> str:
        return said("remedy.webhook_off", webhook=name)


def switched(
    performers: Sequence[Performer], store: Store, casebook: Casebook, now: Now, wall: Now
) -> tuple[Performer, ...]:
    """The same performers, with a switch before the one that publishes."""
    return tuple(Switch(one, store, casebook, now, wall) if Publish in one.performs else one for one in performers)


def enable(tx: Connection, name: str) -> int:
    """Switch a webhook on, and owe again, in its order, all that waits for it; how much that is."""
    webhooks.enable(tx, name)
    return outbox.replay_lane(tx, _lane(name))


def waiting(tx: Connection, name: str) -> int:
    """The number of errands parked for a webhook."""
    return sum(one.lane == _lane(name) for one in outbox.parked(tx))


def _lane(name: str) -> str:
    return f"{WEBHOOK}:{name}"


def _told(contracts: Iterable[Contract], failing: Failing, at: datetime) -> Iterator[Errand]:
    """To each CP of the contracts that name it, once to somebody who is in several."""
    told: set[str] = set()
    for contract in contracts:
        if failing.name not in (one.name for one in contract.webhooks):
            continue
        values: dict[str, Value] = {
            "client": contract.client,
            "webhook": failing.name,
            "since": failing.failing_since,
            "why": failing.why,
        }
        message = Message(Say.WEBHOOK_DISABLED, values)
        for person in contract.holders(Role.CP):
            if person.id in told:
                continue
            told.add(person.id)
            to = recipient(contract, person)
            about = _lane(failing.name)
            yield errand(Tell(to, message), contract, about, key=f"{about}:{at.isoformat()}:{person.id}", at=at)
