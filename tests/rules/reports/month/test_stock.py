"""The stock of a month adds up, and nothing that came later changes it."""

import pytest

from rules import events
from rules.anomaly.state import Phase
from rules.contract import Criticality, PauseReason, Side
from rules.reports.month.lives import Life
from rules.reports.month.month_report import month_report
from rules.reports.month.open_stock import open_stock
from rules.reports.month.stock import Stock, by_criticality, stock
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
    added,
    known,
    life,
    names,
    raised,
    when,
)

BACK = events.TicketRestored()
LIVES = (
    life(("10-05 09:00", raised()), name="open all along"),
    life(("10-05 09:00", raised()), ("03 10:00", (QUALIFIED, *END)), name="closed"),
    life(("02 09:00", raised()), name="raised"),
    life(("02 09:00", raised()), ("03 10:00", (QUALIFIED, *END)), name="raised and closed"),
    life(("10-05 09:00", raised()), ("10-06 09:00", (QUALIFIED, *END)), ("04 10:00", REOPENED), name="reopened"),
    life(
        ("10-05 09:00", raised()),
        ("10-06 09:00", (QUALIFIED, *END)),
        ("04 10:00", REOPENED),
        ("05 10:00", END),
        name="reopened and closed",
    ),
    life(("10-05 09:00", raised()), ("05 10:00", REMOVED), name="removed"),
    life(("05 09:00", raised()), ("06 10:00", REMOVED), name="raised and removed"),
    life(("10-05 09:00", raised()), ("10-06 10:00", REMOVED), ("05 10:00", BACK), name="restored"),
    life(("10-05 09:00", raised()), ("10-06 09:00", (QUALIFIED, *END)), name="closed before"),
    life(("10-05 09:00", raised()), ("10-06 09:00", (QUALIFIED, *END)), ("03 10:00", REMOVED), name="closed, deleted"),
    life(("12-05 09:00", raised()), name="later"),
)


def test_each_life_moves_the_stock_as_it_lived() -> None:
    found = stock(LIVES, NOVEMBER)
    assert names(found.opening) == ["closed", "open all along", "removed"]
    assert names(found.raised) == ["raised", "raised and closed"]
    assert names(found.reopened) == ["reopened", "reopened and closed"]
    assert names(found.restored) == ["restored"]
    assert names(found.closed) == ["closed", "raised and closed", "reopened and closed"]
    assert names(found.removed) == ["removed"]
    assert names(found.closing) == ["open all along", "reopened", "restored", "raised"]
    assert added(found) == len(found.closing) == 3 + 2 + 2 + 1 - 3 - 1


def test_the_stock_at_the_end_is_that_of_the_next_start() -> None:
    for before, after in ((OCTOBER, NOVEMBER), (NOVEMBER, DECEMBER)):
        assert sorted(names(stock(LIVES, before).closing)) == sorted(names(stock(LIVES, after).opening))


def test_a_month_that_nobody_touched_has_an_empty_stock() -> None:
    assert stock((), NOVEMBER) == Stock()
    assert added(stock((), NOVEMBER)) == 0


def test_each_figure_names_the_fact_that_it_rests_on() -> None:
    found = stock(LIVES, NOVEMBER)
    assert [one.fact for one in found.raised] == ["raised:0", "raised and closed:0"]
    assert [one.fact for one in found.closed] == ["closed:5", "raised and closed:5", "reopened and closed:10"]
    assert [(one.fact, one.at) for one in found.removed] == [("removed:1", when("05 10:00"))]
    assert [one.fact for one in found.reopened] == ["reopened:6", "reopened and closed:6"]
    assert [one.fact for one in found.restored] == ["restored:2"]


def test_a_closed_anomaly_reopened_later_stays_closed_in_its_month() -> None:
    one = life(("02 09:00", raised()), ("03 10:00", (QUALIFIED, *END)), ("12-10 10:00", REOPENED))
    assert names(stock((one,), NOVEMBER).closed) == ["a1"]
    assert names(stock((one,), DECEMBER).reopened) == ["a1"]


def test_the_criticality_is_that_of_the_end_of_the_month() -> None:
    one = life(
        ("02 09:00", raised()),
        ("20 10:00", events.Qualified(Criticality.BLOQUANTE)),
        ("12-03 10:00", events.Qualified(Criticality.MINEURE)),
    )
    assert [level for level, _ in by_criticality(stock((one,), NOVEMBER).raised)] == [Criticality.BLOQUANTE]
    assert [level for level, _ in by_criticality(stock((one,), DECEMBER).closing)] == [Criticality.MINEURE]


@pytest.mark.parametrize(("instant", "there"), [("2026-10-31 23:59", "october"), ("2026-11-01 00:00", "november")])
def test_a_month_begins_at_local_midnight(instant: str, there: str) -> None:
    one = (life((instant, raised())),)
    assert bool(stock(one, OCTOBER).raised) is (there == "october")
    assert bool(stock(one, NOVEMBER).raised) is (there == "november")


def test_october_lasts_an_hour_more_in_paris() -> None:
    assert (OCTOBER.end - OCTOBER.start).total_seconds() == (31 * 24 + 1) * 3600


def test_a_month_that_is_not_over_knows_nothing_of_what_is_to_come() -> None:
    one = (life(("02 09:00", raised()), ("20 10:00", (QUALIFIED, *END))),)
    assert not known("18 10:00").over
    assert names(stock(one, known("18 10:00")).closing) == ["a1"]
    assert names(stock(one, known("21 10:00")).closed) == ["a1"]
    with pytest.raises(ValueError, match="has not begun"):
        known("10-31 10:00")


def test_no_word_of_a_security_anomaly_is_anywhere_in_a_report() -> None:
    secure = events.Qualified(Criticality.SECURITE)
    now = life(("02 09:00", raised(Criticality.SECURITE)), ("03 10:00", (secure, *END)), name="now")
    since = life(
        ("02 09:00", raised()),
        ("03 10:00", (QUALIFIED, *END)),
        ("12-02 09:00", REOPENED),
        ("12-02 10:00", secure),
        name="since",
    )
    told = repr(month_report((now, since), NOVEMBER, {}))
    assert "now" in told
    assert "since" in told
    assert not any(words in told for words in ("Panier vide", "Cache"))


def waiting(reason: PauseReason) -> Life:
    return life(("02 09:00", raised()), ("03 10:00", events.Paused(reason, "un compte")), name=reason.value)


def test_what_is_open_is_told_by_phase_by_step_and_by_whose_it_is() -> None:
    lives = (
        life(("02 09:00", raised()), name="new"),
        life(("02 09:00", raised()), ("03 10:00", TAKEN), name="taken"),
        life(("02 09:00", raised()), ("03 10:00", (QUALIFIED, END[0])), name="delivered"),
        waiting(PauseReason.CLIENT),
        waiting(PauseReason.THIRD_PARTY),
    )
    found = open_stock(lives, NOVEMBER)
    assert {phase: names(grounds) for phase, grounds in found.phases} == {
        Phase.REMONTEE: ["new"],
        Phase.DIAGNOSTIC: ["client", "taken", "third_party"],
        Phase.RESOLUTION: ["delivered"],
    }
    assert {step: names(grounds) for step, grounds in found.steps} == {
        "answer": ["client"],
        "resume": ["third_party"],
        "take": ["new"],
        "qualify": ["taken"],
        "accept": ["delivered"],
    }
    assert {side: names(grounds) for side, grounds in found.sides} == {
        Side.CLIENT: ["client", "delivered"],
        Side.PROVIDER: ["new", "taken"],
        None: ["third_party"],
    }


def test_the_age_of_the_stock_is_that_of_an_anomaly_that_can_be_named() -> None:
    lives = [life((f"{day} 09:00", raised()), name=day) for day in ("02", "10", "20", "29")]
    found = open_stock(lives, NOVEMBER)
    assert [one.days for one in found.ages] == [1, 10, 20, 28]
    assert found.median is not None
    assert found.median.ground.anomaly == "20"
    assert found.oldest is not None
    assert (found.oldest.ground.anomaly, found.oldest.days) == ("02", 28)
    assert open_stock((), NOVEMBER).median is None


def test_what_is_out_of_scope_stays_in_the_stock_until_it_is_closed() -> None:
    out = events.Qualified(Criticality.MINEURE, in_scope=False)
    one = (life(("02 09:00", raised()), ("03 10:00", out), ("12-02 10:00", CLOSED)),)
    assert names(open_stock(one, NOVEMBER).out_of_scope) == ["a1"]
    assert not open_stock(one, DECEMBER).ages
