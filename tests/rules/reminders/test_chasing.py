"""A wait that lasts is recalled to whom it waits for, on the contract's cadence, until its term."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import events
from rules.anomaly.state import Anomaly
from rules.clock import State, read
from rules.contract import (
    AtTerm,
    BusinessDays,
    Chasing,
    ClockName,
    Contract,
    Length,
    OpeningTime,
    PauseReason,
    WallClock,
)
from rules.decide import Outcome, decide
from rules.effects import CommentIssue, PostThread, Say, Tell, Write
from rules.events import VIGIE, Actor, Chased, Fact, Reminding, Resumed, Source, System, WaitOutlasted
from rules.reminders import CARRIER, due, following, look_at
from rules.reminders.chasing import awaited
from rules.workdays import add, add_days, is_open
from tests.rules.calendars import at
from tests.rules.cast import ACCEPTED, CONTRACT, CP, DELIVERED, DEV, OPENING, QUALIFIED, RM, fact, raised

PAUSED = fact(events.Paused(PauseReason.CLIENT, "un compte de test"), DEV, "2026-11-09 15:00")
HOURS = OpeningTime(timedelta(hours=16))
TWO_DAYS = BusinessDays(2)
MONTHS = timedelta(days=70)


def under(cadence: Length | None = TWO_DAYS, longest: Length | None = None, at_term: AtTerm = AtTerm.ALERT) -> Contract:
    chasing = Chasing(cadence, longest, at_term)
    return replace(CONTRACT, choices=replace(CONTRACT.choices, chasing=chasing))


class Life:
    """An anomaly that Vigie looks at, with all that came of it."""

    def __init__(self, contract: Contract, *history: Fact) -> None:
        self.contract, self.history = contract, history
        self.told: list[tuple[datetime, Say, str]] = []

    @property
    def anomaly(self) -> Anomaly:
        return decide(self.history, (), OPENING, self.contract, self.history[-1].at).anomaly

    def next(self, now: datetime) -> datetime | None:
        """When Vigie must look at what is of the whole anomaly."""
        first = following(look_at(self.anomaly, CARRIER, self.contract, now))
        return first.at if first else None

    def due(self, now: datetime) -> list[Reminding]:
        """What is to be told of the wait."""
        found = due(look_at(self.anomaly, CARRIER, self.contract, now))
        return [one for one in found if isinstance(one, Chased | WaitOutlasted)]

    def look(self, now: datetime) -> None:
        """Do what the sweep does, twice."""
        for what in self.due(now):
            self.hear(what, VIGIE, now, System.CLOCK)
            again = fact(what, VIGIE, now, System.CLOCK, id=f"again:{what.kind}:{now}")
            assert decide(self.history, (again,), OPENING, self.contract, now).outcome is Outcome.STALE

    def hear(self, what: events.Happening, by: Actor, now: datetime, system: System = System.SLACK) -> None:
        """Decide on a fact of this instant."""
        one = Fact(f"{len(self.history)}:{what.kind}:{now}", now, by, Source(system, "1"), what)
        decision = decide(self.history, (one,), OPENING, self.contract, now)
        self.history = (*self.history, *decision.facts)
        for effect in decision.effects:
            if isinstance(effect, Tell | Write):
                self.told.append((now, effect.message.say, effect.to.id))
            elif isinstance(effect, PostThread | CommentIssue):
                self.told.append((now, effect.message.say, type(effect).__name__))

    def live(self, until: datetime) -> None:
        """Let time pass, and look at the very instants at which something is due."""
        now = self.history[-1].at
        while (when := self.next(now)) is not None and when <= until:
            now = max(when, now)
            self.look(now)

    def chased(self) -> list[datetime]:
        """When somebody was reminded."""
        return [one.at for one in self.history if isinstance(one.what, Chased)]


def test_the_client_is_chased_each_second_working_day_at_the_hour_at_which_it_was_asked() -> None:
    life = Life(under(), *raised(QUALIFIED, PAUSED))
    life.live(at("2026-11-17 18:00"))
    # Wednesday 11 is a holiday: two working days after Monday are Thursday, then Monday.
    assert life.chased() == [at("2026-11-12 15:00"), at("2026-11-16 15:00")]


def test_each_chase_reaches_the_client_everywhere_once_and_says_how_many_there_were() -> None:
    life = Life(under(), *raised(QUALIFIED, PAUSED))
    life.live(at("2026-11-16 15:00"))
    first = [(say, who) for when, say, who in life.told if when == at("2026-11-12 15:00")]
    assert first == [
        (Say.LOG_CHASED, "PostThread"),
        (Say.LOG_CHASED, "CommentIssue"),
        (Say.ANSWER_CHASED, RM.id),
        (Say.ANSWER_CHASED, RM.id),
    ]
    assert [one.what.number for one in life.history if isinstance(one.what, Chased)] == [1, 2]


def test_a_chase_says_what_is_asked_by_whom_and_since_when_and_that_the_clock_stands_still() -> None:
    life = Life(under(), *raised(QUALIFIED, PAUSED))
    what = Chased(PAUSED.at, PauseReason.CLIENT, 1, at("2026-11-12 15:00"))
    chase = fact(what, VIGIE, what.due, System.CLOCK)
    effects = decide(life.history, (chase,), OPENING, life.contract, what.due).effects
    (told,) = [one.message for one in effects if isinstance(one, Tell)]
    (said,) = [one for one in effects if isinstance(one, CommentIssue)]
    assert told.values["who"] == DEV.name
    assert (told.values["since"], told.values["text"]) == (PAUSED.at, "un compte de test")
    assert (told.values["number"], told.values["paused"], told.moves) == (1, "x", ("answer",))
    assert not said.internal


@pytest.mark.parametrize("what", [events.ClientAnswered("voici"), events.Resumed(), events.WorkStarted()])
def test_nobody_is_chased_once_the_wait_is_over(what: events.Happening) -> None:
    by = RM if isinstance(what, events.ClientAnswered) else DEV
    life = Life(under(), *raised(QUALIFIED, PAUSED, fact(what, by, "2026-11-12 10:00")))
    life.live(at("2026-12-09 09:00"))
    assert life.chased() == []


def test_a_description_judged_incomplete_is_chased_too() -> None:
    life = Life(under(), *raised(fact(events.DescriptionRejected("la version"), DEV, "2026-11-09 15:00")))
    life.live(at("2026-11-12 15:00"))
    assert [one[1] for one in life.told if one[2] == RM.id] == [Say.ANSWER_CHASED] * 2


def test_an_answer_that_opens_another_wait_begins_another_count() -> None:
    answered = fact(events.ClientAnswered("voici"), RM, "2026-11-12 16:00")
    again = fact(events.Paused(PauseReason.CLIENT, "un autre"), DEV, "2026-11-13 10:00", id="again")
    life = Life(under(), *raised(QUALIFIED, PAUSED))
    life.live(at("2026-11-12 15:00"))
    life.history = (*life.history, answered, again)
    life.live(at("2026-11-17 10:00"))
    assert [one.what.number for one in life.history if isinstance(one.what, Chased)] == [1, 1]


@pytest.mark.parametrize("recette_pauses", [False, True])
def test_the_verdict_is_chased_whether_or_not_the_contract_pauses_there(recette_pauses: bool) -> None:
    contract = under()
    contract = replace(contract, choices=replace(contract.choices, recette_pauses=recette_pauses))
    life = Life(contract, *raised(QUALIFIED, DELIVERED))
    life.live(at("2026-11-12 11:00"))
    assert [one[1] for one in life.told if one[2] == RM.id] == [Say.RECETTE_CHASED] * 2
    waited = awaited(life.anomaly)
    assert waited is not None
    assert (waited.since, waited.reason, waited.by) == (DELIVERED.at, PauseReason.RECETTE, DEV)
    life.history = (*life.history, replace(ACCEPTED, at=at("2026-11-12 12:00")))
    life.live(at("2026-12-12 12:00"))
    assert len(life.chased()) == 1


@pytest.mark.parametrize("reason", [PauseReason.THIRD_PARTY, PauseReason.FREEZE, PauseReason.RECETTE])
def test_a_wait_that_the_client_does_not_end_is_recalled_to_the_owner_alone(reason: PauseReason) -> None:
    life = Life(
        under(), *raised(QUALIFIED, fact(events.Taken(), DEV, "11:00"), replace(PAUSED, what=events.Paused(reason)))
    )
    life.live(at("2026-11-12 15:00"))
    assert [(say, who) for _, say, who in life.told] == [(Say.WAIT_RECALLED, DEV.id)]


def test_the_cp_hears_of_it_where_the_owner_cannot_be_told() -> None:
    people = tuple(replace(one, chat=None) if one.chat == DEV.id else one for one in CONTRACT.people)
    away = replace(PAUSED, what=events.Paused(PauseReason.THIRD_PARTY))
    life = Life(replace(under(), people=people), *raised(QUALIFIED, fact(events.Taken(), DEV, "11:00"), away))
    life.live(at("2026-11-12 15:00"))
    assert [(say, who) for _, say, who in life.told] == [(Say.WAIT_RECALLED, CP.id)]


def test_after_a_downtime_there_is_one_chase_and_the_cadence_begins_again() -> None:
    life = Life(under(), *raised(QUALIFIED, PAUSED))
    life.look(at("2026-11-20 10:00"))
    life.live(at("2026-11-24 10:00"))
    assert life.chased() == [at("2026-11-20 10:00"), at("2026-11-24 10:00")]
    assert [one.what.number for one in life.history if isinstance(one.what, Chased)] == [1, 2]


def test_a_chase_waits_for_the_opening_hours() -> None:
    life = Life(under(WallClock(timedelta(hours=60))), *raised(QUALIFIED, PAUSED))
    life.live(at("2026-11-13 18:00"))
    # Sixty hours after Monday at three lead to Thursday at three in the morning.
    assert life.chased() == [at("2026-11-12 09:00")]
    assert life.due(at("2026-11-14 23:00")) == []


def test_a_contract_without_a_cadence_chases_nobody() -> None:
    life = Life(under(None), *raised(QUALIFIED, PAUSED))
    assert life.next(PAUSED.at + MONTHS) is None


@pytest.mark.parametrize("at_term", list(AtTerm))
def test_the_longest_pause_is_told_once_to_the_owner_and_the_cp(at_term: AtTerm) -> None:
    contract = under(None, BusinessDays(3), at_term)
    life = Life(contract, *raised(QUALIFIED, fact(events.Taken(), DEV, "11:00"), PAUSED))
    life.live(PAUSED.at + MONTHS)
    say = Say.WAIT_OUTLASTED if at_term is AtTerm.ALERT else Say.WAIT_ENDED
    assert [(when, who) for when, one, who in life.told if one is say] == [
        (at("2026-11-13 15:00"), DEV.id),
        (at("2026-11-13 15:00"), CP.id),
    ]


def test_at_its_term_a_pause_ends_by_itself_where_the_contract_says_so() -> None:
    term = at("2026-11-13 15:00")
    life = Life(under(TWO_DAYS, BusinessDays(3), AtTerm.RESUME), *raised(QUALIFIED, PAUSED))
    life.live(term - timedelta(seconds=1))
    before = read(ClockName.RESOLUTION, life.anomaly.marks, life.contract, term - timedelta(seconds=1))
    life.live(term)
    resumed = life.history[-1]
    assert (resumed.at, resumed.by, resumed.what) == (term, VIGIE, Resumed(term=term))
    after = read(ClockName.RESOLUTION, life.anomaly.marks, life.contract, term + timedelta(hours=1))
    assert (before.state, after.state) == (State.PAUSED, State.RUNNING)
    assert after.elapsed - before.elapsed == timedelta(hours=1)
    assert [(say, who) for when, say, who in life.told if when == term] == [
        (Say.WAIT_ENDED, CP.id),
        (Say.LOG_RESUMED_AT_TERM, "PostThread"),
        (Say.LOG_RESUMED_AT_TERM, "CommentIssue"),
        (Say.RESUMED_AT_TERM, RM.id),
        (Say.RESUMED_AT_TERM, RM.id),
    ]
    assert life.next(term) is None or not life.due(PAUSED.at + MONTHS)


def test_the_clocks_run_from_the_term_itself_however_late_vigie_looks() -> None:
    life = Life(under(None, BusinessDays(3), AtTerm.RESUME), *raised(QUALIFIED, PAUSED))
    life.look(at("2026-11-17 09:30"))
    assert (life.history[-1].what.kind, life.history[-1].at) == ("resumed", at("2026-11-13 15:00"))
    shown = read(ClockName.RESOLUTION, life.anomaly.marks, life.contract, at("2026-11-17 09:30"))
    # Five hours of Monday 9 before the pause, Friday's two from the term on, Monday's eight, and half an hour.
    assert (shown.state, shown.elapsed) == (State.RUNNING, timedelta(hours=15, minutes=30))


def test_what_is_asked_says_when_the_count_will_run_again() -> None:
    contract = under(TWO_DAYS, BusinessDays(3), AtTerm.RESUME)
    for chase in (
        PAUSED,
        fact(Chased(PAUSED.at, PauseReason.CLIENT, 1, PAUSED.at), VIGIE, "2026-11-12 15:00", System.CLOCK),
    ):
        history = raised(QUALIFIED) if chase is PAUSED else raised(QUALIFIED, PAUSED)
        effects = decide(history, (chase,), OPENING, contract, chase.at).effects
        told = [one.message for one in effects if isinstance(one, Tell | Write) and one.to.id == RM.id]
        assert [one.values["term"] for one in told] == [at("2026-11-13 15:00")] * 2


def test_who_answers_before_the_term_hears_nothing_of_it() -> None:
    answered = fact(events.ClientAnswered("voici"), RM, "2026-11-13 14:59")
    life = Life(under(None, BusinessDays(3), AtTerm.RESUME), *raised(QUALIFIED, PAUSED, answered))
    life.live(PAUSED.at + MONTHS)
    assert life.told == []


@pytest.mark.parametrize("reason", [PauseReason.CLIENT, PauseReason.THIRD_PARTY, PauseReason.FREEZE])
def test_a_pause_without_a_word_is_asked_for_its_reason_with_the_button_that_writes_it(reason: PauseReason) -> None:
    pause = fact(events.Paused(reason), CP, "15:00", System.JIRA)
    effects = decide(raised(QUALIFIED), (pause,), OPENING, CONTRACT, pause.at).effects
    asked = [one for one in effects if isinstance(one, Tell) and one.message.say is Say.WHY_ASKED]
    assert [(one.to.id, one.message.moves) for one in asked] == [(CP.id, ("say_why",))]


@pytest.mark.parametrize("what", [events.Paused(PauseReason.CLIENT, "un compte"), events.Paused(PauseReason.RECETTE)])
def test_a_pause_that_says_what_it_waits_for_is_asked_nothing(what: events.Paused) -> None:
    pause = fact(what, CP, "15:00", System.JIRA)
    effects = decide(raised(QUALIFIED), (pause,), OPENING, CONTRACT, pause.at).effects
    assert not [one for one in effects if isinstance(one, Tell) and one.message.say is Say.WHY_ASKED]


def test_the_reason_given_afterwards_reaches_the_client_and_leaves_the_wait_as_it_was() -> None:
    pause = fact(events.Paused(PauseReason.CLIENT), CP, "15:00", System.JIRA)
    why = fact(events.WaitExplained("un compte de test"), CP, "16:00")
    before = decide(raised(QUALIFIED, pause), (), OPENING, CONTRACT, pause.at).anomaly
    decision = decide(raised(QUALIFIED, pause), (why,), OPENING, CONTRACT, why.at, refusable=True)
    assert before.wait is not None
    assert before.wait.unexplained
    assert decision.anomaly.wait == replace(before.wait, note="un compte de test")
    assert decision.anomaly.marks == before.marks
    told = [one for one in decision.effects if isinstance(one, Tell | Write) and one.to.id == RM.id]
    assert [(one.message.say, one.message.values["text"]) for one in told] == [
        (Say.PAUSED_FOR_CLIENT, "un compte de test")
    ] * 2
    again = fact(events.WaitExplained("autre chose"), CP, "16:05")
    refused = decide(raised(QUALIFIED, pause, why), (again,), OPENING, CONTRACT, again.at, refusable=True)
    assert refused.outcome is Outcome.REFUSED


def expected(cadence: Length, contract: Contract, since: datetime, until: datetime) -> Iterator[datetime]:
    """The instants of the chases of a wait, from the calendar's arithmetic alone."""
    calendar = next(iter(contract.calendars.values()))
    now = since
    while True:
        if isinstance(cadence, BusinessDays):
            now = add_days(calendar, now, cadence.days)
        elif isinstance(cadence, OpeningTime):
            now = add(calendar, now, cadence.duration)
        else:
            now += cadence.duration
            while not is_open(calendar, now) and not is_open(calendar, now - timedelta(seconds=1)):
                now = now.replace(second=0) + timedelta(minutes=1)
        if now > until:
            return
        yield now


@settings(max_examples=60, derandomize=True)
@given(
    start=st.integers(0, 60 * 24 * 120).map(lambda minutes: at("2026-01-05 09:00") + timedelta(minutes=minutes)),
    cadence=st.sampled_from([BusinessDays(1), BusinessDays(2), BusinessDays(5), HOURS, WallClock(timedelta(hours=72))]),
    lasts=st.integers(1, 30),
    looks=st.sampled_from([timedelta(0), timedelta(milliseconds=400)]),
)
def test_the_chases_are_those_that_the_calendar_implies(
    start: datetime, cadence: Length, lasts: int, looks: timedelta
) -> None:
    """Across nights, weekends, holidays and the change to summer time, whatever little time Vigie takes to look."""
    contract, until = under(cadence), start + timedelta(days=lasts)
    history = raised(QUALIFIED)
    history = tuple(replace(one, at=start - timedelta(minutes=5 - rank)) for rank, one in enumerate(history))
    pause = fact(events.Paused(PauseReason.CLIENT, "x"), DEV, start)
    life = Life(contract, *history, pause)
    now = start
    while (when := life.next(now)) is not None and when <= until:
        now = max(when, now) + looks
        life.look(now)
    wanted = list(expected(cadence, contract, start, until))
    told = [one.what.due for one in life.history if isinstance(one.what, Chased)]
    assert told == wanted
    calendar = next(iter(contract.calendars.values()))
    for one in told:
        assert is_open(calendar, one) or is_open(calendar, one - timedelta(seconds=1))


@settings(max_examples=60, derandomize=True)
@given(steps=st.lists(st.integers(1, 400), min_size=1, max_size=25), cadence=st.sampled_from([BusinessDays(2), HOURS]))
def test_however_rarely_vigie_looks_there_is_one_chase_a_cadence_at_most(steps: list[int], cadence: Length) -> None:
    contract = under(cadence)
    life = Life(contract, *raised(QUALIFIED, PAUSED))
    calendar, now = next(iter(contract.calendars.values())), PAUSED.at
    for half_hours in steps:
        now += half_hours * timedelta(minutes=30)
        before = len(life.chased())
        life.look(now)
        if len(life.chased()) == before:
            assert life.due(now) == []
            continue
        assert len(life.chased()) == before + 1
        assert is_open(calendar, now) or is_open(calendar, now - timedelta(seconds=1))
    chases = [(one.at, one.what) for one in life.history if isinstance(one.what, Chased)]
    for (_, one), (when, another) in pairwise(chases):
        (soonest, *_) = [*expected(cadence, contract, one.due, one.due + MONTHS)]
        assert when >= soonest
        assert another.number == one.number + 1
