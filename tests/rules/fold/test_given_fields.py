"""What is given for Jira's screens stays with its move, and is given by whoever may make that move."""

import pytest

from rules import events
from rules.contract import Criticality
from rules.decide import Outcome, decide
from rules.effects import Answer, Say
from rules.events import Actor, Fact, FieldGiven, FieldsGiven
from rules.fold.given_fields import given
from tests.rules.cast import CONTRACT, CP, DEV, OPENING, RM, fact, raised

OUT = fact(events.Qualified(Criticality.MINEURE, False, "évolution"), CP, "09:20")
KIND = FieldGiven("customfield_1", "Type", ("7",), "Code")
OTHER = FieldGiven("customfield_1", "Type", ("9",), "Données")
VERSION = FieldGiven("versions", "Version", ("3",), "2.4.1")
CLOSED = fact(events.Closed("", "Évolution.", (KIND,)), CP, "09:30")
HISTORY = (*raised(), OUT, CLOSED)


def _decided(by: Actor, what: FieldsGiven, minute: str = "09:40") -> tuple[Outcome, tuple[Fact, ...], list[Say]]:
    decision = decide(HISTORY, (fact(what, by, minute),), OPENING, CONTRACT, fact(what, by, minute).at, True)
    said = [one.message.say for one in decision.effects if isinstance(one, Answer)]
    return decision.outcome, decision.facts, said


def test_what_is_given_later_replaces_the_same_field_and_keeps_the_others() -> None:
    what = FieldsGiven(CLOSED.id, (OTHER, VERSION))
    decision = decide(HISTORY, (fact(what, CP, "09:40"),), OPENING, CONTRACT, CLOSED.at, True)
    assert given(decision.anomaly, CLOSED.id) == (OTHER, VERSION)
    assert given(decision.anomaly, "another move") == ()


def test_the_same_values_given_again_are_sent_again() -> None:
    outcome, facts, _ = _decided(CP, FieldsGiven(CLOSED.id, (KIND,)))
    assert (outcome, len(facts)) == (Outcome.RECORDED, 1)


@pytest.mark.parametrize("by", [RM, DEV, Actor("U0RM2", "Quelqu'un")])
@pytest.mark.parametrize("to", [CLOSED.id, "a move that nobody made"])
def test_only_who_may_make_the_move_gives_what_it_waits_for(by: Actor, to: str) -> None:
    assert _decided(by, FieldsGiven(to, (KIND,))) == (Outcome.REFUSED, (), [Say.REFUSED])
