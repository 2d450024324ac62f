"""Every fact of the journal is accounted for, and one that changed nothing says why."""

from rules import events
from rules.contract import PauseReason
from rules.events import System
from rules.fold.fact_effects import Entry, Worth, account
from rules.fold.folding import order
from tests.rules.cast import BOT, CONTRACT, CP, DEV, OPENING, RAISED, RM, WHOLE, fact, raised


def entry(*facts: events.Fact, of: events.Fact) -> Entry:
    """What one fact was worth in a history."""
    return next(one for one in account(facts, OPENING, CONTRACT) if one.fact == of)


def codes(told: Entry) -> list[str]:
    """What stood against it."""
    return [one.code for one in told.against]


def test_each_fact_is_told_once_in_the_order_in_which_it_counts() -> None:
    told = account((*reversed(WHOLE), WHOLE[0]), OPENING, CONTRACT)
    assert [one.fact for one in told] == sorted(WHOLE, key=order)
    assert {one.worth for one in told} == {Worth.COUNTED}


def test_a_resume_without_a_pause_is_journalled_and_harmless() -> None:
    taken, useless = fact(events.Taken(), DEV, "09:30"), fact(events.Resumed(), DEV, "10:00")
    told = entry(*raised(), taken, useless, of=useless)
    assert (told.worth, codes(told)) == (Worth.IDLE, ["waiting"])


def test_a_stop_before_a_start_is_journalled_and_harmless() -> None:
    early = fact(events.Closed("cause", "réponse"), CP, "08:30")
    told = entry(early, *raised(), of=early)
    assert told.worth is Worth.IDLE
    assert "raised" in codes(told)


def test_a_second_pause_is_told_as_done_already() -> None:
    first = fact(events.Paused(PauseReason.CLIENT), DEV, "10:00")
    second = fact(events.Paused(PauseReason.FREEZE), CP, "10:10")
    told = entry(*raised(), first, second, of=second)
    assert [(one.code, one.already) for one in told.against] == [("not_waiting", True)]


def test_what_is_not_ones_to_do_names_who_may() -> None:
    taken = fact(events.Taken(), RM, "09:30")
    assert codes(entry(*raised(), taken, of=taken)) == ["role"]


def test_a_status_shown_too_early_waits_until_something_overtakes_it() -> None:
    early = fact(events.Deployed(), DEV, "10:00", system=System.JIRA)
    assert entry(*raised(), early, of=early).worth is Worth.PENDING
    moved_on = fact(events.DiagnosisStarted(), DEV, "10:30", system=System.JIRA)
    overtaken = entry(*raised(), early, moved_on, of=early)
    assert overtaken.worth is Worth.ACTED
    assert "accepted" in codes(overtaken)
    taken = fact(events.Taken(), DEV, "09:30")
    assert entry(*raised(taken), early, moved_on, of=early).worth is Worth.IDLE


def test_what_the_lifecycle_does_not_judge_is_noted() -> None:
    title = fact(events.Retitled(RAISED.title), BOT, "10:00")
    assert entry(*raised(), title, of=title).worth is Worth.NOTED


def test_what_changes_nothing_though_it_may_be_done_has_nothing_against_it() -> None:
    comment = fact(events.ClientAnswered("Merci"), RM, "10:00")
    told = entry(*raised(), comment, of=comment)
    assert (told.worth, told.against) == (Worth.IDLE, ())
