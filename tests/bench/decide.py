"""How many deliveries are read, decided and saved a second, by one worker on SQLite."""

import asyncio
import tempfile
import time
from pathlib import Path

from bot.app import Vigie
from connectors.contracts import load_folder
from connectors.parsed_delivery import Delivery
from scheduler.service_clocks import utc_now
from tests.bench.figure import Figure
from tests.bench.requests import event
from tests.bench.servers import EXAMPLES
from tests.bot.given import settings

DELIVERIES = 5000


async def decide() -> list[Figure]:
    """Ten Jira events an anomaly: its creation, then changes of status that pause, resume and stop its clocks."""
    with tempfile.TemporaryDirectory() as folder:
        vigie = Vigie(settings(Path(folder)), load_folder(EXAMPLES))
        await vigie.store.open()
        try:
            await asyncio.gather(*(vigie.store.hear(_delivery(number)) for number in range(DELIVERIES)))
            began = time.perf_counter()
            while await vigie.work_once():
                pass
            seconds = time.perf_counter() - began
        finally:
            await vigie.slack.close()
            await vigie.jira.close()
            await vigie.store.close()
    return [Figure("decide", DELIVERIES / seconds, "deliveries/s")]


def _delivery(number: int) -> Delivery:
    body, identifier = event(number)
    return Delivery("jira", "default", identifier, body, utc_now())
