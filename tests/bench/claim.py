"""What it costs to claim due errands beside twenty thousand unfinished lanes, against a hundred."""

import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from itertools import count

from connectors.store import Store, outbox
from scheduler.errands.relay import LEASE
from tests.bench.databases import fresh, named, urls
from tests.bench.figure import Figure
from tests.bench.rounds import Named, in_turn
from tests.connectors.store.samples import NOON, errand

FEW, MANY = 100, 20_000
HANDS, CLAIMS, TOGETHER = 64, 10, 1_000
TOMORROW = NOON + timedelta(days=1)
NUMBERS = count()


async def claim() -> list[Figure]:
    """Sixty-four due heads a claim; half of the lanes wait, and one holds as many due errands behind what waits."""
    figures: list[Figure] = []
    for dialect, server in urls():
        async with AsyncExitStack() as stack:
            few, many = [await _filled(stack, server, lanes) for lanes in (FEW, MANY)]
            name = Named(named("claim", dialect), "ms")
            figures += await in_turn([name], partial(_claimed, many), partial(_claimed, few))
    return figures


async def _filled(stack: AsyncExitStack, server: str, lanes: int) -> Store:
    store = Store(stack.enter_context(fresh(server)))
    await store.open()
    stack.push_async_callback(store.close)
    waiting = [errand(f"waits:{at}", f"lane:{at}", TOMORROW) for at in range(lanes // 2)]
    behind = [errand(f"behind:{at}", "lane:0") for at in range(lanes // 2)]
    every = [*waiting, *behind]
    for first in range(0, len(every), TOGETHER):
        await store.write(partial(outbox.put, errands=every[first : first + TOGETHER]))
    await _claimed(store)
    return store


async def _claimed(store: Store) -> Sequence[float]:
    """The median of some claims; what was claimed is done in between."""
    spent = []
    for _ in range(CLAIMS):
        numbers = [next(NUMBERS) for _ in range(HANDS)]
        due = [errand(f"due:{number}", f"due:{number % (2 * HANDS)}") for number in numbers]
        await store.write(partial(outbox.put, errands=due))
        began = time.perf_counter()
        claimed = await store.write(partial(outbox.claim, now=NOON, lease=LEASE, limit=HANDS))
        spent.append((time.perf_counter() - began) * 1000)
        assert len(claimed) == HANDS, len(claimed)
        for one in claimed:
            await store.write(partial(outbox.done, id=one.id, at=NOON))
    return (statistics.median(spent),)
