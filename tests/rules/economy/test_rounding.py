"""Money rounds half away from zero, time half up, and a step is begun as soon as it is entered."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rules.economy.rounding import down, minute, near, up, whole


@pytest.mark.parametrize(("amount", "cents"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("-1.5", -2), ("2.5", 3)])
def test_half_a_cent_goes_away_from_zero(amount: str, cents: int) -> None:
    assert whole(Decimal(amount)) == cents


def test_half_a_minute_goes_up() -> None:
    assert [minute(Fraction(seconds, 60)) for seconds in (29, 30, 89, 90)] == [0, 1, 1, 2]
    assert minute(Fraction(-1, 2)) == 0


def test_a_step_is_begun_as_soon_as_it_is_entered() -> None:
    assert [up(amount, 15) for amount in (0, 15, Decimal("15.02"))] == [0, 15, 30]


def test_the_other_ways_of_rounding_to_a_step() -> None:
    assert [down(amount, 15) for amount in (0, 14, 29)] == [0, 0, 15]
    assert [near(amount, 15) for amount in (7, Decimal("7.5"), 22)] == [0, 15, 15]
