"""Every fact of a contract comes back from its JSON as it was."""

from datetime import UTC, date, datetime

import pytest

from connectors.store.contract_codec import contract_fact_from_json, contract_fact_to_json
from rules.contract import Role
from rules.contract.compensation_terms import ExclusionCause
from rules.events import Actor
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
    CompensationObserved,
    CompensationWaived,
)
from rules.events.contract_events import ContractFact
from tests.connectors.store.samples import edition_fact

WHO, ON, LINE = Actor("U0DIR", "Direction", frozenset({Role.DIRECTION})), date(2026, 11, 20), "a1:resolution:1"
EVENTS: tuple[CompensationEvent, ...] = (
    CompensationCalculated(LINE, date(2026, 11, 1), 10_800),
    CompensationNotified(LINE, ON, WHO),
    CompensationObserved(LINE, ON, "absent", WHO),
    CompensationApplied(LINE, ON, "courrier 12", WHO),
    CompensationWaived(LINE, ON, 4_000, "geste", WHO),
    CompensationWaived(LINE, ON, None, "geste", WHO),
    CompensationExcluded(LINE, ON, ExclusionCause.FORCE_MAJEURE, "inondation", WHO),
)


@pytest.mark.parametrize("what", EVENTS, ids=lambda one: one.kind)
def test_a_step_of_a_penalty_comes_back_as_it_was(what: CompensationEvent) -> None:
    fact = ContractFact("slack:1", datetime(2026, 11, 20, 9, tzinfo=UTC), what)
    assert contract_fact_from_json(contract_fact_to_json(fact)) == fact


def test_an_edition_that_was_written_before_comes_back() -> None:
    fact = edition_fact("e1")
    assert contract_fact_from_json(contract_fact_to_json(fact)) == fact
