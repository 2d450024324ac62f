"""Laws of the alerts: whatever happens, and however rarely Vigie looks, what is told is what the time spent implies."""

import itertools
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import events
from rules.anomaly.state import Anomaly
from rules.clock import State, read
from rules.contract import Alerts, ClockName, Contract, Criticality, PauseReason
from rules.decide import Decision, Outcome, decide
from rules.events import VIGIE, Actor, DeadlinesMoved, Fact, Happening, Ruling, Shift, Source, System, ThresholdReached
from rules.reminders.thresholds import BREACH, spent_at
from rules.workdays import is_open
from tests.rules.cast import ANSWERING, CONTRACT, CP, DEV, NINE, OPENING, RAISED, RM
from tests.rules.due import share_due
from tests.rules.reminders.test_thresholds import walled

Told = dict[tuple[ClockName, int, datetime], float]

LIFE: list[tuple[Actor, Happening]] = [
    (CP, events.Qualified(Criticality.MAJEURE)),
    (CP, events.Qualified(Criticality.BLOQUANTE, reason="tous les clients")),
    (CP, events.Qualified(Criticality.SECURITE, reason="une fuite")),
    (DEV, events.Taken()),
    (DEV, events.DescriptionRejected("un compte")),
    (RM, events.ClientAnswered("voici")),
    (CP, events.Paused(PauseReason.THIRD_PARTY)),
    (CP, events.Resumed()),
    (DEV, events.Acknowledged()),
    (DEV, events.Snoozed(NINE + timedelta(days=1), "le fournisseur répond demain")),
    (DEV, events.Snoozed(NINE + timedelta(days=4), "en congé")),
    (DEV, events.WorkaroundDelivered()),
    (RM, events.WorkaroundValidated()),
]
# Half an hour to half a week goes by, then something happens or Vigie looks; None is a look.
LOOKS: list[tuple[Actor, Happening] | None] = [None] * 8
STEPS = st.lists(
    st.tuples(st.sampled_from([6, 1, 2, 4, 7, 9, 20, 48, 170]), st.sampled_from([*LOOKS, *LIFE])),
    min_size=1,
    max_size=12,
)


def implied(anomaly: Anomaly, clock: ClockName, contract: Contract, told: Told, now: datetime) -> float | None:
    """The share to be told at an instant, from the reading alone and what was told before."""
    reading = read(clock, anomaly.marks, contract, now)
    if reading.state is not State.RUNNING or reading.deadline is None or reading.remaining is None:
        return None
    just_before = now - timedelta(seconds=1)
    calendar = contract.calendars[reading.commitment.calendar]
    if not is_open(calendar, now) and not is_open(calendar, just_before):
        return None
    whole = reading.allowed if reading.allowed is not None else reading.elapsed + reading.remaining
    alerts = contract.choices.alerts
    reached = [one for one in alerts.thresholds if reading.elapsed >= spent_at(one, whole, alerts)]
    share = reminded(reading.elapsed, whole, alerts) if reading.breached else max(reached, default=0.0)
    before = told.get((clock, reading.cycle, reading.deadline), 0.0)
    if anomaly.snooze and now < anomaly.snooze.until and (before >= BREACH or not reading.breached):
        return None
    return share if share > before else None


def reminded(elapsed: timedelta, whole: timedelta, alerts: Alerts) -> float:
    """The share of the breach, and one more for each reminder: after an hour, then two, four, eight ... more."""
    waits = itertools.accumulate(timedelta(hours=2**n) for n in range(10))
    assert alerts.repeat == timedelta(hours=1)
    return BREACH + sum(elapsed >= whole + timedelta(seconds=1) + wait for wait in waits)


class Life:
    """An anomaly, its journal, and a model of what was told of it."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.told: Told = {}
        self.history: tuple[Fact, ...] = ()
        self.anomaly = OPENING

    def hear(self, what: Happening, by: Actor, now: datetime, system: System = System.SLACK) -> Decision:
        """Decide on a fact of this instant."""
        fact = Fact(f"{len(self.history)}:{what.kind}:{now}", now, by, Source(system, "1"), what)
        decision = decide(self.history, (fact,), OPENING, self.contract, now)
        self.history, self.anomaly = (*self.history, *decision.facts), decision.anomaly
        for one in decision.facts:
            if isinstance(one.what, DeadlinesMoved):
                self._rule(one.what, one.at)
        return decision

    def look(self, now: datetime) -> None:
        """Do what the sweep does, and hold it against the model."""
        for clock in self.contract.clocks:
            due = implied(self.anomaly, clock, self.contract, self.told, now)
            assert share_due(self.anomaly, clock, self.contract, now) == due
            if due is None:
                continue
            reading = read(clock, self.anomaly.marks, self.contract, now)
            assert reading.deadline is not None
            alert = ThresholdReached(clock, reading.cycle, due, reading.deadline)
            assert self.hear(alert, VIGIE, now, System.CLOCK).outcome is Outcome.RECORDED
            # Another replica, a replay, a restart in between: nothing is told again.
            assert self.hear(alert, VIGIE, now, System.CLOCK).outcome is Outcome.STALE
            self.told[clock, reading.cycle, reading.deadline] = due

    def _reminded(self, shift: Shift, now: datetime) -> float:
        reading = read(shift.clock, self.anomaly.marks, self.contract, now, shift.cycle)
        assert reading.remaining is not None
        return reminded(reading.elapsed, reading.elapsed + reading.remaining, self.contract.choices.alerts)

    def _rule(self, moved: DeadlinesMoved, now: datetime) -> None:
        for one in moved.shifts:
            if one.ruling is Ruling.UPHELD and one.after is not None:
                self.told[one.clock, one.cycle, one.after] = self._reminded(one, now)
            elif one.ruling is Ruling.ANNULLED:
                for key, share in list(self.told.items()):
                    if key[:2] == (one.clock, one.cycle) and share >= BREACH:
                        del self.told[key]


@settings(max_examples=150, derandomize=True)
@given(contract=st.sampled_from([CONTRACT, ANSWERING, walled(20), walled(50, "astreinte")]), steps=STEPS)
def test_what_is_told_is_what_the_time_spent_implies(
    contract: Contract, steps: list[tuple[int, tuple[Actor, Happening] | None]]
) -> None:
    life, now = Life(contract), NINE
    life.hear(RAISED, RM, now)
    for half_hours, done in steps:
        now += half_hours * timedelta(minutes=30)
        if done is None:
            life.look(now)
        else:
            life.hear(done[1], done[0], now)
    now += timedelta(days=1)
    life.look(now)
    life.look(now)
