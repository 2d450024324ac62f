"""An anomaly is at a support level: it goes up and back by a fact, and the people of the next level are told once."""

from dataclasses import replace

import pytest

from rules import events
from rules.contract import Criticality, Role, SupportLevel
from rules.contract.support_terms import SupportGroup, SupportLevels
from rules.effects import Message, PostThread, Say, Tell, Write
from rules.people.support_teams import level_of, team_of
from tests.rules.cast import AGENT, CONTRACT, CP, DEV, DIRECTION, RAISED, RM, after, fact, raised, told

N1, N2, N3 = SupportLevel
EXPERT = DIRECTION.email or ""
GROUPS = (
    SupportGroup(N1, (Role.AGENT,)),
    SupportGroup(N2, (Role.CP, Role.DEVELOPER), ("support-n2",)),
    SupportGroup(N3, (EXPERT,), ("support-n3",)),
    SupportGroup(N3, (Role.DEVELOPER,), project="BOX"),
)
LEVELLED = replace(CONTRACT, support=SupportLevels(GROUPS, N2))
UP = fact(events.LevelChanged(N3, "le cache est sain"), DEV, "10:00")
DOWN = fact(events.LevelChanged(N2, "rien chez nous"), CP, "11:00")


def test_an_anomaly_is_raised_at_the_level_of_the_contract_and_goes_up_and_back() -> None:
    assert after(*raised(), contract=LEVELLED).level is N2
    up = after(*raised(UP), contract=LEVELLED)
    assert (up.level, up.escalations) == (N3, 1)
    back = after(*raised(UP, DOWN), contract=LEVELLED)
    assert (back.level, back.escalations, len(back.level_moves)) == (N2, 1, 2)


def test_without_levels_nobody_can_escalate() -> None:
    assert after(*raised(UP)).level is None
    refused = told(raised(), UP, refusable=True)
    assert refused.facts == ()
    assert [one.message.values["missing"] for one in refused.effects] == [("levelled",)]  # type: ignore[union-attr]


def test_to_the_level_where_it_is_already_nothing_changes() -> None:
    again = fact(events.LevelChanged(N2, "encore"), DEV, "10:00")
    refused = told(raised(), again, contract=LEVELLED, refusable=True)
    assert refused.facts == ()
    assert [one.message.values["missing"] for one in refused.effects] == [("another_level",)]  # type: ignore[union-attr]


def test_a_level_that_the_contract_has_not_changes_nothing() -> None:
    two = replace(LEVELLED, support=SupportLevels(GROUPS[:2], N2))
    assert after(*raised(UP), contract=two).level is N2


def test_whoever_hands_it_on_does_not_take_charge_and_the_clocks_run_on() -> None:
    before, handed = after(*raised(), contract=LEVELLED), after(*raised(UP), contract=LEVELLED)
    assert handed.taken_at is None
    assert handed.marks == before.marks


def test_the_people_of_the_next_level_are_told_once_and_their_thread_too() -> None:
    decision = told(raised(), UP, contract=LEVELLED)
    private = [one for one in decision.effects if isinstance(one, Tell)]
    assert [(one.to.id, one.message.say, one.message.moves) for one in private] == [
        (DIRECTION.id, Say.LEVEL_REACHED, ("take",))
    ]
    assert [one.to.id for one in decision.effects if isinstance(one, Write)] == [DIRECTION.id]
    (line,) = [one.message for one in decision.effects if isinstance(one, PostThread)]
    assert line == Message(
        Say.LOG_LEVEL_CHANGED,
        {"who": DEV.name, "via": "slack", "level": "N3", "text": "le cache est sain", "was": "N2"},
    )
    assert told(raised(UP), UP, contract=LEVELLED).effects == ()


def test_who_hands_it_on_is_not_told_of_it_and_whoever_holds_two_roles_is_told_once() -> None:
    back = told(raised(UP), replace(DOWN, by=DEV), contract=LEVELLED)
    assert [one.to.id for one in back.effects if isinstance(one, Tell)] == [CP.id]


def test_an_agent_is_told_nothing_of_a_security_anomaly() -> None:
    grave = (fact(replace(RAISED, criticality=Criticality.SECURITE), RM), *raised()[1:])
    down = fact(events.LevelChanged(N1, "à revoir"), CP, "10:00")
    told_of_it = [one.to.id for one in told(grave, down, contract=LEVELLED).effects if isinstance(one, Tell | Write)]
    assert AGENT.id not in told_of_it
    plain = [one.to.id for one in told(raised(), down, contract=LEVELLED).effects if isinstance(one, Tell)]
    assert plain == [AGENT.id]


@pytest.mark.parametrize(("project", "people"), [("BOU", [DIRECTION.id]), ("BOX", [DEV.id])])
def test_a_project_may_have_its_own_people(project: str, people: list[str]) -> None:
    assert [one.id for one in team_of(LEVELLED, N3, project)] == people


def test_somebody_has_the_level_that_names_them_before_that_of_their_role() -> None:
    people = {one.id: one for one in LEVELLED.people}
    assert level_of(LEVELLED, people[DEV.id]) is N2
    assert level_of(LEVELLED, people[DEV.id], "BOX") is None
    assert level_of(LEVELLED, people[DIRECTION.id]) is N3
    assert level_of(LEVELLED, people[RM.id]) is None
