"""A ledger that was kept as JSON is read back as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.store.ledger_snapshot_codec import snapshot_from_json, snapshot_to_json
from rules.economy.ledger import whole
from rules.economy.ledger_revival import revived
from rules.economy.ledger_snapshot import written
from tests.rules.economy.random_ledgers import agreed, recorded

seeds = st.integers(0, 2**32)


@settings(max_examples=60, deadline=None)
@given(seeds, seeds)
def test_a_snapshot_is_read_back_as_it_was(terms: int, seed: int) -> None:
    agreement = agreed(terms)
    snapshot = written(whole(recorded(seed), agreement))
    back = snapshot_from_json(snapshot_to_json(snapshot))
    assert back == snapshot
    assert written(revived(back, agreement)) == snapshot


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"latest": null}', "x"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        snapshot_from_json(text)
