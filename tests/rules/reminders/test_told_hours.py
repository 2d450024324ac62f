"""A reminder waits for its reader's hours, unless on-call covers it, and says what still holds when they begin."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.change import recipient
from rules.clock import read
from rules.contract import ClockName, Contract, Criticality, Person
from rules.effects import Message, Say, Value
from rules.reminders.told_hours import held_until, told_now, zone_of
from tests.rules.calendars import OFFICE, at
from tests.rules.cast import ACCEPTED, CONTRACT, DELIVERED, DEPLOYED, QUALIFIED, after, raised

RESOLUTION = ClockName.RESOLUTION
EVENING, MORNING = at("2026-11-09 18:30"), at("2026-11-10 09:00")
BREACH = Message(Say.BREACH_TO_ROLE, {"clock": RESOLUTION})
COVERED = replace(
    CONTRACT,
    commitments={
        key: replace(one, calendar="astreinte") if key[0] is Criticality.BLOQUANTE else one
        for key, one in CONTRACT.commitments.items()
    },
)


def living(zone: str | None = None, hours: str | None = "bureau", contract: Contract = COVERED) -> Contract:
    """The contract, whose CP has hours of their own."""
    people = tuple(replace(one, zone=zone, hours=hours) if one.id == "U0CP" else one for one in contract.people)
    return replace(contract, people=people)


def cp(contract: Contract) -> Person:
    return next(one for one in contract.people if one.id == "U0CP")


def held(contract: Contract, when: str, level: Criticality = Criticality.MAJEURE, message: Message = BREACH) -> object:
    return held_until(contract, recipient(contract, cp(contract)), message, level, at(when))


def test_a_reminder_outside_of_the_reader_s_hours_waits_for_them() -> None:
    assert held(living(), "2026-11-09 18:30") == MORNING
    assert held(living(), "2026-11-13 18:30") == at("2026-11-16 09:00")
    assert held(living(), "2026-11-10 18:30") == at("2026-11-12 09:00"), "the eleventh is a holiday"
    assert held(living(), "2026-11-09 10:00") is None


def test_whoever_has_no_hours_of_their_own_waits_for_nothing_more_than_the_clocks_do() -> None:
    assert held(living(hours=None), "2026-11-09 18:30") is None


def test_hours_are_read_in_the_reader_s_zone() -> None:
    away = living("Indian/Reunion")
    assert held(away, "2026-11-09 16:00") == at("2026-11-10 09:00", "Indian/Reunion")
    assert held(away, "2026-11-10 06:30") is None
    assert held(living("Indian/Reunion", None), "2026-11-09 16:00") == at("2026-11-10 09:00", "Indian/Reunion")
    assert (zone_of(away, cp(away)), zone_of(away, None)) == ("Indian/Reunion", "Europe/Paris")


def test_what_on_call_covers_and_what_answers_an_act_wait_for_nobody() -> None:
    assert held(living(), "2026-11-09 23:00", Criticality.BLOQUANTE) is None
    assert held(living(), "2026-11-09 23:00", message=Message(Say.RECETTE_ASKED)) is None


def about(say: Say, **values: Value) -> Message:
    return Message(say, {"clock": RESOLUTION, **values})


def test_a_reminder_that_waited_says_what_is_left_by_then() -> None:
    anomaly = after(*raised(QUALIFIED))
    reading = read(RESOLUTION, anomaly.marks, CONTRACT, EVENING)
    assert reading.deadline is not None
    waiting = about(Say.WARNING_TO_ROLE, deadline=reading.deadline, remaining=timedelta(hours=1), percent=90)
    then = at("2026-11-10 11:00")
    told = told_now(waiting, anomaly, CONTRACT, then)
    now = read(RESOLUTION, anomaly.marks, CONTRACT, then)
    assert told is not None
    assert told.values["remaining"] == now.remaining
    assert told.values["next_stop"] == now.next_stop
    assert told.values["percent"] == 41


@pytest.mark.parametrize("say", [Say.WARNING, Say.WARNING_TO_ROLE])
def test_a_warning_that_waited_gives_way_to_the_breach_that_came_meanwhile(say: Say) -> None:
    running = after(*raised(QUALIFIED))
    deadline = read(RESOLUTION, running.marks, CONTRACT, EVENING).deadline
    assert deadline is not None
    late = at("2026-11-13 10:00")
    assert told_now(about(say, deadline=deadline), running, CONTRACT, late) is None
    breach = told_now(about(Say.BREACH_TO_ROLE, deadline=deadline), running, CONTRACT, late)
    assert breach is not None
    assert breach.values["remaining"] == timedelta(hours=1)


def test_what_ended_meanwhile_is_told_as_it_was() -> None:
    done = after(*raised(QUALIFIED, DELIVERED, ACCEPTED, DEPLOYED))
    breach = about(Say.BREACH_TO_ROLE, deadline=EVENING, remaining=timedelta(hours=1))
    assert told_now(breach, done, CONTRACT, MORNING) == breach


def test_a_promise_that_was_near_is_not_told_once_it_went_by() -> None:
    near = about(Say.PROMISE_NEAR, promised=at("2026-11-10 12:00"))
    broken = about(Say.PROMISE_BROKEN, promised=at("2026-11-10 12:00"))
    anomaly = after(*raised(QUALIFIED))
    assert told_now(near, anomaly, CONTRACT, MORNING) == near
    assert told_now(near, anomaly, CONTRACT, at("2026-11-10 14:00")) is None
    assert told_now(broken, anomaly, CONTRACT, at("2026-11-10 14:00")) == broken


def test_the_office_of_these_tests_is_the_contract_s_first_calendar() -> None:
    assert next(iter(COVERED.calendars.values())) == OFFICE
