"""A Jira issue touches the anomalies of its own site's contracts and no other, whatever it says of itself."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from connectors.contracts import Contracts, load_folder
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.parsed_delivery import AboutIssue, Delivery, Reader
from connectors.store import Connection, Store, anomalies, journal, mailbox
from connectors.store.tables import anomalies as rows
from connectors.store.tables import errands
from rules.anomaly.state import Anomaly
from rules.contract import Criticality
from rules.events import Fact, Raised, Source, System
from rules.fold.folding import fold
from scheduler.cases.case_loader import Casebook
from scheduler.cases.issue_owner import issue_anomaly
from scheduler.ledger import ledger_deliveries
from scheduler.worker import Worker
from tests.connectors.jira.samples import MOMENT, cloud_user, comment, created, item, status, updated
from tests.connectors.jira.samples import issue as issue_of
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import RM
from tests.scheduler.plain_deliveries import PlainReader

Json = dict[str, Any]
NOW = at("2026-11-09 18:00")
SITES = ("default", "autre")
PROJECTS = ("BOU", "POR")
MARK = "mot"


def contracts() -> Contracts:
    """Four contracts: two projects on each of two sites."""
    boutique = next(one for one in load_folder(PLAIN).all if one.id == "boutique-exemple")
    every = (
        replace(
            boutique,
            id=f"{site}-{project}",
            client=f"{site} {project}",
            jira=replace(boutique.jira, site=site, projects=(project,)),
            chat=replace(boutique.chat, channel=f"C0{site}{project}", security_channel=f"C1{site}{project}"),
        )
        for site in SITES
        for project in PROJECTS
    )
    return Contracts(tuple(every))


class Doors:
    """A worker that hears the webhooks of two sites."""

    def __init__(self, store: Store) -> None:
        self.store, self.number = store, 0
        self.casebook = Casebook(store, contracts())
        readers: dict[str, Reader] = {"jira": JiraReader({}), "slack": PlainReader(), "ledger": ledger_deliveries}
        self.worker = Worker(store, self.casebook, readers, lambda: NOW, lambda: NOW, (), lambda: None)

    async def hear(self, site: str, body: Json) -> str:
        """Hear a webhook of a site, and say what it became."""
        self.number += 1
        raw = json.dumps(body).encode()
        await self.store.hear(Delivery("jira", site, str(self.number), raw, NOW))
        newest = await self.store.read(mailbox.newest)
        while await self.worker.once():
            pass
        assert newest is not None
        kept = await self.store.read(lambda tx: mailbox.show(tx, newest))
        assert kept is not None
        return f"{kept.state}: {kept.outcome}"

    async def issue(self, site: str, number: int) -> anomalies.Known | None:
        """The anomaly of an issue."""
        return await self.store.read(lambda tx: anomalies.by_issue(tx, site, str(number)))


def issue(number: int, key: str, label: str = "", **fields: Any) -> Json:
    """A whole issue, with a label."""
    project = {"key": key.rpartition("-")[0]}
    return issue_of(project=project, labels=[label] if label else [], **fields) | {"id": str(number), "key": key}


def label_of(site: str, number: int) -> str:
    """The label that names an issue's anomaly: anybody can compute it."""
    return f"vigie-{issue_anomaly(AboutIssue(site, str(number), '', ''))}"


async def waiting_for_its_issue(store: Store, name: str, contract_id: str = "boutique-exemple") -> None:
    """Save an anomaly that was raised in Slack and has no issue yet."""
    known = {one.id: one for one in (*load_folder(PLAIN).all, *contracts().all)}[contract_id]
    raised = Raised(f"{MARK}-{contract_id}", Criticality.MAJEURE)
    fact = Fact(f"slack:{name}", at("2026-11-09 09:00"), RM, Source(System.SLACK, "1"), raised)
    anomaly = fold((fact,), Anomaly(name, known.id, known.effective), known)

    def save(tx: Connection) -> None:
        journal.ANOMALIES.append(tx, name, [fact], NOW)
        anomalies.save(tx, anomaly, NOW)

    await store.write(save)


async def test_another_sites_label_takes_over_no_anomaly(store: Store) -> None:
    doors = Doors(store)
    await doors.hear("default", created(issue(20001, "BOU-7")))
    before = await doors.issue("default", 20001)
    assert before is not None
    stolen = issue(20001, "BOU-77", label_of("default", 20001), summary="Pris")
    assert await doors.hear("autre", created(stolen)) == "handled: raised, ticket_attached"
    assert await doors.issue("default", 20001) == before
    theirs = await doors.issue("autre", 20001)
    assert theirs is not None
    assert (theirs.contract_id, theirs.issue_key) == ("autre-BOU", "BOU-77")
    assert (await doors.hear("autre", updated(item("summary", "Pris", "Repris"), about=stolen))).startswith("handled")
    gone = updated(about=stolen) | {"webhookEvent": "jira:issue_deleted", "changelog": None}
    await doors.hear("autre", gone)
    assert await doors.issue("default", 20001) == before


async def test_another_sites_label_outside_its_contracts_is_ignored(store: Store) -> None:
    doors = Doors(store)
    await doors.hear("default", created(issue(20001, "BOU-7")))
    before = await doors.issue("default", 20001)
    stolen = issue(20001, "EVIL-1", label_of("default", 20001))
    assert (await doors.hear("autre", created(stolen))).startswith("ignored")
    assert await doors.issue("default", 20001) == before


async def test_the_id_of_an_anomaly_to_come_cannot_be_taken_beforehand(store: Store) -> None:
    doors = Doors(store)
    await doors.hear("autre", created(issue(31, "BOU-77", label_of("default", 20001), summary="Avant")))
    await doors.hear("default", created(issue(20001, "BOU-7")))
    first, second = await doors.issue("autre", 31), await doors.issue("default", 20001)
    assert first is not None
    assert second is not None
    assert (first.contract_id, second.contract_id) == ("autre-BOU", "default-BOU")
    assert first.id != second.id
    assert second.title == "Le panier se vide"


async def test_a_deletion_under_anothers_label_deletes_nothing_to_come(store: Store) -> None:
    doors = Doors(store)
    about = issue(31, "BOU-77", label_of("default", 20001))
    gone = updated(about=about) | {"webhookEvent": "jira:issue_deleted", "changelog": None}
    await doors.hear("autre", gone)
    assert (await doors.hear("default", created(issue(20001, "BOU-7")))).startswith("handled: raised")


@pytest.mark.parametrize(("site", "key"), [("autre", "BOU-9"), ("default", "POR-9"), ("default", "DIV-9")])
async def test_an_anomaly_that_waits_for_its_issue_takes_none_from_elsewhere(store: Store, site: str, key: str) -> None:
    doors = Doors(store)
    await waiting_for_its_issue(store, "a1b2c3d4e5", "default-BOU")
    await doors.hear(site, created(issue(31, key, "vigie-a1b2c3d4e5")))
    row = await store.read(lambda tx: anomalies.get(tx, "a1b2c3d4e5"))
    assert row is not None
    assert row.issue_id is None
    assert await doors.hear("default", created(issue(32, "BOU-9", "vigie-a1b2c3d4e5"))) == "handled: ticket_attached"
    row = await store.read(lambda tx: anomalies.get(tx, "a1b2c3d4e5"))
    assert row is not None
    assert (row.site, row.issue_id) == ("default", "32")


async def test_an_anomaly_that_was_taken_over_hears_its_own_issue_alone(store: Store) -> None:
    doors = Doors(store)
    await doors.hear("default", created(issue(20001, "BOU-7")))
    await store.write(lambda tx: tx.execute(rows.update().values(site="autre")))
    assert (
        await doors.hear("autre", updated(status("À qualifier", "En diagnostic"), about=issue(20001, "BOU-7")))
    ) == ("ignored: hors contrat")
    moved = updated(status("À qualifier", "En diagnostic"), about=issue(20001, "BOU-7"))
    assert (await doors.hear("default", moved)).startswith("handled")


@pytest.mark.parametrize("seed", range(8))
async def test_no_delivery_changes_another_contracts_row_nor_lends_it_words(sqlite_store: Store, seed: int) -> None:
    chance, doors = random.Random(seed), Doors(sqlite_store)  # noqa: S311 - the same story for the same seed
    for site in SITES:
        for project in PROJECTS:
            await waiting_for_its_issue(sqlite_store, f"waits-{site}-{project}", f"{site}-{project}")
    for _ in range(30):
        site, project = chance.choice(SITES), chance.choice(PROJECTS)
        before = await sqlite_store.read(_all)
        await doors.hear(site, _anything(chance, site, project))
        after = await sqlite_store.read(_all)
        for name, (contract, *was) in before.items():
            assert contract == f"{site}-{project}" or _only_left(was, after[name]), (seed, name)
    owners = {name: contract for name, (contract, *_) in (await sqlite_store.read(_all)).items()}
    told = await sqlite_store.read(lambda tx: list(tx.execute(select(errands.c.anomaly_id, errands.c.effect))))
    assert len({owners[name] for name, _ in told}) == len(contracts().all)
    for name, effect in told:
        others = {f"{MARK}-{one.id}" for one in contracts().all} - {f"{MARK}-{owners[name]}"}
        assert not any(mark in effect for mark in others), (seed, name, effect)


def _only_left(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether nothing was told but that the issue is in another client's project; what it undoes is the contract's."""
    (row, facts), (_, now, told) = before, after
    fresh = {fact.what.kind for fact in told[len(facts) :]}
    same = (row.issue_id, row.issue_key) == (now.issue_id, now.issue_key)
    own = MARK not in now.title or f"{MARK}-{now.contract_id}" in now.title
    return told[: len(facts)] == facts and fresh <= {"moved_away", "deadlines_moved"} and same and own


def _anything(chance: random.Random, site: str, project: str) -> Json:
    """Any webhook about an issue of a project, under any label; an issue may have come from the other project."""
    numbers = range(20001, 20009)
    labels = ["", *(f"vigie-waits-{one}-{two}" for one in SITES for two in PROJECTS)]
    labels += [label_of(one, number) for one in SITES for number in range(20001, 20009)]
    mark = f"{MARK}-{site}-{project}"
    about = issue(chance.choice(numbers), f"{project}-{chance.randrange(1, 4)}", chance.choice(labels), summary=mark)
    moment = {"timestamp": MOMENT + chance.randrange(200) * 60_000}
    kinds: tuple[Json, ...] = (
        created(about),
        created(about, by=cloud_user("712020:vigie")),
        updated(item("summary", "", mark), about=about),
        updated(status("À qualifier", "En diagnostic"), about=about),
        updated(item("Key", "DIV-1", about["key"], fieldId=None), about=about),
        updated(item("Key", f"{_other(project)}-1", about["key"]), item("summary", "", mark), about=about),
        updated(about=about) | {"webhookEvent": "jira:issue_deleted", "changelog": None},
        {"webhookEvent": "comment_created", "comment": comment(cloud_user("5b10ac01"), mark), "issue": about},
    )
    return chance.choice(kinds) | moment


def _other(project: str) -> str:
    return next(one for one in PROJECTS if one != project)


def _all(tx: Connection) -> dict[str, tuple[Any, ...]]:
    """Every anomaly: its contract, its row and its journal."""
    found = [row for one in contracts().all for row in anomalies.of(tx, one.id)]
    return {row.id: (row.contract_id, row, journal.ANOMALIES.read(tx, row.id)) for row in found}
