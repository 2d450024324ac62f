"""Each form: drawn within Slack's rules from any anomaly, and read back into the fact that it stands for."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.slack.forms import BY_MOVE, FORMS
from bot.slack.forms.fields import Problem
from bot.slack.forms.form import carried, problems, view
from bot.slack.forms.sheet import Sheet
from connectors.wording import LANGUAGES, Wording
from rules import events
from rules.anomaly import Anomaly
from rules.contract import ClockName, Criticality
from rules.events import Deadline, Happening, PauseReason, Template
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, NOW, QUALIFIED, WORDS, case

SHARED = Path(__file__).parents[4] / "shared" / "contracts" / "slack-block-kit.schema.json"
HOSTILE = "<!channel> & *é*\u202e 👩‍👩‍👧‍👦 " * 400  # over 10,000 characters
DETECTED = events.Detected(HOSTILE, HOSTILE)
ANOMALIES: Mapping[str, Anomaly | None] = {
    "none": None,
    "detected": case(events.Detected("Panier vide", "Dès la connexion")).anomaly,
    "hostile": case(DETECTED).anomaly,
    "qualified": case(*QUALIFIED).anomaly,
    "long": case(*QUALIFIED, events.CauseFound(HOSTILE)).anomaly,
}


def _sheet(anomaly: Anomaly | None, given: Mapping[str, str] | None = None) -> Sheet:
    contracts = () if anomaly else CONTRACTS.all
    return Sheet(WORDS, BOUTIQUE, NOW, anomaly, contracts, given or {}, "C0BOUTIQUE")


def _block(drawn: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dict(next(block for block in drawn["blocks"] if block.get("block_id") == name))


def _schema() -> Draft7Validator:
    if not SHARED.exists():
        if os.environ.get("VIGIE_REQUIRE_SHARED") == "1":
            pytest.fail(f"{SHARED} is required")
        pytest.skip("the shared Block Kit schema is not beside the repository")
    schema = json.loads(SHARED.read_text())
    return Draft7Validator({**schema, "$ref": "#/definitions/BlockKitView"})


@pytest.mark.parametrize("anomaly", ANOMALIES.values(), ids=ANOMALIES.keys())
@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.move)
def test_a_form_is_one_that_slack_accepts_whatever_it_is_drawn_from(form: Any, anomaly: Anomaly | None) -> None:
    given = {"title": HOSTILE, "rest": HOSTILE, "observed": HOSTILE, "criticality": "nonsense"}
    for sheet in (_sheet(anomaly), _sheet(anomaly, given)):
        drawn = view(form, sheet)
        assert [error.message for error in _schema().iter_errors(drawn)] == []
        assert drawn["callback_id"] == f"move:{form.move}"
        assert carried(drawn["private_metadata"]).contract == BOUTIQUE.id


@pytest.mark.parametrize(
    ("move", "values", "fact"),
    [
        ("detect", {"title": "T", "description": "D"}, events.Detected("T", "D")),
        (
            "raise",
            {"title": "T", "criticality": "majeure", "environment": "prod", "observed": "O", "since": "hier"},
            events.Raised("T", Criticality.MAJEURE, Template(environment="prod", observed="O", since="hier")),
        ),
        ("reject_description", {"missing": "un compte"}, events.DescriptionRejected("un compte")),
        ("answer", {"text": "voici"}, events.ClientAnswered("voici")),
        (
            "qualify",
            {"criticality": "mineure", "in_scope": "yes"},
            events.Qualified(Criticality.MINEURE, True, ""),
        ),
        (
            "qualify",
            {"criticality": "mineure", "in_scope": "no", "reason": "évolution"},
            events.Qualified(Criticality.MINEURE, False, "évolution"),
        ),
        ("find_cause", {"cause": "cache"}, events.CauseFound("cache")),
        ("work_around", {"note": "vider"}, events.WorkaroundDelivered("vider")),
        ("deliver", {"note": ""}, events.Delivered("")),
        ("refuse", {"reason": "vide"}, events.Refused("vide")),
        ("deploy", {}, events.Deployed("")),
        ("close", {"cause": "c", "answer": "a"}, events.Closed("c", "a")),
        ("close", {"answer": "a"}, events.Closed("", "a")),
        ("reopen", {"reason": "revenu"}, events.Reopened("revenu")),
        ("pause", {"reason": "client", "note": "n"}, events.Paused(PauseReason.CLIENT, "n")),
    ],
)
def test_a_sent_form_is_a_fact(move: str, values: Mapping[str, str], fact: Happening) -> None:
    assert problems(BY_MOVE[move], values) == {}
    assert BY_MOVE[move].what(values) == fact


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_said_in_each_language_without_being_cut(language: str) -> None:
    words = Wording(language, "Europe/Paris")
    for form in FORMS:
        drawn = view(form, Sheet(words, BOUTIQUE, NOW, ANOMALIES["qualified"]))
        assert not any(drawn[part]["text"].endswith("…") for part in ("title", "submit", "close")), form.move


EMPTY, TOO_LONG = Problem("error.empty"), Problem("error.too_long", 3000)


@pytest.mark.parametrize(
    ("move", "values", "wrong"),
    [
        ("detect", {}, {"title": EMPTY, "description": EMPTY}),
        ("raise", {}, {"title": EMPTY, "criticality": EMPTY, "environment": EMPTY, "observed": EMPTY}),
        (
            "raise",
            {"title": "x" * 10_000, "criticality": "majeure", "environment": "p", "observed": "o"},
            {"title": Problem("error.too_long", 255)},
        ),
        (
            "raise",
            {"title": "x", "criticality": "énorme", "environment": "p", "observed": "o"},
            {"criticality": EMPTY},
        ),
        ("reject_description", {"missing": ""}, {"missing": EMPTY}),
        ("answer", {"text": "x" * 3001}, {"text": TOO_LONG}),
        ("qualify", {"criticality": "majeure", "in_scope": "no"}, {"reason": EMPTY}),
        ("qualify", {"criticality": "majeure", "in_scope": "maybe"}, {"in_scope": EMPTY}),
        ("find_cause", {}, {"cause": EMPTY}),
        ("communicate", {}, {"text": EMPTY}),
        ("work_around", {}, {"note": EMPTY}),
        ("deliver", {"note": "x" * 3001}, {"note": TOO_LONG}),
        ("deploy", {"note": "x" * 3001}, {"note": TOO_LONG}),
        ("refuse", {}, {"reason": EMPTY}),
        ("close", {"cause": "c"}, {"answer": EMPTY}),
        ("reopen", {}, {"reason": EMPTY}),
        ("pause", {"reason": "paresse"}, {"reason": EMPTY}),
    ],
)
def test_what_is_missing_or_too_long_is_said_field_by_field(
    move: str, values: Mapping[str, str], wrong: Mapping[str, Problem]
) -> None:
    assert problems(BY_MOVE[move], values) == wrong


def test_every_form_has_its_errors_tested() -> None:
    assert set(BY_MOVE) == {form.move for form in FORMS}
    assert len(BY_MOVE) == len(FORMS)


def test_a_hand_over_fills_in_the_form_of_the_rm() -> None:
    drawn = view(BY_MOVE["raise"], _sheet(ANOMALIES["detected"]))
    assert _block(drawn, "title")["element"]["initial_value"] == "Panier vide"
    assert _block(drawn, "observed")["element"]["initial_value"] == "Dès la connexion"
    assert carried(drawn["private_metadata"]).anomaly == "a1b2c3d4e5f60718"


def test_a_title_too_long_for_jira_is_kept_whole_in_the_description() -> None:
    title = "panier " * 200
    drawn = view(BY_MOVE["raise"], _sheet(None, {"title": title.strip(), "criticality": "majeure"}))
    assert len(_block(drawn, "title")["element"]["initial_value"]) <= 255
    assert _block(drawn, "observed")["element"]["initial_value"] == title.strip()
    assert _block(drawn, "criticality")["element"]["initial_option"]["value"] == "majeure"


def test_the_contract_is_asked_for_only_when_there_are_several() -> None:
    one = Sheet(WORDS, BOUTIQUE, NOW, contracts=(BOUTIQUE,))
    assert not [block for block in view(BY_MOVE["raise"], one)["blocks"] if block.get("block_id") == "contract"]
    several = _block(view(BY_MOVE["detect"], _sheet(None)), "contract")
    assert several["element"]["initial_option"]["value"] == BOUTIQUE.id


def test_the_criticalities_come_with_their_definitions() -> None:
    hint = _block(view(BY_MOVE["raise"], _sheet(None)), "criticality")["hint"]["text"]
    assert "L’application ne fonctionne plus du tout." in hint


def test_the_cp_sees_what_each_criticality_would_promise() -> None:
    shown = json.dumps(view(BY_MOVE["qualify"], _sheet(ANOMALIES["qualified"])), ensure_ascii=False)
    assert "Bloquante · Contournement, échéance lun. 9 nov. 14:02 · Résolution, échéance mar. 10 nov. 10:02" in shown
    assert "Mineure · sans échéance" in shown


def test_the_cause_already_recorded_is_proposed_at_closure() -> None:
    known = case(*QUALIFIED, events.CauseFound("Cache périmé")).anomaly
    block = _block(view(BY_MOVE["close"], _sheet(known)), "cause")
    assert (block["element"]["initial_value"], block["optional"]) == ("Cache périmé", False)
    outside = case(*QUALIFIED, events.Qualified(Criticality.MAJEURE, False, "évolution")).anomaly
    assert _block(view(BY_MOVE["close"], _sheet(outside)), "cause")["optional"] is True


def test_the_deadlines_promised_are_those_that_the_cp_saw() -> None:
    drawn = view(BY_MOVE["communicate"], _sheet(ANOMALIES["qualified"]))
    draft = _block(drawn, "text")["element"]["initial_value"]
    assert "BOU-214" in draft
    assert "Majeure" in draft
    kept = carried(drawn["private_metadata"]).kept
    fact = BY_MOVE["communicate"].what({**kept, "text": "Bonjour"})
    assert isinstance(fact, events.DelayCommunicated)
    assert [one.clock for one in fact.deadlines] == list(ClockName)
    assert all(one.at and one.at.tzinfo is UTC and one.at > NOW for one in fact.deadlines)


def test_a_forged_deadline_promises_nothing() -> None:
    forged = {"acknowledgement": "tomorrow", "workaround": "2026-11-10T10:00:00", "resolution": ""}
    fact = BY_MOVE["communicate"].what({**forged, "text": "x"})
    assert fact == events.DelayCommunicated("x", tuple(Deadline(clock, None) for clock in ClockName))


@pytest.mark.parametrize(
    "metadata", ["", "This is for you!", "[]", "null", '{"anomaly":{"x":1},"kept":[1]}', "{" * 3000]
)
def test_metadata_that_is_not_ours_says_nothing(metadata: str) -> None:
    along = carried(metadata)
    assert (along.anomaly, along.contract, along.kept) == ("", "", {})


def test_the_dates_of_a_form_are_those_of_the_contracts_zone() -> None:
    assert datetime(2026, 11, 9, 9, 5, tzinfo=UTC) == NOW
    shown = json.dumps(view(BY_MOVE["communicate"], _sheet(ANOMALIES["qualified"])), ensure_ascii=False)
    assert "Contournement : échéance jeu. 12 nov. 10:02" in shown
