"""Computes the `penalties` of a worked case: missed clocks by a scale, then the caps."""

from collections.abc import Mapping
from typing import Any

from rules.contract import ClockName, Criticality
from rules.contract.compensation_terms import (
    AmountPerUnit,
    Cap,
    Compensations,
    Cumulation,
    Grace,
    LateSteps,
    LateUnit,
    PercentPerUnit,
    Price,
    ScaleLine,
    ValueFormula,
)
from rules.economy.compensation.amounts import priced
from rules.economy.compensation.lateness import Miss
from rules.economy.compensation.settlement import settled
from tests.economy.case_values import cents, day, decimal, euros, minutes, optional_cents, working_days
from tests.economy.terms import CannotExpress

_CLOCKS = {
    "prise en charge": ClockName.ACKNOWLEDGEMENT,
    "contournement": ClockName.WORKAROUND,
    "résolution": ClockName.RESOLUTION,
    "première réponse": ClockName.FIRST_REPLY,
    "point d'avancement": ClockName.NEXT_UPDATE,
}


def compute(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of the lines of a month and their totals."""
    terms, misses, worked = _terms(given), [_miss(given, one) for one in given["lines"]], working_days(given)
    base = cents(given.get("fee", 0))
    lines = []
    for miss in misses:
        line = terms.line_for(miss.clock, miss.criticality)
        if line is None:
            raise CannotExpress(f"{miss.id}: no rule")
        lines.append(priced(line, miss, base, worked))
    month = settled(terms, [one.cents for one in lines], [one.miss.anomaly for one in lines], base, _already(given))
    shown: dict[str, dict[str, Any]] = {}
    for rank, one in enumerate(lines):
        shown[one.miss.id] = {"r": one.r, "euros": euros(month.net[rank])}
        if one.miss.exclusion or rank in month.absorbed:
            shown[one.miss.id]["why"] = one.miss.exclusion or "absorbed"
    net = sum(month.net)
    return {
        "lines": shown,
        "gross": euros(month.gross),
        "net": euros(net),
        "due": euros(month.total.calculated),
    }


def _already(given: Mapping[str, Any]) -> int:
    return cents(given.get("already", 0))


def _terms(given: Mapping[str, Any]) -> Compensations:
    percent = given.get("cap_month_percent")
    anomaly, contract = optional_cents(given, "cap_per_anomaly"), optional_cents(given, "cap_contract")
    return Compensations(
        scale=tuple(_line(given, rule) for rule in given["rules"]),
        cumulation=Cumulation(given.get("cumulate", "all")),
        anomaly_cap=None if anomaly is None else Cap(cents=anomaly),
        month_cap=None if percent is None else Cap(percent=decimal(percent)),
        contract_cap=None if contract is None else Cap(cents=contract),
        exemption=optional_cents(given, "exemption"),
    )


def _line(given: Mapping[str, Any], rule: Mapping[str, Any]) -> ScaleLine:
    return ScaleLine(
        clocks=tuple(_clock(given, name) for name in rule["clocks"]),
        criticalities=tuple(Criticality(level) for level in rule["criticalities"]),
        price=_price(rule),
        unit=LateUnit(rule.get("unit", "flat")),
        grace=Grace(int(rule.get("franchise", 0)), rule.get("franchise_kind") == "deducted"),
        begun=rule.get("started", True),
        day_minutes=int(rule.get("day_minutes", 420)),
        free_days=int(rule.get("free_days", 0)),
        cap=optional_cents(rule, "cap"),
        value=optional_cents(rule, "value"),
    )


def _price(rule: Mapping[str, Any]) -> Price:
    match rule["kind"]:
        case "amount":
            return AmountPerUnit(cents(rule["rate"]))
        case "vr":
            return ValueFormula(decimal(rule["divisor"]), decimal(rule.get("factor", 1)))
        case "percent":
            return PercentPerUnit(decimal(rule["rate"]))
        case "steps":
            return LateSteps(tuple((int(late), decimal(percent)) for late, percent in rule["steps"]))
        case other:
            raise CannotExpress(f"no kind {other}")


def _clock(given: Mapping[str, Any], name: str) -> ClockName:
    """The clock of a word; a word that names no clock (`disponibilité`) is lent one that the case leaves free."""
    named = dict.fromkeys(one for rule in given["rules"] for one in rule["clocks"])
    free = [clock for clock in ClockName if clock not in {_CLOCKS.get(one) for one in named}]
    strange = [one for one in named if one not in _CLOCKS]
    lent: dict[str, ClockName] = {**_CLOCKS, **dict(zip(strange, free, strict=False))}
    if name not in lent:
        raise CannotExpress(f"no clock {name}")
    return lent[name]


def _miss(given: Mapping[str, Any], line: Mapping[str, Any]) -> Miss:
    return Miss(
        id=line["id"],
        clock=_clock(given, line["clock"]),
        criticality=Criticality(line["criticality"]),
        anomaly=line.get("anomaly"),
        late=minutes(line.get("late_minutes", 0)),
        excluded=minutes(line.get("excluded_minutes", 0)),
        due=day(line["due"]) if line.get("due") else None,
        done=day(line["done"]) if line.get("done") else None,
        days_out=frozenset(day(one) for one in line.get("excluded_days", ())),
        value=optional_cents(line, "value"),
        exclusion=line.get("exclusion") or "",
    )
