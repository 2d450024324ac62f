"""An alert that nobody answers goes up the escalation; a snooze puts reminders off, and hides no breach."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rules import events
from rules.clock import face
from rules.contract import Alerts, ClockName, Contract, Criticality, Role, Step
from rules.decide import Outcome
from rules.effects import PostThread, Say, Tell, Write
from rules.events import VIGIE, Fact, System, ThresholdReached, Unanswered
from rules.reminders import look_at
from rules.reminders.clock_reminders import THRESHOLDS
from rules.reminders.silence_reminders import SILENCE
from rules.reminders.thresholds import BREACH
from rules.reminders.unanswered import next_step
from tests.rules.cast import ACCEPTED, CONTRACT, CP, DEV, RM, after, fact, raised, told
from tests.rules.clocks import november
from tests.rules.due import share_due

ACK, RESOLUTION = ClockName.ACKNOWLEDGEMENT, ClockName.RESOLUTION
HALF_HOUR = timedelta(minutes=30)
DUE = november("09 14:00")
CHAIN = (Step(Role.CP), Step("u0dev@exemple.example", None), Step(Role.DIRECTION, None))


def watching(**alerts: object) -> Contract:
    """The contract with other alerts."""
    return replace(CONTRACT, choices=replace(CONTRACT.choices, alerts=Alerts(**alerts)))  # type: ignore[arg-type]


STRICT = watching(escalation=CHAIN, patience=HALF_HOUR)


def alert(share: float, when: str, clock: ClockName = ACK, deadline: datetime = DUE) -> Fact:
    """An alert that was given."""
    return fact(ThresholdReached(clock, 1, share, deadline), VIGIE, f"2026-11-{when}", System.CLOCK)


def step(now: str, *facts: Fact, contract: Contract = STRICT) -> tuple[int, datetime] | None:
    """The step of the taking of charge that silence calls next, and when."""
    anomaly = after(*raised(*facts), contract=contract)
    found = next_step(anomaly, face(ACK, anomaly.marks, contract, november(now)), contract)
    return (int(found.share), found.at) if found else None


def test_nobody_is_told_before_an_alert_asked_for_an_answer() -> None:
    assert step("09 13:59", alert(0.5, "09 11:00"), alert(0.75, "09 12:00")) is None


def test_the_last_warning_without_an_answer_goes_to_the_first_step() -> None:
    assert step("09 13:40", alert(0.9, "09 13:36")) == (0, november("09 14:06"))


def test_a_breach_without_an_answer_goes_up_one_step_at_a_time() -> None:
    breach = alert(BREACH, "09 14:01")
    assert step("09 14:05", breach) == (1, november("09 14:31"))
    climb = fact(Unanswered(ACK, 1, 1, DUE, breach.at), VIGIE, "14:31", System.CLOCK)
    assert step("09 14:40", breach, climb) == (2, november("09 15:01"))
    top = fact(Unanswered(ACK, 1, 2, DUE, breach.at), VIGIE, "15:01", System.CLOCK)
    assert step("09 16:00", breach, climb, top) is None


@pytest.mark.parametrize(
    "answer",
    [
        fact(events.Acknowledged(), CP, "14:10"),
        fact(events.Informed("on regarde"), DEV, "14:10"),
        fact(events.CauseFound("un cache"), DEV, "14:10"),
    ],
)
def test_whatever_the_provider_does_is_an_answer(answer: Fact) -> None:
    assert step("09 14:20", alert(BREACH, "09 14:01"), answer) is None


@pytest.mark.parametrize("word", [fact(events.ClientAnswered("toujours rien"), RM, "14:10"), ACCEPTED])
def test_what_the_client_does_is_none(word: Fact) -> None:
    assert step("09 14:20", alert(BREACH, "09 14:01"), word) is not None


def test_putting_the_reminders_off_answers_a_warning_and_not_a_breach() -> None:
    snoozed = fact(events.Snoozed(november("12 09:00"), "livraison attendue"), DEV, "14:10")
    warned = alert(0.9, "09 13:36")
    assert step("09 14:20", warned, snoozed) is None
    assert step("09 14:20", warned, alert(BREACH, "09 14:01"), snoozed) == (1, november("09 14:31"))


def test_silence_counts_in_opening_time() -> None:
    assert step("09 17:55", alert(BREACH, "09 17:50")) == (1, november("10 09:20"))


def test_a_list_that_told_everybody_asks_for_no_answer() -> None:
    what = ThresholdReached(ACK, 1, BREACH, DUE, gathered=True)
    assert step("09 14:20", fact(what, VIGIE, "14:10", System.CLOCK)) is None


def test_a_contract_without_patience_never_goes_up() -> None:
    assert step("09 14:20", alert(BREACH, "09 14:01"), contract=CONTRACT) is None


def test_the_step_is_told_once_and_the_thread_reads_it() -> None:
    breach = alert(BREACH, "09 14:01")
    anomaly = after(*raised(breach), contract=STRICT)
    what = SILENCE.due(look_at(anomaly, ACK, STRICT, november("09 14:31")))
    assert what == Unanswered(ACK, 1, 1, DUE, breach.at)
    climb = fact(what, VIGIE, "14:31", System.CLOCK)
    decision = told(raised(breach), climb, contract=STRICT)
    assert [(one.to.id, one.message.say) for one in decision.effects if isinstance(one, Tell)] == [
        ("U0DEV", Say.UNANSWERED)
    ]
    assert [one.to.id for one in decision.effects if isinstance(one, Write)] == ["U0DEV"]
    (post,) = [one for one in decision.effects if isinstance(one, PostThread)]
    assert (post.message.say, post.mention) == (Say.LOG_UNANSWERED, None)
    again = replace(climb, id="again")
    assert told((*raised(breach), *decision.facts), again, contract=STRICT).outcome is Outcome.STALE


def test_an_answer_that_comes_first_sets_the_step_aside() -> None:
    breach = alert(BREACH, "09 14:01")
    answered = (*raised(breach), fact(events.Acknowledged(), CP, "14:30"))
    climb = fact(Unanswered(ACK, 1, 1, DUE, breach.at), VIGIE, "14:31", System.CLOCK)
    assert told(answered, climb, contract=STRICT).outcome is Outcome.STALE


def test_each_step_is_told_at_its_own_share() -> None:
    contract = watching(escalation=(Step(Role.CP, 0.75), Step(Role.DIRECTION)))

    def people(*history: Fact) -> list[tuple[str, Say]]:
        effects = told((*raised(), *history[:-1]), history[-1], contract=contract).effects
        return [(one.to.id, one.message.say) for one in effects if isinstance(one, Tell)]

    half, near, last = alert(0.5, "09 11:00"), alert(0.75, "09 12:00"), alert(BREACH, "09 14:01")
    assert people(half) == []
    assert people(half, near) == [("U0CP", Say.WARNING_TO_ROLE)]
    assert people(half, near, last) == [("U0DIR", Say.BREACH_TO_ROLE)]
    assert people(half, last) == [("U0CP", Say.BREACH_TO_ROLE), ("U0DIR", Say.BREACH_TO_ROLE)]


def test_a_reminder_of_a_breach_calls_the_owner_in_the_thread_and_nobody_higher() -> None:
    late, again = alert(BREACH, "09 14:00:01"), alert(2.0, "09 15:00:01")
    decision = told(raised(late), again)
    assert not [one for one in decision.effects if isinstance(one, Tell | Write)]
    (post,) = [one for one in decision.effects if isinstance(one, PostThread)]
    assert (post.message.say, post.mention and post.mention.id) == (Say.BREACH_AGAIN, CP.id)


def test_the_reminders_of_a_breach_come_after_one_hour_then_two_then_four() -> None:
    just_over = timedelta(seconds=1)
    expected = [
        (BREACH, november("09 14:00") + just_over),
        (2.0, november("09 15:00") + just_over),
        (3.0, november("09 17:00") + just_over),
        (4.0, november("10 12:00") + just_over),
    ]
    history = raised(alert(0.9, "09 13:36"))
    for share, at in expected:
        following = THRESHOLDS.following(look_at(after(*history), ACK, CONTRACT, history[-1].at))
        assert following is not None
        assert (following.share, following.at) == (share, at)
        history = (*history, fact(ThresholdReached(ACK, 1, share, DUE), VIGIE, at, System.CLOCK))


def test_a_snooze_holds_warnings_until_it_ends() -> None:
    snoozed = fact(events.Snoozed(november("09 13:45"), "on attend"), DEV, "09:30")
    anomaly = after(*raised(snoozed))
    assert share_due(anomaly, ACK, CONTRACT, november("09 13:40")) is None
    assert share_due(anomaly, ACK, CONTRACT, november("09 13:45")) == 0.9


def test_a_snooze_does_not_hide_a_breach() -> None:
    snoozed = fact(events.Snoozed(november("12 09:00"), "on attend"), DEV, "09:30")
    anomaly = after(*raised(snoozed))
    look = look_at(anomaly, ACK, CONTRACT, november("09 10:00"))
    following = THRESHOLDS.following(look)
    assert following is not None
    assert (following.share, following.at) == (BREACH, november("09 14:00") + timedelta(seconds=1))
    assert share_due(anomaly, ACK, CONTRACT, november("09 14:01")) == BREACH


def test_a_snooze_does_not_take_charge() -> None:
    snoozed = fact(events.Snoozed(november("12 09:00"), "on attend"), DEV, "09:30")
    assert after(*raised(snoozed)).taken_at is None


def test_each_criticality_and_clock_may_warn_otherwise() -> None:
    own = {(Criticality.MAJEURE, ACK): Alerts(thresholds=(0.25,))}
    contract = replace(CONTRACT, choices=replace(CONTRACT.choices, alerts_of=own))
    anomaly = after(*raised(), contract=contract)
    assert share_due(anomaly, ACK, contract, november("09 10:00")) == 0.25
    assert share_due(anomaly, RESOLUTION, contract, november("09 10:00")) is None
    assert share_due(anomaly, ACK, CONTRACT, november("09 10:00")) is None
