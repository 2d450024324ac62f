"""The runner says where the engine and a case part, what could not be put to us, and which file it can't read."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases.__main__ import main

OFFICE = [["08:00", "12:00"], ["14:00", "18:00"]]
# A week of March 2027 in Lisbon; Thursday 11 is closed whatever the other tables say, Friday 12 works otherwise.
WEEK: dict[str, Any] = {
    "timezone": "Europe/Lisbon",
    "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE),
    "holidays": ["2027-03-11"],
    "shifts": {"2027-03-11": [["08:00", "20:00"]], "2027-03-12": [["06:00", "20:00"]]},
    "breaks": {
        "2027-03-11": [["09:00", "10:00"]],
        "2027-03-12": [["07:00", "19:00"]],
        "2027-03-09": [["08:00", "9:30"]],
    },
}
HOUR = 3600


def add(seconds: int, end: str, start: str = "08T17:00", **more: Any) -> dict[str, Any]:
    return (
        WEEK | {"id": "a", "op": "add", "start": at(start), "business_seconds": seconds, "expected_end": at(end)} | more
    )


def between(start: str, end: str, seconds: int, **more: Any) -> dict[str, Any]:
    asked = {"id": "b", "op": "between", "start": at(start), "end": at(end), "expected_business_seconds": seconds}
    return WEEK | asked | more


def ticket(*events: str, as_of: str, expected: dict[str, Any], **policy: Any) -> dict[str, Any]:
    """Events as `"09T10:00 paused"`, a criticality after them."""
    told = [dict(zip(("at", "type", "criticality"), event.split(), strict=False)) for event in events]
    return WEEK | {
        "id": "s",
        "op": "scenario",
        "targets": {"high": {"ack": HOUR, "resolution": 4 * HOUR}, "low": {"resolution": 8 * HOUR}},
        "events": [event | {"at": at(event["at"])} for event in told],
        "as_of": at(as_of),
        "policy": {"pauses": ["resolution"], "reopen": "exclude_gap", "closed_suspends": []} | policy,
        "expected": expected,
    }


def at(text: str) -> str:
    return f"2027-03-{text}:00+00:00"


def ran(tmp_path: Path, capsys: pytest.CaptureFixture[str], *cases: Any) -> tuple[int, list[str]]:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"schema": 1, "cases": list(cases)}))
    code = main([str(file)])
    return code, "".join(capsys.readouterr()).splitlines()


CREATED = "08T08:00 created high"
AGREEING = {
    "holiday over break over shift over week": between("09T00:00", "13T00:00", int((6.5 + 8 + 2) * HOUR)),
    "segments that touch are one": between(
        "08T09:00",
        "08T15:00",
        4 * HOUR,
        expected_segments=[
            [at("08T14:00"), at("08T15:00")],
            [at("08T09:00"), at("08T11:00")],
            [at("08T11:00"), at("08T12:00")],
        ],
    ),
    "reversed is zero": between("09T12:00", "09T09:30", 0, reversed_rule="zero"),
    "reversed is absolute": between("09T12:00", "09T09:30", 9000, reversed_rule="absolute"),
    "reversed is negative": between("09T12:00", "09T09:30", -9000, reversed_rule="negative"),
    "off by less than the tolerance": between("09T09:30", "09T12:00", 8945, tolerance_seconds=59),
    "a tie beyond": add(HOUR, "09T09:30", alternatives={"nearest": at("08T18:00"), "beyond": at("09T09:30")}),
    "zero looks back": add(
        0,
        "08T18:00",
        "08T19:00",
        direction="backward",
        alternatives={"nearest": at("08T19:00"), "beyond": at("08T18:00")},
    ),
    "backward": add(-HOUR, "08T12:00", "08T15:00", alternatives={"nearest": at("08T14:00"), "beyond": at("08T12:00")}),
    "events out of order": ticket(
        "08T11:00 resumed",
        CREATED,
        "08T10:00 paused",
        as_of="08T11:30",
        expected={"resolution": {"due": at("08T15:00")}},
    ),
    "no target, no date": ticket(
        "08T08:00 created low", as_of="08T11:00", expected={"ack": {"due": None, "elapsed_business_seconds": 3 * HOUR}}
    ),
    "the last of several criticalities": ticket(
        CREATED,
        "08T09:00 criticality_changed low",
        "08T10:00 criticality_changed high",
        "08T11:00 criticality_changed low",
        as_of="08T16:00",
        expected={"resolution": {"due": at("08T18:00"), "remaining_business_seconds": 2 * HOUR, "breached": False}},
    ),
    "acknowledging pauses where the peer's does": ticket(
        CREATED,
        "08T08:30 paused",
        "08T10:00 resumed",
        "08T10:10 closed",
        "08T11:00 reopened",
        as_of="08T11:00",
        pauses=["ack"],
        closed_suspends=["ack"],
        expected={"ack": {"due": at("08T11:20"), "elapsed_business_seconds": 2400}},
    ),
    "the closed stretch does not count": ticket(
        CREATED,
        "08T09:00 resolved",
        "08T10:00 reopened",
        "08T11:00 closed",
        "09T09:30 reopened",
        as_of="09T10:00",
        expected={"resolution": {"elapsed_business_seconds": 9000, "due": at("09T11:30")}},
    ),
    "a pause states no date": ticket(
        CREATED, "08T09:00 paused", as_of="08T10:00", expected={"resolution": {"due": None, "breached": False}}
    ),
    "used up to the second is kept": ticket(
        CREATED, as_of="08T12:00", expected={"resolution": {"breached": False, "remaining_business_seconds": 0}}
    ),
    "a threshold is so far from the date": ticket(
        CREATED, as_of="08T08:00", expected={"ack": {"threshold_at": at("08T08:45")}}
    )
    | {"thresholds": [{"clock": "ack", "offset_business_seconds": -900}]},
    "a tie of a due date": ticket(CREATED, as_of="08T08:00", expected={"resolution": {"due": at("08T14:00")}})
    | {"ties": {"resolution.due": {"tie": "beyond", "alternative": at("08T12:00")}}},
    "later events are unseen": ticket(
        CREATED, "08T12:00 resolved", as_of="08T10:00", expected={"resolution": {"elapsed_business_seconds": 2 * HOUR}}
    ),
}


@pytest.mark.parametrize("case", AGREEING.values(), ids=AGREEING)
def test_a_true_case_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any) -> None:
    assert ran(tmp_path, capsys, case) == (0, ["1 agree, 0 disagree, 0 cannot express"])


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (add(60, "08T17:02"), "a: disagree: end: expected 2027-03-08T17:02:00+00:00, we say 2027-03-08T17:01:00+00:00"),
        (between("08T09:00", "08T10:00", 3601), "b: disagree: counted: expected 3601 s, we say 3600 s"),
        (
            ticket(CREATED, as_of="08T12:01", expected={"ack": {"breached": False, "elapsed_business_seconds": 1}}),
            "s: disagree: ack.breached: expected false, we say true; "
            "ack.elapsed_business_seconds: expected 1 s, we say 14400 s",
        ),
    ],
)
def test_a_disagreement_is_one_line_with_both_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, line: str
) -> None:
    assert ran(tmp_path, capsys, case) == (1, [line, "0 agree, 1 disagree, 0 cannot express"])


FOREIGN = {
    "closing to its reopening": ticket(
        CREATED,
        "08T09:00 closed",
        "08T10:00 reopened",
        as_of="08T11:00",
        reopen="include_gap",
        expected={"resolution": {"elapsed_business_seconds": 3 * HOUR}},
    ),
    "simultaneous": ticket(
        CREATED,
        "08T09:00 paused",
        "08T09:00 resumed",
        as_of="08T10:00",
        expected={"resolution": {"due": at("08T12:00")}},
    ),
    "stopped clock": ticket(
        CREATED,
        "08T09:00 resolved",
        "08T10:00 criticality_changed low",
        as_of="08T11:00",
        expected={"resolution": {"due": at("08T18:00")}},
    ),
    "no opening hours": between("09T00:00", "10T00:00", 0) | {"weekly": {}, "shifts": {}, "breaks": {}},
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_no_contract_can_choose_is_told_and_is_no_disagreement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    code, (line, last) = ran(tmp_path, capsys, FOREIGN[what])
    assert (code, last) == (0, "0 agree, 0 disagree, 1 cannot express")
    assert what in line


def test_a_foreign_policy_excuses_only_what_it_explains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = FOREIGN["simultaneous"] | {"expected": {"resolution": {"due": at("08T12:01")}}}
    assert ran(tmp_path, capsys, wrong)[0] == 1


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (3, "cases: found 3, expected an object"),
        (WEEK | {"id": "x", "op": "divide"}, "case x: op: found 'divide'"),
        ({"op": "add"}, "case number 1: id: missing"),
        (add(60, "08T17:01") | {"start": "2027-03-08T17:00:00"}, "case a: start: found '2027-03-08T17:00:00'"),
        (add(60, "08T17:01") | {"timezone": "Paris"}, "case a: timezone: found 'Paris'"),
        (add(60, "08T17:01") | {"weekly": {"mon": [["09:00"]]}}, "case a: weekly: mon: found ['09:00'], expected two"),
        (add(60, "08T17:01") | {"weekly": {"mon": [["09:00", "25:00"]]}}, "case a: weekly: mon: found '25:00'"),
        (add(60, "08T17:01") | {"business_seconds": float("nan")}, "case a: business_seconds: found nan"),
        (add(60, "08T17:01") | {"business_seconds": True}, "case a: business_seconds: found True"),
        (add(60, "08T17:01") | {"holidays": ["soon"]}, "case a: holidays: found 'soon'"),
        (between("08T09:00", "08T10:00", 0, reversed_rule="odd"), "case b: reversed_rule: found 'odd'"),
        (ticket("08T09:00 paused", as_of="08T10:00", expected={}), "case s: events: nothing is created"),
        (ticket("08T09:00 eaten", as_of="08T10:00", expected={}), "case s: events: type: found 'eaten'"),
        (ticket(CREATED, as_of="08T10:00", expected={"ack": {"mood": 1}}), "case s: expected: ack: found 'mood'"),
    ],
)
def test_a_malformed_case_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, said: str
) -> None:
    code, lines = ran(tmp_path, capsys, case)
    assert (code, len(lines)) == (2, 1)
    assert said in lines[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"3", b"null", b'"cases"', b"\xff", b"{}", b'{"cases": {}}', b'{"schema": 2, "cases": []}'],
)
def test_a_file_that_is_no_case_file_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    assert main([str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for missing in (tmp_path / "none.json", tmp_path):
        assert main([str(missing)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert main([]) == 2
