"""Units of a booklet go out and come back as the contract says, worked by hand."""

from datetime import date

import pytest

from rules.contract.budget_terms import Booklet, Budget, GivenBack
from rules.economy.booklets import Cancel, DayPassed, Draw, Movement, NoTariff, Purchase, Requalify, follow, worth

UNIT = 1000


def _bought(name: str, units: int, month: int, expires: date | None = None) -> Purchase:
    return Purchase(Booklet(name, units * UNIT, units * 10000, date(2026, month, 5), expires))


def test_a_cancelled_request_gives_all_back_the_overrun_first() -> None:
    drawn = Draw("T1", date(2026, 2, 1), 5 * UNIT)
    held = follow([_bought("C1", 3, 1), drawn], overrun_price=12000)
    assert (held.overrun, held.overrun_cents, held.used_cents) == (2 * UNIT, 24000, 30000)
    back = follow([_bought("C1", 3, 1), drawn, Cancel("T1", date(2026, 2, 2))], overrun_price=12000)
    assert (back.overrun, back.overrun_cents, back.used_cents, back.balance) == (0, 0, 0, 3 * UNIT)
    assert back.requests == {"T1": {}}


def test_a_day_lets_booklets_lapse() -> None:
    bought = _bought("C1", 3, 1, expires=date(2026, 6, 30))
    assert follow([bought, DayPassed(date(2026, 6, 30))]).lapsed == 0
    assert follow([bought, DayPassed(date(2026, 7, 1))]).lapsed == 3 * UNIT


def test_units_given_back_to_an_expired_booklet_are_lost() -> None:
    movements: list[Movement] = [
        _bought("C1", 3, 1, date(2026, 6, 30)),
        Draw("T1", date(2026, 2, 1), UNIT),
        _bought("C2", 2, 5),
    ]
    lost = follow([*movements, Cancel("T1", date(2026, 7, 2))])
    assert (lost.lapsed, dict(lost.lots)) == (3 * UNIT, {"C1": 0, "C2": 2 * UNIT})


def test_they_may_go_to_the_booklet_bought_last() -> None:
    movements: list[Movement] = [
        _bought("C1", 3, 1, date(2026, 6, 30)),
        Draw("T1", date(2026, 2, 1), UNIT),
        _bought("C2", 2, 5),
    ]
    kept = follow([*movements, Cancel("T1", date(2026, 7, 2))], GivenBack.LATEST_LOT)
    assert (kept.lapsed, dict(kept.lots)) == (2 * UNIT, {"C1": 0, "C2": 3 * UNIT})


def test_they_lapse_with_the_booklet_bought_last_if_it_has_expired_too() -> None:
    movements: list[Movement] = [
        _bought("C1", 3, 1, date(2026, 6, 30)),
        Draw("T1", date(2026, 2, 1), UNIT),
        _bought("C2", 2, 5, date(2026, 6, 30)),
    ]
    lost = follow([*movements, Cancel("T1", date(2026, 7, 2))], GivenBack.LATEST_LOT)
    assert (lost.lapsed, lost.balance) == (5 * UNIT, 0)


def test_a_request_is_split_between_booklets_and_gives_back_the_last_taken() -> None:
    movements: list[Movement] = [
        _bought("C1", 2, 1, date(2026, 12, 31)),
        _bought("C2", 2, 2),
        Draw("T1", date(2026, 3, 1), 5 * UNIT),
    ]
    assert follow(movements).requests["T1"] == {"C1": 2 * UNIT, "C2": 2 * UNIT, None: UNIT}
    less = follow([*movements, Requalify("T1", date(2026, 3, 2), 3 * UNIT)])
    assert less.requests["T1"] == {"C1": 2 * UNIT, "C2": UNIT}
    assert less.balance == UNIT


def test_a_request_requalified_for_the_same_units_changes_nothing_not_even_by_its_date() -> None:
    movements: list[Movement] = [_bought("C1", 3, 1, date(2026, 6, 30)), Draw("T1", date(2026, 2, 1), UNIT)]
    assert follow([*movements, Requalify("T1", date(2026, 7, 2), UNIT)]).lapsed == 0


def test_what_is_bought_is_left_held_or_lapsed() -> None:
    movements: list[Movement] = [
        _bought("C1", 3, 1, date(2026, 6, 30)),
        _bought("C2", 4, 2),
        Draw("T1", date(2026, 2, 10), 2 * UNIT),
        Requalify("T1", date(2026, 7, 10), UNIT),
    ]
    found = follow(movements)
    held = sum(units for each in found.requests.values() for name, units in each.items() if name)
    assert found.balance + held + found.lapsed == 7 * UNIT
    assert sum(move.units for move in found.moves if move.request is None) == found.balance + held


def test_a_kind_that_the_tariff_does_not_price_is_refused() -> None:
    with pytest.raises(NoTariff):
        worth(Budget(tariff={"anomalie": UNIT}), "audit")
