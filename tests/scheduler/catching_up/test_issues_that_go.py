"""Jira's deletions, returns, links and clones through the one road: what the store holds when all is settled."""

import json
from functools import partial
from itertools import permutations
from typing import Any

import pytest

from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.jira.outbound.jira_refusals import Refused
from connectors.parsed_delivery import Delivery, Reader
from connectors.route import JIRA, Route
from connectors.store import Store, anomalies, clocks, journal, mailbox, outbox
from connectors.store.outbox import Errand
from connectors.wording import speak, spoken
from rules.anomaly.state import Anomaly
from rules.clock import State
from rules.effects import Effect, PostThread, Say, WriteIssue
from scheduler.ledger import ledger_deliveries
from scheduler.worker import Worker
from tests.connectors.jira.samples import MOMENT, OWN, cloud_user, created, issue, item, status, updated
from tests.scheduler.cases.test_issue_owner import waiting_for_its_issue
from tests.scheduler.given import House

Json = dict[str, Any]
MINUTE = 60_000
HEARD = "2026-11-09 18:00"


class Jira(House):
    """The house, with the reader of Jira's webhooks."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.hand.turn(HEARD)
        readers: dict[str, Reader] = {"jira": JiraReader({"default": OWN}), "ledger": ledger_deliveries}
        self.worker = Worker(store, self.casebook, readers, self.hand.now, self.wall.now, (), self.asked)
        self.number = 0

    async def webhook(self, body: Json) -> str:
        """Hear one, let everything settle, and say what it became."""
        self.number += 1
        raw = json.dumps(body).encode()
        await self.store.hear(Delivery("jira", "default", str(self.number), raw, self.hand.now()))
        newest = await self.store.read(mailbox.newest)
        await self.settle()
        assert newest is not None
        kept = await self.store.read(lambda tx: mailbox.show(tx, newest))
        assert kept is not None
        return f"{kept.state}: {kept.outcome}"

    def asked(self) -> None:
        """Nobody reads Jira here."""

    async def open(self) -> tuple[Anomaly, ...]:
        """The open anomalies of the contract."""
        cases = await self.casebook.open_of("boutique-exemple", self.hand.now())
        return tuple(case.anomaly for case in cases)

    def thread(self) -> list[Say]:
        """What the threads read, in order."""
        return [one.message.say for one, _ in self.performer.done if isinstance(one, PostThread)]


def later(body: Json, minutes: int) -> Json:
    """The same webhook, that many minutes after the usual one."""
    return body | {"timestamp": MOMENT + minutes * MINUTE}


def deleted(minutes: int, about: Json | None = None) -> Json:
    return later(updated(about=about) | {"webhookEvent": "jira:issue_deleted", "changelog": None}, minutes)


def linked(source: str, destination: str, name: str = "issuelink_created") -> Json:
    kind = {"name": "Duplicate", "outwardName": "duplicates", "inwardName": "is duplicated by"}
    about = {"id": 7, "sourceIssueId": int(source), "destinationIssueId": int(destination), "issueLinkType": kind}
    return {"timestamp": MOMENT + 5 * MINUTE, "webhookEvent": name, "issueLink": about}


def another(number: str, key: str, **fields: Any) -> Json:
    return issue(**fields) | {"id": number, "key": key}


async def test_a_deleted_issue_leaves_the_open_lists_and_its_clocks_say_nothing_more(store: Store) -> None:
    house = Jira(store)
    await house.webhook(created())
    (anomaly,) = await house.open()
    assert await house.webhook(deleted(10)) == "handled: ticket_removed"
    assert await house.open() == ()
    rows = await store.read(lambda tx: clocks.of(tx, anomaly.id))
    assert {(row.state, row.next_alert_at) for row in rows} == {(State.CANCELLED, None)}
    assert house.thread().count(Say.LOG_TICKET_REMOVED) == 1


async def test_a_deletion_of_what_was_never_known_is_ignored_by_name(store: Store) -> None:
    house = Jira(store)
    assert await house.webhook(deleted(10)) == "ignored: jira: suppression d'un ticket inconnu"
    assert await house.open() == ()


async def test_a_creation_that_comes_after_its_own_deletion_raises_no_ghost(store: Store) -> None:
    house = Jira(store)
    await house.webhook(deleted(10))
    assert await house.webhook(created()) == "ignored: jira: ticket supprimé avant d'être connu"
    renamed = updated(item("summary", "a", "Panier vide"))
    assert await house.webhook(later(renamed, 5)) == "ignored: jira: ticket supprimé avant d'être connu"
    assert await house.webhook(deleted(10)) == "ignored: jira: suppression d'un ticket inconnu"
    assert await house.open() == ()
    assert house.performer.done == []
    other = another("10500", "BOU-300")
    assert await house.webhook(created(other)) == "handled: raised, ticket_attached"


async def test_a_deletion_is_remembered_by_an_installation_that_changed_its_language(
    store: Store, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(partial(speak, spoken()))
    house = Jira(store)
    await house.webhook(deleted(10))
    speak("en")
    assert await house.webhook(created()) == "ignored: jira: ticket deleted before it was known"
    assert await house.open() == ()


async def test_what_jira_tells_of_an_issue_after_its_deletion_shows_that_it_came_back(store: Store) -> None:
    house = Jira(store)
    await house.webhook(deleted(10))
    renamed = updated(item("summary", "a", "Panier vide"))
    assert await house.webhook(later(renamed, 20)) == "handled: raised, ticket_attached, retitled"
    assert len(await house.open()) == 1


async def test_an_issue_that_jira_does_not_show_is_not_taken_for_deleted(store: Store) -> None:
    def hidden(effect: Effect) -> None:
        if isinstance(effect, WriteIssue):
            raise Refused(404, "Issue does not exist or you do not have permission to see it.", {})

    house = Jira(store)
    await house.webhook(created())
    house.performer.answer = hidden
    (anomaly,) = await house.open()
    owed = Errand(
        key="write",
        lane="jira",
        route=Route(JIRA, anomaly.id),
        effect=WriteIssue({"cause": "Cache"}),
        created_at=house.wall.now(),
        anomaly_id=anomaly.id,
    )
    await store.write(lambda tx: outbox.put(tx, [owed]))
    await house.settle()
    (parked,) = await store.read(outbox.parked)
    assert "n'existe plus" in (parked.remedy or "")
    assert "droit de le voir" in (parked.remedy or "")
    assert len(await house.open()) == 1


async def test_an_event_that_tells_nothing_else_brings_a_deleted_issue_back(store: Store) -> None:
    house = Jira(store)
    await house.webhook(created())
    await house.webhook(deleted(10))
    renamed = item("labels", "", "urgent")
    assert await house.webhook(later(updated(renamed), 5)) == "ignored: jira: champ labels"
    assert await house.webhook(later(updated(renamed), 20)) == "handled: ticket_restored"
    assert await house.webhook(later(updated(renamed), 30)) == "ignored: jira: champ labels"
    (anomaly,) = await house.open()
    assert not anomaly.gone
    assert house.thread()[-1] is Say.LOG_TICKET_RESTORED


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_order_in_which_jira_tells_changes_nothing_in_the_end(store: Store, order: tuple[int, ...]) -> None:
    house = Jira(store)
    await house.webhook(created())
    told = (
        later(updated(status("À qualifier", "En diagnostic")), 5),
        deleted(10),
        later(updated(item("summary", "a", "Panier vide")), 20),
    )
    told[2]["changelog"]["id"] = "48999"
    for one in order:
        await house.webhook(told[one])
    (anomaly,) = await house.open()
    assert anomaly.title == "Panier vide"
    assert anomaly.diagnosis_at is not None
    facts = await store.read(lambda tx: journal.ANOMALIES.read(tx, anomaly.id))
    assert [fact.what.kind for fact in facts].count("ticket_removed") == 1


async def test_a_retyped_issue_leaves_and_comes_back(store: Store) -> None:
    house = Jira(store)
    await house.webhook(created())
    other = issue(issuetype={"name": "Évolution"})
    away = updated(item("issuetype", "Anomalie", "Évolution"), about=other)
    assert await house.webhook(later(away, 5)) == "handled: declassified"
    assert await house.open() == ()
    back = later(updated(item("issuetype", "Évolution", "Anomalie")), 20)
    back["changelog"]["id"] = "48813"
    assert await house.webhook(back) == "handled: reclassified"
    assert len(await house.open()) == 1


async def test_an_issue_moved_out_of_its_contract_ends_there_and_keeps_what_was_known(store: Store) -> None:
    house = Jira(store)
    await house.webhook(created())
    (before,) = await house.open()
    gone = another("10001", "DIV-7", project={"key": "DIV"}, summary="Divers")
    moved = updated(item("project", "Boutique", "Divers"), item("Key", "BOU-214", "DIV-7", fieldId=None), about=gone)
    assert await house.webhook(moved) == "handled: moved_away"
    assert await house.open() == ()
    assert house.thread()[-1] is Say.LOG_MOVED_AWAY
    renamed = later(updated(item("summary", "Le panier se vide", "Divers"), about=gone), 3)
    assert await house.webhook(renamed) == "ignored: hors contrat"
    row = await store.read(lambda tx: anomalies.get(tx, before.id))
    assert row is not None
    assert (row.issue_key, row.title) == ("BOU-214", before.title)
    rows = await store.read(lambda tx: clocks.of(tx, before.id))
    assert {(one.state, one.next_alert_at) for one in rows} == {(State.CANCELLED, None)}


async def test_a_duplicate_is_told_with_the_others_key_and_keeps_its_clocks(store: Store) -> None:
    house = Jira(store)
    await house.webhook(created())
    await house.webhook(created(another("10500", "BOU-300")))
    assert await house.webhook(linked("10500", "10001")) == "handled: duplicate_of"
    second = next(one for one in await house.open() if one.name == "BOU-300")
    assert second.duplicate_of == "BOU-214"
    rows = await store.read(lambda tx: clocks.of(tx, second.id))
    assert State.RUNNING in {row.state for row in rows}
    assert await house.webhook(linked("10500", "10001", "issuelink_deleted")) == "handled: not_duplicate"


@pytest.mark.parametrize(("source", "destination"), [("10001", "99"), ("99", "10001")])
async def test_a_link_with_an_issue_that_is_not_known_is_ignored_by_name(
    store: Store, source: str, destination: str
) -> None:
    house = Jira(store)
    await house.webhook(created())
    assert await house.webhook(linked(source, destination)) == "ignored: jira: lien avec un ticket inconnu"


async def test_a_clone_of_an_issue_that_vigie_created_is_an_anomaly_of_its_own(store: Store) -> None:
    house = Jira(store)
    await waiting_for_its_issue(store, "3f2a9c1e77")
    vigie = cloud_user("712020:vigie")
    ours = issue(labels=["vigie-3f2a9c1e77"], creator=vigie)
    assert await house.webhook(created(ours, by=vigie)) == "handled: ticket_attached"
    clone = another("10777", "BOU-215", labels=["vigie-3f2a9c1e77"], creator=vigie)
    assert await house.webhook(created(clone, by=vigie)) == "handled: raised, ticket_attached"
    names = {one.name: one.id for one in await house.open()}
    assert set(names) == {"BOU-214", "BOU-215"}
    assert names["BOU-214"] == "3f2a9c1e77"
    assert (await store.read(lambda tx: anomalies.get(tx, names["BOU-215"]))) is not None


async def test_time_spent_is_kept_for_whoever_counts_it(store: Store) -> None:
    house = Jira(store)
    await house.webhook(created())
    about = {"id": "7", "issueId": "10001", "updated": "2026-11-09T11:00:00.000+0100", "timeSpentSeconds": 3600}
    body = {"timestamp": MOMENT, "webhookEvent": "worklog_created", "worklog": about}
    assert await house.webhook(body) == "handled: work_logged"
    assert await house.webhook(body) == "ignored: déjà connu"
