"""Whatever happens to the errands, the heads of lanes say the same as they do, and claims are those of a full look."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, make_url

from connectors.store import Connection, lane_heads, migrations, outbox
from connectors.store.engines import WRITE, postgresql_engine, sqlite_engine
from connectors.store.tables import errands, lane_changes
from connectors.store.tables import lane_heads as lane_heads_table
from tests.connectors.store.lane_reference import Reference, kept, noted, said, stored
from tests.connectors.store.samples import MINUTE, NOON, errand

LEASE = timedelta(seconds=90)
LANES = "abc"
_LANE, _WHICH, _MINUTES = st.sampled_from(LANES), st.integers(0, 9), st.integers(-2, 3)
_STEPS = {
    "put": st.lists(st.tuples(_LANE, _MINUTES), min_size=1, max_size=4),
    "claim": st.integers(1, 4),
    "done": _WHICH,
    "retry": st.tuples(_WHICH, _MINUTES),
    "park": _WHICH,
    "replay": _WHICH,
    "replay_lane": _LANE,
    "replay_alike": _WHICH,
    "hold": st.none(),
    "let_go": st.none(),
    "wait": st.integers(1, 3),
}
_OFTEN = ("put", "claim", "claim", "claim", "done", "done", "retry", "park", "park", "replay", "wait", "wait")
_NAME = st.sampled_from((*_OFTEN, *_STEPS))
STEPS = st.lists(_NAME.flatmap(lambda name: st.tuples(st.just(name), _STEPS[name])), min_size=30, max_size=50)


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    url = make_url(store_url)
    lite = url.get_backend_name() == "sqlite"
    engine = sqlite_engine(url, WRITE, connections=1) if lite else postgresql_engine(url, connections=1)
    migrations.apply(engine)
    yield engine
    engine.dispose()


class Both:
    """The outbox and its reference, done the same things to."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.reference, self.now, self.numbers = engine, Reference(), NOON, count()
        with engine.begin() as tx:
            for table in (errands, lane_heads_table, lane_changes):
                tx.execute(delete(table))

    def do(self, name: str, given: object) -> None:
        with self.engine.begin() as tx:
            getattr(self, name)(tx, given)
            assert stored(tx) == [*self.reference.rows.values()]
            changed = noted(tx)
            right = {lane: head for lane, head in said(tx).items() if lane not in changed}
            assert {lane: head for lane, head in kept(tx).items() if lane not in changed} == right

    def put(self, tx: Connection, given: list[tuple[str, int]]) -> None:
        owed = [errand(f"k{next(self.numbers)}", lane, self.now + minutes * MINUTE) for lane, minutes in given]
        outbox.put(tx, owed)
        fresh = [row for row in stored(tx) if row.id not in self.reference.rows]
        for row in fresh:
            self.reference.put(row.id, row.lane, row.not_before)

    def claim(self, tx: Connection, limit: int) -> None:
        claimed = outbox.claim(tx, self.now, LEASE, limit)
        assert [(one.id, one.attempts) for one in claimed] == self.reference.claim(self.now, LEASE, limit)

    def done(self, tx: Connection, which: int) -> None:
        for one in self._which(which):
            outbox.done(tx, one, self.now)
            self.reference.done(one)

    def retry(self, tx: Connection, given: tuple[int, int]) -> None:
        which, minutes = given
        for one in self._which(which):
            outbox.retry(tx, one, self.now + minutes * MINUTE, "later")
            self.reference.retry(one, self.now + minutes * MINUTE)

    def park(self, tx: Connection, which: int) -> None:
        for one in self._which(which):
            outbox.park(tx, one, "never", "mend")
            self.reference.park(one)

    def replay(self, tx: Connection, which: int) -> None:
        for one in self._which(which):
            assert outbox.replay(tx, one) == bool(self.reference.replay([one]))

    def replay_lane(self, tx: Connection, lane: str) -> None:
        same = [row.id for row in self.reference.rows.values() if row.lane == lane]
        assert outbox.replay_lane(tx, lane) == self.reference.replay(same)

    def replay_alike(self, tx: Connection, which: int) -> None:
        for one in self._which(which):
            alike = self.reference.rows if self.reference.rows[one].state == "parked" else ()
            assert outbox.replay_alike(tx, one) == self.reference.replay(alike)

    def hold(self, tx: Connection, _: None) -> None:
        outbox.hold(tx, self.reference.hold(self.now + LEASE), self.now + LEASE)

    def let_go(self, tx: Connection, _: None) -> None:
        outbox.let_go(tx)
        self.reference.let_go()

    def wait(self, _: Connection, minutes: int) -> None:
        self.now += minutes * MINUTE

    def _which(self, number: int) -> list[int]:
        """One errand, most often one that is under way or parked."""
        rows = sorted(self.reference.rows.values(), key=lambda row: row.state not in ("doing", "parked"))
        return [rows[number % len(rows)].id] if rows else []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_heads_after_any_steps_are_those_of_the_errands(engine: Engine, steps: list[tuple[str, object]]) -> None:
    both = Both(engine)
    both.do("put", [(lane, 0) for lane in LANES * 2])
    for name, values in steps:
        both.do(name, values)
    with engine.begin() as tx:
        assert lane_heads.mend(tx) == []
        lane_heads.look_again(tx)
        assert noted(tx) == set()
        assert kept(tx) == said(tx)
