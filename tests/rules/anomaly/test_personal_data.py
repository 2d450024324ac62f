"""Two delays follow from personal data: by the wall clock, each share told once, until somebody answers them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import events
from rules.anomaly.lifecycle import MOVES_BY_NAME, missing
from rules.anomaly.personal_data import SHARES, standing, unsaid
from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Contract, Criticality, Duty, PersonalDelays
from rules.decide import Decision, Outcome, decide
from rules.effects import CommentIssue, Effect, PostRoom, PostThread, Say, Tell, Write
from rules.events import VIGIE, Actor, AuthorityDecisionDue, ClientWarningDue, Fact, Happening, Source, System
from rules.reminders import due, following, look_at
from rules.reminders.personal_data_reminders import AUTHORITY_DECISION, CLIENT_WARNING
from tests.rules.calendars import at
from tests.rules.cast import AGENT, CONTRACT, CP, DEV, OPENING, RAISED, RM, TICKET, WHOLE, after, fact, raised, told

FOUND, WARNED = events.PersonalDataFound(), events.ClientWarned("Des commandes ont été lues")
NOTIFIED = events.AuthorityDecided(True, reference="2026-118")
NOT_NOTIFIED = events.AuthorityDecided(False, reason="données chiffrées")
KEPT_APART = replace(CONTRACT, chat=replace(CONTRACT.chat, security_channel="C0SECU", team_channel="C0EQUIPE"))


def known(since: str, contract: Contract = CONTRACT) -> Anomaly:
    """An anomaly of which it is known since an instant that it may concern personal data."""
    return after(fact(RAISED, RM, since), fact(TICKET, RM, since), fact(FOUND, CP, since), contract=contract)


def spoken(anomaly: Anomaly, until: datetime, contract: Contract = CONTRACT) -> list[tuple[str, float, datetime]]:
    """What is reminded of until an instant by whoever looks as soon as there is something to say."""
    told: list[tuple[str, float, datetime]] = []
    for row in (CLIENT_WARNING, AUTHORITY_DECISION):
        one = anomaly
        while (alert := row.following(look_at(one, ClockName.ACKNOWLEDGEMENT, contract, until))) and alert.at <= until:
            what = row.due(look_at(one, ClockName.ACKNOWLEDGEMENT, contract, alert.at))
            assert isinstance(what, ClientWarningDue | AuthorityDecisionDue)
            assert what.share == alert.share
            told.append((type(what).__name__, what.share, alert.at))
            assert one.personal
            one = replace(one, personal=replace(one.personal, reminded=(*one.personal.reminded, what)))
    return told


@pytest.mark.parametrize(
    ("since", "warned", "decided"),
    [
        (
            "2026-11-13 22:00",  # a Friday night: the whole weekend counts
            ["2026-11-14 10:00", "2026-11-14 16:00", "2026-11-14 19:36", "2026-11-14 22:00"],
            ["2026-11-15 10:00", "2026-11-16 04:00", "2026-11-16 14:48", "2026-11-16 22:00"],
        ),
        (
            "2026-03-28 22:00",  # the night of 29 March has 23 hours
            ["2026-03-29 11:00", "2026-03-29 17:00", "2026-03-29 20:36", "2026-03-29 23:00"],
            ["2026-03-30 11:00", "2026-03-31 05:00", "2026-03-31 15:48", "2026-03-31 23:00"],
        ),
        (
            "2026-10-24 22:00",  # that of 25 October has 25
            ["2026-10-25 09:00", "2026-10-25 15:00", "2026-10-25 18:36", "2026-10-25 21:00"],
            ["2026-10-26 09:00", "2026-10-27 03:00", "2026-10-27 13:48", "2026-10-27 21:00"],
        ),
        (
            "2026-11-10 17:00",  # the day after is a holiday
            ["2026-11-11 05:00", "2026-11-11 11:00", "2026-11-11 14:36", "2026-11-11 17:00"],
            ["2026-11-12 05:00", "2026-11-12 23:00", "2026-11-13 09:48", "2026-11-13 17:00"],
        ),
    ],
    ids=["weekend", "spring", "autumn", "holiday"],
)
def test_no_night_nor_closing_nor_change_of_hour_holds_a_reminder(
    since: str, warned: list[str], decided: list[str]
) -> None:
    expected = [("ClientWarningDue", share, at(when)) for share, when in zip(SHARES, warned, strict=True)]
    expected += [("AuthorityDecisionDue", share, at(when)) for share, when in zip(SHARES, decided, strict=True)]
    assert spoken(known(since), at(since) + timedelta(days=10)) == expected


def test_the_contract_says_how_long() -> None:
    ours = replace(CONTRACT, choices=replace(CONTRACT.choices, personal_data=PersonalDelays(timedelta(hours=12))))
    deadlines = {one: standing(known("2026-11-13 22:00"), ours, one) for one in Duty}
    assert [one and one.deadline for one in deadlines.values()] == [at("2026-11-14 10:00"), at("2026-11-16 22:00")]


def test_the_closing_and_the_deletion_of_the_ticket_end_neither() -> None:
    closed = after(*WHOLE, fact(FOUND, CP, "13:00"))
    gone = after(*raised(), fact(FOUND, CP, "10:00"), fact(events.TicketRemoved(), DEV, "11:00", System.JIRA))
    for anomaly in (closed, gone):
        alert = following(look_at(anomaly, ClockName.ACKNOWLEDGEMENT, CONTRACT, at("2026-11-09 14:00")))
        assert alert
        assert (alert.at, alert.share) == (at("2026-11-09 21:00"), 0.5)
        for move in ("warn_client", "no_personal_data"):
            assert not missing(anomaly, MOVES_BY_NAME[move], CP)


def test_another_instant_moves_both_and_what_was_told_of_the_first_is_told_again_of_the_second() -> None:
    earlier = events.PersonalDataFound(at("2026-11-08 21:00"))
    history = (*raised(), fact(FOUND, CP, "10:00"))
    look = at("2026-11-09 21:00")
    reminded = decision(
        history, CLIENT_WARNING.due(look_at(after(*history), ClockName.ACKNOWLEDGEMENT, CONTRACT, look)), look
    )
    assert reminded.outcome is Outcome.RECORDED
    moved = (*history, *reminded.facts, fact(earlier, CP, "21:05"))
    again = look_at(after(*moved), ClockName.ACKNOWLEDGEMENT, CONTRACT, at("2026-11-09 21:05"))
    what = CLIENT_WARNING.due(again)
    assert isinstance(what, ClientWarningDue)
    assert (what.share, what.deadline) == (1.0, at("2026-11-09 21:00"))
    stale = replace(
        reminded.facts[0], id="again", what=ClientWarningDue(0.75, at("2026-11-09 09:00"), at("2026-11-10 09:00"))
    )
    assert decide(moved, (stale,), OPENING, CONTRACT, look).outcome is Outcome.STALE


def test_it_is_known_no_later_than_it_is_said_and_not_before_anything_was_noticed() -> None:
    later = after(*raised(), fact(events.PersonalDataFound(at("2026-11-12 09:00")), CP, "10:00"))
    assert later.personal
    assert later.personal.since == at("2026-11-09 10:00")
    noticed = after(fact(events.Detected("Fuite", ""), AGENT, "08:00"), fact(RAISED, RM))
    early = events.PersonalDataFound(at("2026-11-09 07:59"))
    assert [one.code for one in missing(noticed, MOVES_BY_NAME["personal_data"], CP, early)] == ["aware"]
    assert not missing(noticed, MOVES_BY_NAME["personal_data"], CP, events.PersonalDataFound(at("2026-11-09 08:00")))


def test_a_client_that_says_so_itself_need_not_be_warned() -> None:
    anomaly = after(*raised(), fact(FOUND, RM, "10:00"))
    stands = standing(anomaly, CONTRACT, Duty.WARN_CLIENT)
    assert stands
    assert stands.kept
    assert {name for name, *_ in spoken(anomaly, at("2026-11-20 09:00"))} == {"AuthorityDecisionDue"}


def test_each_answer_ends_its_own_reminders_and_a_denial_both() -> None:
    found = (*raised(), fact(FOUND, CP, "10:00"))
    until = at("2026-11-20 09:00")
    for answer, by, left in (
        (WARNED, CP, {"AuthorityDecisionDue"}),
        (NOTIFIED, RM, {"ClientWarningDue"}),
        (NOT_NOTIFIED, RM, {"ClientWarningDue"}),
        (events.NoPersonalData("journaux relus"), CP, set()),
    ):
        assert {name for name, *_ in spoken(after(*found, fact(answer, by, "11:00")), until)} == left


def test_a_notification_counts_from_when_it_was_made_however_late_it_is_recorded() -> None:
    made = events.AuthorityDecided(True, at("2026-11-11 09:00"))
    for what, kept in ((made, True), (NOTIFIED, False), (events.AuthorityDecided(False, made.at, "", "non"), False)):
        anomaly = after(*raised(), fact(FOUND, CP, "10:00"), fact(what, RM, "2026-11-14 09:00"))
        stands = standing(anomaly, CONTRACT, Duty.DECIDE)
        assert stands
        assert stands.kept is kept


def test_it_takes_charge_of_nothing_and_a_warning_to_the_client_is_a_word_to_it() -> None:
    anomaly = after(*raised(), fact(FOUND, DEV, "10:00"), fact(WARNED, DEV, "10:05"))
    assert anomaly.taken_at is None
    assert anomaly.owner is None


def listeners(effects: tuple[Effect, ...], kind: type[Tell | Write]) -> dict[Say, set[str]]:
    """Who is told what of personal data, in one way."""
    told: dict[Say, set[str]] = {}
    for one in effects:
        if isinstance(one, kind):
            told.setdefault(one.message.say, set()).add(one.to.id)
    return told


def test_each_is_told_to_those_who_owe_the_next_step_and_to_nobody_else() -> None:
    owned = (*raised(), fact(events.Taken(), DEV, "09:30"))
    found = told(owned, fact(FOUND, CP, "10:00"))
    assert listeners(found.effects, Tell) == {Say.PERSONAL_DATA: {"U0DIR", DEV.id}}
    warned = told((*owned, *found.facts), fact(WARNED, CP, "10:05"))
    assert listeners(warned.effects, Tell) == {
        Say.CLIENT_WARNED_TO_RM: {RM.id},
        Say.CLIENT_WARNED: {"U0DIR", DEV.id},
    }
    assert listeners(warned.effects, Write) == {Say.CLIENT_WARNED_TO_RM: {RM.id}}
    settled = told((*owned, *found.facts, *warned.facts), fact(NOTIFIED, RM, "11:00"))
    assert listeners(settled.effects, Tell) == {Say.AUTHORITY_NOTIFIED: {CP.id, "U0DIR", DEV.id}}
    heads = {CP.id, "U0DIR", DEV.id}
    for row, look, tells, mails in (
        (CLIENT_WARNING, "2026-11-09 22:00", heads, heads),
        (AUTHORITY_DECISION, "2026-11-11 03:00", {RM.id, CP.id}, {RM.id}),
    ):
        facts = (*owned, *found.facts)
        what = row.due(look_at(after(*facts), ClockName.ACKNOWLEDGEMENT, CONTRACT, at(look)))
        effects = decision(facts, what, at(look)).effects
        assert [one for kind in (Tell, Write) for one in listeners(effects, kind).values()] == [tells, mails]


@pytest.mark.parametrize("level", [Criticality.MAJEURE, Criticality.SECURITE])
def test_nothing_of_it_is_said_in_the_shared_channel_nor_in_jira(level: Criticality) -> None:
    history: tuple[Fact, ...] = (fact(events.Raised("Fuite", level), RM), fact(TICKET, RM, "09:01", System.JIRA))
    steps = (fact(FOUND, CP, "10:00"), fact(WARNED, CP, "10:05"), fact(NOT_NOTIFIED, RM, "11:00"))
    for contract, threads, rooms in (
        (CONTRACT, 0, set()),
        (KEPT_APART, level is Criticality.SECURITE, {"C0SECU"} if level is Criticality.MAJEURE else set()),
    ):
        for place, step in enumerate(steps):
            effects = decide((*history, *steps[:place]), (step,), OPENING, contract, step.at).effects
            assert not [one for one in effects if isinstance(one, CommentIssue)]
            assert len([one for one in effects if isinstance(one, PostThread)]) == threads
            assert {contract.chat.room(one.audience) for one in effects if isinstance(one, PostRoom)} == rooms


def test_who_may_not_know_reads_of_a_warning_as_of_any_word_to_the_client() -> None:
    steps = (fact(FOUND, CP, "10:00"), fact(WARNED, CP, "10:05"), fact(NOTIFIED, RM, "11:00"))
    left = unsaid((*raised(), *steps))
    assert [one.what for one in left[2:]] == [events.Informed()]
    known_to_all = after(*left)
    assert known_to_all.personal is None
    assert known_to_all.marks == after(*raised(), *steps).marks


def decision(history: tuple[Fact, ...], what: Happening | None, now: datetime) -> Decision:
    """The decision on a reminder that the sweep found."""
    assert what
    said = Fact(f"{len(history)}:{what.kind}:{now}", now, VIGIE, Source(System.CLOCK, "1"), what)
    return decide(history, (said,), OPENING, CONTRACT, now)


LIFE: list[tuple[Actor, Happening]] = [
    (CP, FOUND),
    (CP, events.PersonalDataFound(at("2026-11-09 06:00"))),
    (RM, events.PersonalDataFound(at("2026-11-10 20:00"))),
    (CP, events.NoPersonalData("rien")),
    (DEV, WARNED),
    (RM, NOTIFIED),
    (CP, events.Qualified(Criticality.SECURITE)),
    (CP, events.Qualified(Criticality.MINEURE, False, "hors périmètre")),
]
STEPS = st.lists(
    st.tuples(st.sampled_from([1, 3, 6, 12, 30, 70, 200]), st.sampled_from([None, None, None, *LIFE])),
    min_size=2,
    max_size=14,
)


@settings(max_examples=120, derandomize=True)
@given(steps=STEPS)
def test_what_is_told_is_what_the_time_since_it_was_known_implies(
    steps: list[tuple[int, tuple[Actor, Happening] | None]],
) -> None:
    history, now = raised(), at("2026-11-09 09:02")
    said: dict[tuple[Duty, datetime], float] = {}
    for half_hours, done in steps:
        now += half_hours * timedelta(minutes=30)
        if done is not None:
            happened = Fact(f"{len(history)}:{now}", now, done[0], Source(System.SLACK, "1"), done[1])
            history = (*history, *decide(history, (happened,), OPENING, CONTRACT, now).facts)
            continue
        anomaly = after(*history)
        implied = {}
        for duty in Duty:
            stands = standing(anomaly, CONTRACT, duty)
            if stands and stands.settled_at is None:
                lasting = {Duty.WARN_CLIENT: 24, Duty.DECIDE: 72}[duty]
                spent = (now - stands.since) / timedelta(hours=lasting)
                share = max((one for one in SHARES if one <= spent), default=0.0)
                if share > said.get((duty, stands.since), 0.0):
                    implied[duty, stands.since] = share
        found = {
            (Duty.WARN_CLIENT if isinstance(one, ClientWarningDue) else Duty.DECIDE, one.since): one
            for one in due(look_at(anomaly, ClockName.ACKNOWLEDGEMENT, CONTRACT, now))
            if isinstance(one, ClientWarningDue | AuthorityDecisionDue)
        }
        assert {key: one.share for key, one in found.items()} == implied
        for what in found.values():
            recorded = decision(history, what, now)
            assert recorded.outcome is Outcome.RECORDED
            history = (*history, *recorded.facts)
            assert decision(history, what, now).outcome in (Outcome.STALE, Outcome.KNOWN)
        said |= implied
