"""A service that starts goes on where the one before it left off, and checks what it left."""

from structlog.testing import capture_logs

from connectors.contracts import load_folder
from connectors.store import Connection, Store, lane_heads, outbox
from connectors.store.tables import lane_heads as table
from scheduler.bells import Bells
from scheduler.cases.case_loader import Casebook
from scheduler.errands.relay import LEASE
from scheduler.job_context import Connections, JobContext
from scheduler.service_clocks import Clocks
from scheduler.take_over import take_over
from tests.connectors.store.samples import errand
from tests.plain_contracts import PLAIN
from tests.scheduler.given import Hand


async def test_a_wrong_lane_head_at_start_is_rebuilt_and_named(store: Store) -> None:
    hand, contracts = Hand(), load_folder(PLAIN)
    await store.write(lambda tx: outbox.put(tx, [errand("k1", "lost"), errand("k2", "kept")]))
    await store.write(lane_heads.look_again)
    await store.write(_lose)
    given = JobContext(
        store, Casebook(store, contracts), Clocks(hand.now, hand.now), Bells(), "fr", Connections({}, (), {}, None)
    )
    with capture_logs() as logs:
        await take_over(given, contracts, lambda: None)
    assert [(one["event"], one["lane"]) for one in logs if "lane" in one] == [("lane head rebuilt", "lost")]
    claimed = await store.write(lambda tx: outbox.claim(tx, hand.now(), LEASE, 9))
    assert [one.key for one in claimed] == ["k1", "k2"]


def _lose(tx: Connection) -> None:
    tx.execute(table.delete().where(table.c.lane == "lost"))
