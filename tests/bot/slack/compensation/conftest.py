"""The boutique whose one anomaly of October was late."""

from collections.abc import AsyncIterator

import pytest

from connectors.store import Store
from tests.bot.slack.compensation.priced import Priced, at, known, priced
from tests.bot.slack.world import world


@pytest.fixture
async def shop(store: Store) -> AsyncIterator[Priced]:
    """The boutique on 3 November; the one anomaly of October was late."""
    contract = priced()
    async with world(store, known(contract)) as one:
        one.now = at(11, 3)
        found = Priced(one, contract)
        await found.lived()
        yield found
