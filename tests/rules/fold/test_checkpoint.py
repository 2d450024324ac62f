"""A fold that is taken up from a checkpoint is the fold of the whole history, or says that it cannot be."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.contract import Contract
from rules.decide import Decision, decide, decide_after
from rules.events import Fact
from rules.fold.checkpoint import Checkpoint, HistoryWanted, Past, further, resume, whole
from rules.fold.folding import fold, granted, order
from rules.fold.waiting_moves import NONE
from tests.rules.cast import CONTRACT, OPENING
from tests.rules.clock.test_clock_properties import CONTRACTS, histories, law
from tests.rules.fold.test_edited_laws import edited

contracts = st.one_of(CONTRACTS, edited())


@law
@given(histories(), contracts, st.data())
def test_resumed_fold_equals_whole_fold(facts: Sequence[Fact], contract: Contract, data: st.DataObject) -> None:
    ordered = sorted(facts, key=order)
    cut = data.draw(st.integers(0, len(ordered)))
    rest = data.draw(st.permutations(ordered[cut:]))
    resumed = resume(whole(ordered[:cut], OPENING, contract), rest, contract)
    if resumed is None:
        edited_since = contract.since is not None and any(fact.at < contract.since for fact in rest)
        assert edited_since or granted(ordered, OPENING, contract) != NONE
    else:
        assert resumed == whole(facts, OPENING, contract)
        assert resumed.anomaly == fold(facts, OPENING, contract)


@law
@given(histories(), contracts, st.data())
def test_older_fact_behind_checkpoint_wants_whole_fold(
    facts: Sequence[Fact], contract: Contract, data: st.DataObject
) -> None:
    late = data.draw(st.integers(0, len(facts) - 2))
    others = [fact for rank, fact in enumerate(facts) if rank != late]
    older = order(facts[late]) < max(map(order, others))
    resumed = resume(whole(others, OPENING, contract), [facts[late]], contract)
    assert resumed is None if older else resumed in (None, whole(facts, OPENING, contract))


@law
@given(histories(), contracts, st.lists(st.integers(0, 24), max_size=6), st.integers(0, 6))
def test_decision_from_checkpoint_equals_decision_from_history(
    facts: Sequence[Fact], contract: Contract, late: Sequence[int], refusable: int
) -> None:
    heard = [fact for rank, fact in enumerate(facts) if rank not in late]
    heard += [fact for rank, fact in enumerate(facts) if rank in late]
    history: tuple[Fact, ...] = ()
    checkpoint = Checkpoint(OPENING)
    for rank, fact in enumerate((*heard, *heard[-2:])):
        pressed = rank % 7 == refusable
        expected = decide(history, (fact,), OPENING, contract, fact.at, pressed)
        found = _decided(checkpoint, {one.id for one in history}, fact, contract, pressed)
        if found is None:
            checkpoint = whole(history, OPENING, contract)
            past = Past(checkpoint, {one.id for one in history}, history)
            found = decide_after(past, (fact,), OPENING, contract, fact.at, pressed)
        assert found == expected
        checkpoint, history = further(checkpoint, found.anomaly, found.facts), (*history, *found.facts)
        assert checkpoint == whole(history, OPENING, contract)


def _decided(
    checkpoint: Checkpoint, known: Collection[str], fact: Fact, contract: Contract, pressed: bool
) -> Decision | None:
    try:
        return decide_after(Past(checkpoint, known), (fact,), OPENING, contract, fact.at, pressed)
    except HistoryWanted:
        return None


@law
@given(histories(), contracts)
def test_fold_reads_no_people(facts: Sequence[Fact], contract: Contract) -> None:
    before = contract.previous and replace(contract.previous, people=())
    nobody = replace(contract, people=(), previous=before)
    assert fold(facts, OPENING, nobody) == fold(facts, OPENING, contract)


def test_history_not_read_is_asked_for() -> None:
    with pytest.raises(HistoryWanted):
        _ = Past(whole((), OPENING, CONTRACT)).history
