"""Reopened, refused, held and promised: each figure of a month by hand."""

from datetime import timedelta

from rules import events
from rules.contract import ClockName, Criticality, PauseReason
from rules.reports.month.grounds import Share
from rules.reports.month.lives import Life
from rules.reports.month.pauses import Pauses, pauses
from rules.reports.month.promises import promises, share
from rules.reports.month.quality import quality
from tests.rules.reports.month.given import (
    ACCEPTED,
    CLOSED,
    DECEMBER,
    DELIVERED,
    DEPLOYED,
    END,
    NOVEMBER,
    QUALIFIED,
    REFUSED,
    REOPENED,
    TAKEN,
    life,
    names,
    raised,
    when,
)

HOUR = timedelta(hours=1)
ANSWER, RESUMED = events.ClientAnswered("voici"), events.Resumed()


def test_the_reopening_rate_counts_what_could_be_reopened() -> None:
    # Five days: a closure of 27 October may be reopened in November, one of 26 October may not.
    lives = (
        life(("10-05 09:00", raised()), ("10-26 09:00", (QUALIFIED, *END)), name="too early"),
        life(("10-05 09:00", raised()), ("10-27 09:00", (QUALIFIED, *END)), ("02 09:00", REOPENED), name="days before"),
        life(("02 09:00", raised()), ("03 09:00", (QUALIFIED, *END)), ("04 09:00", REOPENED), name="within"),
        life(("02 09:00", raised()), ("03 09:00", (QUALIFIED, *END)), name="closed"),
    )
    found = quality(lives, NOVEMBER)
    assert names(found.reopened) == ["days before", "within"]
    assert names(found.closures) == ["days before", "closed", "within"]
    assert found.reopening == Share(2, 3)


def test_a_refusal_counts_among_the_deliveries_judged_in_the_month() -> None:
    one = life(
        ("02 09:00", raised()),
        ("02 10:00", (QUALIFIED, DELIVERED)),
        ("03 10:00", REFUSED),
        ("04 10:00", DELIVERED),
        ("05 10:00", ACCEPTED),
    )
    waiting = life(("02 09:00", raised()), ("02 10:00", (QUALIFIED, DELIVERED)), ("12-03 10:00", REFUSED), name="b")
    found = quality((one, waiting), NOVEMBER)
    assert found.refusals == Share(1, 2)
    assert [ground.fact for ground in found.judged] == ["a1:3", "a1:5"]
    assert quality((one, waiting), DECEMBER).refusals == Share(1, 1)


def test_out_of_scope_is_said_of_what_was_raised_in_the_month() -> None:
    out = events.Qualified(Criticality.MINEURE, in_scope=False)
    lives = (
        life(("02 09:00", raised()), ("03 10:00", out), name="now"),
        life(("10-02 09:00", raised()), ("03 10:00", out), name="before"),
        life(("02 09:00", raised()), ("12-03 10:00", out), name="later"),
    )
    assert names(quality(lives, NOVEMBER).out_of_scope) == ["now"]


def test_pauses_are_cut_to_the_month_and_shared_by_who_is_waited_for() -> None:
    lives = (
        # Friday 30 October 16:00 to Monday 2 November 11:00: two opening hours of November.
        life(
            ("10-30 09:00", raised()),
            ("10-30 16:00", events.Paused(PauseReason.CLIENT, "un compte")),
            ("02 11:00", ANSWER),
        ),
        life(
            ("03 09:00", raised()),
            ("03 10:00", events.Paused(PauseReason.THIRD_PARTY, "hébergeur")),
            ("04 10:00", RESUMED),
            name="b",
        ),
    )
    found = pauses(lives, NOVEMBER)
    assert found.reasons == (("third_party", 8 * HOUR), ("client", 2 * HOUR))
    assert (found.total, found.clients, found.client_percent) == (10 * HOUR, 2 * HOUR, 20)
    assert found.longest is not None
    assert (found.longest.ground.anomaly, found.longest.start) == ("b", when("03 10:00"))
    assert pauses(lives, DECEMBER) == Pauses()
    assert pauses((), NOVEMBER).client_percent is None


def test_a_promised_date_is_kept_in_the_month_of_the_stop_or_broken_in_that_of_the_date() -> None:
    def promised(name: str, until: str, done: str) -> Life:
        told = events.DelayCommunicated("", (events.Deadline(ClockName.RESOLUTION, when(until)),))
        return life(("10-28 09:00", raised()), ("10-28 10:00", (TAKEN, QUALIFIED, told)), (done, (*END,)), name=name)

    kept = promised("kept", "12-05 09:00", "05 10:00")
    broken = promised("broken", "05 09:00", "12-05 10:00")
    lives = (kept, broken)
    found = promises(lives, NOVEMBER)
    assert [(one.ground.anomaly, one.kept) for one in found] == [("broken", False), ("kept", True)]
    assert share(found) == Share(1, 2)
    assert promises(lives, DECEMBER) == ()


def test_a_closure_refused_for_want_of_a_recette_closes_nothing() -> None:
    one = life(("02 09:00", raised()), ("03 09:00", (QUALIFIED, DEPLOYED, CLOSED)))
    assert quality((one,), NOVEMBER).closures == ()
