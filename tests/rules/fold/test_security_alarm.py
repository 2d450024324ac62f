"""A security anomaly calls those who answer for it at once, and once each time that it becomes one."""

from dataclasses import replace

import pytest

from rules import events
from rules.contract import Alerts, Contract, Criticality, Role, Step
from rules.effects import Effect, Say, Tell, Write
from rules.events import VIGIE, Fact, System
from tests.rules.cast import CONTRACT, CP, DEV, DIRECTION, RAISED, RM, TICKET, fact, told

LEAK = events.Raised("Fuite", Criticality.SECURITE)
KEY = fact(TICKET, VIGIE, "09:01", System.JIRA)
CHAIN = replace(
    CONTRACT,
    choices=replace(
        CONTRACT.choices, alerts=Alerts(escalation=(Step(Role.CP), Step(Role.DEVELOPER), Step(Role.DIRECTION)))
    ),
)


def called(effects: tuple[Effect, ...], by: type[Tell | Write] = Tell) -> list[str]:
    """Who is called in one way."""
    return [one.to.id for one in effects if isinstance(one, by) and one.message.say is Say.SECURITY_RAISED]


@pytest.mark.parametrize(
    ("contract", "people"),
    [(CONTRACT, [CP.id, "U0DIR"]), (CHAIN, [CP.id, "U0DIR", DEV.id])],
    ids=["cp-and-direction", "and-the-escalation"],
)
@pytest.mark.parametrize("way", [Tell, Write])
def test_a_remontee_calls_each_of_them_once_whatever_jira_does(
    contract: Contract, people: list[str], way: type[Tell | Write]
) -> None:
    for when in ("10:00", "2026-11-14 03:00"):  # in the night of a Saturday too
        assert called(told((), fact(LEAK, RM, when), contract=contract).effects, way) == people


def test_the_key_that_comes_later_calls_nobody_again() -> None:
    assert told((fact(LEAK, RM),), KEY).effects
    assert not called(told((fact(LEAK, RM),), KEY).effects)


def test_an_issue_raised_in_jira_is_called_by_its_key() -> None:
    effects = told((), fact(LEAK, RM, system=System.JIRA), fact(TICKET, RM, system=System.JIRA)).effects
    assert called(effects) == [CP.id, "U0DIR"]
    assert {one.message.values["name"] for one in effects if isinstance(one, Tell)} == {"BOU-1"}


def test_a_cp_who_requalifies_it_is_told_with_the_others_since_the_steps_to_take_are_there() -> None:
    assert called(told(raised(), graver("10:00")).effects) == [CP.id, "U0DIR"]


def test_out_of_scope_or_not_it_threatens_the_client() -> None:
    outside = fact(events.Qualified(Criticality.SECURITE, False, "hébergeur"), CP, "10:00")
    assert called(told(raised(), outside).effects) == [CP.id, "U0DIR"]


def test_what_was_said_already_is_not_said_again_and_a_relapse_is() -> None:
    once = (*raised(), graver("10:00"))
    again = fact(events.Qualified(Criticality.SECURITE, reason="confirmé"), CP, "10:30")
    assert not called(told(once, again).effects)
    calmed = fact(events.Qualified(Criticality.MINEURE, reason="fausse alerte"), CP, "11:00")
    assert called(told((*once, calmed), graver("12:00")).effects) == [CP.id, "U0DIR"]


def test_an_ordinary_anomaly_calls_nobody() -> None:
    assert not called(told((), fact(RAISED, RM)).effects)
    assert DIRECTION.chat not in {one.to.chat for one in told(raised(), KEY).effects if isinstance(one, Tell)}


def raised() -> tuple[Fact, ...]:
    """An ordinary anomaly."""
    return (fact(RAISED, RM), KEY)


def graver(when: str) -> Fact:
    """It turns out to be about security."""
    return fact(events.Qualified(Criticality.SECURITE, reason="une fuite"), CP, when)
