"""An issue that leaves every followed project, or Jira, is noticed although no webhook tells and no search finds it."""

from collections.abc import AsyncIterator

import pytest
import structlog

from connectors.contracts import Contracts, load_folder
from connectors.store import Connection, Store, outbox
from connectors.store.clocks import of
from connectors.wording import said
from rules.anomaly.lifecycle import possible
from rules.anomaly.state import Anomaly
from rules.clock import State
from rules.effects import Say, Tell
from sandbox.jira.ordered_faults import Fault
from scheduler.catching_up.lost_issues import EVERY, HIDDEN
from tests.plain_contracts import PLAIN
from tests.scheduler.recall import CP, House, World, world

CHIEF = "U0CP"


@pytest.fixture(params=["Cloud", "Server"])
async def jira(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A Jira of each kind in turn."""
    async with world(deployment=request.param) as running:
        yield running


@pytest.fixture
async def house(jira: World, sqlite_store: Store) -> AsyncIterator[House]:
    """A house with one open anomaly, whose contract follows one project alone."""
    boutique = Contracts(tuple(one for one in load_folder(PLAIN).all if one.id == "boutique-exemple"))
    held = House(sqlite_store, jira, contracts=boutique)
    await held.reconcile()
    await jira.opened()
    await held.hear(await jira.webhooks())
    await held.search.once()
    yield held
    await held.history.close()


async def hour(house: House) -> Anomaly:
    """An hour later, a round is made; what the only anomaly is then."""
    house.world.later(seconds=EVERY.total_seconds())
    house.wall += EVERY
    house.world.requests.clear()
    await house.search.once()
    await house.settle()
    (anomaly,) = (await house.anomalies()).values()
    return anomaly


async def told(house: House) -> list[str]:
    """Whom the words about an issue out of sight went to, in order."""

    def sought(tx: Connection) -> list[str]:
        every = (outbox.show(tx, number) for number in range(1, 99))
        tells = (one.effect for one in every if one and isinstance(one.effect, Tell))
        return [one.to.id for one in tells if one.message.say is Say.TICKET_HIDDEN]

    return await house.store.read(sought)


async def test_an_issue_moved_out_of_every_followed_project_is_told_as_gone_and_read_no_more(house: House) -> None:
    jira = house.world
    before = await hour(house)
    key = await jira.site.relations.move("BOU-1", CP, "POR")
    left = jira.site.issue(key).updated
    anomaly = await hour(house)
    assert (anomaly.name, anomaly.title) == ("BOU-1", before.title)
    assert [one.since for one in anomaly.away] == [left]
    await jira.site.edit(key, CP, {"summary": "Ailleurs"})
    assert await hour(house) == anomaly
    assert house.world.requests == [], "an issue that is another's is sought no more"


async def test_an_issue_that_comes_back_without_a_webhook_is_found_and_goes_on(house: House) -> None:
    jira = house.world
    key = await jira.site.relations.move("BOU-1", CP, "POR")
    await hour(house)
    back = await jira.site.relations.move(key, CP, "BOU")
    jira.later(minutes=20)
    await house.reconcile()
    (anomaly,) = (await house.anomalies()).values()
    assert anomaly.name == back
    assert not anomaly.gone
    assert anomaly.away[0].until is not None


async def test_an_issue_that_jira_does_not_show_runs_on_and_its_cp_is_told_once(house: House) -> None:
    jira = house.world
    jira.site.ledger.unseen.add(jira.site.issue("BOU-1").id)
    jira.later(minutes=5)
    anomaly = await hour(house)
    assert not anomaly.gone
    assert anomaly.hidden_since is not None
    clocks = await house.store.read(lambda tx: of(tx, anomaly.id))
    assert State.CANCELLED not in {one.state for one in clocks}
    assert await told(house) == [CHIEF]
    before = await house.facts()
    assert await hour(house) == anomaly
    assert await house.facts() == before
    assert await told(house) == [CHIEF]


async def test_an_issue_that_is_shown_again_is_in_sight(house: House) -> None:
    jira = house.world
    issue = jira.site.issue("BOU-1").id
    jira.site.ledger.unseen.add(issue)
    jira.later(minutes=5)
    await hour(house)
    jira.site.ledger.unseen.clear()
    jira.later(minutes=5)
    anomaly = await hour(house)
    assert anomaly.hidden_since is None
    before = await house.facts()
    await hour(house)
    assert await house.facts() == before
    jira.site.ledger.unseen.add(issue)
    jira.later(minutes=5)
    assert (await hour(house)).hidden_since is not None
    assert await told(house) == [CHIEF] * 2


@pytest.mark.parametrize("denied", [set[str](), {"BROWSE_ARCHIVE"}], ids=["readable", "not found"])
async def test_an_archived_issue_runs_on_and_its_cp_is_told_once(house: House, denied: set[str]) -> None:
    jira = house.world
    jira.site.denied |= denied
    await jira.site.relations.archive("BOU-1")
    jira.later(minutes=5)
    anomaly = await hour(house)
    assert (anomaly.gone, anomaly.hidden_since is not None) == (False, True)
    clocks = await house.store.read(lambda tx: of(tx, anomaly.id))
    assert State.CANCELLED not in {one.state for one in clocks}
    before = await house.facts()
    assert await hour(house) == anomaly
    assert await house.facts() == before
    assert await told(house) == [CHIEF]
    await jira.site.relations.restore("BOU-1")
    jira.later(minutes=5)
    assert (await hour(house)).hidden_since is None
    assert await told(house) == [CHIEF]


async def test_only_a_deletion_that_jira_or_a_person_tells_ends_the_clocks(house: House) -> None:
    jira = house.world
    await jira.site.delete("BOU-1", CP)
    jira.later(minutes=5)
    anomaly = await hour(house)
    assert not anomaly.gone
    assert anomaly.hidden_since is not None
    assert "confirm_deletion" in possible(anomaly)
    assert await told(house) == [CHIEF]


async def test_a_project_that_is_hidden_deletes_nothing_and_is_named_to_the_operator(house: House) -> None:
    house.world.site.denied.add("BROWSE_PROJECTS")
    with structlog.testing.capture_logs() as logs:
        anomaly = await hour(house)
    assert not anomaly.gone
    assert [one["why"] for one in logs if one["log_level"] == "error"] == [said(HIDDEN)]


async def test_issues_that_are_where_they_were_cost_one_request_an_hour(house: House) -> None:
    for _ in range(20):
        await house.world.opened()
    await house.hear(await house.world.webhooks())
    house.world.later(seconds=EVERY.total_seconds())
    house.wall += EVERY
    house.world.requests.clear()
    counts = await house.counts()
    for _ in range(3):
        await house.search.once()
        house.wall += EVERY / 60
    assert len([one for one in house.world.requests if "serverInfo" not in one]) == 1
    assert await house.counts() == counts


async def test_a_jira_that_asks_to_wait_is_looked_into_later(house: House) -> None:
    await house.world.site.delete("BOU-1", CP)
    house.world.site.faults.append(Fault("GET", "issue/", 429, {"Retry-After": "300"}))
    assert not (await hour(house)).gone
    house.wall += EVERY
    await house.search.once()
    await house.settle()
    (anomaly,) = (await house.anomalies()).values()
    assert anomaly.hidden_since is not None
