"""A delay counts in one month: of its stop where it was kept, of its deadline where it was missed."""

from datetime import timedelta

import pytest

from rules import events
from rules.clock import Verdict
from rules.contract import ClockName, Criticality
from rules.reports.month.grounds import Share, nearest_rank
from rules.reports.month.lives import Life
from rules.reports.month.settled import Exclusion, Settled, settled
from rules.reports.month.spent_delays import spent_delays
from rules.reports.month.window import Window
from rules.workdays.month import Month
from tests.rules.reports.month.given import (
    CLOSED,
    DECEMBER,
    END,
    NOVEMBER,
    OCTOBER,
    QUALIFIED,
    REMOVED,
    REOPENED,
    TAKEN,
    known,
    life,
    raised,
    when,
)

ACK, WORKAROUND, RESOLUTION = ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND, ClockName.RESOLUTION
HOUR = timedelta(hours=1)


def verdicts(found: Settled) -> dict[tuple[str, ClockName], Verdict]:
    return {(one.ground.anomaly, one.clock): one.verdict for one in found.delays}


def months(one: Life, clock: ClockName) -> list[str]:
    """The months in which a delay is settled."""
    said = (OCTOBER, NOVEMBER, DECEMBER)
    return [str(month.month) for month in said if any(delay.clock is clock for delay in settled((one,), month).delays)]


def test_a_kept_delay_counts_in_the_month_of_its_stop() -> None:
    # 4 h from Friday 30 October 16:00: until Monday 2 November 11:00.
    one = life(("10-30 16:00", raised()), ("02 10:00", TAKEN))
    assert months(one, ACK) == ["2026-11"]
    assert settled((one,), NOVEMBER).share == Share(1, 1 + 2)


def test_a_missed_delay_counts_in_the_month_of_its_deadline_however_late_it_stops() -> None:
    one = life(("10-29 09:00", raised()), ("02 10:00", TAKEN))
    assert months(one, ACK) == ["2026-10"]
    (missed,) = (delay for delay in settled((one,), OCTOBER).missed if delay.clock is ACK)
    assert missed.deadline == when("10-29 14:00")
    assert missed.stopped_at is None
    assert missed in settled((one,), OCTOBER).still_late


def test_a_stop_at_the_deadline_itself_is_kept() -> None:
    kept = life(("02 09:00", raised()), ("02 14:00", TAKEN))
    missed = life(("02 09:00", raised()), ("02 14:01", TAKEN))
    assert verdicts(settled((kept,), NOVEMBER))["a1", ACK] is Verdict.KEPT
    (late,) = (delay for delay in settled((missed,), NOVEMBER).missed if delay.clock is ACK)
    assert late.late == timedelta(minutes=1)


def test_what_is_cancelled_or_promised_nothing_is_settled_nowhere() -> None:
    out = events.Qualified(Criticality.MAJEURE, in_scope=False)
    cancelled = life(("02 09:00", raised()), ("02 10:00", out), ("02 11:00", CLOSED))
    minor = life(("02 09:00", raised(Criticality.MINEURE)), ("02 10:00", TAKEN), name="minor")
    gone = life(("02 09:00", raised()), ("20 10:00", REMOVED), name="gone")
    assert verdicts(settled((cancelled, minor, gone), NOVEMBER)) == {("minor", ACK): Verdict.KEPT}


def test_a_delay_that_ends_while_the_office_is_closed_waits_for_the_month_that_knows() -> None:
    # 4 h from Friday 30 October 12:00 end with the day, and can still be kept until Monday opens.
    late = life(("10-30 12:00", raised()), ("02 10:00", TAKEN))
    assert months(late, ACK) == ["2026-11"]
    assert verdicts(settled((late,), NOVEMBER))["a1", ACK] is Verdict.MISSED


def test_what_is_late_and_open_stands_beside_the_rate_in_every_month() -> None:
    one = life(("10-05 09:00", raised()), ("10-05 10:00", TAKEN))
    assert [delay.clock for delay in settled((one,), NOVEMBER).still_late] == [WORKAROUND, RESOLUTION]
    assert not settled((one,), NOVEMBER).delays


def test_a_reopening_within_the_delay_revises_a_verdict_and_leaves_its_month() -> None:
    one = life(("10-29 09:00", raised()), ("10-30 09:00", (TAKEN, QUALIFIED, *END)), ("02 10:00", REOPENED))
    assert months(one, RESOLUTION) == ["2026-10"]
    (revised,) = (each for each in settled((one,), NOVEMBER).revised if each.delay.clock is RESOLUTION)
    assert (revised.before, revised.delay.verdict, revised.month) == (
        Verdict.KEPT,
        Verdict.MISSED,
        Month(2026, 10),
    )
    assert not settled((one,), DECEMBER).revised


def test_a_reopening_after_the_delay_is_a_cycle_of_its_own() -> None:
    one = life(("10-05 09:00", raised()), ("10-05 10:00", (TAKEN, QUALIFIED, *END)), ("02 10:00", REOPENED))
    again = [(delay.clock, delay.cycle) for delay in settled((one,), NOVEMBER).delays]
    assert again == [(ACK, 2), (WORKAROUND, 2), (RESOLUTION, 2)]
    assert not settled((one,), NOVEMBER).revised


def test_a_verdict_of_what_is_removed_later_is_revised() -> None:
    one = life(("10-05 09:00", raised()), ("10-05 10:00", TAKEN), ("05 10:00", REMOVED))
    revised = {each.delay.clock: (each.before, each.delay.verdict) for each in settled((one,), NOVEMBER).revised}
    assert revised[ACK] == (Verdict.KEPT, Verdict.NONE)


def test_an_excluded_miss_is_in_neither_term_of_the_rate() -> None:
    one = life(("02 09:00", raised()), ("03 10:00", TAKEN), ("03 11:00", (QUALIFIED, *END)))
    whole = settled((one,), NOVEMBER)
    decision = Exclusion("force_majeure", "Chef de projet", when("12-02 10:00"))
    found = settled((one,), NOVEMBER, {"a1:acknowledgement:1": decision})
    assert whole.share == Share(1, 3)
    assert found.share == Share(1, 2)
    assert [delay.excluded for delay in found.excluded] == [decision]


def test_no_rate_is_said_of_fewer_than_five() -> None:
    assert Share(4, 4).tenths is None
    assert Share(25, 26).tenths == 961
    assert Share(2999, 3000).tenths == 999
    assert Share(25, 26).points(Share(93, 100)) == 31
    assert Share(25, 26).points(Share(4, 4)) is None


@pytest.mark.parametrize(("count", "median", "p90"), [(1, 1, 1), (2, 1, 2), (5, 3, 5), (10, 5, 9), (11, 6, 10)])
def test_a_nearest_rank_is_a_value_that_was_seen(count: int, median: int, p90: int) -> None:
    values = range(1, count + 1)
    assert (nearest_rank(values, 50), nearest_rank(values, 90)) == (median, p90)


def test_the_delays_of_a_month_leave_waits_out_and_stand_beside_the_calendar() -> None:
    def one(name: str, hour: str) -> Life:
        return life(("02 09:00", raised()), (f"02 {hour}", TAKEN), name=name)

    lives = [one("a", "10:00"), one("b", "11:00"), one("c", "12:00"), one("d", "15:00"), one("e", "16:00")]
    (found,) = spent_delays(lives, NOVEMBER)
    assert found.said
    assert (found.median.ground.anomaly, found.median.opening) == ("c", 3 * HOUR)
    assert (found.p90.ground.anomaly, found.p90.opening, found.p90.calendar) == ("e", 6 * HOUR, 7 * HOUR)
    assert not spent_delays(lives, DECEMBER)


def test_a_month_that_is_not_over_says_what_is_settled_so_far() -> None:
    one = life(("02 09:00", raised()), ("02 10:00", TAKEN))
    so_far: Window = known("02 11:00")
    assert [delay.clock for delay in settled((one,), so_far).delays] == [ACK]
