"""Rates, bonuses, accruals, lives and availability with the keys that the shared cases do not use, worked by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.economy import accrual, availability, bonus, lifecycle, rate
from tests.economy.comparison import disagreements

FEBRUARY = ["2026-02-01", "2026-03-01"]
BEFORE = {"id": "before", "due": "2026-01-30", "stopped": "2026-02-03"}  # missed in January, stopped in February
KEPT = {"id": "kept", "due": "2026-03-02", "stopped": "2026-02-27"}  # stopped in February, due in March
LATE = {"id": "late", "due": "2026-02-10", "stopped": "2026-03-12"}
RUNNING = {"id": "running", "due": "2026-02-20"}
AT = {"id": "at", "due": "2026-02-10", "stopped": "2026-02-10"}


@pytest.mark.parametrize(
    ("denominator", "counted", "kept"),
    [
        ("settled", ["kept", "late", "running", "at"], 2),
        ("closed", ["before", "kept", "at"], 2),
        ("due", ["late", "running", "at"], 1),
    ],
)
def test_each_denominator_counts_its_own_clocks(denominator: str, counted: list[str], kept: int) -> None:
    given = {"period": FEBRUARY, "fee": "100", "tiers": [["0", "0"]], "clocks": [BEFORE, KEPT, LATE, RUNNING, AT]}
    found = rate.compute({**given, "denominator": denominator})
    assert (found["counted"], found["kept"], found["total"]) == (counted, kept, len(counted))


@pytest.mark.parametrize("flag", ["out_of_scope", "cancelled", "excluded"])
def test_a_clock_that_is_out_counts_nowhere(flag: str) -> None:
    given = {"period": FEBRUARY, "fee": "100", "denominator": "due", "tiers": [["100", "0"], ["0", "10"]]}
    found = rate.compute({**given, "clocks": [AT, {**LATE, flag: True}]})
    assert list(disagreements({"total": 1, "rate": "100.00", "euros": "0"}, found)) == []
    found = rate.compute({**given, "clocks": [AT, {**LATE, flag: False}]})
    assert list(disagreements({"total": 2, "rate": "50", "percent": 10, "euros": "10.00"}, found)) == []


def test_a_clock_without_a_deadline_counts_nowhere_and_no_clock_has_no_rate() -> None:
    found = rate.compute(
        {
            "period": FEBRUARY,
            "fee": "1",
            "denominator": "closed",
            "tiers": [["0", "9"]],
            "clocks": [{"id": "none", "stopped": "2026-02-03"}],
        }
    )
    assert (found["total"], found["rate"], found["percent"]) == (0, None, 0)


MONTHS = {"2026-01": "99", "2026-02": "98", "2026-03": "90"}
TERMS = {
    "fee": "1500",
    "rates": MONTHS,
    "malus_below": "95",
    "malus_per_point": "1",
    "bonus_from": "98",
    "bonus_percent": "3",
    "malus_cap_percent": "10",
}


def test_a_bonus_is_paid_only_where_the_contract_says_so() -> None:
    # 45 + 45 - 75 = 15
    assert list(disagreements({"sum": "15", "net": "0"}, bonus.compute(TERMS))) == []
    assert list(disagreements({"sum": "15", "net": "15"}, bonus.compute({**TERMS, "bonus_paid": True}))) == []


def test_a_malus_stops_at_its_cap_over_the_months() -> None:
    # 1500 × 45 points = 675, 1500 × 2 months × 10 % = 300
    given = {**TERMS, "rates": {"2026-01": "50", "2026-02": "96"}}
    assert list(disagreements({"sum": "-675", "net": "-300"}, bonus.compute(given))) == []


@pytest.mark.parametrize(
    ("changed", "days", "months", "total"),
    [
        ({}, 6, {"2026-05": "120"}, "120"),
        ({"post": "as_it_goes"}, 6, {"2026-04": "40", "2026-05": "80"}, "120"),
        ({"post": "as_it_goes", "cap_month": "50"}, 6, {"2026-04": "40", "2026-05": "50"}, "90"),
        ({"cap_month": "50"}, 6, {"2026-05": "50"}, "50"),
        ({"unit": "calendar_day", "post": "as_it_goes"}, 10, {"2026-04": "40", "2026-05": "160"}, "200"),
        ({"done": "2026-04-28"}, 0, {}, "0"),
    ],
)
def test_days_late_are_posted_in_their_months_or_at_the_stop(
    changed: Mapping[str, Any], days: int, months: Mapping[str, str], total: str
) -> None:
    # Late on 29, 30 April, then 4 to 7 May: the 1st is a holiday, the 2nd and 3rd a week-end, the 8th a holiday.
    given = {
        "due": "2026-04-28",
        "done": "2026-05-08",
        "unit": "working_day",
        "rate": "20",
        "holidays": ["2026-05-01", "2026-05-08"],
        **changed,
    }
    found = accrual.compute(given)
    assert list(disagreements({"days": days, "months": months, "total": total}, found)) == []
    assert set(found["months"]) == set(months)


def test_nothing_may_be_applied_before_the_term_without_observations() -> None:
    given = {
        "received": "2026-02-10",
        "amount": "108",
        "events": [{"on": "2026-02-25", "kind": "apply"}, {"on": "2026-02-26", "kind": "apply"}],
    }
    expected = {
        "until": "2026-02-25",
        "state": "appliquée",
        "amount": "108",
        "events": [["2026-02-25", "refusé : trop tôt"], ["2026-02-26", "appliquée"]],
    }
    assert list(disagreements(expected, lifecycle.compute(given))) == []


def test_a_refusal_changes_nothing_of_the_penalty() -> None:
    given = {"received": "2026-02-10", "amount": "108", "events": [{"on": "2026-02-25", "kind": "apply"}]}
    assert list(disagreements({"state": "notifiée", "amount": "108"}, lifecycle.compute(given))) == []


def test_after_observations_applying_is_accepted_at_any_date() -> None:
    given = {
        "received": "2026-02-10",
        "amount": "108",
        "events": [{"on": "2026-02-25", "kind": "observations"}, {"on": "2026-02-25", "kind": "apply"}],
    }
    expected = {"events": [["2026-02-25", "observations"], ["2026-02-25", "appliquée"]]}
    assert list(disagreements(expected, lifecycle.compute(given))) == []


def test_late_observations_are_said_late_and_a_whole_waiver_leaves_nothing() -> None:
    given = {
        "received": "2026-02-10",
        "amount": "108",
        "events": [
            {"on": "2026-02-26", "kind": "observations"},
            {"on": "2026-03-02", "kind": "waive", "amount": "108"},
        ],
    }
    expected = {
        "state": "remise",
        "amount": "0",
        "events": [["2026-02-26", "notifiée (observations tardives)"], ["2026-03-02", "remise"]],
    }
    assert list(disagreements(expected, lifecycle.compute(given))) == []


@pytest.mark.parametrize(
    ("received", "changed", "until"),
    [
        ("2026-02-06", {}, "2026-02-23"),  # the 21st is a Saturday
        ("2026-02-06", {"roll": False}, "2026-02-21"),
        ("2026-04-16", {}, "2026-05-01"),
        ("2026-04-16", {"holidays": ["2026-05-01"]}, "2026-05-04"),  # a Friday off, then the week-end
    ],
)
def test_the_term_runs_to_a_day_that_is_worked(received: str, changed: Mapping[str, Any], until: str) -> None:
    assert lifecycle.compute({"received": received, "amount": "1", "events": [], **changed})["until"] == until


@pytest.mark.parametrize(("month", "minutes"), [("2026-03", 44580), ("2026-10", 44700), ("2026-02", 40320)])
def test_a_month_lasts_its_real_hours(month: str, minutes: int) -> None:
    given = {"timezone": "Europe/Paris", "month": month, "fee": "1000", "tiers": [["100", "0"], ["0", "5"]]}
    whole = availability.compute({**given, "stops": []})
    assert list(disagreements({"minutes": minutes, "down": 0, "rate": "100", "percent": 0}, whole)) == []


def test_a_printed_rate_is_cut_down_and_the_tier_chosen_on_the_exact_one() -> None:
    # 43200 - 43.2 = 99.9 % exactly; a second more is under it, printed 99.8999…
    given = {"timezone": "Europe/Paris", "month": "2026-04", "fee": "1000", "tiers": [["99.9", "0"], ["0", "5"]]}
    stop = {"from": "2026-04-10T10:00:00+02:00", "to": "2026-04-10T10:43:12+02:00"}
    assert availability.compute({**given, "stops": [stop]})["percent"] == 0
    found = availability.compute({**given, "stops": [{**stop, "to": "2026-04-10T10:43:13+02:00"}]})
    assert list(disagreements({"rate": "99.8999", "percent": 5, "euros": "50"}, found)) == []
