"""Clocks agree with the tickets of other products' test suites: pauses, stops, reopenings, changes of criticality."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rules.clock import Mark, MarkKind, Reading, State, read, when
from rules.contract import ClockName, Commitment, Contract, Criticality, OpeningTime
from rules.workdays import add
from tests.rules.clocks import CONTRACT
from tests.rules.shared_cases import Case, calendar, cases

instant = datetime.fromisoformat


def contract(case: Case) -> Contract:
    """The case's targets; its criticalities take our names in the order in which it lists them."""
    commitments = {
        (criticality, _clock(case, name)): Commitment(OpeningTime(timedelta(seconds=seconds)), "case")
        for criticality, targets in zip(Criticality, case["targets"].values(), strict=False)
        for name, seconds in targets.items()
    }
    return replace(CONTRACT, calendars={"case": calendar(case)}, commitments=commitments)


def _clock(case: Case, name: str) -> ClockName:
    """Ours never pauses for taking charge: where the peer's does, our workaround clock stands in for it."""
    if name == "ack":
        return ClockName.WORKAROUND if "ack" in case["policy"]["pauses"] else ClockName.ACKNOWLEDGEMENT
    return ClockName(name)


def _kind(case: Case, name: str, event: str) -> MarkKind | None:
    """What an event of the case does to one of its clocks."""
    policy = case["policy"]
    stops = {"ack": ("acknowledged",), "workaround": ("workaround",), "resolution": ("resolved", "closed")}[name]
    if event in stops:
        return MarkKind.STOP
    pauses = {"paused": MarkKind.PAUSE, "resumed": MarkKind.RESUME} if name in policy["pauses"] else {}
    suspends = {"resolved": MarkKind.PAUSE, "closed": MarkKind.PAUSE} if name in policy["closed_suspends"] else {}
    reopens = {"reopened": MarkKind.REOPEN} if suspends or name == "resolution" else {}
    always = {"created": MarkKind.START, "criticality_changed": MarkKind.RETARGET}
    return {**always, **pauses, **suspends, **reopens}.get(event)


def marks(case: Case, name: str) -> list[Mark]:
    """The case's events as marks on one of its clocks."""
    names = dict(zip(case["targets"], Criticality, strict=False))
    return [
        Mark(instant(event["at"]), kind, _clock(case, name), criticality=names.get(event.get("criticality")))
        for event in case["events"]
        if (kind := _kind(case, name, event["type"]))
    ]


def _figures(reading: Reading) -> dict[str, object]:
    return {
        "elapsed_business_seconds": reading.elapsed.total_seconds(),
        "remaining_business_seconds": reading.remaining and reading.remaining.total_seconds(),
        "breached": reading.breached,
        "due": reading.deadline,
    }


@pytest.mark.parametrize("case", cases("scenario"))
def test_a_shared_ticket_shows_what_its_peer_shows(case: Case) -> None:
    """A due date on a closing time stays there for us; the case states that instant too where its peer jumps."""
    tolerance = case.get("tolerance_seconds", 0)
    for name, expected in case["expected"].items():
        figures = _figures(read(_clock(case, name), marks(case, name), contract(case), instant(case["as_of"])))
        for figure, value in expected.items():
            tie = case.get("ties", {}).get(f"{name}.{figure}", {})
            wanted = tie["alternative"] if tie.get("tie") == "beyond" else value
            if figure == "threshold_at":
                continue
            if isinstance(wanted, str):
                shown = figures[figure]
                assert isinstance(shown, datetime)
                assert abs(shown - instant(wanted)) <= timedelta(seconds=tolerance)
            elif isinstance(wanted, bool | None):
                assert figures[figure] is wanted
            else:
                assert figures[figure] == pytest.approx(wanted, abs=tolerance)


@pytest.mark.parametrize(
    "case", [case for case in cases("scenario") if not case.values[0] or case.values[0]["thresholds"]]
)
def test_a_shared_threshold_falls_when_its_peer_warns(case: Case) -> None:
    now = instant(case["as_of"])
    for threshold in case["thresholds"]:
        name, offset = threshold["clock"], timedelta(seconds=threshold["offset_business_seconds"])
        clock, terms = _clock(case, name), contract(case)
        reading = read(clock, marks(case, name), terms, now)
        assert reading.deadline
        assert reading.allowed
        expected = instant(case["expected"][name]["threshold_at"])
        assert add(terms.calendars["case"], reading.deadline, offset) == expected
        if reading.state is State.RUNNING:
            assert when(clock, marks(case, name), terms, reading.allowed + offset, now) == expected
