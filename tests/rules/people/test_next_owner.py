"""Whose turn it is follows the six phases, and what a team owes waits for its owner alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rules.anomaly.state import Absence, Anomaly, Wait
from rules.contract import PauseReason, Role
from rules.events import Actor
from rules.people.next_owner import OWED, debtors, owed
from tests.connectors.channels.cast import CONTRACT, CP, DEV, OPENING, RM, after, story

NOW = datetime(2026, 11, 9, 9, tzinfo=UTC)
RAISED = replace(OPENING, raised_at=NOW)
TAKEN = replace(RAISED, taken_at=NOW)
IN_SCOPE = replace(TAKEN, in_scope=True)
TOLD = replace(IN_SCOPE, communicated_at=NOW)
DELIVERED = replace(TOLD, delivered_at=NOW)
DEPLOYED = replace(DELIVERED, accepted_at=NOW, deployed_at=NOW)


def waiting(anomaly: Anomaly, reason: PauseReason) -> Anomaly:
    return replace(anomaly, wait=Wait(NOW, reason, "", Actor("x", "x")))


@pytest.mark.parametrize(
    ("anomaly", "step"),
    [
        (OPENING, "raise"),
        (RAISED, "take"),
        (TAKEN, "qualify"),
        (IN_SCOPE, "communicate"),
        (TOLD, "deliver"),
        (DELIVERED, "accept"),
        (replace(DELIVERED, accepted_at=NOW), "deploy"),
        (DEPLOYED, "find_cause"),
        (replace(DEPLOYED, cause="cache"), "close"),
        (replace(TAKEN, in_scope=False), "close"),
        (waiting(TOLD, PauseReason.CLIENT), "answer"),
        (waiting(TOLD, PauseReason.THIRD_PARTY), "resume"),
        (waiting(DELIVERED, PauseReason.RECETTE), "accept"),
        (replace(TOLD, closed_at=NOW), ""),
        (replace(TOLD, absence=Absence(NOW, NOW)), ""),
    ],
)
def test_one_step_is_owed_at_a_time(anomaly: Anomaly, step: str) -> None:
    assert owed(anomaly) == step
    assert step == "" or step in OWED


@pytest.mark.parametrize(
    ("move", "owner", "people"),
    [
        ("take", None, {CP.id, DEV.id}),
        ("deliver", DEV.id, {DEV.id}),
        ("deliver", CP.id, {CP.id}),
        ("deliver", "somebody of Jira's", {CP.id, DEV.id}),
        ("qualify", DEV.id, {CP.id}),
        ("answer", DEV.id, {RM.id}),
        ("accept", None, {RM.id}),
        ("raise", None, {RM.id}),
    ],
)
def test_a_step_is_owed_by_its_owner_or_by_all_who_may_make_it(move: str, owner: str | None, people: set[str]) -> None:
    assert {one.id for one in debtors(move, owner, CONTRACT)} == people


def test_an_agent_owes_nothing() -> None:
    assert all(one.roles - {Role.AGENT} for move in OWED for one in debtors(move, None, CONTRACT))
    assert owed(after(*story())) in OWED
