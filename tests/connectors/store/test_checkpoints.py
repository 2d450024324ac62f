"""A checkpoint is read back with the facts behind it, and dropped from sight as soon as anything speaks against it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from connectors.store import Connection, Store, checkpoints, journal
from connectors.store.checkpoints import Behind, Checkpoints, Flaw
from rules.fold.checkpoint import Checkpoint
from rules.fold.kinds import Rank
from tests.connectors.store.samples import MINUTE, NOON, anomaly, fact
from tests.connectors.store.test_chain import edit

KEPT = Checkpoint(anomaly(), (NOON, Rank.RESUMES, "f2"), 2)
CONTRACT = "c" * 64
WRONG = {
    "UPDATE checkpoints SET state = replace(state, 'Panier', 'Export')": Flaw.ALTERED,
    "UPDATE checkpoints SET state = '{}'": Flaw.ALTERED,
    "UPDATE checkpoints SET state = ''": Flaw.ALTERED,
    "UPDATE checkpoints SET digest = 'x'": Flaw.ALTERED,
    "UPDATE checkpoints SET length = 3": Flaw.ALTERED,
    "UPDATE checkpoints SET seq = seq - 1": Flaw.JOURNAL,
    "UPDATE checkpoints SET seq = seq + 1": Flaw.JOURNAL,
    "UPDATE checkpoints SET seq = 999999": Flaw.JOURNAL,
    "UPDATE checkpoints SET chain = 'x'": Flaw.JOURNAL,
    "UPDATE checkpoints SET code = 'x'": Flaw.CODE,
    "UPDATE checkpoints SET contract = 'x'": Flaw.CONTRACT,
}


@pytest.fixture
async def kept(store: Store) -> Store:
    """Two facts of one anomaly and their checkpoint, then a third; another anomaly has one fact and no checkpoint."""

    def written(tx: Connection) -> None:
        _add(tx, "a1", "f1", "f2")
        _add(tx, "b1", "g1")
        Checkpoints().save(tx, "a1", CONTRACT, KEPT)
        _add(tx, "a1", "f3")

    await store.write(written)
    return store


def _add(tx: Connection, one: str, *names: str) -> None:
    journal.ANOMALIES.append(tx, one, [fact(name, NOON + rank * MINUTE) for rank, name in enumerate(names)], NOON)


def _names(found: Behind) -> list[str]:
    return [one.id for one in found.facts]


def _look(one: str = "a1", contract: str = CONTRACT, by: Checkpoints | None = None) -> Callable[[Connection], Behind]:
    return lambda tx: (by or Checkpoints()).look(tx, one, contract)


async def test_checkpoint_is_read_with_facts_behind_it(kept: Store) -> None:
    found = await kept.read(_look())
    assert (found.checkpoint, _names(found), found.flaw) == (KEPT, ["f3"], None)


async def test_journal_without_checkpoint_is_read_whole(kept: Store) -> None:
    found = await kept.read(_look("b1"))
    assert (found.checkpoint, _names(found), found.flaw) == (None, ["g1"], None)
    assert await kept.read(_look("unknown")) == Behind(None, ())


@pytest.mark.parametrize("statement", WRONG)
@pytest.mark.parametrize("decoded", [False, True], ids=["fresh", "decoded"])
async def test_wrong_checkpoint_is_not_believed(kept: Store, statement: str, decoded: bool) -> None:
    reader = Checkpoints()
    if decoded:
        assert (await kept.read(_look(by=reader))).checkpoint == KEPT
    await kept.write(lambda tx: tx.execute(text(statement)))
    found = await kept.read(_look(by=reader))
    if decoded and found.checkpoint is not None:
        assert "state" in statement
        assert (found.checkpoint, _names(found)) == (KEPT, ["f3"])
    else:
        assert (found.checkpoint, _names(found), found.flaw) == (None, ["f1", "f2", "f3"], WRONG[statement])


async def test_checkpoint_of_other_contract_text_is_not_believed(kept: Store) -> None:
    found = await kept.read(_look(contract="edited"))
    assert (found.checkpoint, _names(found), found.flaw) == (None, ["f1", "f2", "f3"], Flaw.CONTRACT)


async def test_checkpoint_of_other_code_is_not_believed(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "code_version", lambda: "newer")
    assert (await kept.read(_look())).flaw is Flaw.CODE


async def test_checkpoint_of_rewritten_fact_is_not_believed(kept: Store) -> None:
    await kept.write(edit("UPDATE facts SET chain = 'x' WHERE fact_id = 'f2'"))
    assert (await kept.read(_look())).flaw is Flaw.JOURNAL


async def test_checkpoint_of_deleted_fact_is_not_believed(kept: Store) -> None:
    await kept.write(edit("DELETE FROM facts WHERE fact_id IN ('f2', 'f3')"))
    found = await kept.read(_look())
    assert (_names(found), found.flaw) == (["f1"], Flaw.JOURNAL)


async def test_checkpoint_of_other_anomaly_is_not_believed(kept: Store) -> None:
    moved = "UPDATE checkpoints SET subject = 'b1', seq = (SELECT seq FROM facts WHERE fact_id = 'g1'), chain = {}"
    await kept.write(lambda tx: tx.execute(text(moved.format("(SELECT chain FROM facts WHERE fact_id = 'g1')"))))
    found = await kept.read(_look("b1"))
    assert (_names(found), found.flaw) == (["g1"], Flaw.ALTERED)


async def test_new_checkpoint_replaces_the_one_before(kept: Store) -> None:
    later = Checkpoint(anomaly(closed_at=NOON + timedelta(days=1)), (NOON, Rank.RESUMES, "f3"), 3)
    await kept.write(lambda tx: Checkpoints().save(tx, "a1", CONTRACT, later))
    found = await kept.read(_look())
    assert (found.checkpoint, found.facts) == (later, ())
    await kept.write(lambda tx: Checkpoints().drop(tx, "a1"))
    found = await kept.read(_look())
    assert (found.checkpoint, len(found.facts), found.flaw) == (None, 3, None)


async def test_rolled_back_checkpoint_is_not_remembered(kept: Store) -> None:
    reader, later = Checkpoints(), Checkpoint(anomaly(closed_at=NOON), (NOON, Rank.RESUMES, "f3"), 3)

    def undone(tx: Connection) -> None:
        reader.save(tx, "a1", CONTRACT, later)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await kept.write(undone)
    found = await kept.read(_look(by=reader))
    assert (found.checkpoint, _names(found)) == (KEPT, ["f3"])


async def test_decoded_checkpoints_are_bounded(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "REMEMBERED", 4)
    reader = Checkpoints()

    def several(tx: Connection) -> None:
        for one in ("a1", "c1", "d1"):
            _add(tx, one, f"{one}1", f"{one}2")
            reader.save(tx, one, CONTRACT, Checkpoint(anomaly(one), (NOON, Rank.RESUMES, ""), 2))

    await kept.write(several)
    await kept.write(lambda tx: tx.execute(text("UPDATE checkpoints SET state = ''")))
    flaws = [(await kept.read(_look(one, by=reader))).flaw for one in ("a1", "c1", "d1")]
    assert flaws == [Flaw.ALTERED, None, None]
