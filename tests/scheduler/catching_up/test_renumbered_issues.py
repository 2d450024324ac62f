"""An issue to which a migration gave another id goes on as the same anomaly; two issues of one key wait."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from connectors.contracts import Contracts, load_folder
from connectors.parsed_delivery import Delivery
from connectors.store import Store, mailbox
from rules.anomaly.state import Anomaly
from scheduler.catching_up.lost_issues import EVERY
from tests.plain_contracts import PLAIN
from tests.scheduler.recall import CP, DEV, House, World, world


@pytest.fixture(params=["Cloud", "Server"])
async def jira(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A Jira of each kind in turn."""
    async with world(deployment=request.param) as running:
        yield running


@pytest.fixture
async def house(jira: World, sqlite_store: Store) -> AsyncIterator[House]:
    """A house with one anomaly, taken in charge and paused once, before its Jira is migrated."""
    boutique = Contracts(tuple(one for one in load_folder(PLAIN).all if one.id == "boutique-exemple"))
    held = House(sqlite_store, jira, contracts=boutique)
    await held.reconcile()
    key = await jira.opened()
    jira.later(minutes=5)
    await jira.site.assign(key, CP, DEV)
    await jira.moved(key, "En diagnostic", DEV)
    jira.later(minutes=5)
    await jira.moved(key, "En attente client", DEV, "Avec quel compte ?")
    jira.later(minutes=40)
    await jira.moved(key, "En cours", DEV)
    await held.hear(await jira.webhooks())
    yield held
    await held.history.close()


async def fresh(house: House, before: int) -> list[Delivery]:
    """The webhooks that Jira sent since so many."""
    return (await house.world.webhooks())[before:]


async def migrated(house: House) -> tuple[Anomaly, int]:
    """The only anomaly before every issue gets another id, and how many webhooks there were."""
    (before,) = (await house.anomalies()).values()
    heard = len(await house.world.webhooks())
    await house.world.site.ledger.renumber()
    house.world.later(minutes=30)
    return before, heard


async def only(house: House) -> Anomaly:
    """The only anomaly as it is now."""
    (found,) = (await house.anomalies()).values()
    return found


def same_but_for(before: Anomaly, after: Anomaly, number: str) -> bool:
    """Whether nothing changed but the id of the issue."""
    assert before.ticket is not None
    return replace(before, ticket=replace(before.ticket, id=number)) == after


async def journal(house: House) -> list[str]:
    """The identities of all facts."""
    (facts,) = (await house.facts()).values()
    return sorted(facts)


async def test_an_issue_with_another_id_and_its_key_is_the_same_anomaly(house: House) -> None:
    before, heard = await migrated(house)
    known = await journal(house)
    await house.world.site.edit("BOU-1", CP, {"summary": "Après la migration"})
    await house.hear(await fresh(house, heard))
    after, number = await only(house), house.world.site.issue("BOU-1").id
    assert same_but_for(replace(before, title="Après la migration"), after, number)
    assert [one for one in await journal(house) if one.endswith(":renumbered")] == [f"jira:default:{number}:renumbered"]
    assert len(await journal(house)) == len(known) + 2
    assert set(await house.counts()) <= {"handled", "ignored"}


async def test_what_happened_before_the_migration_is_counted_once(house: House) -> None:
    before, _ = await migrated(house)
    await house.reconcile(since=before.raised_at)
    assert same_but_for(before, await only(house), house.world.site.issue("BOU-1").id)
    count = len(await journal(house))
    await house.imports(since=house.world.clock.now().replace(month=1))
    await house.settle()
    assert len(await journal(house)) == count


async def test_a_change_that_no_webhook_told_is_found_behind_the_new_number(house: House) -> None:
    await migrated(house)
    await house.world.site.edit("BOU-1", CP, {"summary": "Pendant la migration"})
    house.world.later(minutes=30)
    await house.reconcile()
    assert (await only(house)).title == "Pendant la migration"


async def test_an_issue_that_no_event_tells_of_is_found_by_its_key(house: House) -> None:
    before, _ = await migrated(house)
    await house.search.once()
    house.world.later(seconds=EVERY.total_seconds())
    house.wall += EVERY
    await house.search.once()
    await house.settle()
    assert same_but_for(before, await only(house), house.world.site.issue("BOU-1").id)


async def test_two_issues_that_claim_one_key_wait_for_a_decision(house: House) -> None:
    (before,) = (await house.anomalies()).values()
    other = _claims(house, "BOU-1", "987654")
    await house.hear([other])
    assert await only(house) == before
    assert (await house.counts())["parked"] == 1
    (kept,) = await house.store.read(mailbox.parked)
    assert kept.outcome is not None
    assert "deux tickets Jira portent la clé BOU-1" in kept.outcome
    assert "rejouez" in kept.outcome


async def test_the_old_number_is_not_believed_any_more_after_a_migration(house: House) -> None:
    before, heard = await migrated(house)
    await house.world.site.edit("BOU-1", CP, {"summary": "Après"})
    await house.hear(await fresh(house, heard))
    after = await only(house)
    assert before.ticket is not None
    await house.hear([_claims(house, "BOU-1", before.ticket.id)])
    assert await only(house) == after


async def test_a_key_that_is_used_again_after_a_move_is_another_anomaly(house: House) -> None:
    heard = len(await house.world.webhooks())
    await house.world.site.relations.move("BOU-1", CP, "POR")
    house.world.site.ledger.reuse("BOU-1")
    await house.world.opened(summary="Une autre")
    webhooks = await fresh(house, heard)
    await house.hear(webhooks[1:])
    assert {one.title for one in (await house.anomalies()).values()} == {"Le panier se vide", "Une autre"}
    await house.hear(webhooks[:1])
    assert len(await house.anomalies()) == 2


async def recreated(house: House, title: str) -> int:
    """The project is deleted unheard, made again under its key, and its first ticket entered; the webhooks before."""
    site = house.world.site
    heard = len(await house.world.webhooks())
    house.world.later(days=3)
    await site.delete("BOU-1", CP)
    site.ledger.reuse("BOU-1")
    await site.settled()
    heard = len(await house.world.webhooks())
    await house.world.opened(summary=title)
    return heard


async def test_a_project_made_again_under_its_key_has_anomalies_of_its_own(house: House) -> None:
    heard = await recreated(house, "Autre chose")
    await house.hear(await fresh(house, heard))
    assert {one.title for one in (await house.anomalies()).values()} == {"Le panier se vide", "Autre chose"}
    house.world.later(seconds=EVERY.total_seconds())
    await house.search.once()
    house.world.later(seconds=EVERY.total_seconds())
    house.wall += EVERY
    await house.search.once()
    await house.settle()
    assert len(await house.anomalies()) == 2
    assert not any(one.endswith(":renumbered") for facts in (await house.facts()).values() for one in facts)
    assert set(await house.counts()) <= {"handled", "ignored"}


async def test_one_entered_again_under_the_same_title_waits_for_a_decision(house: House) -> None:
    (before,) = (await house.anomalies()).values()
    heard = await recreated(house, "Le panier se vide")
    await house.hear(await fresh(house, heard))
    assert await only(house) == before
    assert (await house.counts())["parked"] == 1


def _claims(house: House, key: str, number: str) -> Delivery:
    """A webhook about an issue of that key and id, which Jira does not know."""
    created = house.world.clock.now().isoformat(timespec="milliseconds")
    fields = {
        "summary": "Autre",
        "created": created,
        "project": {"key": key.rpartition("-")[0]},
        "issuetype": {"id": "10100", "name": "Anomalie"},
    }
    issue = {"id": number, "key": key, "fields": fields}
    body = {
        "timestamp": house.world.clock.now().timestamp() * 1000,
        "webhookEvent": "jira:issue_updated",
        "issue": issue,
    }
    body["timestamp"] = int(house.world.clock.now().timestamp() * 1000)
    return Delivery("jira", "default", f"claims-{number}", json.dumps(body).encode(), house.world.clock.now())
