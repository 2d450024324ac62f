"""Laws of an edited contract file, on histories that nobody chose: what had ended rests."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.anomaly.state import Anomaly
from rules.clock import MarkKind, Reading, State, ended, read
from rules.contract import (
    Choices,
    ClockName,
    Contract,
    PauseReason,
    Requalification,
    ResolutionStop,
    Start,
    WorkaroundStop,
)
from rules.decide import decide
from rules.events import Fact
from rules.fold.folding import fold
from tests.rules.cast import ANSWERING, CONTRACT, NINE, OPENING
from tests.rules.clock.test_clock_properties import QUARTER, histories, law

TEXTS = st.sampled_from(
    [
        CONTRACT,
        ANSWERING,
        replace(CONTRACT, choices=Choices(requalification=Requalification.FROM_CHANGE, recette_pauses=True)),
        replace(CONTRACT, choices=Choices(starts=Start.QUALIFIED, resolution_stop=ResolutionStop.DELIVERED)),
        replace(CONTRACT, choices=Choices(workaround_stop=WorkaroundStop.VALIDATED, reopening_days=0)),
        replace(ANSWERING, choices=Choices(pauses={PauseReason.CLIENT: (ClockName.RESOLUTION,)})),
    ]
)
edits = st.integers(0, 400).map(lambda quarter: NINE + quarter * QUARTER)


@st.composite
def edited(draw: st.DrawFn) -> Contract:
    """A file read for the first time before anything happened, then edited once or twice."""
    contract = replace(draw(TEXTS), since=NINE - timedelta(days=1))
    for since in sorted(draw(st.lists(edits, min_size=1, max_size=2, unique=True))):
        contract = replace(draw(TEXTS), since=since, previous=contract)
    return contract


@law
@given(histories(), edited(), st.randoms(use_true_random=False))
def test_facts_may_be_heard_in_any_order_around_an_edit(
    facts: Sequence[Fact], contract: Contract, chance: random.Random
) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert fold(shuffled, OPENING, contract) == fold(facts, OPENING, contract)


@law
@given(histories(), edited())
def test_what_is_decided_fact_by_fact_is_what_the_whole_history_says(facts: Sequence[Fact], contract: Contract) -> None:
    history: tuple[Fact, ...] = ()
    for fact in facts:
        decision = decide(history, (fact,), OPENING, contract, fact.at)
        history = (*history, *decision.facts)
        assert decision.anomaly == fold(history, OPENING, contract)


@law
@given(histories(), edited(), st.integers(0, 40))
def test_a_clock_that_had_ended_reads_the_same_after_the_edit(
    facts: Sequence[Fact], contract: Contract, days: int
) -> None:
    assert contract.previous is not None
    assert contract.since is not None
    since = contract.since
    was = fold([fact for fact in facts if fact.at < since], OPENING, contract.previous)
    now = fold(facts, OPENING, contract)
    for clock, cycle in ended(was.marks, since):
        before = read(clock, was.marks, contract.previous, since, cycle)
        if clock in contract.clocks and before.state is not State.CANCELLED and not _turned(now, before):
            assert read(clock, now.marks, contract, since + timedelta(days=days), cycle) == before


def _turned(anomaly: Anomaly, reading: Reading) -> bool:
    """Whether it ran again or was cancelled."""
    of_it = (one for one in anomaly.marks if (one.clock, one.cycle) == (reading.clock, reading.cycle))
    return any(one.kind in (MarkKind.REOPEN, MarkKind.CANCEL) for one in of_it)
