"""Who may make each move, when, and what is said otherwise."""

import pytest

from rules import events
from rules.anomaly.lifecycle import BY_EVENT, MOVES, missing, possible
from rules.anomaly.state import Anomaly, Phase
from rules.contract import Criticality, PauseReason, Role
from rules.events import Actor, Happening, System
from tests.rules.cast import (
    ACCEPTED,
    AGENT,
    COMMUNICATED,
    CP,
    DELIVERED,
    DEPLOYED,
    DEV,
    OPENING,
    QUALIFIED,
    RM,
    STRANGER,
    WHOLE,
    after,
    fact,
    raised,
)

NEW = after(*raised())
TAKEN = after(*raised(), fact(events.Taken(), DEV, "09:10"))
DIRECTION = Actor("U0DIR", "Direction", frozenset({Role.DIRECTION}))
READY = after(*raised(), QUALIFIED, COMMUNICATED)
IN_RECETTE = after(*raised(), QUALIFIED, DELIVERED)
IN_PRODUCTION = after(*raised(), QUALIFIED, DELIVERED, ACCEPTED, DEPLOYED)
DONE = after(*WHOLE)
OUT = after(*raised(), fact(events.Qualified(Criticality.MINEURE, in_scope=False), CP, "10:00"))
WAITS = after(*raised(), fact(events.DescriptionRejected("un compte"), CP, "10:00"))


def against(anomaly: Anomaly, what: Happening, by: Actor, system: System = System.SLACK) -> list[str]:
    """The codes of what stands against a move."""
    return [one.code for one in missing(anomaly, BY_EVENT[type(what)], by, what, system)]


@pytest.mark.parametrize(
    ("anomaly", "what", "by", "expected"),
    [
        (NEW, events.Taken(), DEV, []),
        (NEW, events.Taken(), RM, ["role"]),
        (NEW, events.Taken(), STRANGER, ["role"]),
        (OPENING, events.Taken(), DEV, ["raised"]),
        (TAKEN, events.Taken(), CP, ["not_taken"]),
        (TAKEN, events.TakenOver(), CP, []),
        (TAKEN, events.TakenOver(), RM, ["role"]),
        (NEW, events.TakenOver(), CP, ["taken"]),
        (WAITS, events.Taken(), DEV, []),
        (NEW, events.Qualified(Criticality.MAJEURE), DEV, ["role"]),
        (NEW, events.DelayCommunicated(""), CP, ["qualified"]),
        (OUT, events.DelayCommunicated(""), CP, ["in_scope"]),
        (NEW, events.Delivered(), DEV, ["qualified"]),
        (READY, events.Delivered(), DEV, []),
        (IN_RECETTE, events.Delivered(), DEV, ["not_delivered"]),
        (READY, events.Accepted(), RM, ["delivered"]),
        (IN_RECETTE, events.Accepted(), CP, ["role"]),
        (IN_RECETTE, events.Accepted(), RM, []),
        (IN_RECETTE, events.Refused("non"), RM, []),
        (IN_RECETTE, events.Deployed(), DEV, ["accepted"]),
        (IN_PRODUCTION, events.Closed("cause", "réponse"), CP, []),
        (IN_PRODUCTION, events.Closed(), CP, ["cause", "answer"]),
        (IN_RECETTE, events.Closed("cause", "réponse"), CP, ["accepted", "deployed"]),
        (OUT, events.Closed(), CP, []),
        (DONE, events.Closed("cause"), CP, ["not_closed"]),
        (DONE, events.Paused(PauseReason.CLIENT), CP, ["open"]),
        (DONE, events.Accepted(), RM, ["not_accepted"]),
        (NEW, events.Assigned(DEV), RM, ["role"]),
        (NEW, events.WorkStarted(), AGENT, ["role"]),
        (NEW, events.DiagnosisStarted(), DIRECTION, ["role"]),
        (NEW, events.Informed("Vu"), DIRECTION, ["role"]),
        (OPENING, events.Detected("Lent", "Très"), DIRECTION, ["role"]),
        (DONE, events.Reopened("encore"), RM, []),
        (READY, events.Reopened(), RM, ["closed"]),
        (READY, events.Resumed(), CP, ["waiting"]),
        (WAITS, events.Paused(PauseReason.FREEZE), CP, ["not_waiting"]),
        (WAITS, events.ClientAnswered("voici"), AGENT, ["role"]),
        (WAITS, events.ClientAnswered("voici"), RM, []),
        (READY, events.WorkaroundValidated(), RM, ["workaround"]),
    ],
)
def test_a_move_is_made_only_by_whom_and_when_the_contract_says(
    anomaly: Anomaly, what: Happening, by: Actor, expected: list[str]
) -> None:
    assert against(anomaly, what, by) == expected


def test_a_person_whom_the_contract_does_not_name_is_judged_by_jira_and_not_by_us() -> None:
    assert against(NEW, events.Taken(), STRANGER, System.JIRA) == []
    assert against(IN_RECETTE, events.Accepted(), CP, System.JIRA) == ["role"]


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (events.ClientAnswered("voici"), AGENT),
        (events.Informed("La cause est trouvée"), DIRECTION),
        (events.Assigned(DEV), RM),
        (events.DiagnosisStarted(), RM),
        (events.WorkStarted(), AGENT),
    ],
)
def test_what_was_said_or_shown_in_jira_counts_from_more_roles_than_slack_offers(what: Happening, by: Actor) -> None:
    assert against(NEW, what, by, System.SLACK) == ["role"]
    assert against(NEW, what, by, System.JIRA) == []
    assert against(NEW, what, by, System.CLOCK) == []


def test_what_is_missing_names_who_can_settle_it_and_how() -> None:
    lacks = missing(IN_RECETTE, BY_EVENT[events.Closed], CP, events.Closed("cause", "réponse"))
    assert [(one.owes, one.by) for one in lacks] == [((Role.RM,), "accept"), ((Role.DEVELOPER,), "deploy")]


def test_every_fact_that_a_person_can_cause_has_its_line_in_the_table() -> None:
    told_by_nobody = {
        events.TicketAttached,
        events.TicketRemoved,
        events.TicketRenumbered,
        events.TicketRestored,
        events.AutomaticReply,
        events.TicketHidden,
        events.Declassified,
        events.Reclassified,
        events.MovedAway,
        events.MovedBack,
        events.DuplicateOf,
        events.NotDuplicate,
        events.WorkLogged,
        events.Retried,
        events.FieldsGiven,
        events.Retitled,
        events.ThresholdReached,
        events.DeadlinesMoved,
        events.PromiseAlerted,
        events.Unanswered,
        events.Chased,
        events.WaitOutlasted,
        events.ClientWarningDue,
        events.AuthorityDecisionDue,
    }
    everything = set(Happening.__args__)
    assert set(BY_EVENT) == everything - told_by_nobody
    assert len({move.name for move in MOVES}) == len(MOVES)


@pytest.mark.parametrize(
    ("anomaly", "phase"),
    [
        (OPENING, Phase.DETECTION),
        (NEW, Phase.REMONTEE),
        (after(*raised(), fact(events.Taken(), DEV, "09:10")), Phase.DIAGNOSTIC),
        (WAITS, Phase.DIAGNOSTIC),
        (after(*raised(), QUALIFIED), Phase.DELAY),
        (OUT, Phase.DIAGNOSTIC),
        (READY, Phase.RESOLUTION),
        (IN_PRODUCTION, Phase.RESOLUTION),
        (DONE, Phase.CLOSURE),
    ],
)
def test_the_phase_is_read_from_what_happened(anomaly: Anomaly, phase: Phase) -> None:
    assert anomaly.phase is phase


def test_only_what_can_be_done_now_is_offered() -> None:
    assert "close" not in possible(READY)
    assert "close" in possible(IN_PRODUCTION)
    assert possible(DONE, RM) == ("personal_data", "no_personal_data", "reopen")
    assert "qualify" not in possible(NEW, DEV)


def test_a_move_offered_is_a_move_that_is_accepted() -> None:
    samples: dict[str, Happening] = {"take": events.Taken(), "deliver": events.Delivered(), "accept": events.Accepted()}
    for anomaly in (NEW, READY, IN_RECETTE, IN_PRODUCTION, DONE):
        for name, what in samples.items():
            offered = name in possible(anomaly, Actor("x", "x", frozenset(Role)))
            assert offered == (against(anomaly, what, Actor("x", "x", frozenset(Role))) == [])


def test_each_step_of_the_whole_story_may_be_made_in_its_turn() -> None:
    for number, step in enumerate(WHOLE):
        if type(step.what) in BY_EVENT:
            assert against(after(*WHOLE[:number]), step.what, step.by) == []
