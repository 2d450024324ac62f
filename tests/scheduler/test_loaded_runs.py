"""Whatever order urgency and load give them, deliveries leave what they leave when nothing else happens."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import topics
from connectors.parsed_delivery import About, AboutKey, Delivery
from connectors.store import Connection, Store, clocks, mailbox
from rules import events
from rules.contract import ClockName, PauseReason
from rules.events import VIGIE, Actor, Happening, ThresholdReached
from scheduler.alert_deliveries import alert_delivery
from scheduler.cases.kept_folds import KeptFolds
from scheduler.worker import Worker
from tests.scheduler.given import CP, DEV, RAISED, RM
from tests.scheduler.plain_deliveries import NOON, Left, anomaly, hear, issue, left, quiet, said, work, worker

ANOMALIES = 3
NEVER = 1_000_000  # facts
NUMBERS = count(1)
WORDS = ("worked", "retitled", "taken", "paused", "resumed", "typed", "alert", "ticket", "linked")
HEARD = st.tuples(st.integers(0, ANOMALIES - 1), st.sampled_from(WORDS))
WORKED = st.just(None)
PLOTS = st.lists(st.one_of(HEARD, HEARD, WORKED), min_size=5, max_size=25)

Step = tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Cast:
    """The anomalies of one run, called by a `name` of as many characters in every run."""

    name: str
    number: str

    def anomaly(self, at: int) -> str:
        return f"{self.name}a{at}"

    def issue(self, at: int) -> int:
        return int(f"{self.number}{at}")

    def key(self, at: int) -> str:
        return f"BOU-{self.issue(at)}"

    def words(self, plot: Sequence[Step], deadlines: Sequence[datetime]) -> Iterator[Delivery | None]:
        for after, step in enumerate(plot):
            yield None if step is None else self._said(after + 10, *step, deadlines)

    def _said(self, after: int, at: int, word: str, deadlines: Sequence[datetime]) -> Delivery:
        own, ours, other = issue(self.issue(at)), anomaly(self.anomaly(at)), (at + 1) % ANOMALIES
        if word == "alert":
            due = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, 0.5, deadlines[at])
            return alert_delivery(ours.id, due, NOON.replace(second=after))
        name = f"{self.name}:{after}:{word}"
        told: Mapping[str, tuple[str, About, Happening, Actor]] = {
            "worked": ("jira", own, events.WorkLogged(name, 60), DEV),
            "retitled": ("jira", own, events.Retitled(f"Panier {after}"), RM),
            "resumed": ("jira", own, events.Resumed(), CP),
            "linked": ("jira", own, events.DuplicateOf(self.key(other)), CP),
            "ticket": ("jira", ours, events.TicketAttached("default", own.id, self.key(at)), VIGIE),
            "taken": ("slack", ours, events.Taken(), CP),
            "paused": ("slack", ours, events.Paused(PauseReason.CLIENT, "compte"), CP),
            "typed": ("slack", AboutKey(self.key(at)), events.DiagnosisStarted(), DEV),
        }
        both = {
            "linked": (topics.issue("default", own.id), topics.issue("default", str(self.issue(other)))),
            "ticket": (topics.subject(ours.id), topics.issue("default", own.id)),
        }
        source, about, what, by = told[word]
        known = {"topics": both[word]} if word in both else {}
        return said(source, name, about, what, by=by, after=after, **known)

    def same(self, found: Left, other: "Cast") -> Left:
        """What a run of this cast left, as if the other one had played it."""

        def told(text: str) -> str:
            return text.replace(self.name, other.name).replace(self.number, other.number)

        ends, journals, errands = (
            {name: one for name, one in part.items() if self.name in name}
            for part in (found.ends, found.journals, found.errands)
        )
        return Left(
            {told(name): (state, told(why)) for name, (state, why) in ends.items()},
            {told(name): [told(one) for one in facts] for name, facts in journals.items()},
            {told(name): [told(one) for one in owed] for name, owed in errands.items()},
        )


async def born(store: Store, cast: Cast) -> list[datetime]:
    """The anomalies of a cast, the first without a ticket; when their first clocks end."""
    for at in range(ANOMALIES):
        await hear(store, [said("jira", f"{cast.name}:born:{at}", anomaly(cast.anomaly(at)), RAISED)])
        what = events.TicketAttached("default", str(cast.issue(at)), cast.key(at))
        if at:
            await hear(store, [said("jira", f"{cast.name}:has:{at}", anomaly(cast.anomaly(at)), what, after=1)])
    await work(worker(store))

    def deadlines(tx: Connection) -> list[datetime]:
        rows = [clocks.of(tx, cast.anomaly(at)) for at in range(ANOMALIES)]
        first = [row.deadline for each in rows for row in each if row.clock is ClockName.ACKNOWLEDGEMENT]
        return [deadline for deadline in first if deadline]

    return await store.read(deadlines)


async def all_done(store: Store, workers: Sequence[Worker]) -> None:
    while (await store.read(mailbox.count_by_state)).get("waiting"):
        await asyncio.gather(*(work(one) for one in workers))


async def loaded(stores: Sequence[Store], cast: Cast, plot: Sequence[Step]) -> Left:
    """Deliveries pour in while two workers take turns, and keep every fold."""
    deadlines = await born(stores[0], cast)
    workers = [worker(store, folds=KeptFolds(long=2, often=2)) for store in stores]
    for one in cast.words(plot, deadlines):
        if one is None:
            await asyncio.gather(*(each.once() for each in workers))
        else:
            await hear(stores[0], [one])
    await all_done(stores[0], workers)
    return await stores[0].read(left)


async def unhurried(store: Store, cast: Cast, plot: Sequence[Step]) -> Left:
    """Each delivery is handled before the next is heard, by a worker that folds the whole journal each time."""
    deadlines = await born(store, cast)
    one = worker(store, folds=KeptFolds(long=NEVER))
    for each in cast.words(plot, deadlines):
        if each is not None:
            await hear(store, quiet([each]))
            await work(one)
    return await store.read(left)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(plot=PLOTS)
async def test_a_loaded_run_leaves_what_a_quiet_run_leaves(store: Store, store_url: str, plot: list[Step]) -> None:
    number = next(NUMBERS)
    hurried, calm = Cast(f"L{number:04}", f"2{number:04}"), Cast(f"Q{number:04}", f"1{number:04}")
    rival = Store(store_url)
    await rival.open()
    try:
        found = hurried.same(await loaded((store, rival), hurried, plot), calm)
    finally:
        await rival.close()
    assert found == calm.same(await unhurried(store, calm, plot), calm)
