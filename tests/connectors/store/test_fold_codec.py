"""A checkpoint comes back from its text equal to what was written, and nothing else comes back."""

from collections.abc import Sequence
from dataclasses import MISSING, Field, fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given

from connectors.store.code_version import code_version, fingerprint
from connectors.store.fold_codec import checkpoint_from_json, checkpoint_to_json
from rules.anomaly.state import (
    Absence,
    Alert,
    Anomaly,
    Away,
    Chase,
    Given,
    LevelMove,
    PersonalData,
    Snooze,
    Ticket,
    Wait,
    changed,
)
from rules.clock import Mark, MarkKind, Marks
from rules.contract import ClockName, Contract, Criticality, PauseReason, SupportLevel
from rules.events import (
    AuthorityDecisionDue,
    ClientWarningDue,
    Deadline,
    Fact,
    FieldGiven,
    Happening,
    Origin,
    Source,
    System,
    Template,
)
from rules.fold.checkpoint import Checkpoint, whole
from rules.fold.kinds import Rank
from tests.connectors.store.samples import CHEF, MINUTE, NOON
from tests.connectors.store.test_codec import example, same
from tests.rules.cast import OPENING
from tests.rules.clock.test_clock_properties import CONTRACTS, histories, law

ALERT = Alert(ClockName.RESOLUTION, 2, 0.1 + 0.2, NOON, NOON + MINUTE, gathered=True)
FULL = Anomaly(
    "a1",
    "boutique",
    date(2026, 1, 1),
    title="« Panier » vide",
    description="é\n\U0001f534",
    template=Template("prod", "1", "2", "3", "4", "5"),
    ticket=Ticket("martin", "10001", "BOU-1"),
    criticality=Criticality.SECURITE,
    in_scope=False,
    owner=CHEF,
    detected_by=CHEF,
    raised_by=CHEF,
    raised_at=NOON,
    taken_at=NOON,
    claimed_at=NOON,
    replied_at=NOON,
    updates=3,
    diagnosis_at=NOON,
    qualified_at=NOON,
    communicated_at=NOON,
    promised=(Deadline(ClockName.RESOLUTION, None), Deadline(ClockName.WORKAROUND, NOON)),
    workaround_at=NOON,
    workaround_validated_at=NOON,
    delivered_at=NOON,
    delivered_by=CHEF,
    accepted_at=NOON,
    deployed_at=NOON,
    closed_at=NOON,
    cause="cache",
    answer="vidé",
    wait=Wait(NOON, PauseReason.FREEZE, "gel", CHEF),
    cycle=2,
    marks=Marks([Mark(NOON, MarkKind.PAUSE, ClockName.RESOLUTION, 2, None, "CP", "gel", "slack:1.2")]),
    alerts=(ALERT,),
    promise_alerts=(ALERT,),
    climbs=(ALERT,),
    answered_at=NOON,
    snooze=Snooze(NOON, "réunion", CHEF, NOON),
    chases=(Chase(NOON, NOON, NOON, told=True, past=True),),
    outlasted=(NOON,),
    pending=(Fact("f", NOON, CHEF, Source(System.JIRA, "1"), example(get_args(Happening)[0])),),
    made={"retried": NOON},
    given=(Given("move", (FieldGiven("customfield_1", "Type", ("7", "9"), "Code, Données"),)),),
    absence=Absence(NOON, NOON, CHEF, "Évolution", elsewhere=True),
    away=(Away(NOON, NOON),),
    hidden_since=NOON,
    duplicate_of="BOU-2",
    files=("F0A1",),
    origin=Origin("Agent", "https://slack.example/p1"),
    alarmed_at=NOON,
    detected_at=NOON,
    personal=PersonalData(
        NOON, "noms", NOON, NOON, True, (ClientWarningDue(0.5, NOON, NOON), AuthorityDecisionDue(1.0, NOON, NOON))
    ),
    level=SupportLevel.N3,
    level_moves=(LevelMove(NOON, SupportLevel.N2, SupportLevel.N3),),
)


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def test_sample_leaves_no_field_at_its_default() -> None:
    assert [one.name for one in fields(Anomaly) if getattr(FULL, one.name) == _default(one)] == []


@pytest.mark.parametrize("kind", get_args(Happening), ids=lambda kind: str(kind.__name__))
def test_whole_checkpoint_comes_back_with_any_pending_fact(kind: type[Any]) -> None:
    pending = Fact("jira:1:2", NOON, CHEF, Source(System.JIRA, "1:2"), example(kind))
    checkpoint = Checkpoint(changed(FULL, pending=(pending, pending)), (NOON, Rank.PAUSES, "jira:1:2"), 2000)
    assert same(checkpoint_from_json(checkpoint_to_json(checkpoint)), checkpoint)


@law
@given(histories(), CONTRACTS)
def test_checkpoint_of_any_history_survives_its_text(facts: Sequence[Fact], contract: Contract) -> None:
    checkpoint = whole(facts, OPENING, contract)
    assert same(checkpoint_from_json(checkpoint_to_json(checkpoint)), checkpoint)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"anomaly": {}}', '{"anomaly": "os.system", "length": 1}'])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        checkpoint_from_json(text)


def test_code_version_changes_with_any_source(tmp_path: Path) -> None:
    rules, codec = tmp_path / "rules", tmp_path / "fold_codec.py"
    rules.mkdir()
    said = {rules / "a.py": "1", rules / "b.py": "2", codec: "3"}
    seen = set()
    for edited in (None, *said):
        for path, text in said.items():
            path.write_text(text + ("# edited" if path == edited else ""), "utf-8")
        seen.add(fingerprint(rules, tuple(said)))
    assert len(seen) == 4
    assert code_version() == code_version()
