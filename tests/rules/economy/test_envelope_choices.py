"""Each choice of an envelope gives the figures that were worked out by hand."""

from datetime import date

import pytest

from rules.contract.budget_terms import AmendmentStart, Budget, Proration, Rounding, RoundingScope, RoundingWay
from rules.contract.envelope_terms import Carry, CarryMode, DrawOrder, OverrunMode, Window
from rules.economy.agreement import Agreement, Terms
from rules.economy.bookkeeping import keep
from rules.workdays.month import Month
from tests.rules.economy.given import JANUARY, KEPT, agreed, books, envelope, of, overrun, worked

FEBRUARY = JANUARY.plus(1)


def _two_versions(proration: Proration, amendment: AmendmentStart, change: date, start: date) -> Agreement:
    def terms(effective: date, fee: int, grant: int) -> Terms:
        provision = envelope(grant=grant, carry=KEPT)
        return Terms(effective, Budget(fee=fee, proration=proration, amendment=amendment, envelopes=(provision,)))

    return Agreement("boutique", "Europe/Paris", start, (terms(start, 150000, 300), terms(change, 180000, 420)))


def test_thirtieths_count_months_of_thirty_days() -> None:
    # From January 12 to 20: (20 - 12 + 1) / 30 = 9/30; from the 21st on the month is ended: (30 - 20) / 30 = 10/30.
    agreement = _two_versions(Proration.THIRTIETHS, AmendmentStart.AT_DATE, date(2026, 1, 21), date(2026, 1, 12))
    found = books(agreement, months=1)
    assert found.months[0].fee == 45000 + 60000
    assert of(found, 1).granted == 90 + 140


def test_the_last_day_of_february_ends_a_month_of_thirty_days() -> None:
    # From February 15 to the 28th: 30 - 14 = 16 thirtieths, though 14 days are left.
    found = books(agreed(envelope(grant=300), start=date(2026, 2, 15), proration=Proration.THIRTIETHS), first=FEBRUARY)
    assert of(found, 2).granted == 160


def test_a_part_on_the_31st_alone_is_worth_no_thirtieth() -> None:
    found = books(agreed(envelope(), start=date(2026, 1, 31), proration=Proration.THIRTIETHS), months=1)
    assert of(found, 1).granted == 0


def test_without_proration_a_partial_month_gives_all() -> None:
    found = books(agreed(envelope(), start=date(2026, 1, 20), fee=150000, proration=Proration.NONE), months=1)
    assert (found.months[0].fee, of(found, 1).granted) == (150000, 300)


def test_an_amendment_may_wait_for_the_next_month_rules_included() -> None:
    agreement = _two_versions(Proration.NONE, AmendmentStart.NEXT_MONTH, date(2026, 1, 21), date(2026, 1, 12))
    found = books(agreement, months=2)
    assert [month.fee for month in found.months] == [150000, 180000]
    assert [of(found, month).granted for month in (1, 2)] == [300, 420]


def test_the_current_month_may_be_drawn_first() -> None:
    first = agreed(envelope(carry=Carry(CarryMode.KEPT, expires_after=1), order=DrawOrder.CURRENT_FIRST))
    found = books(first, [worked("1", 100, "2026-02-10")], months=2, closed=2)
    # February's 300 gives 100; January's 300 is untouched and lapses at February's close.
    assert dict(of(found, 2).lots or {}) == {FEBRUARY: 200}
    assert of(found, 2).lapsed == 300


@pytest.mark.parametrize(
    ("scope", "way", "minutes"),
    [
        # Three entries: BOU-A 5 min by lea, BOU-A 20 min by max, BOU-B 22 min by lea, all on one day; steps of 15.
        (RoundingScope.ENTRY, RoundingWay.UP, 15 + 30 + 30),
        (RoundingScope.ENTRY, RoundingWay.DOWN, 0 + 15 + 15),
        (RoundingScope.ENTRY, RoundingWay.NEAREST, 0 + 15 + 15),
        (RoundingScope.TICKET, RoundingWay.NEAREST, 30 + 15),
        (RoundingScope.TICKET, RoundingWay.DOWN, 15 + 15),
        (RoundingScope.MONTH, RoundingWay.UP, 60),
        (RoundingScope.MONTH, RoundingWay.DOWN, 45),
        (RoundingScope.PERSON_DAY, RoundingWay.UP, 30 + 30),
        (RoundingScope.PERSON_DAY, RoundingWay.NEAREST, 30 + 15),
    ],
)
def test_rounding_by_group_and_way(scope: RoundingScope, way: RoundingWay, minutes: int) -> None:
    facts = [
        worked("1", 5, issue="BOU-A"),
        worked("2", 20, issue="BOU-A", author="max"),
        worked("3", 22, issue="BOU-B"),
    ]
    found = books(agreed(envelope(), rounding=Rounding(15, scope, way)), facts, months=1)
    assert of(found, 1).consumed == minutes


def test_the_nearest_step_goes_up_on_a_tie() -> None:
    nearest = Rounding(15, RoundingScope.ENTRY, RoundingWay.NEAREST)
    found = books(agreed(envelope(), rounding=nearest), [worked("1", 7.5), worked("2", 7.4)], months=1)
    assert of(found, 1).consumed == 15


def test_the_days_of_a_person_are_those_of_the_contract_s_zone() -> None:
    by_day = Rounding(60, RoundingScope.PERSON_DAY)
    # 9:00 UTC on the 12th and the 13th: two days of one person, 20 minutes each.
    found = books(agreed(envelope(), rounding=by_day), [worked("1", 20), worked("2", 20, "2026-01-13")], months=1)
    assert of(found, 1).consumed == 120


def test_a_debt_stops_at_its_cap_and_the_rest_is_to_be_agreed() -> None:
    owing = envelope(grant=100, overrun=overrun(OverrunMode.DEBT, debt_cap=50))
    found = books(agreed(owing), [worked("1", 180), worked("2", 130, "2026-02-10")], months=2, closed=2)
    january, february = of(found, 1), of(found, 2)
    assert (january.excess, january.owed, january.pending, january.closing) == (80, 50, 30, -50)
    # February grants 100, pays the debt of 50, and has 50 left for 130: 80 exceed, of which 50 may be owed again.
    assert (february.opening, february.repaid, february.owed, february.pending) == (-50, 50, 50, 30)
    assert february.closing == -50


def test_a_grant_smaller_than_the_debt_pays_what_it_can() -> None:
    owing = envelope(grant=100, overrun=overrun(OverrunMode.DEBT))
    found = books(agreed(owing), [worked("1", 350)], months=3, closed=3)
    assert [of(found, month).closing for month in (1, 2, 3)] == [-250, -150, -50]


def test_carrying_may_happen_at_the_month_s_end_whoever_closes_it() -> None:
    capped = envelope(carry=Carry(CarryMode.KEPT, cap=350, at_end=True))
    found = books(agreed(capped), months=2)
    assert (of(found, 1).lapsed_cap, of(found, 2).lapsed_cap, of(found, 2).closing) == (0, 250, 350)


def test_a_month_that_is_not_over_loses_nothing_by_itself() -> None:
    lost = agreed(envelope(carry=Carry(at_end=True)))
    found = keep(lost, [], [], [JANUARY, FEBRUARY], today=date(2026, 2, 15))
    assert (of(found, 1).lapsed, of(found, 2).lapsed) == (300, 0)


def test_a_window_compensates_its_months_and_leaves_a_debt_to_be_agreed() -> None:
    quarter = envelope(grant=100, carry=Carry(CarryMode.WINDOW), overrun=overrun(OverrunMode.DEBT))
    facts = [worked("1", 250), worked("2", 120, "2026-03-10")]
    found = books(agreed(quarter), facts, months=4, closed=4)
    # January owes 150, February pays 100, March pays the last 50, has 50 left for 120, and owes 70 at the window's end.
    assert [of(found, month).closing for month in (1, 2, 3, 4)] == [-150, -50, 0, 100]
    assert of(found, 3).pending == 70


def test_a_window_may_name_its_last_months() -> None:
    window = Window(ends=frozenset({FEBRUARY}))
    found = books(agreed(envelope(carry=Carry(CarryMode.WINDOW, window=window))), months=3, closed=3)
    assert [of(found, month).lapsed for month in (1, 2, 3)] == [0, 600, 0]


def test_what_is_billed_without_a_step_is_billed_to_the_minute() -> None:
    billed = envelope(grant=60, overrun=overrun(OverrunMode.BILLED, rate=9500))
    found = of(books(agreed(billed), [worked("1", 67)], months=1), 1)
    assert (found.billed, found.cents, found.closing) == (7, 1108, 0)


def test_a_cascade_goes_down_three_envelopes() -> None:
    first = envelope("a", 60, overrun=overrun(OverrunMode.CASCADE, to="b"))
    second = envelope("b", 30, overrun=overrun(OverrunMode.CASCADE, to="c"))
    found = books(
        agreed(first, second, envelope("c", 20)), [worked("1", 100, on="a"), worked("2", 10, on="b")], months=1
    )
    figures = {name: of(found, 1, name) for name in "abc"}
    assert (figures["a"].cascaded_out, figures["b"].cascaded_in, figures["b"].cascaded_out) == (40, 40, 20)
    assert (figures["c"].cascaded_in, figures["c"].closing, figures["c"].pending) == (20, 0, 0)


def test_an_envelope_that_an_amendment_removes_keeps_what_it_holds() -> None:
    both, one = (envelope(carry=KEPT), envelope("planifiée", 60)), (envelope("planifiée", 60),)
    versions = (Terms(date(2026, 1, 1), Budget(envelopes=both)), Terms(date(2026, 2, 1), Budget(envelopes=one)))
    found = books(Agreement("boutique", "Europe/Paris", date(2026, 1, 1), versions), months=2, closed=1)
    february = of(found, 2)
    assert (february.opening, february.granted, february.closing) == (300, 0, 300)


def test_everything_lapses_with_the_contract() -> None:
    found = books(agreed(envelope(carry=KEPT), end=date(2026, 2, 28)), months=3, closed=2)
    assert (of(found, 2).lapsed, of(found, 2).closing) == (600, 0)
    assert found.months[2].envelopes == ()


def test_months_without_a_version_in_force_have_no_fee() -> None:
    found = books(agreed(envelope(), end=date(2026, 1, 10), fee=31000), months=2)
    assert [month.fee for month in found.months] == [10000, 0]
    assert found.months[1].month == Month(2026, 2)
