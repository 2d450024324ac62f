"""Each form: drawn within Slack's rules from any anomaly, and read back into the fact that it stands for."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.forms import FORMS, FORMS_BY_NAME
from bot.slack.forms.form import carried, problems, view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Problem
from connectors.required_field import Ask, Wanted
from connectors.wording import LANGUAGES, Wording
from connectors.wording.graphemes import units
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import Criticality, PauseReason
from rules.events import Happening, Template
from sandbox.slack.block_limits import check_view
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, NOW, QUALIFIED, WORDS, block_of, case
from tests.connectors.channels.block_kit import validator

HOSTILE = "<!channel> & *é*\u202e 👩‍👩‍👧‍👦 " * 400  # over 10,000 characters
DETECTED = events.Detected(HOSTILE, HOSTILE)
ANOMALIES: Mapping[str, Anomaly | None] = {
    "none": None,
    "detected": case(events.Detected("Panier vide", "Dès la connexion")).anomaly,
    "hostile": case(DETECTED).anomaly,
    "qualified": case(*QUALIFIED).anomaly,
    "long": case(*QUALIFIED, events.CauseFound(HOSTILE)).anomaly,
}


OPTIONS = tuple((str(number), f"{number} {HOSTILE}") for number in range(150))
WANTED = tuple(
    Wanted(f"customfield_{number}", HOSTILE, ask, OPTIONS if ask in (Ask.ONE, Ask.SEVERAL) else (), HOSTILE)
    for number, ask in enumerate(Ask)
)
ALIKE = (HOSTILE, HOSTILE, HOSTILE)


def _texts(part: Any) -> list[str]:
    """What is drawn as words, and not what somebody typed and finds again in a field."""
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if not isinstance(part, dict):
        return []
    own = [str(part["text"])] if part.get("type") in ("plain_text", "mrkdwn") else []
    return own + [text for one in part.values() for text in _texts(one)]


def _elements(drawn: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [block["element"] for block in drawn["blocks"] if block["type"] == "input"]


def _within(element: Mapping[str, Any]) -> str:
    """The text that a field starts with, if it is within the field's own limit and ends between two characters."""
    text = str(element["initial_value"])
    assert units(text) <= element.get("max_length", 3000)
    assert not text.removesuffix("…").endswith("\u200d")
    return text


def _sheet(anomaly: Anomaly | None, given: Mapping[str, str] | None = None) -> Sheet:
    contracts = () if anomaly else CONTRACTS.all
    return Sheet(WORDS, BOUTIQUE, NOW, anomaly, contracts, given or {}, "C0BOUTIQUE")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["fill", "close"])
def test_whatever_jira_asks_for_makes_a_form_that_slack_accepts(name: str, language: str) -> None:
    plain = replace(_sheet(ANOMALIES["qualified"]), words=Wording(language, "Europe/Paris"))
    drawn = view(FORMS_BY_NAME[name], replace(plain, wanted=WANTED, insists=True))
    check_view(drawn)
    validator("BlockKitView")(drawn)
    assert not set("\u202e\x00") & set(json.dumps(_texts(drawn), ensure_ascii=False))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("anomaly", ANOMALIES.values(), ids=ANOMALIES.keys())
@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.name)
def test_a_form_is_one_that_slack_accepts_whatever_it_is_drawn_from(
    form: Any, anomaly: Anomaly | None, language: str
) -> None:
    words = Wording(language, "Europe/Paris")
    given = {"title": HOSTILE, "rest": HOSTILE, "observed": HOSTILE, "criticality": "nonsense"}
    own = replace(words, labels=dict.fromkeys(Criticality, HOSTILE))
    plain, typed = (replace(one, words=words) for one in (_sheet(anomaly), _sheet(anomaly, given)))
    for sheet in (plain, typed, replace(plain, words=own), replace(typed, alike=ALIKE)):
        drawn = view(form, sheet)
        check_view(drawn)
        assert not any(0xD800 <= ord(mark) < 0xE000 for mark in json.dumps(drawn, ensure_ascii=False))
        assert not set("\u202e\x00") & set(json.dumps(_texts(drawn), ensure_ascii=False))
        assert all(one["initial_value"] == _within(one) for one in _elements(drawn) if "initial_value" in one)
        validator("BlockKitView")(drawn)
        assert drawn["callback_id"] == f"move:{form.name}"
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
        (
            "requalify",
            {"criticality": "bloquante", "reason": "site tombé"},
            events.Qualified(Criticality.BLOQUANTE, None, "site tombé"),
        ),
        ("find_cause", {"cause": "cache"}, events.CauseFound("cache")),
        ("inform", {"text": "La cause est trouvée"}, events.Informed("La cause est trouvée")),
        ("work_around", {"note": "vider"}, events.WorkaroundDelivered("vider")),
        ("deliver", {"note": ""}, events.Delivered("")),
        ("refuse", {"reason": "vide"}, events.Refused("vide")),
        ("deploy", {}, events.Deployed("")),
        ("close", {"cause": "c", "answer": "a"}, events.Closed("c", "a")),
        ("close", {"answer": "a"}, events.Closed("", "a")),
        ("reopen", {"reason": "revenu"}, events.Reopened("revenu")),
        ("pause", {"reason": "client", "note": "n"}, events.Paused(PauseReason.CLIENT, "n")),
        ("say_why", {"note": "n"}, events.WaitExplained("n")),
        (
            "snooze",
            {"until": "1794301200", "reason": "livraison demain"},
            events.Snoozed(datetime(2026, 11, 10, 9, tzinfo=UTC), "livraison demain"),
        ),
    ],
)
def test_a_sent_form_is_a_fact(move: str, values: Mapping[str, str], fact: Happening) -> None:
    assert problems(FORMS_BY_NAME[move], values, {}, NOW) == {}
    assert FORMS_BY_NAME[move].what(values) == fact


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_said_in_each_language_without_being_cut(language: str) -> None:
    words = Wording(language, "Europe/Paris")
    for form in FORMS:
        drawn = view(form, Sheet(words, BOUTIQUE, NOW, ANOMALIES["qualified"]))
        assert not any(drawn[part]["text"].endswith("…") for part in ("title", "submit", "close")), form.name


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
        ("requalify", {}, {"criticality": EMPTY, "reason": EMPTY}),
        ("requalify", {"criticality": "bloquante", "reason": ""}, {"reason": EMPTY}),
        ("find_cause", {}, {"cause": EMPTY}),
        ("inform", {"text": ""}, {"text": EMPTY}),
        ("communicate", {}, {"text": EMPTY}),
        ("work_around", {}, {"note": EMPTY}),
        ("deliver", {"note": "x" * 3001}, {"note": TOO_LONG}),
        ("deploy", {"note": "x" * 3001}, {"note": TOO_LONG}),
        ("refuse", {}, {"reason": EMPTY}),
        ("close", {"cause": "c"}, {"answer": EMPTY}),
        ("reopen", {}, {"reason": EMPTY}),
        ("pause", {"reason": "paresse"}, {"reason": EMPTY}),
        ("pause", {"reason": "client"}, {"note": EMPTY}),
        ("pause", {"reason": "client", "note": ""}, {"note": EMPTY}),
        ("pause", {"reason": "freeze"}, {}),
        ("say_why", {"note": ""}, {"note": EMPTY}),
        ("snooze", {}, {"until": EMPTY, "reason": EMPTY}),
        ("snooze", {"until": "1794200000", "reason": "r"}, {"until": Problem("error.past")}),
        ("snooze", {"until": "1799999999", "reason": "r"}, {"until": Problem("error.too_far", 14)}),
    ],
)
def test_what_is_missing_or_too_long_is_said_field_by_field(
    move: str, values: Mapping[str, str], wrong: Mapping[str, Problem]
) -> None:
    assert problems(FORMS_BY_NAME[move], values, {}, NOW) == wrong


def test_every_form_has_its_errors_tested() -> None:
    assert set(FORMS_BY_NAME) == {form.name for form in FORMS}
    assert len(FORMS_BY_NAME) == len(FORMS)


def test_a_hand_over_fills_in_the_form_of_the_rm() -> None:
    drawn = view(FORMS_BY_NAME["raise"], _sheet(ANOMALIES["detected"]))
    assert block_of(drawn, "title")["element"]["initial_value"] == "Panier vide"
    assert block_of(drawn, "observed")["element"]["initial_value"] == "Dès la connexion"
    assert carried(drawn["private_metadata"]).anomaly == "a1b2c3d4e5f60718"


def test_a_title_too_long_for_jira_is_kept_whole_in_the_description() -> None:
    title = "panier " * 200
    drawn = view(FORMS_BY_NAME["raise"], _sheet(None, {"title": title.strip(), "criticality": "majeure"}))
    assert len(block_of(drawn, "title")["element"]["initial_value"]) <= 255
    assert block_of(drawn, "observed")["element"]["initial_value"] == title.strip()
    assert block_of(drawn, "criticality")["element"]["initial_option"]["value"] == "majeure"


def test_the_contract_is_asked_for_only_when_there_are_several() -> None:
    one = Sheet(WORDS, BOUTIQUE, NOW, contracts=(BOUTIQUE,))
    assert not [block for block in view(FORMS_BY_NAME["raise"], one)["blocks"] if block.get("block_id") == "contract"]
    several = block_of(view(FORMS_BY_NAME["detect"], _sheet(None)), "contract")
    assert several["element"]["initial_option"]["value"] == BOUTIQUE.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["raise", "qualify"])
def test_each_criticality_comes_with_its_whole_definition(form: str, language: str) -> None:
    words = replace(WORDS, language=language)
    block = block_of(view(FORMS_BY_NAME[form], replace(_sheet(ANOMALIES["qualified"]), words=words)), "criticality")
    told = {one["value"]: one["description"]["text"] for one in block["element"]["options"]}
    assert told == {level.value: words.text(f"criticality.{level.value}.definition") for level in Criticality}


def test_the_cause_already_recorded_is_proposed_at_closure() -> None:
    known = case(*QUALIFIED, events.CauseFound("Cache périmé")).anomaly
    block = block_of(view(FORMS_BY_NAME["close"], _sheet(known)), "cause")
    assert (block["element"]["initial_value"], block["optional"]) == ("Cache périmé", False)
    outside = case(*QUALIFIED, events.Qualified(Criticality.MAJEURE, False, "évolution")).anomaly
    assert block_of(view(FORMS_BY_NAME["close"], _sheet(outside)), "cause")["optional"] is True


@pytest.mark.parametrize(
    "metadata", ["", "This is for you!", "[]", "null", '{"anomaly":{"x":1},"kept":[1]}', "{" * 3000]
)
def test_metadata_that_is_not_ours_says_nothing(metadata: str) -> None:
    along = carried(metadata)
    assert (along.anomaly, along.contract, along.kept) == ("", "", {})
