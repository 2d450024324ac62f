"""Over the real store too, through restarts, repeats and rivals: what is told is what the timeline implies."""

import random

import pytest

from connectors.store import Store, journal
from rules.events import Fact, System, ThresholdReached
from scheduler.sweep import Sweep
from tests.rules.cast import RAISED, RM
from tests.rules.reminders.test_alert_laws import LIFE, Life
from tests.scheduler.given import House

STEPS = 24
MINUTES = (2, 7, 30, 60, 95, 240, 600, 1440, 4320)


def restarted(house: House) -> House:
    """Other processes over the same store, which remember nothing."""
    fresh = House(house.store, house.performer)
    fresh.hand.instant, fresh.wall.instant = house.hand.instant, house.wall.instant
    fresh.told, fresh.ids, fresh.contracts = house.told, house.ids, house.contracts
    return fresh


def alerts(facts: tuple[Fact, ...]) -> list[tuple[object, ...]]:
    """The alerts of a journal, each by all that tells it from another."""
    return [(*one.what.about, one.what.share) for one in facts if isinstance(one.what, ThresholdReached)]


async def looked(house: House, *rivals: Sweep) -> None:
    """Let every replica look, until none finds anything."""
    found = True
    while found:
        found = any([await one.once() for one in (house.sweep, *rivals)])
        await house.settle()


@pytest.mark.parametrize("seed", range(8))
async def test_the_journal_holds_the_alerts_that_the_timeline_implies(sqlite_store: Store, seed: int) -> None:
    chance, house = random.Random(seed), House(sqlite_store)  # noqa: S311 - a plot, no secret
    contract = house.casebook.contracts.current("boutique-exemple", house.hand.now())
    assert contract is not None
    life = Life(contract)
    await house.hear(RAISED, RM)
    await house.settle()
    life.hear(RAISED, RM, house.hand.now(), System.JIRA)
    for step in range(STEPS):
        house.hand.later(minutes=chance.choice(MINUTES))
        if chance.random() < 0.2:
            house = restarted(house)
        if chance.random() < 0.6:
            rival = Sweep(sqlite_store, house.casebook, house.hand.now, house.wall.now, lambda: None, lambda _: None)
            await looked(house, rival)
            life.look(house.hand.now())
            continue
        by, what = chance.choice(LIFE)
        for repeat in range(chance.choice((1, 1, 2))):
            await house.hear(what, by, identity=f"{step}:{repeat}", fact=f"fact:{step}")
        await house.settle()
        life.hear(what, by, house.hand.now(), System.JIRA)
    told = alerts(await sqlite_store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")))
    assert sorted(map(repr, told)) == sorted(map(repr, alerts(life.history)))
    assert len(told) == len(set(told))
    assert told
