"""A month's compensation, line by line: what is posted when, what is left out and why, and what caps leave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from rules.anomaly.state import Anomaly
from rules.clock import Mark, Marks
from rules.contract.compensation_terms import (
    AmountPerUnit,
    AvailabilityTerms,
    BonusTerms,
    Cap,
    Compensations,
    Cumulation,
    Denominator,
    KeptRateTerms,
    LateUnit,
    PerPoint,
    Posting,
    ScaleLine,
    ValueFormula,
    Window,
)
from rules.economy.compensation.availability import Outage
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.exposure import exposure
from rules.economy.compensation.statement import Adjusted, Statement, statement, statements
from rules.workdays import utc
from rules.workdays.month import Month
from tests.rules.calendars import at
from tests.rules.clocks import ACK, CONTRACT, REOPEN, RESOLUTION, START, STOP, mark

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
NEW_YEAR = at("2027-01-04 09:00")
PER_MISS = ScaleLine((ACK, RESOLUTION), AmountPerUnit(5_000))
PER_HOUR = ScaleLine((ACK,), AmountPerUnit(8_000), unit=LateUnit.OPENING_HOUR)
PER_DAY = ScaleLine((RESOLUTION,), AmountPerUnit(1_000), unit=LateUnit.CALENDAR_DAY)
FEE = 150_000


def on(when: str, one: Mark) -> Mark:
    return one._replace(at=at(f"2026-{when}"))


def anomaly(name: str, *marks: Mark) -> Anomaly:
    return Anomaly(name, CONTRACT.id, CONTRACT.effective, raised_at=marks[0].at, marks=Marks.of(marks))


def acknowledged(name: str, start: str, stop: str) -> Anomaly:
    return anomaly(name, on(start, mark("01 00:00", START, ACK)), on(stop, mark("01 00:00", STOP, ACK)))


def resolved(name: str, start: str, stop: str | None, *others: Mark) -> Anomaly:
    marks = [on(start, mark("01 00:00", START)), *([on(stop, mark("01 00:00", STOP))] if stop else []), *others]
    return anomaly(name, *sorted(marks, key=lambda one: one.at))


def dossier(
    *anomalies: Anomaly, excluded: Mapping[str, str] | None = None, outages: Any = None, **terms: Any
) -> Dossier:
    contract = replace(CONTRACT, compensations=Compensations(**terms))
    cases = tuple((one, contract) for one in anomalies)
    return Dossier(contract, cases, FEE, excluded or {}, outages)


def amounts(found: Statement) -> dict[str, int]:
    return {line.id: line.net for line in found.lines}


LATE = acknowledged("late", "11-02 09:00", "11-03 10:00")
KEPT = acknowledged("kept", "11-02 09:00", "11-02 09:30")


def test_each_missed_clock_has_its_line_and_its_facts() -> None:
    found = statement(dossier(LATE, KEPT, scale=(PER_MISS,)), NOVEMBER, NEW_YEAR)
    assert amounts(found) == {"late:acknowledgement:1": 5_000}
    (line,) = found.lines
    assert line.charge.facts == ("test 01 00:00",)  # type: ignore[union-attr]
    assert (found.gross, found.net, found.total.calculated, line.adjusted) == (5_000, 5_000, 5_000, ())


def test_a_miss_is_posted_in_the_month_of_its_stop() -> None:
    one = acknowledged("one", "11-30 09:00", "12-01 10:00")
    given = dossier(one, scale=(PER_MISS,))
    november, december = statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)
    assert (amounts(november), amounts(december)) == ({}, {"one:acknowledgement:1": 5_000})


def test_as_it_goes_each_month_takes_its_own_days() -> None:
    # A majeure of 2 November is late from 4 November: 26 days of November, then 10 of December.
    one = resolved("one", "11-02 09:00", "12-10 10:00")
    given = dossier(one, scale=(PER_DAY,), posted=Posting.AS_IT_GOES)
    found = statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)
    (late,) = given.charged(NEW_YEAR)
    days = (date(2026, 12, 10) - (late[0].miss.due or NOVEMBER.first)).days
    assert [sum(amounts(each).values()) for each in found] == [(days - 10) * 1_000, 10 * 1_000]
    assert Adjusted.POSTED_BEFORE in found[1].lines[0].adjusted
    at_stop = statements(lambda _: dossier(one, scale=(PER_DAY,)), (NOVEMBER, DECEMBER), NEW_YEAR)
    assert [sum(amounts(each).values()) for each in at_stop] == [0, days * 1_000]


def test_what_was_stopped_then_reopened_adds_only_what_is_new() -> None:
    reopened = (on("12-03 09:00", mark("01 00:00", REOPEN)), on("12-04 10:00", mark("01 00:00", STOP)))
    given = dossier(resolved("one", "11-02 09:00", "11-20 10:00", *reopened), scale=(PER_DAY,))
    november, december = statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)
    ((_, reached),) = given.charged(NEW_YEAR)
    assert november.net > 0
    assert december.net > 0
    assert november.net + december.net == reached.cents


def test_a_month_s_cap_leaves_lines_that_add_up_to_it() -> None:
    others = [acknowledged(f"n{rank}", "11-02 09:00", "11-03 10:00") for rank in range(7)]
    found = statement(dossier(*others, scale=(PER_MISS,), month_cap=Cap(percent=Decimal(10))), NOVEMBER, NEW_YEAR)
    assert (found.gross, found.net, sum(amounts(found).values())) == (35_000, 15_000, 15_000)
    assert all(line.adjusted == (Adjusted.MONTH_CAP,) for line in found.lines)


def test_an_anomaly_s_cap_bears_on_all_its_months() -> None:
    given = dossier(
        resolved("one", "11-02 09:00", "12-10 10:00"),
        scale=(PER_DAY,),
        posted=Posting.AS_IT_GOES,
        anomaly_cap=Cap(cents=30_000),
    )
    november, december = statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)
    assert november.net + december.net == 30_000
    assert december.lines[0].adjusted == (Adjusted.POSTED_BEFORE, Adjusted.ANOMALY_CAP)


def test_the_dearest_of_an_anomaly_over_several_months_is_all_that_it_costs() -> None:
    both = anomaly(
        "both",
        on("11-02 09:00", mark("01 00:00", START, ACK)),
        on("11-02 09:00", mark("01 00:00", START)),
        on("11-10 10:00", mark("01 00:00", STOP, ACK)),
        on("12-10 10:00", mark("01 00:00", STOP)),
    )
    scale = (ScaleLine((ACK,), AmountPerUnit(5_000)), ScaleLine((RESOLUTION,), AmountPerUnit(15_000)))
    given = dossier(both, scale=scale, cumulation=Cumulation.HIGHEST_PER_ANOMALY)
    found = statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)
    assert [each.net for each in found] == [5_000, 10_000]


def test_an_excluded_line_stays_at_nothing_with_its_reason() -> None:
    given = dossier(LATE, scale=(PER_MISS,), excluded={"late:acknowledgement:1": "force majeure"})
    (line,) = statement(given, NOVEMBER, NEW_YEAR).lines
    assert (line.net, line.adjusted) == (0, (Adjusted.EXCLUDED,))


def test_the_contract_s_total_runs_over_the_months() -> None:
    november = acknowledged("a", "11-02 09:00", "11-03 10:00")
    december = acknowledged("b", "12-02 09:00", "12-03 10:00")
    given = dossier(november, december, scale=(PER_MISS,), exemption=7_000)
    found = statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)
    assert [(each.total.calculated, each.total.exempt) for each in found] == [(0, True), (10_000, False)]
    assert found[1].total.crossed == 5_000


def test_v_is_the_line_s_value_else_the_base_else_the_fee() -> None:
    formula = replace(PER_MISS, price=ValueFormula(Decimal(1000)))
    assert statement(dossier(LATE, scale=(formula,)), NOVEMBER, NEW_YEAR).net == FEE // 1000
    assert statement(dossier(LATE, scale=(formula,), base=12_000_00), NOVEMBER, NEW_YEAR).net == 1_200
    assert statement(dossier(LATE, scale=(replace(formula, value=500_00),), base=1), NOVEMBER, NEW_YEAR).net == 50


def test_a_kept_rate_counts_the_clocks_as_they_are_judged_and_only_once_the_month_is_over() -> None:
    tiers = ((Decimal(95), Decimal(0)), (Decimal(0), Decimal(10)))
    given = dossier(LATE, KEPT, rates=(KeptRateTerms(tiers),))
    assert statement(given, NOVEMBER, at("2026-11-30 23:59")).lines == ()
    (line,) = statement(given, NOVEMBER, NEW_YEAR).lines
    assert (line.id, line.net) == ("rate:0:2026-11", FEE // 10)
    assert line.charge.found.missed == ("late:acknowledgement:1",)  # type: ignore[union-attr]
    few = dossier(LATE, KEPT, rates=(KeptRateTerms(tiers, minimum=3),))
    (line,) = statement(few, NOVEMBER, NEW_YEAR).lines
    assert (line.net, line.charge.found.rate) == (0, None)  # type: ignore[union-attr]


def test_a_clock_that_waits_out_of_hours_with_its_time_used_up_is_not_missed_yet() -> None:
    # Majeure, 24 opening hours: the stop comes after closing, with the time used up to the second.
    started = at("2026-11-02 09:00")
    used = resolved("used", "11-02 09:00", None)
    due = next(iter(dossier(used, scale=(PER_MISS,)).charged(NEW_YEAR)))[0].deadline
    stopped = anomaly("used", *used.marks, mark("01 00:00", STOP)._replace(at=due))
    tiers = ((Decimal(100), Decimal(0)), (Decimal(0), Decimal(10)))
    rates = (KeptRateTerms(tiers, denominator=Denominator.DUE),)
    (line,) = statement(dossier(stopped, rates=rates), NOVEMBER, NEW_YEAR).lines
    assert started < due
    assert line.charge.found.missed == ()  # type: ignore[union-attr]


def test_a_quarter_s_rate_comes_with_its_last_month_on_three_fees() -> None:
    terms = KeptRateTerms(PerPoint(Decimal(95), Decimal(1), cap=Decimal(15)), window=Window.QUARTER)
    given = dossier(LATE, KEPT, rates=(terms,))
    assert statement(given, NOVEMBER, NEW_YEAR).lines == ()
    (line,) = statement(given, DECEMBER, NEW_YEAR).lines
    assert line.net == FEE * 3 * 15 // 100


def test_a_bonus_only_wipes_out_malus_unless_it_is_paid() -> None:
    price = PerPoint(Decimal(95), Decimal(1), begun=False)
    terms = KeptRateTerms(price, window=Window.QUARTER, bonus=BonusTerms(Decimal(98), Decimal(2)))
    found = statement(dossier(KEPT, rates=(terms,)), DECEMBER, NEW_YEAR)
    assert (found.net, found.credit) == (0, 0)
    paid = replace(terms, bonus=BonusTerms(Decimal(98), Decimal(2), paid=True))
    found = statement(dossier(KEPT, rates=(paid,)), DECEMBER, NEW_YEAR)
    assert (found.net, found.credit) == (0, FEE * 2 // 100)


def test_availability_is_a_line_only_where_it_is_measured() -> None:
    terms = AvailabilityTerms(((Decimal("99.9"), Decimal(0)), (Decimal(0), Decimal(10))))
    stop = Outage(datetime(2026, 11, 10, 9, tzinfo=UTC), datetime(2026, 11, 10, 11, tzinfo=UTC))
    assert statement(dossier(availability=(terms,)), NOVEMBER, NEW_YEAR).lines == ()
    found = statement(dossier(availability=(terms,), outages=(stop, stop)), NOVEMBER, NEW_YEAR)
    assert amounts(found) == {"availability:0:2026-11": FEE // 10}
    assert found.lines[0].charge.down == 120  # type: ignore[union-attr]


def test_the_exposure_is_what_is_late_now_at_today_s_lateness() -> None:
    running = anomaly("running", on("11-02 09:00", mark("01 00:00", START, ACK)))
    given = dossier(running, LATE, scale=(PER_HOUR,))
    monday, tuesday = exposure(given, at("2026-11-03 10:00")), exposure(given, at("2026-11-03 16:00"))
    assert [one.late.anomaly.id for one in tuesday.lines] == ["running"]
    assert 0 < monday.cents < tuesday.cents
    assert exposure(given, at("2026-11-02 09:30")).lines == ()
    capped = dossier(running, scale=(PER_HOUR,), month_cap=Cap(cents=500))
    assert exposure(capped, at("2026-11-03 16:00")).cents == 500


def test_the_exposure_leaves_out_what_earlier_months_charged_and_counts_the_dearest_line_alone() -> None:
    running = anomaly(
        "running", on("11-02 09:00", mark("01 00:00", START)), on("11-02 09:00", mark("01 00:00", START, ACK))
    )
    later = at("2026-12-04 10:00")
    given = dossier(running, scale=(PER_DAY, PER_MISS), posted=Posting.AS_IT_GOES)
    charged = statement(given, NOVEMBER, later)
    whole, rest = exposure(given, later), exposure(given, later, charged.after)
    assert whole.cents - rest.cents == charged.net > 0
    dearest = dossier(running, scale=(PER_DAY, PER_MISS), cumulation=Cumulation.HIGHEST_PER_ANOMALY)
    one = exposure(dearest, later)
    assert one.cents == max(line.cents for line in one.lines)
    assert 0 < one.cents < whole.cents


def test_nothing_is_charged_before_the_month_or_without_terms() -> None:
    assert statement(dossier(LATE, scale=(PER_MISS,)), DECEMBER, at("2026-11-30 09:00")).lines == ()
    bare = Dossier(CONTRACT, ((LATE, CONTRACT),), FEE)
    assert statement(bare, NOVEMBER, NEW_YEAR).lines == ()
    assert utc(NEW_YEAR) == NEW_YEAR
