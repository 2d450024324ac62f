"""A start-up that finds very many alerts overdue says one thing a contract, and has the rest journalled.

`VIGIE_OVERDUE=5000` has five thousand of them, which takes minutes.
"""

import os
import resource
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from connectors.contracts import Contracts
from connectors.store import Connection, Store, clocks
from rules.effects import PostRoom, PostThread, Say, Tell, UpdateCard, Write
from tests.rules.calendars import at
from tests.scheduler.catching_up.test_overdue_lists import said, stopped
from tests.scheduler.crowd import HALF, crowd
from tests.scheduler.given import House

OVERDUE, CONTRACTS = int(os.environ.get("VIGIE_OVERDUE", "60")), 5
AWAKE = "2026-11-10 09:00"


async def test_thousands_overdue_make_one_list_a_contract_and_no_flood(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    boutique = next(one for one in house.casebook.contracts.all if one.id == "boutique-exemple")
    contracts = tuple(replace(boutique, id=f"contrat-{n}", client=f"Client {n}") for n in range(CONTRACTS))
    house.casebook.contracts = Contracts(contracts)
    await house.sweep.once()
    await crowd(sqlite_store, contracts, OVERDUE, house.hand.now() + HALF + timedelta(minutes=1))
    began = time.perf_counter()
    await stopped(house, AWAKE)
    spent, most = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{OVERDUE} overdue settled in {spent:.1f} s, at most {most:.0f} MiB", file=sys.stderr)  # noqa: T201
    assert Counter(str(one.values["client"]) for one in said(house, PostRoom)) == {one.client: 1 for one in contracts}
    assert {one.say for one in said(house, PostRoom)} == {Say.OVERDUE}
    assert sum(int(str(one.values["count"])) for one in said(house, PostRoom)) == OVERDUE
    assert said(house, PostThread) == []
    # The CP and the direction, once a contract each.
    assert len(said(house, Tell)) == len(said(house, Write)) == 2 * CONTRACTS
    # Edits of living messages are no posts; all the rest is the lists.
    told = [one for one, _ in house.performer.done if not isinstance(one, UpdateCard)]
    assert len(told) == 5 * CONTRACTS
    assert await sqlite_store.read(_due) == 0


def _due(tx: Connection) -> int:
    return len(clocks.due(tx, at(AWAKE), OVERDUE))
