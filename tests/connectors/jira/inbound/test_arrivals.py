"""The state in which an issue arrives is a statement: it is paused, delivered or closed as Jira shows it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules import events
from rules.contract import JiraMeaning, PauseReason
from rules.events import Happening, Standing
from tests.connectors.jira.samples import (
    AT,
    CP,
    RM,
    STATUSES,
    cloud_user,
    commented,
    contract,
    created,
    facts,
    happenings,
    issue,
    item,
    status,
    updated,
)

Json = dict[str, Any]
BORN = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)


def named(name: str, **more: Any) -> Json:
    """An issue in the status of that name."""
    return issue(status={"id": "10009", "name": name}, **more)


def retyped() -> Json:
    """The changelog's item of an evolution that becomes an anomaly."""
    return item("issuetype", "Évolution", "Anomalie", **{"from": "10101", "to": "10100"})


def moved_in() -> tuple[Json, ...]:
    """The items of a move into the contract's project."""
    return item("project", "Portail", "Boutique"), item("Key", "POR-3", "BOU-214", fieldId="issuekey")


ARRIVALS = [
    ("En attente client", events.Paused(PauseReason.CLIENT)),
    ("Chez l'éditeur", events.Paused(PauseReason.THIRD_PARTY)),
    ("En recette", events.Delivered()),
    ("Recette OK", events.Accepted()),
    ("En production", events.Deployed()),
    ("Clos", events.Closed()),
]


@pytest.mark.parametrize(("name", "expected"), ARRIVALS)
@pytest.mark.parametrize("known", [True, False])
def test_an_issue_created_in_a_status_arrives_in_it(name: str, expected: Happening, known: bool) -> None:
    *_, arrived = facts(created(named(name)), known)
    assert (arrived.what, arrived.at, arrived.by.id) == (expected, BORN, "U0RM")
    assert arrived.source.standing is Standing.ARRIVAL
    assert arrived.stated


@pytest.mark.parametrize("name", ["À qualifier", "En diagnostic", "En cours", "Recette KO", "Inconnu"])
def test_the_first_status_of_a_workflow_says_nothing(name: str) -> None:
    assert len(facts(created(named(name)), known=False)) == 2


def test_what_was_closed_elsewhere_keeps_the_instant_of_its_resolution() -> None:
    body = created(named("Clos", resolutiondate="2026-11-10T16:00:00.000+0100", customfield_10050="Cache"))
    *_, closed = facts(body, known=False)
    assert closed.at == datetime(2026, 11, 10, 15, tzinfo=UTC)
    assert closed.what == events.Closed("Cache")
    *_, early = facts(created(named("Clos", resolutiondate="2026-11-01T16:00:00.000+0100")), known=False)
    assert early.at == BORN


@pytest.mark.parametrize("items", [(retyped(),), moved_in()])
@pytest.mark.parametrize("left", [None, "En attente client", "En cours"])
@pytest.mark.parametrize("known", [True, False])
def test_what_comes_in_while_it_waits_is_paused(items: tuple[Json, ...], left: str | None, known: bool) -> None:
    moves = () if left is None else (item("status", left, "En attente client", **{"from": "20003", "to": "10009"}),)
    found = facts(updated(*items, *moves, about=named("En attente client")), known)
    (paused,) = [fact for fact in found if isinstance(fact.what, events.Paused)]
    assert paused.at == AT
    assert paused.stated


@pytest.mark.parametrize("left", ["Clos", "En cours"])
@pytest.mark.parametrize("known", [True, False])
def test_what_comes_in_closed_is_closed(left: str, known: bool) -> None:
    move = item("status", left, "Clos", **{"from": "20003", "to": "10009"})
    found = facts(updated(*moved_in(), move, about=named("Clos")), known)
    (closed,) = [fact for fact in found if isinstance(fact.what, events.Closed)]
    assert closed.stated


def test_what_is_first_heard_of_midway_holds_its_status_from_just_before() -> None:
    body = updated(item("summary", "a", "b"), about=named("En attente client"))
    paused = next(fact for fact in facts(body, known=False) if isinstance(fact.what, events.Paused))
    assert paused.at == AT - timedelta(microseconds=1)


def test_a_move_that_is_told_needs_no_arrival() -> None:
    body = updated(status("En attente client", "En cours"), about=named("En cours"))
    assert happenings(body, known=False)[2:] == (events.Resumed(), events.WorkStarted())


def test_a_comment_that_shows_no_status_states_none() -> None:
    body = commented(cloud_user(RM))
    body["issue"]["fields"] |= {"created": "2026-11-09T10:05:00.000+0100"}
    assert not [one for one in happenings(body, known=False) if isinstance(one, events.Paused | events.Closed)]


def test_what_vigie_created_itself_does_not_arrive() -> None:
    ours = named("En attente client", labels=["vigie-3f2a9c1e-77"], creator=cloud_user("712020:vigie"))
    assert len(facts(created(ours, by=cloud_user("712020:vigie")), known=True)) == 1


def test_a_change_of_an_anomaly_that_stays_one_states_nothing() -> None:
    body = updated(item("summary", "a", "b"), by=cloud_user(CP), about=named("Clos"))
    assert happenings(body) == (events.Retitled("b"),)


def test_each_meaning_that_ends_or_pauses_something_is_stated_on_arrival() -> None:
    told = {name for name, _ in ARRIVALS}
    silent = {JiraMeaning.RAISED, JiraMeaning.DIAGNOSIS, JiraMeaning.RESOLUTION, JiraMeaning.REFUSED}
    assert {means for name, means in contract().jira.statuses.items() if name not in told} == silent
    assert set(STATUSES) >= told
