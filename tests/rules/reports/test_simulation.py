"""Another version of a contract judges the past by its own promises and choices, and changes none of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rules import events
from rules.clock import Verdict
from rules.contract import (
    CONTRACTED,
    BusinessDays,
    Choices,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    OpeningTime,
    Target,
)
from rules.contract import Requalification as Policy
from rules.contract.compensation_terms import AmountPerUnit, Compensations, ScaleLine
from rules.events import Fact
from rules.reports.compensation_comparison import CompensationComparison
from rules.reports.simulation import Comparison, Past, Period, Score, Simulation, simulate
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, RAISED, RM, WHOLE, fact, raised
from tests.rules.clocks import hours

ACK, WORKAROUND, RESOLUTION = CONTRACTED
KEPT, MISSED, PENDING = Verdict.KEPT, Verdict.MISSED, Verdict.PENDING
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
LATER = at("2026-12-01 09:00")
REQUALIFIED = fact(events.Qualified(Criticality.BLOQUANTE, reason="le panier est vide"), CP, "11:30")
REOPENED = fact(events.Reopened("encore"), RM, "2026-11-16 12:00")
CLOSED_AGAIN = (
    fact(events.Delivered("v3"), CP, "2026-11-16 14:00"),
    fact(events.Accepted(), RM, "2026-11-16 14:10"),
    fact(events.Deployed(), CP, "2026-11-16 14:20"),
    fact(events.Closed("Cache périmé", "Cache vidé"), CP, "2026-11-16 14:30"),
)


def avenant(
    *lines: tuple[Criticality, ClockName, Target], base: Contract = CONTRACT, choices: Choices | None = None
) -> Contract:
    """A later version with other promises or other choices."""
    others = {(criticality, clock): Commitment(target, "bureau") for criticality, clock, target in lines}
    commitments = {**base.commitments, **others}
    return replace(base, effective=date(2027, 1, 1), commitments=commitments, choices=choices or base.choices)


def simulated(
    given: Contract,
    *histories: tuple[Fact, ...],
    was: Contract = CONTRACT,
    period: Period = NOVEMBER,
    now: datetime = LATER,
) -> Simulation:
    """A simulation over one anomaly a history, all pinned to the same version."""
    pasts = [Past(f"a{number}", facts, was) for number, facts in enumerate(histories, 1)]
    return simulate(pasts, given, period, now)


def verdicts(one: Comparison) -> tuple[Verdict | None, Verdict | None]:
    """As it was, as it would be."""
    was, would_be = one.was, one.would_be
    return was.verdict if was else None, would_be.verdict if would_be else None


def test_the_same_version_changes_nothing() -> None:
    found = simulated(CONTRACT, WHOLE, raised())
    assert found.differing == ()
    assert (found.anomalies, found.versions) == (2, (CONTRACT,))
    assert all(total.was == total.would_be for total in found.totals)


def test_a_stricter_target_turns_kept_into_missed() -> None:
    found = simulated(avenant((Criticality.MAJEURE, RESOLUTION, OpeningTime(hours(2)))), WHOLE)
    (one,) = found.differing
    assert (one.name, one.clock, verdicts(one), one.overturned) == ("BOU-1", RESOLUTION, (KEPT, MISSED), True)
    assert one.was is not None
    assert one.would_be is not None
    assert (one.was.elapsed, one.was.allowed) == (hours(3), hours(24))
    assert (one.would_be.elapsed, one.would_be.allowed) == (hours(3), hours(2))
    assert one.would_be.deadline == at("2026-11-09 11:00")
    total = found.totals[-1]
    assert (total.clock, total.was, total.would_be) == (RESOLUTION, Score(kept=1), Score(missed=1))


def test_a_target_met_to_the_second_is_kept_and_one_second_less_is_missed() -> None:
    for target, expected in ((hours(3), KEPT), (hours(3) - timedelta(seconds=1), MISSED)):
        (one,) = simulated(avenant((Criticality.MAJEURE, RESOLUTION, OpeningTime(target))), WHOLE).differing
        assert verdicts(one) == (KEPT, expected)


def test_a_recette_that_pauses_takes_the_clients_half_hour_out() -> None:
    was = avenant((Criticality.MAJEURE, RESOLUTION, OpeningTime(hours(2.75))))
    given = replace(was, choices=Choices(recette_pauses=True))
    found = simulated(given, WHOLE, was=was)
    overturned = [one for one in found.differing if one.overturned]
    assert [(one.clock, verdicts(one)) for one in overturned] == [(RESOLUTION, (MISSED, KEPT))]
    assert overturned[0].would_be is not None
    assert overturned[0].would_be.elapsed == hours(2.5)


@pytest.mark.parametrize("back", [False, True])
def test_counting_from_the_change_forgets_what_ran_before_it(back: bool) -> None:
    keeping = avenant((Criticality.BLOQUANTE, RESOLUTION, OpeningTime(hours(2))))
    changing = replace(keeping, choices=Choices(requalification=Policy.FROM_CHANGE))
    was, given = (changing, keeping) if back else (keeping, changing)
    (one,) = (each for each in simulated(given, (*WHOLE, REQUALIFIED), was=was).differing if each.clock is RESOLUTION)
    kept_elapsed, from_change = (one.would_be, one.was) if back else (one.was, one.would_be)
    assert kept_elapsed is not None
    assert from_change is not None
    assert (kept_elapsed.verdict, kept_elapsed.elapsed) == (MISSED, hours(3))
    assert (from_change.verdict, from_change.elapsed) == (KEPT, hours(0.5))


@pytest.mark.parametrize(
    ("first", "last", "anomalies"),
    [("2026-11-09", "2026-11-09", 1), ("2026-11-01", "2026-11-08", 0), ("2026-11-10", "2026-11-30", 0)],
)
@pytest.mark.parametrize("when", ["2026-11-09 00:00", "2026-11-09 00:30", "2026-11-09 23:59:59"])
def test_the_period_is_of_local_days_and_an_anomaly_outside_it_is_left_out(
    first: str, last: str, anomalies: int, when: str
) -> None:
    over = Period(date.fromisoformat(first), date.fromisoformat(last))
    found = simulated(CONTRACT, (fact(RAISED, RM, when),), period=over)
    assert (found.anomalies, len(found.comparisons)) == (anomalies, 3 * anomalies)


def test_what_was_never_raised_has_no_clock_to_compare() -> None:
    assert simulated(CONTRACT, (fact(events.Detected("?", ""), RM),)).anomalies == 0


def test_an_open_anomaly_is_read_now_and_a_closed_one_at_its_closing() -> None:
    given = avenant((Criticality.MAJEURE, ACK, OpeningTime(hours(1))))
    opened = simulated(given, raised(), now=at("2026-11-09 10:30")).differing
    assert [verdicts(one) for one in opened] == [(PENDING, MISSED)]
    assert simulated(given, WHOLE) == simulated(given, WHOLE, now=at("2030-01-01 09:00"))


def test_a_reopening_that_would_have_gone_on_with_the_old_count_opens_no_second_cycle() -> None:
    given = avenant(choices=Choices(reopening_days=10))
    found = simulated(given, (*WHOLE, REOPENED, *CLOSED_AGAIN))
    cycles = {one.cycle: verdicts(one) for one in found.comparisons if one.clock is RESOLUTION}
    assert cycles == {1: (KEPT, KEPT), 2: (KEPT, None)}
    assert found.totals[-1].was == Score(kept=2)
    assert found.totals[-1].would_be == Score(kept=1)


def test_what_was_missed_before_a_new_cycle_stays_missed() -> None:
    given = avenant((Criticality.MAJEURE, RESOLUTION, OpeningTime(hours(2.75))))
    found = simulated(given, (*WHOLE, REOPENED, *CLOSED_AGAIN))
    assert found.totals[-1].would_be == Score(kept=1, missed=1)


def test_overturned_verdicts_come_first() -> None:
    given = avenant(
        (Criticality.MAJEURE, ACK, OpeningTime(hours(3))),
        (Criticality.MAJEURE, WORKAROUND, BusinessDays(2)),
        (Criticality.MAJEURE, RESOLUTION, OpeningTime(hours(1))),
    )
    assert [one.clock for one in simulated(given, WHOLE).differing] == [RESOLUTION, ACK, WORKAROUND]


def test_the_same_anomalies_are_priced_under_both_versions() -> None:
    priced = Compensations(scale=(ScaleLine((ClockName.RESOLUTION,), AmountPerUnit(5_000)),))
    own = replace(CONTRACT, compensations=priced)
    stricter = avenant((Criticality.MAJEURE, ClockName.RESOLUTION, OpeningTime(timedelta(hours=1))), base=own)
    assert simulated(stricter, WHOLE, was=CONTRACT).compensation == CompensationComparison(0, 5_000)
    assert simulated(stricter, WHOLE, was=own).compensation == CompensationComparison(0, 5_000)
    assert simulated(own, WHOLE, was=stricter).compensation == CompensationComparison(5_000, 0)
    assert simulated(avenant(), WHOLE).compensation is None
