"""A worker that is killed while it keeps checkpoints loses nothing, repeats nothing and leaves no false checkpoint."""

import asyncio
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from connectors.contracts import load_folder
from connectors.parsed_delivery import AboutAnomaly, Delivery
from connectors.store import Connection, Store, chain
from rules import events
from rules.contract import PauseReason
from scheduler.cases.case_loader import Casebook
from scheduler.cases.kept_folds import KeptFolds
from tests.plain_contracts import PLAIN
from tests.scheduler.given import CP, DEV, RAISED, RM
from tests.scheduler.plain_deliveries import NOON, Left, anomaly, hear, left, said, work, worker

pytestmark = pytest.mark.long

ANOMALIES = ("a1", "a2")
TURN = (
    (events.Paused(PauseReason.CLIENT, "compte"), DEV),
    (events.ClientAnswered("voici"), RM),
    (events.Taken(), CP),
    (events.WorkStarted(), DEV),
)
FACTS = 30
KILLS = (1, 2, 3, 8, 13)  # at which step of a save, before or after its row is written
WORKING = """
import asyncio, sys
from connectors.store import Store
from connectors.store.checkpoints import Checkpoints
from scheduler.cases.kept_folds import KeptFolds
from tests.scheduler.plain_deliveries import worker

def told(word):
    print(word, flush=True)
    sys.stdin.readline()

save = Checkpoints.save

def slowly(self, *given):
    told("saving")
    save(self, *given)
    told("saved")

Checkpoints.save = slowly

async def main():
    store = Store(sys.argv[1])
    await store.open()
    one = worker(store, folds=KeptFolds(long=3, often=2))
    while await one.once():
        pass
    print("done", flush=True)
    await store.close()

asyncio.run(main())
"""


def deliveries() -> list[Delivery]:
    """Two anomalies that live long, each with facts that come later than younger ones."""
    heard = [said("jira", f"{one}:born", anomaly(one), RAISED) for one in ANOMALIES]
    for number in range(FACTS):
        what, by = TURN[number % len(TURN)]
        late = 1000 if number % 7 == 6 else 0
        heard += [
            said("jira", f"{one}:{number}", anomaly(one), what, by=by, after=60 * (number + 20) - late)
            for one in ANOMALIES
        ]
    return heard


async def killed(url: str, steps: int) -> bool:
    """Work in a process that is killed at that step of its saves, which it waits in; whether it did everything."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WORKING,
        url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdin is not None
    while (heard := await process.stdout.readline()) not in (b"", b"done\n"):
        steps -= heard in (b"saving\n", b"saved\n")
        if steps == 0:
            process.kill()
            break
        process.stdin.write(b"\n")
        await process.stdin.drain()
    await process.wait()
    return heard == b"done\n"


async def calm(several: Sequence[Delivery], folder: Path) -> Left:
    """What the same deliveries leave under a worker that is left alone and keeps no checkpoint."""
    store = Store(f"sqlite:///{folder / 'calm.db'}")
    await store.open()
    await hear(store, several)
    await work(worker(store, folds=KeptFolds(long=1_000_000)))
    found = await store.read(left)
    await store.close()
    return found


@pytest.mark.timeout(240)
async def test_worker_killed_in_its_saves_loses_and_repeats_nothing(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    several = deliveries()
    await hear(store, several)
    for steps in KILLS:
        assert not await killed(store_url, steps)
    assert await killed(store_url, -1)
    found, broken = await store.read(left), await store.read(chain.verify)
    assert broken == []
    assert {state for state, _ in found.ends.values()} == {"handled"}
    assert found == await calm(several, tmp_path)
    casebook = Casebook(store, load_folder(PLAIN))
    assert await store.read(partial(_proved, casebook)) == [True for _ in ANOMALIES]


def _proved(casebook: Casebook, tx: Connection) -> list[bool]:
    """Whether each anomaly has a checkpoint that leads where its whole journal does."""
    proved = []
    for one in ANOMALIES:
        folded, whole = (find(tx, AboutAnomaly(one), NOON) for find in (casebook.find_folded, casebook.find))
        assert folded is not None
        assert whole is not None
        proved.append(folded.facts is None and folded.reached == whole.reached)
    return proved
