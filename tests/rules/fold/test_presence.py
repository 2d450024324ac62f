"""An anomaly whose issue is deleted, retyped or moved: what becomes of its clocks, and what people read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules import events
from rules.anomaly.lifecycle import BY_EVENT, missing, possible
from rules.anomaly.state import Anomaly, Away
from rules.clock import MarkKind, State, read
from rules.contract import ClockName, Contract, Criticality, Start
from rules.decide import Decision
from rules.effects import Message, PostThread, Say
from rules.events import VIGIE, Fact, Happening, System, ThresholdReached
from rules.reminders.promised_dates import promises
from tests.rules.calendars import at
from tests.rules.cast import (
    AGENT,
    BOT,
    COMMUNICATED,
    CONTRACT,
    CP,
    DELIVERED,
    DEV,
    QUALIFIED,
    RM,
    STRANGER,
    WHOLE,
    after,
    fact,
    raised,
    told,
)

JIRA = System.JIRA
REMOVED = fact(events.TicketRemoved(), STRANGER, "11:00", JIRA)
RETYPED = fact(events.Declassified("Évolution"), CP, "11:00", JIRA)
BACK = fact(events.TicketRestored(), BOT, "15:00", JIRA)
AGAIN = fact(events.Reclassified("Anomalie"), CP, "15:00", JIRA)
ROUND_TRIPS = [(REMOVED, BACK), (RETYPED, AGAIN)]
LATER = at("2026-11-09 17:00")


def states(anomaly: Anomaly, contract: Contract = CONTRACT) -> dict[ClockName, State]:
    return {clock: read(clock, anomaly.marks, contract, LATER).state for clock in contract.clocks}


def elapsed(anomaly: Anomaly, clock: ClockName = ClockName.RESOLUTION) -> timedelta:
    return read(clock, anomaly.marks, CONTRACT, LATER).elapsed


def thread(decision: Decision) -> list[Message]:
    return [one.message for one in decision.effects if isinstance(one, PostThread)]


@pytest.mark.parametrize("gone", [REMOVED, RETYPED])
def test_an_issue_that_is_no_anomaly_any_more_cancels_every_clock_with_who_and_when(gone: Fact) -> None:
    anomaly = after(*raised(QUALIFIED, COMMUNICATED), gone)
    assert set(states(anomaly).values()) == {State.CANCELLED}
    last = anomaly.marks[-1]
    assert (last.at, last.by, last.why) == (gone.at, gone.by.name, gone.what.kind)
    assert promises(anomaly, CONTRACT, LATER) == ()
    assert anomaly.gone


def test_a_deletion_is_remembered_with_its_author() -> None:
    absence = after(*raised(), REMOVED).absence
    assert absence is not None
    assert (absence.removed_at, absence.removed_by) == (REMOVED.at, STRANGER)


@pytest.mark.parametrize(("gone", "back"), ROUND_TRIPS)
def test_the_clocks_of_an_issue_that_comes_back_run_again_with_the_time_they_had(gone: Fact, back: Fact) -> None:
    anomaly = after(*raised(QUALIFIED), gone, back)
    assert not anomaly.gone
    assert states(anomaly)[ClockName.RESOLUTION] is State.RUNNING
    assert elapsed(anomaly) == timedelta(hours=2 + 2)
    assert states(anomaly)[ClockName.ACKNOWLEDGEMENT] is State.STOPPED


@pytest.mark.parametrize(("gone", "back"), ROUND_TRIPS)
def test_clocks_that_wait_for_the_qualification_still_wait_for_it_after_a_return(gone: Fact, back: Fact) -> None:
    contract = replace(CONTRACT, choices=replace(CONTRACT.choices, starts=Start.QUALIFIED))
    waiting = after(*raised(), gone, back, contract=contract)
    assert states(waiting, contract)[ClockName.RESOLUTION] is State.WAITING
    qualified = after(
        *raised(), gone, back, fact(events.Qualified(Criticality.MAJEURE), CP, "16:00"), contract=contract
    )
    assert states(qualified, contract)[ClockName.RESOLUTION] is State.RUNNING


def test_a_clock_that_delivery_had_stopped_is_not_started_again_by_a_return() -> None:
    deployed = (*WHOLE[:-1],)
    gone, back = (fact(one.what, one.by, when, JIRA) for one, when in ((REMOVED, "14:00"), (BACK, "15:00")))
    assert states(after(*deployed, gone, back)) == states(after(*deployed))


def test_a_deletion_after_the_closure_changes_no_result() -> None:
    gone = fact(events.TicketRemoved(), STRANGER, "14:00", JIRA)
    assert after(*WHOLE, gone).marks == after(*WHOLE).marks
    assert after(*WHOLE, gone).gone


def test_an_anomaly_out_of_scope_stays_so_whatever_its_issue_does() -> None:
    out = fact(events.Qualified(Criticality.MINEURE, in_scope=False), CP, "10:00")
    assert set(states(after(*raised(out), REMOVED, BACK)).values()) == {State.CANCELLED}


def test_an_issue_deleted_and_retyped_is_back_once_both_are_undone() -> None:
    retyped = fact(events.Declassified("Évolution"), CP, "12:00", JIRA)
    restored = fact(events.TicketRestored(), BOT, "13:00", JIRA)
    assert after(*raised(QUALIFIED), REMOVED, retyped, restored).gone
    anomaly = after(*raised(QUALIFIED), REMOVED, retyped, restored, AGAIN)
    assert not anomaly.gone
    assert states(anomaly)[ClockName.RESOLUTION] is State.RUNNING


@pytest.mark.parametrize(
    "what", [events.Retitled("Vu"), events.ClientAnswered("Toujours là"), events.DiagnosisStarted()]
)
def test_anything_that_jira_tells_later_shows_that_the_issue_exists(what: Happening) -> None:
    by = AGENT if isinstance(what, events.ClientAnswered) else DEV
    assert not after(*raised(), REMOVED, fact(what, by, "12:00", JIRA)).gone


@pytest.mark.parametrize("what", [events.WorkLogged("7", 0), events.NotDuplicate("BOU-2"), events.DuplicateOf("BOU-2")])
def test_what_jira_cleans_up_after_a_deletion_shows_nothing(what: Happening) -> None:
    assert after(*raised(), REMOVED, fact(what, BOT, "12:00", JIRA)).gone


def test_what_slack_tells_does_not_bring_an_issue_back() -> None:
    assert after(*raised(), REMOVED, fact(events.Taken(), DEV, "12:00")).gone


def test_a_deletion_heard_after_what_came_later_changes_nothing_in_the_end() -> None:
    diagnosed = fact(events.DiagnosisStarted(), DEV, "12:00", JIRA)
    decision = told((*raised(), diagnosed), REMOVED)
    assert decision.anomaly == after(*raised(), REMOVED, diagnosed)
    assert not decision.anomaly.gone
    assert Say.LOG_TICKET_REMOVED not in [one.say for one in thread(decision)]


@pytest.mark.parametrize("gone", [REMOVED, RETYPED])
def test_nothing_can_be_done_in_slack_with_what_is_no_anomaly(gone: Fact) -> None:
    anomaly = after(*raised(), gone)
    assert possible(anomaly) == ()
    decision = told((*raised(), gone), fact(events.Taken(), DEV, "12:00"), refusable=True)
    assert [one.code for one in missing(anomaly, BY_EVENT[events.Taken], DEV)] == ["there"]
    assert decision.facts == ()


@pytest.mark.parametrize(("step", "say"), [(REMOVED, Say.LOG_TICKET_REMOVED), (RETYPED, Say.LOG_DECLASSIFIED)])
def test_a_departure_is_told_once_to_the_owner_in_the_thread(step: Fact, say: Say) -> None:
    history = raised(fact(events.Taken(), DEV, "09:30"))
    posts = [one for one in told(history, step).effects if isinstance(one, PostThread)]
    assert [(one.message.say, one.message.values["who"], one.mention) for one in posts] == [(say, step.by.name, DEV)]
    again = fact(step.what, step.by, "11:00", JIRA, id="another")
    assert thread(told((*history, step), again)) == []


@pytest.mark.parametrize(
    ("gone", "back", "say"),
    [
        (REMOVED, BACK, Say.LOG_TICKET_RESTORED),
        (RETYPED, AGAIN, Say.LOG_RECLASSIFIED),
        (
            fact(events.MovedAway(), CP, "11:00", JIRA),
            fact(events.MovedBack("BOU-9"), CP, "15:00", JIRA),
            Say.LOG_MOVED_BACK,
        ),
    ],
)
def test_a_return_is_told_in_the_thread(gone: Fact, back: Fact, say: Say) -> None:
    assert [one.say for one in thread(told((*raised(), gone), back))] == [say]


def test_a_breach_announced_before_a_deletion_is_annulled() -> None:
    breach = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, 1.0, at("2026-11-09 10:00"))
    history = raised(fact(breach, VIGIE, "10:00", System.CLOCK))
    decision = told(history, REMOVED)
    moved = next(one.what for one in decision.facts if isinstance(one.what, events.DeadlinesMoved))
    assert moved.cause is events.Cause.TICKET
    assert [one.ruling for one in moved.shifts] == [events.Ruling.ANNULLED]


def test_a_moved_issue_is_told_with_both_its_keys() -> None:
    moved = events.TicketAttached("martin", "10001", f"{CONTRACT.jira.projects[0]}-9")
    (message,) = thread(told(raised(), fact(moved, CP, "10:00", JIRA)))
    assert message.say is Say.LOG_MOVED
    assert (message.values["was"], message.values["key"]) == ("BOU-1", moved.key)


MOVED = fact(events.MovedAway(), CP, "11:00", JIRA)
RETURNED = fact(events.MovedBack("BOU-9"), CP, "15:00", JIRA)


def test_an_issue_moved_away_ends_its_clocks_and_keeps_what_was_known() -> None:
    words = (
        fact(events.Retitled("Portail"), STRANGER, "12:00", JIRA),
        fact(events.Informed("Bonjour le portail"), CP, "12:10", JIRA),
        fact(events.WorkLogged("7", 60), DEV, "12:20", JIRA),
        fact(events.TicketAttached("martin", "10001", "POR-3"), CP, "12:30", JIRA),
        fact(events.TicketRemoved(), CP, "12:40", JIRA),
    )
    away = after(*raised(), MOVED)
    assert after(*raised(), MOVED, *words) == away
    assert after(*raised(), *words, MOVED) == away, "whatever the order in which they are heard"
    assert away.elsewhere
    assert away.ticket == after(*raised()).ticket
    assert {mark.kind for mark in away.marks if mark.at == MOVED.at} == {MarkKind.CANCEL}


def test_an_issue_that_comes_back_goes_on_with_the_time_it_had() -> None:
    back = after(*raised(), MOVED, RETURNED)
    assert not back.gone
    assert back.name == "BOU-9"
    assert back.away == (Away(MOVED.at, RETURNED.at),)
    assert not back.away_at(at("2026-11-09 10:59"))
    assert back.away_at(MOVED.at)
    assert not back.away_at(RETURNED.at)
    whole = after(*raised(), REMOVED, BACK)
    assert [(mark.at, mark.kind) for mark in back.marks] == [(mark.at, mark.kind) for mark in whole.marks]


def test_an_issue_that_comes_back_as_something_else_counts_for_nothing_yet() -> None:
    other = fact(events.Declassified("Évolution"), CP, "15:00", JIRA)
    there = after(*raised(), MOVED, RETURNED, other)
    assert there.gone
    assert not there.elsewhere
    again = after(*raised(), MOVED, RETURNED, other, fact(events.Reclassified("Anomalie"), CP, "16:00", JIRA))
    assert not again.gone


def test_a_second_departure_that_is_heard_of_is_the_first() -> None:
    noticed = fact(events.MovedAway(), CP, "12:00", JIRA)
    assert after(*raised(), MOVED, noticed) == after(*raised(), MOVED)


def test_a_moved_issue_keeps_its_clocks() -> None:
    moved = fact(events.TicketAttached("martin", "10001", "AUTRE-3"), CP, "10:00", JIRA)
    assert after(*raised(), moved).marks == after(*raised()).marks


def test_a_duplicate_is_told_once_and_keeps_its_clocks() -> None:
    link = fact(events.DuplicateOf("BOU-200"), STRANGER, "10:00", JIRA)
    decision = told(raised(), link)
    assert [one.say for one in thread(decision)] == [Say.LOG_DUPLICATE]
    assert decision.anomaly.marks == after(*raised()).marks
    assert thread(told((*raised(), link), fact(events.DuplicateOf("BOU-200"), RM, "10:01", JIRA))) == []
    undone = fact(events.NotDuplicate("BOU-200"), STRANGER, "12:00", JIRA)
    assert after(*raised(), link, undone).duplicate_of == ""


def test_time_spent_is_journalled_and_moves_nothing() -> None:
    spent = fact(events.WorkLogged("7", 5400, LATER), DEV, "10:00", JIRA)
    decision = told(raised(), spent)
    assert decision.facts == (spent,)
    assert decision.effects == ()
    assert decision.anomaly == after(*raised())


def test_a_wait_does_not_outlive_a_deletion() -> None:
    waiting = fact(events.DescriptionRejected("un compte"), CP, "10:00")
    assert after(*raised(waiting), REMOVED, BACK).wait is None
    assert after(*raised(QUALIFIED, DELIVERED), REMOVED, BACK).delivered_at is not None
