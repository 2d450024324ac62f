"""An issue that moves between clients: each contract counts the time spent in its own projects, and no other."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.parsed_delivery import AboutKey, Delivery
from connectors.store import Connection, Store, anomalies, clocks, journal, mailbox, outbox
from connectors.store.anomalies import Known
from rules.anomaly.state import Anomaly
from rules.clock import State
from rules.contract import ClockName
from rules.effects import Offer, Say
from scheduler.cases.case_loader import Case
from tests.connectors.jira.samples import cloud_user, comment, created, item, status, updated
from tests.rules.calendars import at
from tests.scheduler.catching_up.test_issues_that_go import Jira, Json, another, deleted, later

BOU, POR = "boutique-exemple", "portail-exemple"
PORTAIL_WORD = "Secret du portail"


def here(**fields: Any) -> Json:
    """The issue in the boutique's project."""
    return another("10001", "BOU-214", **fields)


def there(key: str = "POR-9", **fields: Any) -> Json:
    """The issue in the project of another client, retitled there."""
    return another("10001", key, **({"project": {"key": key.rpartition("-")[0]}, "summary": PORTAIL_WORD} | fields))


def move(before: str, about: Json, minutes: int, *items: Json, number: str = "50001") -> Json:
    """The webhook of a move, as Jira Cloud tells it."""
    project = item("project", before.rpartition("-")[0], about["key"].rpartition("-")[0])
    body = later(updated(project, item("Key", before, about["key"], fieldId="issuekey"), *items, about=about), minutes)
    body["changelog"]["id"] = number
    return body


def said(about: Json, minutes: int, text: str = PORTAIL_WORD, by: str = "5b10ac000000000000000002") -> Json:
    """A comment on the issue where it is."""
    body = {"webhookEvent": "comment_created", "comment": comment(cloud_user(by), text), "issue": about}
    return later(body, minutes)


async def rows_of(house: Jira) -> dict[str, Known]:
    """The anomalies of the issue, by contract."""
    found = await house.store.read(lambda tx: anomalies.of_issue(tx, "default", "10001"))
    return {row.contract_id: row for row in found}


async def anomaly(house: Jira, contract: str) -> Anomaly:
    """The anomaly of a contract, as its journal leaves it."""

    def read(tx: Connection) -> Anomaly:
        (case,) = house.casebook.all_cases(tx, contract, house.hand.now())
        return case.anomaly

    return await house.store.read(read)


async def kinds(house: Jira, contract: str) -> list[str]:
    """The kinds of facts in the journal of a contract's anomaly, in the order in which they happened."""
    row = (await rows_of(house))[contract]
    facts = await house.store.read(lambda tx: journal.ANOMALIES.read(tx, row.id))
    return [fact.what.kind for fact in sorted(facts, key=lambda fact: fact.at)]


async def states(house: Jira, contract: str) -> dict[ClockName, State]:
    """The state of each clock of a contract's anomaly."""
    row = (await rows_of(house))[contract]
    return {one.clock: one.state for one in await house.store.read(lambda tx: clocks.of(tx, row.id))}


async def texts(house: Jira, contract: str) -> str:
    """Everything that is kept or was sent for a contract's anomaly."""
    row = (await rows_of(house))[contract]

    def read(tx: Connection) -> str:
        facts = journal.ANOMALIES.read(tx, row.id)
        errands = (outbox.show(tx, number) for number in range(1, 200))
        return repr(facts) + repr([one.effect for one in errands if one and one.anomaly_id == row.id])

    return await house.store.read(read)


@pytest.fixture
def house(store: Store) -> Jira:
    """A house that follows the projects of two clients on one site."""
    return Jira(store)


async def test_a_move_ends_one_clients_clocks_and_begins_the_others(house: Jira) -> None:
    await house.webhook(created())
    title = (await anomaly(house, BOU)).title
    told = await house.webhook(move("BOU-214", there(), 30, item("summary", title, PORTAIL_WORD)))
    assert told == "handled: moved_away, raised, ticket_attached"
    rows = await rows_of(house)
    assert set(rows) == {BOU, POR}
    assert (rows[BOU].issue_key, rows[BOU].title) == ("BOU-214", title)
    assert (rows[POR].issue_key, rows[POR].title) == ("POR-9", PORTAIL_WORD)
    assert set((await states(house, BOU)).values()) == {State.CANCELLED}
    assert (await states(house, POR))[ClockName.RESOLUTION] is State.RUNNING
    theirs = await anomaly(house, POR)
    assert theirs.raised_at == (await anomaly(house, BOU)).away[0].since
    assert (await house.store.read(outbox.parked)) == []


async def test_what_happens_there_never_touches_nor_counts_for_the_first(house: Jira) -> None:
    await house.webhook(created())
    await house.webhook(move("BOU-214", there(), 30))
    before = await anomaly(house, BOU)
    gone = there(status={"id": "3", "name": "En cours"}, priority={"id": "1", "name": "Highest"})
    for body in (
        later(updated(item("summary", "a", PORTAIL_WORD), about=gone), 31),
        later(updated(status("À qualifier", "En cours"), about=gone), 32),
        later(updated(item("priority", "High", "Highest"), about=gone), 33),
        said(gone, 34),
        later({"webhookEvent": "worklog_created", "worklog": _work("2026-11-09T15:00:00.000+0100")}, 35),
        deleted(40, gone),
    ):
        await house.webhook(body)
    assert await anomaly(house, BOU) == before
    assert await kinds(house, BOU) == ["raised", "ticket_attached", "moved_away"]
    assert PORTAIL_WORD not in await texts(house, BOU)
    assert "POR" not in await texts(house, BOU)
    assert "ticket_removed" in await kinds(house, POR)


def _work(updated_at: str) -> Json:
    return {"id": "7", "issueId": "10001", "updated": updated_at, "timeSpentSeconds": 3600}


@pytest.mark.parametrize("spelling", ["issuekey", "key", None])
async def test_either_spelling_of_the_key_is_a_move(house: Jira, spelling: str | None) -> None:
    await house.webhook(created())
    body = move("BOU-214", there(), 30)
    body["changelog"]["items"][1]["fieldId"] = spelling
    await house.webhook(body)
    assert (await anomaly(house, BOU)).elsewhere
    assert set(await rows_of(house)) == {BOU, POR}


@pytest.mark.parametrize("items", [(), (item("project", "Boutique", "Portail"),), (item("labels", "", "x"),)])
async def test_an_issue_that_appears_in_another_project_has_moved(house: Jira, items: tuple[Json, ...]) -> None:
    await house.webhook(created())
    await house.webhook(later(updated(*items, about=there()), 30))
    theirs = await anomaly(house, POR)
    assert (await anomaly(house, BOU)).away[0].since == theirs.raised_at
    assert theirs.raised_at != (await anomaly(house, BOU)).raised_at


async def test_the_true_instant_of_a_move_holds_once_it_is_heard(house: Jira) -> None:
    await house.webhook(created())
    await house.webhook(said(there(), 40))
    await house.webhook(move("BOU-214", there(), 30))
    away = (await anomaly(house, BOU)).away
    assert len(away) == 1
    raised = (await anomaly(house, BOU)).raised_at
    assert raised is not None
    assert (await anomaly(house, POR)).raised_at == away[0].since


async def test_a_comment_heard_late_counts_for_the_client_of_its_instant(house: Jira) -> None:
    await house.webhook(created())
    await house.webhook(move("BOU-214", there(), 30))
    await house.webhook(later({"webhookEvent": "worklog_created", "worklog": _work("2026-11-09T10:05:00.000+0100")}, 5))
    assert "work_logged" not in await kinds(house, POR)
    assert "work_logged" in await kinds(house, BOU)


async def test_coming_back_goes_on_with_the_first_and_ends_the_second(house: Jira) -> None:
    await house.webhook(created())
    await house.webhook(move("BOU-214", there(), 30))
    await house.webhook(move("POR-9", here(), 90, number="50002"))
    ours, theirs = await anomaly(house, BOU), await anomaly(house, POR)
    assert not ours.gone
    assert theirs.elsewhere
    assert [one.until is not None and one.until - one.since for one in ours.away] == [timedelta(hours=1)]
    assert (await states(house, BOU))[ClockName.RESOLUTION] is State.RUNNING
    assert set((await states(house, POR)).values()) == {State.CANCELLED}
    assert house.thread()[-2:] == [Say.LOG_MOVED_AWAY, Say.LOG_MOVED_BACK] or Say.LOG_MOVED_BACK in house.thread()
    assert len(await rows_of(house)) == 2
    await house.webhook(move("BOU-214", there(), 120, number="50003"))
    assert (await anomaly(house, BOU)).elsewhere
    assert not (await anomaly(house, POR)).gone
    assert len(await rows_of(house)) == 2


async def test_the_same_move_told_twice_changes_nothing(house: Jira) -> None:
    await house.webhook(created())
    body = move("BOU-214", there(), 30)
    await house.webhook(body)
    before = await kinds(house, BOU), await kinds(house, POR)
    assert (await house.webhook(body)).startswith("ignored")
    assert (await kinds(house, BOU), await kinds(house, POR)) == before


async def test_a_move_that_changes_the_type_too_ends_the_first_and_begins_nothing(house: Jira) -> None:
    await house.webhook(created())
    other = there(issuetype={"id": "10101", "name": "Évolution"})
    await house.webhook(move("BOU-214", other, 30, item("issuetype", "Anomalie", "Évolution")))
    assert set(await rows_of(house)) == {BOU}
    assert (await anomaly(house, BOU)).elsewhere


async def test_each_key_is_found_by_its_own_client_alone(house: Jira) -> None:
    await house.webhook(created())
    await house.webhook(move("BOU-214", there(), 30))

    async def named(key: str) -> Case:
        found = await house.casebook.look_up(AboutKey(key), house.hand.now())
        assert found is not None
        assert not isinstance(found, Offer)
        return found

    assert (await named("POR-9")).contract.id == POR
    assert (await named("BOU-214")).contract.id == BOU
    assert (await named("BOU-214")).anomaly.gone
    assert await house.open() == ()


async def test_a_link_belongs_to_the_client_where_the_issue_is(house: Jira) -> None:
    await house.webhook(created())
    await house.webhook(created(another("10500", "BOU-300")))
    await house.webhook(move("BOU-214", there(), 30))
    kind = {"name": "Duplicate", "outwardName": "duplicates", "inwardName": "is duplicated by"}
    about = {"id": 7, "sourceIssueId": 10500, "destinationIssueId": 10001, "issueLinkType": kind}
    body = later({"webhookEvent": "issuelink_created", "issueLink": about}, 45)
    assert await house.webhook(body) == "ignored: jira: lien avec un ticket inconnu"


async def test_moves_that_wait_together_are_decided_as_one_after_another(house: Jira) -> None:
    bodies = (created(), move("BOU-214", there(), 30), move("POR-9", here(), 90, number="50002"))
    for number, body in enumerate(bodies):
        raw = json.dumps(body).encode()
        await house.store.hear(Delivery("jira", "default", f"together-{number}", raw, house.hand.now()))
    await house.settle()
    assert not (await anomaly(house, BOU)).gone
    assert (await anomaly(house, POR)).elsewhere
    assert (await house.store.read(mailbox.count_by_state)) == {"handled": 3}


async def test_within_one_contract_a_move_changes_the_key_alone(store: Store) -> None:
    house = Jira(store)
    _follow_both(house)
    await house.webhook(created())
    told = await house.webhook(move("BOU-214", there(summary="Renommé"), 30, item("summary", "a", "Renommé")))
    assert told == "handled: ticket_attached, retitled"
    (open_one,) = await house.open()
    assert (open_one.name, open_one.title, open_one.away) == ("POR-9", "Renommé", ())


def _follow_both(house: Jira) -> None:
    """An amendment of the boutique's contract, later than the anomaly's version, follows both projects."""
    boutique = next(one for one in house.casebook.contracts.all if one.id == BOU)
    added = replace(
        boutique, effective=at("2026-11-09 10:00").date(), jira=replace(boutique.jira, projects=("BOU", "POR"))
    )
    rest = replace(house.casebook.contracts, all=(boutique, added))
    house.casebook.learn(lambda _: rest)


@pytest.mark.parametrize("told", [True, False])
async def test_what_was_written_elsewhere_is_not_the_cause_of_what_comes_back_closed(
    house: Jira, *, told: bool
) -> None:
    await house.webhook(created())
    await house.webhook(move("BOU-214", there(), 30))
    fields = {"customfield_10050": PORTAIL_WORD, "customfield_10051": PORTAIL_WORD}
    closed = here(status={"id": "10008", "name": "Clos"}, **fields)
    back = (
        move("POR-9", closed, 60, number="50002") if told else later(updated(item("labels", "", "x"), about=closed), 60)
    )
    await house.webhook(back)
    found = await anomaly(house, BOU)
    assert found.closed
    assert (found.cause, found.answer) == ("", "")
    assert PORTAIL_WORD not in await texts(house, BOU)
