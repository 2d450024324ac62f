"""Who a contract's people are on a day: those away are replaced, somebody is on duty, and nobody is left untold."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import events
from rules.clock import read
from rules.contract import ClockName, Contract, Criticality, Person, Role
from rules.effects import PostThread, Say, Tell
from rules.events import Actor, ThresholdReached
from rules.people.next_owner import debtors
from rules.people.stand_ins import Absence, Duty, called, crew, in_place_of, on_duty
from rules.people.visibility import actor_in
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, DEV, DIRECTION, PEOPLE, RM, fact, raised, told

NOW = at("2026-11-10 10:00")
COLLEAGUE = Person(frozenset({Role.CP, Role.DIRECTION}), "Collègue", "U0COL", "col@exemple.example", "5b10")
SECOND = Person(frozenset({Role.CP}), "Seconde cheffe", "U0CP2", "cp2@exemple.example")
KNOWN = {one.chat: one for one in (*CONTRACT.people, COLLEAGUE) if one.chat}
LEVELS = tuple(Criticality)


def away(
    user: str, stand_in: str = "", first: str = "2026-11-09", last: str = "2026-11-13", number: int = 0
) -> Absence:
    chosen = at("2026-11-01 09:00") + timedelta(minutes=number)
    return Absence(f"{user}{number}", user, date.fromisoformat(first), date.fromisoformat(last), stand_in, chosen)


def today(*absences: Absence, contract: Contract = CONTRACT, now: datetime = NOW) -> Contract:
    return crew(contract, absences, (), now, KNOWN)


def ids(people: tuple[Person, ...]) -> list[str]:
    return [one.id for one in people]


def test_a_contract_whose_people_are_all_there_is_the_same_one() -> None:
    assert today() is CONTRACT
    assert today(away("U0NOBODY", "U0DEV")) is CONTRACT
    assert today(away("U0CP", "U0DEV", "2026-11-11", "2026-11-12")) is CONTRACT


def test_whoever_stands_in_is_told_and_may_act_and_whoever_is_away_may_still() -> None:
    contract = today(away("U0CP", "U0DEV"))
    assert ids(contract.holders(Role.CP)) == ["U0DEV"]
    assert ids(contract.holders(Role.DEVELOPER)) == ["U0DEV"]
    assert actor_in(contract, "U0DEV").roles == {Role.CP, Role.DEVELOPER}
    assert actor_in(contract, "U0CP").roles == {Role.CP}


@pytest.mark.parametrize(
    ("local", "replaced"),
    [
        ("2026-11-08 23:59", False),
        ("2026-11-09 00:00", True),
        ("2026-11-13 23:59", True),
        ("2026-11-14 00:00", False),
    ],
)
def test_both_ends_are_days_of_the_contract_s_zone(local: str, replaced: bool) -> None:
    assert (today(away("U0CP", "U0DEV"), now=at(local)) is not CONTRACT) == replaced


def test_a_colleague_of_another_contract_may_stand_in_for_the_provider_only() -> None:
    contract = today(away("U0CP", "U0COL"), away("U0RM", "U0COL"))
    assert ids(contract.holders(Role.CP)) == ["U0COL"]
    assert actor_in(contract, "U0COL").roles == {Role.CP}, "not what they are elsewhere"
    assert ids(contract.holders(Role.RM)) == ["U0RM"], "told as before: nobody of theirs replaces them"


def test_nobody_stands_in_for_the_other_side_or_without_being_known() -> None:
    for stand_in in ("U0RM", "U0AGENT", "U0NOBODY", ""):
        contract = today(away("U0CP", stand_in))
        assert ids(contract.holders(Role.CP)) == ["U0CP"]
        assert actor_in(contract, "U0RM").roles == {Role.RM}


def test_the_client_s_people_replace_one_another() -> None:
    contract = today(away("U0RM", "U0AGENT"))
    assert ids(contract.holders(Role.RM)) == ["U0AGENT"]
    assert actor_in(contract, "U0AGENT").roles == {Role.AGENT, Role.RM}


def test_a_stand_in_who_is_away_too_has_one_in_turn() -> None:
    contract = today(away("U0CP", "U0DEV"), away("U0DEV", "U0COL"))
    assert ids(contract.holders(Role.CP)) == ids(contract.holders(Role.DEVELOPER)) == ["U0COL"]
    assert actor_in(contract, "U0DEV").roles == {Role.DEVELOPER}


def test_a_chain_that_turns_on_itself_leaves_people_told_as_before() -> None:
    contract = today(away("U0CP", "U0DEV"), away("U0DEV", "U0CP"))
    assert ids(contract.holders(Role.CP)) == ["U0CP"]
    assert ids(contract.holders(Role.DEVELOPER)) == ["U0DEV"]


def test_away_without_a_stand_in_the_other_holders_of_the_role_are_told() -> None:
    two = replace(CONTRACT, people=(*CONTRACT.people, SECOND))
    alone = today(away("U0CP"))
    assert ids(alone.holders(Role.CP)) == ["U0CP"]
    contract = today(away("U0CP"), contract=two)
    assert ids(contract.holders(Role.CP)) == ["U0CP2"]
    assert in_place_of(contract, "U0CP") == SECOND
    both = today(away("U0CP"), away("U0CP2"), contract=two)
    assert ids(both.holders(Role.CP)) == ["U0CP", "U0CP2"]


def test_of_two_absences_on_a_day_the_one_chosen_last_holds() -> None:
    contract = today(away("U0CP", "U0DEV", number=2), away("U0CP", "U0COL", number=1))
    assert ids(contract.holders(Role.CP)) == ["U0DEV"]


def test_a_role_of_one_s_own_is_in_nobody_s_place() -> None:
    two = replace(CONTRACT, people=(*CONTRACT.people, SECOND))
    contract = today(away("U0CP", "U0CP2"), contract=two)
    (second,) = contract.holders(Role.CP)
    assert second.own == {Role.CP}
    assert [place.roles for place in second.places] == [frozenset()]
    assert in_place_of(contract, "U0CP") == second


def test_the_stand_in_of_an_owner_owes_what_the_owner_owed() -> None:
    assert ids(debtors("deliver", "U0DEV", CONTRACT)) == ["U0DEV"]
    assert ids(debtors("deliver", "U0DEV", today(away("U0DEV", "U0COL")))) == ["U0COL"]


def test_an_anomaly_raised_while_the_cp_is_away_is_told_to_their_stand_in_in_their_place() -> None:
    decision = told(raised()[:1], raised()[1], contract=today(away("U0CP", "U0DEV")))
    tells = [one for one in decision.effects if isinstance(one, Tell)]
    assert [(one.to.id, one.to.instead) for one in tells] == [("U0DEV", CP.name)]


def test_the_stand_in_of_the_owner_is_called_in_their_place() -> None:
    contract = today(away("U0DEV", "U0COL"))
    owner = called(contract, DEV, Criticality.MAJEURE, NOW)
    assert owner is not None
    assert (owner.id, called(contract, None, Criticality.MAJEURE, NOW)) == ("U0COL", None)
    assert called(CONTRACT, Actor("U0GONE", "Partie"), Criticality.MAJEURE, NOW) is None


NIGHT, DAY = at("2026-11-10 23:00"), at("2026-11-10 10:00")
TURN = Duty(at("2026-11-10 18:00"), at("2026-11-11 09:00"), "De garde", "U0GARDE", "garde@exemple.example")
COVERED = replace(
    CONTRACT,
    commitments={
        key: replace(one, calendar="astreinte") if key[0] is Criticality.BLOQUANTE else one
        for key, one in CONTRACT.commitments.items()
    },
)


def on(now: datetime, duty: Duty = TURN, contract: Contract = COVERED) -> Contract:
    return crew(contract, (), (duty,), now, KNOWN)


def test_out_of_hours_the_person_on_duty_is_called_where_the_delays_still_count() -> None:
    night = on(NIGHT)
    assert [called(night, DEV, level, NIGHT) for level in LEVELS] == [
        DEV
        if level not in (Criticality.SECURITE, Criticality.BLOQUANTE)
        else Actor("U0GARDE", "De garde", frozenset({Role.DEVELOPER}))
        for level in LEVELS
    ]
    assert on_duty(on(DAY, replace(TURN, since=DAY)), Criticality.BLOQUANTE, DAY) is None, "the team is there"


def test_whoever_is_on_duty_may_do_what_a_developer_may_and_is_told_nothing_else() -> None:
    night = on(NIGHT)
    assert actor_in(night, "U0GARDE").roles == {Role.DEVELOPER}
    assert ids(night.holders(Role.DEVELOPER)) == ["U0DEV"]
    assert actor_in(on(at("2026-11-11 09:00")), "U0GARDE").roles == frozenset()


def test_a_turn_covers_the_contracts_that_it_names() -> None:
    other = replace(TURN, contracts=frozenset({"autre"}))
    assert on(NIGHT, other) is COVERED
    assert on(NIGHT, replace(TURN, contracts=frozenset({COVERED.id}))) is not COVERED


def test_somebody_of_the_contract_on_duty_keeps_what_they_are() -> None:
    night = on(NIGHT, replace(TURN, chat="U0CP"))
    assert actor_in(night, "U0CP").roles == {Role.CP, Role.DEVELOPER}
    assert ids(night.holders(Role.CP)) == ["U0CP"]
    by_mail = on(NIGHT, replace(TURN, chat=None, email="U0CP@exemple.example"))
    assert [one.id for one in by_mail.people if one.on_duty] == ["U0CP"]


def test_a_breach_at_night_calls_and_tells_the_person_on_duty() -> None:
    start = fact(events.Raised("Tout est arrêté", Criticality.BLOQUANTE), RM, "2026-11-10 21:00")
    ticket = fact(events.TicketAttached("martin", "10001", "BOU-1"), RM, "2026-11-10 21:01")
    night = on(at("2026-11-10 21:01"))
    raised_then = told((start,), ticket, contract=night)
    assert [one.to.id for one in raised_then.effects if isinstance(one, Tell)] == ["U0CP", "U0GARDE"]
    marks = raised_then.anomaly.marks
    deadline = read(ClockName.ACKNOWLEDGEMENT, marks, night, ticket.at).deadline
    assert deadline is not None
    reached = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, 1.0, deadline)
    breach = told(
        (start, ticket),
        fact(reached, events.VIGIE, deadline + timedelta(minutes=1), events.System.CLOCK),
        contract=night,
    )
    (post,) = [one for one in breach.effects if isinstance(one, PostThread) and one.message.say is Say.BREACH]
    assert post.mention is not None
    assert post.mention.id == "U0GARDE"
    tells = {one.to.id: one.to.on_duty for one in breach.effects if isinstance(one, Tell)}
    assert tells == {"U0CP": False, "U0DIR": False, "U0GARDE": True}


USERS = [one.chat or "" for one in (*PEOPLE, DIRECTION, COLLEAGUE)]


@given(st.lists(st.tuples(st.sampled_from(USERS), st.sampled_from([*USERS, "", "U0NOBODY"])), max_size=6))
def test_whoever_is_away_each_role_that_was_told_still_is_and_nobody_crosses_sides(
    pairs: list[tuple[str, str]],
) -> None:
    contract = today(*(away(user, stand_in, number=number) for number, (user, stand_in) in enumerate(pairs)))
    client = {Role.AGENT, Role.RM}
    for role in Role:
        assert bool(contract.holders(role)) == bool(CONTRACT.holders(role))
    for one in CONTRACT.people:
        assert one.roles <= actor_in(contract, one.chat or "").roles
    for one in contract.people:
        assert not one.roles & client or not one.roles - client
