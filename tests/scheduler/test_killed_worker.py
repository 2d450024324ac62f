"""A worker that is killed among urgent deliveries loses nothing and repeats nothing, whatever it had overtaken."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from connectors.parsed_delivery import Delivery
from connectors.store import Store, chain
from rules import events
from tests.scheduler.given import CP, RAISED
from tests.scheduler.plain_deliveries import Left, anomaly, hear, issue, left, quiet, said, work, worker

pytestmark = pytest.mark.long

KILLS = 2
WORKING = """
import asyncio, sys
from connectors.store import Store
from tests.scheduler.plain_deliveries import worker

async def main():
    store = Store(sys.argv[1])
    await store.open()
    one = worker(store)
    while await one.once():
        print("turn", flush=True)
    print("done", flush=True)
    await store.close()

asyncio.run(main())
"""


def deliveries(count: int = 40, pressed: int = 8) -> list[Delivery]:
    """Webhooks that raise anomalies and tell of them, then what people pressed about some of these."""
    raised = [said("jira", f"r{at}", issue(at), RAISED) for at in range(count)]
    told = [said("jira", f"w{at}", issue(at), events.WorkLogged(str(at), 60), after=1) for at in range(count)]
    urgent = [said("slack", f"p{at}", anomaly(f"a{at}"), RAISED, after=2) for at in range(pressed)]
    taken = [said("slack", f"t{at}", anomaly(f"a{at}"), events.Taken(), by=CP, after=3) for at in range(pressed)]
    return [*raised, *told, *urgent, *taken]


async def killed(url: str, turns: int) -> bool:
    """Work in a process that is killed after so many turns; whether it had done everything before."""
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKING, url, stdout=asyncio.subprocess.PIPE, cwd=root
    )
    assert process.stdout is not None
    heard = b""
    while turns and (heard := await process.stdout.readline()) not in (b"", b"done\n"):
        turns -= heard == b"turn\n"
    if turns == 0:
        process.kill()
    await process.wait()
    return heard == b"done\n"


async def calm(several: Sequence[Delivery], folder: Path) -> Left:
    """What the same deliveries leave when they are handled in their order, by a worker that is left alone."""
    store = Store(f"sqlite:///{folder / 'calm.db'}")
    await store.open()
    await hear(store, quiet(several))
    await work(worker(store))
    found = await store.read(left)
    await store.close()
    return found


@pytest.mark.timeout(240)
async def test_a_killed_worker_loses_and_repeats_nothing(store: Store, store_url: str, tmp_path: Path) -> None:
    several = deliveries()
    await hear(store, several)
    for turns in range(1, KILLS + 1):
        assert not await killed(store_url, turns)
    assert await killed(store_url, -1)
    found, whole = await store.read(left), await store.read(chain.verify)
    assert whole == []
    assert {state for state, _ in found.ends.values()} == {"handled"}
    assert found == await calm(several, tmp_path)
