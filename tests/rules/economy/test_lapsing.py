"""What is about to lapse is announced by the day on which it would."""

from datetime import date

from rules.contract.budget_terms import Booklet
from rules.contract.envelope_terms import Carry, CarryMode
from rules.economy.lapsing import Lapsing, Of, expiring, lapsing
from tests.rules.economy.given import JANUARY, KEPT, envelope

FEBRUARY, MARCH = JANUARY.plus(1), JANUARY.plus(2)


def test_lots_lapse_with_the_month_that_ends_their_age() -> None:
    two = envelope(carry=Carry(CarryMode.KEPT, expires_after=2))
    found = lapsing([(two, {JANUARY: 30, FEBRUARY: 300})], FEBRUARY, date(2026, 4, 10))
    assert found == (Lapsing(date(2026, 3, 31), Of.ENVELOPE, "provision", 30, JANUARY),)


def test_what_is_not_carried_lapses_with_its_month() -> None:
    found = lapsing([(envelope(), {FEBRUARY: 120})], FEBRUARY, date(2026, 4, 10))
    assert [(one.on, one.quantity) for one in found] == [(date(2026, 2, 28), 120)]


def test_a_window_lapses_at_its_end_and_everything_with_the_contract() -> None:
    quarter = envelope(carry=Carry(CarryMode.WINDOW))
    assert [one.on for one in lapsing([(quarter, {JANUARY: 5})], JANUARY, date(2026, 4, 1))] == [date(2026, 3, 31)]
    kept = envelope(carry=KEPT)
    assert lapsing([(kept, {JANUARY: 5})], JANUARY, date(2026, 4, 1)) == ()
    ended = lapsing([(kept, {JANUARY: 5})], JANUARY, date(2026, 4, 1), end=date(2026, 2, 20))
    assert [one.on for one in ended] == [date(2026, 2, 20)]


def test_booklets_that_hold_units_are_announced_until_their_last_day() -> None:
    bought = date(2026, 1, 5)
    booklets = [
        (Booklet("c1", 20000, 1, bought, date(2026, 3, 31)), 4000),
        (Booklet("c2", 20000, 1, bought, date(2026, 3, 1)), 0),
        (Booklet("c3", 20000, 1, bought), 9000),
        (Booklet("c4", 20000, 1, bought, date(2026, 2, 9)), 9000),
    ]
    found = expiring(booklets, date(2026, 2, 10), date(2026, 4, 11))
    assert [(one.name, one.on, one.quantity) for one in found] == [("c1", date(2026, 3, 31), 4000)]
