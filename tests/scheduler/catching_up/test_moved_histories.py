"""A history with moves tells each client's anomaly what happened in its own projects, however it is read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.store import Connection, journal
from rules.anomaly.state import Anomaly
from rules.effects import UpdateCard
from tests.scheduler.catching_up.test_reconciler import Houses, same
from tests.scheduler.recall import CP, DEV, RM, House, World, world

BOU, POR = "boutique-exemple", "portail-exemple"
WORD = "Mot du portail"


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira of its own."""
    async with world() as running:
        yield running


@pytest.fixture
async def houses(jira: World, tmp_path: Path) -> AsyncIterator[Houses]:
    """As many houses as a test wants."""
    held = Houses(jira, tmp_path)
    yield held
    for one in held.opened:
        await one.history.close()
        await one.store.close()


async def by_contract(house: House) -> dict[str, Anomaly]:
    """The only anomaly of each contract that has one."""

    def read(tx: Connection) -> dict[str, Anomaly]:
        every = (case for one in (BOU, POR) for case in house.casebook.all_cases(tx, one, house.world.clock.now()))
        return {case.contract.id: case.anomaly for case in every}

    return await house.store.read(read)


async def journals(house: House) -> dict[str, str]:
    """Everything in the journal of each contract's anomaly."""
    every = await by_contract(house)
    return await house.store.read(
        lambda tx: {name: repr(journal.ANOMALIES.read(tx, one.id)) for name, one in every.items()}
    )


async def wandered(jira: World, *, back: bool) -> str:
    """An issue of the boutique that goes to the portal, is worked on there, and perhaps comes back; its key."""
    key = await jira.opened()
    jira.later(minutes=7)
    await jira.site.assign(key, CP, DEV)
    jira.later(minutes=10)
    await jira.site.comment(key, CP, "Nous cherchons.")
    jira.later(minutes=10)
    key = await jira.site.relations.move(key, CP, "POR")
    jira.later(minutes=10)
    await jira.site.edit(key, CP, {"summary": WORD})
    await jira.site.comment(key, CP, WORD)
    await jira.site.worklog(key, DEV, 3600, WORD)
    jira.later(hours=1)
    if back:
        key = await jira.site.relations.move(key, CP, "BOU")
        jira.later(minutes=10)
        await jira.site.edit(key, CP, {"summary": "De retour"})
        await jira.site.comment(key, RM, "Merci.")
    jira.later(minutes=30)
    return key


@pytest.mark.parametrize("back", [False, True])
async def test_reconciliation_tells_of_moves_what_the_webhooks_tell(jira: World, houses: Houses, back: bool) -> None:
    told, read = await houses.new(), await houses.new()
    for house in (told, read):
        await house.reconcile(project="POR")
    await wandered(jira, back=back)
    await told.hear(await jira.webhooks())
    await read.reconcile(project="BOU" if back else "POR")
    await same(told, read)
    ours, theirs = (await by_contract(read))[BOU], (await by_contract(read))[POR]
    assert (ours.gone, theirs.gone) == (not back, back)
    assert WORD not in (await journals(read))[BOU]
    assert "De retour" not in (await journals(read))[POR]
    assert theirs.raised_at == ours.away[0].since
    before = await read.facts()
    await read.reconcile(since=ours.raised_at, project="BOU")
    await read.reconcile(since=ours.raised_at, project="POR")
    assert await read.facts() == before


@pytest.mark.parametrize("back", [False, True])
async def test_an_import_gives_each_client_what_happened_in_its_projects(
    jira: World, houses: Houses, back: bool
) -> None:
    told = await houses.new()
    await told.reconcile(project="POR")
    start = jira.clock.now()
    await wandered(jira, back=back)
    jira.later(minutes=30)
    imported = await houses.new()
    await imported.imports(start.replace(day=1), project="BOU" if back else "POR")
    await imported.settle()
    await told.hear(await jira.webhooks())
    mine, theirs = await by_contract(told), await by_contract(imported)
    assert set(mine) == set(theirs) == {BOU, POR}
    for name in (BOU, POR):
        assert theirs[name].away == mine[name].away
        assert theirs[name].raised_at == mine[name].raised_at
        assert [(one.at, one.kind, one.clock) for one in theirs[name].marks] == [
            (one.at, one.kind, one.clock) for one in mine[name].marks
        ]
    assert WORD not in (await journals(imported))[BOU]
    assert {type(one) for one in await imported.owed()} <= {UpdateCard}


async def test_an_issue_first_heard_of_after_its_move_is_read_for_both(jira: World, houses: Houses) -> None:
    told, late = await houses.new(), await houses.new()
    for house in (told, late):
        await house.reconcile(project="POR")
    await wandered(jira, back=True)
    webhooks = await jira.webhooks()
    await told.hear(webhooks)
    await late.hear([next(one for one in webhooks if b"De retour" in one.body)])
    mine, theirs = await by_contract(told), await by_contract(late)
    assert {name: (one.away, one.raised_at, one.gone) for name, one in mine.items()} == {
        name: (one.away, one.raised_at, one.gone) for name, one in theirs.items()
    }
