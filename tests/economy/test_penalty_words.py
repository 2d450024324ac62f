"""Penalties with the keys that the shared cases do not use, each worked by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.economy.comparison import disagreements
from tests.economy.penalties import compute

FLAT = {"clocks": ["résolution", "prise en charge"], "criticalities": ["majeure", "bloquante"], "kind": "amount"}


def line(name: str, **keys: Any) -> Mapping[str, Any]:
    return {"id": name, "clock": "résolution", "criticality": "majeure", "late_minutes": "0", **keys}


def agree(expected: Mapping[str, Any], **given: Any) -> None:
    assert list(disagreements(expected, compute({"model": "penalties", **given}))) == []


def test_the_dearest_line_of_an_anomaly_stands_for_the_others() -> None:
    rules = [{**FLAT, "rate": "50", "clocks": ["prise en charge"]}, {**FLAT, "rate": "150"}]
    lines = [
        line("a1", anomaly="A", clock="prise en charge"),
        line("a2", anomaly="A"),
        line("a3", anomaly="A"),
        line("b1", anomaly="B"),
        line("free"),
    ]
    found = compute({"rules": rules, "lines": lines, "cumulate": "highest_per_anomaly"})
    wanted = {
        "lines": {
            "a1": {"euros": "0", "why": "absorbed"},
            "a2": {"euros": "150"},
            "a3": {"euros": "0", "why": "absorbed"},
            "b1": {"euros": "150"},
            "free": {"euros": "150"},
        },
        "gross": "450",
        "net": "450",
        "due": "450",
    }
    assert list(disagreements(wanted, found)) == []
    assert "why" not in found["lines"]["a2"]


def test_a_line_of_nothing_is_absorbed_by_no_other() -> None:
    rules = [{**FLAT, "rate": "80", "unit": "opening_hour"}]
    lines = [line("a1", anomaly="A", late_minutes="0"), line("a2", anomaly="A", late_minutes="61")]
    found = compute({"rules": rules, "lines": lines, "cumulate": "highest_per_anomaly"})
    assert list(disagreements({"lines": {"a1": {"r": 0, "euros": "0"}, "a2": {"r": 2, "euros": "160"}}}, found)) == []
    assert "why" not in found["lines"]["a1"]


def test_an_anomaly_s_cap_is_shared_to_the_cent_by_largest_remainders() -> None:
    # 100 × 100 / 300 = 33.33 each, one cent left: the remainders are equal, the first line takes it.
    expected = {
        "lines": {
            "a1": {"euros": "33.34"},
            "a2": {"euros": "33.33"},
            "a3": {"euros": "33.33"},
            "b1": {"euros": "100"},
        },
        "gross": "200",
        "net": "200",
    }
    lines = [line("a1", anomaly="A"), line("a2", anomaly="A"), line("b1"), line("a3", anomaly="A")]
    agree(expected, rules=[{**FLAT, "rate": "100"}], lines=lines, cap_per_anomaly="100")


def test_the_cents_of_a_cap_go_to_the_largest_remainders() -> None:
    # 5 × 1 / 8 = 0.625, 5 × 2 / 8 = 1.25, 5 × 5 / 8 = 3.125 cents: the cent left goes to the first.
    rules = [
        {**FLAT, "rate": "0.01", "clocks": ["prise en charge"]},
        {**FLAT, "rate": "0.02", "criticalities": ["majeure"]},
        {**FLAT, "rate": "0.05"},
    ]
    lines = [line("a", clock="prise en charge"), line("b"), line("c", criticality="bloquante")]
    shared = {"a": {"euros": "0.01"}, "b": {"euros": "0.01"}, "c": {"euros": "0.03"}}
    expected = {"gross": "0.08", "net": "0.05", "lines": shared}
    agree(expected, fee="0.50", cap_month_percent="10", rules=rules, lines=lines)


def test_the_excluded_days_and_the_free_days_are_taken_off() -> None:
    # From Saturday 7 to Sunday 15 March: nine days, less the 10th and the 11th, less two free ones.
    rule = {**FLAT, "kind": "vr", "divisor": "1000", "unit": "calendar_day", "free_days": "2", "value": "12000"}
    dates = {"due": "2026-03-06", "done": "2026-03-15", "excluded_days": ["2026-03-10", "2026-03-11", "2026-04-01"]}
    agree({"lines": {"a": {"r": 5, "euros": "60"}}}, rules=[rule], lines=[line("a", **dates)])
    # Of the same nine days five are worked, less two excluded, less two free.
    agree(
        {"lines": {"a": {"r": 1, "euros": "12"}}}, rules=[{**rule, "unit": "working_day"}], lines=[line("a", **dates)]
    )
    agree({"lines": {"a": {"r": 0, "euros": "0"}}}, rules=[{**rule, "free_days": "99"}], lines=[line("a", **dates)])


def test_an_instant_counts_by_the_date_that_is_written() -> None:
    rule = {**FLAT, "rate": "10", "unit": "calendar_day"}
    dates = {"due": "2026-03-06T23:59:00+01:00", "done": "2026-03-07T00:10:00+01:00"}
    agree({"lines": {"a": {"r": 1, "euros": "10"}}}, rules=[rule], lines=[line("a", **dates)])
    agree({"lines": {"a": {"r": 0}}}, rules=[rule], lines=[line("a", due="2026-03-06", done="2026-03-06")])


@pytest.mark.parametrize(
    ("unit", "day_minutes", "late", "r", "euros"),
    [
        ("opening_hour", None, "90", "1.5", "15"),
        ("half_day", None, "315", "1.5", "15"),
        ("opening_day", None, "630", "1.5", "15"),
        ("opening_day", "480", "120", "0.25", "2.5"),
    ],
)
def test_a_unit_that_is_not_begun_counts_in_part(
    unit: str, day_minutes: str | None, late: str, r: str, euros: str
) -> None:
    rule = {**FLAT, "rate": "10", "unit": unit, "started": False}
    rule |= {"day_minutes": day_minutes} if day_minutes else {}
    agree({"lines": {"a": {"r": Decimal(r), "euros": euros}}}, rules=[rule], lines=[line("a", late_minutes=late)])


def test_a_begun_half_day_counts_whole_after_a_deducted_grace() -> None:
    rule = {**FLAT, "rate": "40", "unit": "half_day", "franchise": "60", "franchise_kind": "deducted"}
    # 270 - 60 = 210 is one half-day, 271 - 60 begins the second.
    lines = [line("a", late_minutes="270"), line("b", late_minutes="271"), line("c", late_minutes="60")]
    agree({"lines": {"a": {"r": 1}, "b": {"r": 2, "euros": "80"}, "c": {"r": 0}}}, rules=[rule], lines=lines)


def test_a_rule_s_value_goes_before_the_fee_and_the_line_s_before_both() -> None:
    rule = {**FLAT, "kind": "percent", "rate": "2", "unit": "opening_hour", "value": "500"}
    lines = [line("a", late_minutes="61"), line("b", late_minutes="61", value="1000")]
    agree({"lines": {"a": {"euros": "20"}, "b": {"euros": "40"}}}, fee="9000", rules=[rule], lines=lines)
    del rule["value"]
    agree({"lines": {"a": {"euros": "360"}}}, fee="9000", rules=[rule], lines=lines)


def test_a_rule_s_cap_bounds_each_of_its_lines_before_the_others() -> None:
    rule = {**FLAT, "rate": "80", "unit": "opening_hour", "cap": "200"}
    lines = [line("a", late_minutes="300"), line("b", late_minutes="120")]
    agree({"lines": {"a": {"r": 5, "euros": "200"}, "b": {"euros": "160"}}, "gross": "360"}, rules=[rule], lines=lines)


def test_an_exclusion_leaves_the_line_at_nothing_with_its_reason_whatever_the_kind() -> None:
    lines = [line("a", exclusion="force majeure")]
    agree({"lines": {"a": {"r": 0, "euros": "0", "why": "force majeure"}}}, rules=[{**FLAT, "rate": "50"}], lines=lines)


@pytest.mark.parametrize(
    ("already", "due"),
    [
        ("800", "0"),  # 800 + 200 is the threshold itself
        ("800.01", "1000.01"),  # crossed: what came before is owed too
        ("1000", "1200"),
        ("1000.01", "200"),
    ],
)
def test_past_the_exemption_what_came_before_counts_too(already: str, due: str) -> None:
    agree(
        {"net": "200", "due": due},
        rules=[{**FLAT, "rate": "200"}],
        lines=[line("a")],
        already=already,
        exemption="1000",
    )


@pytest.mark.parametrize(
    ("already", "exemption", "due"),
    [
        ("900", "1000", "1050"),  # crossed: 1100, of which the cap leaves 1050
        ("1020", "1000", "30"),
        ("1200", "1000", "0"),
        ("500", None, "200"),
        ("950", None, "100"),
    ],
)
def test_the_contract_s_cap_bounds_what_the_exemption_leaves(already: str, exemption: str | None, due: str) -> None:
    given = {"exemption": exemption} if exemption else {}
    agree(
        {"due": due}, rules=[{**FLAT, "rate": "200"}], lines=[line("a")], already=already, cap_contract="1050", **given
    )


def test_steps_print_the_lateness_and_do_not_use_it() -> None:
    rule = {**FLAT, "kind": "steps", "steps": [["0", "20"], ["60", "40"]], "unit": "opening_hour"}
    lines = [line("a", late_minutes="60", value="200"), line("b", late_minutes="100", excluded_minutes="100")]
    agree({"lines": {"a": {"r": 1, "euros": "40"}, "b": {"r": 0, "euros": "0"}}}, fee="200", rules=[rule], lines=lines)
