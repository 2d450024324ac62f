"""Decisions from a checkpoint are those of the whole journal, whatever became of the checkpoint meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.operations.admin_queries import Rebuilt, rebuild
from connectors.contracts import load_folder
from connectors.parsed_delivery import AboutAnomaly, Delivery
from connectors.store import Connection, Store, clocks, journal, mailbox
from connectors.store.checkpoints import Checkpoints
from rules import events
from rules.anomaly.state import changed
from rules.contract import PauseReason
from rules.effects import Say
from rules.events import Actor, Happening
from rules.fold.checkpoint import whole
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.contract_fingerprint import fingerprint
from scheduler.cases.kept_folds import LONG, KeptFolds
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.catching_up.test_contract_editions import CLOSED_DAY, CLOSURES, folder, said, start
from tests.scheduler.given import CP, DEV, RAISED, RM, TICKET, House
from tests.scheduler.plain_deliveries import Left, anomaly, hear, left, work, worker
from tests.scheduler.plain_deliveries import said as told

BORN: tuple[tuple[Happening, Actor], ...] = ((RAISED, RM), (TICKET, RM), (events.Taken(), CP))
TURN: tuple[tuple[Happening, Actor], ...] = (
    (events.Paused(PauseReason.CLIENT, "compte"), DEV),
    (events.ClientAnswered("voici"), RM),
    (events.WorkLogged("1", 60), DEV),
    (events.WorkStarted(), DEV),
)
WRONG = {
    "altered": "UPDATE checkpoints SET state = replace(state, 'Panier', 'Export')",
    "nonsense": "UPDATE checkpoints SET state = 'nonsense'",
    "other code": "UPDATE checkpoints SET code = 'older'",
    "other contract": "UPDATE checkpoints SET contract = 'older'",
    "other journal": "UPDATE checkpoints SET chain = 'other'",
    "gone": "DELETE FROM checkpoints",
}
NUMBERS = count(1)
RAISED_AT = at("2026-11-09 09:00")


@pytest.fixture
async def house(store: Store) -> House:
    """One anomaly with a journal long enough to have a checkpoint."""
    house = House(store)
    await start(house, house.casebook.contracts)
    return await _long(house)


async def _long(house: House) -> House:
    for what, by in BORN:
        await house.hear(what, by)
    await _lived(house, 2 * LONG)
    return house


async def _lived(house: House, several: int) -> None:
    for number in range(several):
        house.hand.later(minutes=1)
        what, by = TURN[number % len(TURN)]
        await house.hear(what, by)
    await house.settle()


async def _folded(house: House) -> Case:
    """The case as decisions read it, which is the one that the whole journal makes."""

    def both(tx: Connection) -> tuple[Case | None, Case | None]:
        fresh, about = Casebook(house.store, house.casebook.contracts), AboutAnomaly("a1")
        return fresh.find_folded(tx, about, house.hand.now()), fresh.find(tx, about, house.hand.now())

    folded, read = await house.store.read(both)
    assert folded is not None
    assert read is not None
    assert folded.reached == read.reached == whole(read.history, read.opening, read.contract)
    return folded


async def _kept(house: House) -> bool:
    """Whether decisions read a checkpoint."""
    return (await _folded(house)).facts is None


async def _restarted(house: House) -> None:
    house.casebook._folds = KeptFolds()


async def test_long_journal_is_read_from_its_checkpoint(house: House) -> None:
    assert await _kept(house)


async def test_short_journal_has_no_checkpoint(store: Store) -> None:
    house = House(store)
    for what, by in BORN:
        await house.hear(what, by)
    await house.settle()
    assert not await _kept(house)
    assert await store.read(lambda tx: tx.execute(text("SELECT count(*) FROM checkpoints")).scalar()) == 0


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("restarted", [True, False], ids=["restarted", "running"])
async def test_wrong_checkpoint_is_dropped_and_decisions_go_on(house: House, wrong: str, restarted: bool) -> None:
    await house.store.write(lambda tx: tx.execute(text(WRONG[wrong])))
    if restarted:
        await _restarted(house)
    await _lived(house, LONG)
    assert await _kept(house)
    facts = await house.store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))
    assert len(facts) == len({fact.id for fact in facts}) == len(BORN) + 3 * LONG
    assert await rebuild(house.store, house.casebook.contracts, house.hand.now()) == Rebuilt(1)


async def test_older_fact_makes_the_journal_be_folded_again(house: House) -> None:
    now = house.hand.now()
    house.hand.later(minutes=-30)
    await house.hear(events.Informed("nous regardons"), DEV)
    house.hand.instant = now
    await house.settle()
    assert await _kept(house)
    await _lived(house, LONG)
    assert await _kept(house)
    assert (await house.store.read(mailbox.count_by_state)).get("parked", 0) == 0


async def test_fact_counted_by_checkpoint_is_known(house: House) -> None:
    before = await house.store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))
    await house.hear(before[4].what, before[4].by, fact=before[4].id, identity="again")
    await house.settle()
    assert await house.store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")) == before
    assert (await _folded(house)).reached.length == len(before)


async def test_edited_contract_makes_the_journal_be_folded_again(store: Store, tmp_path: Path) -> None:
    house = House(store)
    await start(house, folder(tmp_path))
    await _long(house)
    await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    assert len(said(house, Say.DEADLINES_MOVED)) == 1
    await _lived(house, LONG)
    assert await _kept(house)
    house.hand.later(minutes=-LONG - 5)
    await house.hear(events.Informed("avant la modification"), DEV)
    house.hand.later(minutes=LONG + 5)
    await house.settle()
    await _lived(house, 1)
    assert len(said(house, Say.DEADLINES_MOVED)) == 1
    assert await rebuild(house.store, house.casebook.contracts, house.hand.now()) == Rebuilt(1)


async def test_closed_and_reopened_anomaly_goes_on(house: House) -> None:
    for what, by in ((events.Deployed(), DEV), (events.Closed("cache", "vidé"), CP), (events.Reopened(), RM)):
        house.hand.later(minutes=1)
        await house.hear(what, by)
        await house.settle()
        await _folded(house)
    await _lived(house, LONG)
    assert await _kept(house)


async def test_rebuild_names_and_drops_a_checkpoint_that_differs(house: House) -> None:
    case = await house.store.read(lambda tx: house.casebook.find(tx, AboutAnomaly("a1"), house.hand.now()))
    assert case is not None
    false = replace(case.reached, anomaly=changed(case.anomaly, cause="une autre"))
    await house.store.write(lambda tx: Checkpoints().save(tx, "a1", fingerprint(case.contract), false))
    contracts = house.casebook.contracts
    assert await rebuild(house.store, contracts, house.hand.now()) == Rebuilt(1, wrong=("BOU-1",))
    assert await rebuild(house.store, contracts, house.hand.now()) == Rebuilt(1)
    assert not await _kept(house)


async def test_alert_is_told_once_from_a_checkpoint(house: House) -> None:
    await house.hear(events.Resumed(), DEV)
    await house.settle()
    house.hand.later(days=30)
    for _ in range(3):
        while await house.sweep.once():
            await house.settle()
    kinds = [fact.what.kind for fact in await house.store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))]
    assert kinds.count("threshold_reached") == 2
    assert all(row.next_alert_at is None or row.next_alert_at > house.hand.now() for row in await _rows(house))
    await _folded(house)


async def _rows(house: House) -> list[clocks.ClockRow]:
    return await house.store.read(lambda tx: clocks.of(tx, "a1"))


STEPS = st.lists(
    st.tuples(st.integers(0, len(TURN) + 2), st.sampled_from([1, 1, 1, 1, 2, 5, -3, -40])), min_size=5, max_size=30
)
MORE: tuple[tuple[Happening, Actor], ...] = (
    (events.Deployed(), DEV),
    (events.Closed("c", "a"), CP),
    (events.Reopened(), RM),
)


def _deliveries(name: str, steps: Sequence[tuple[int, int]]) -> list[Delivery]:
    at, heard = 0, [told("jira", f"{name}:born", anomaly(name), RAISED)]
    for rank, (which, after) in enumerate(steps):
        at = max(at + after, 1)
        what, by = (*TURN, *MORE)[which]
        heard.append(told("jira", f"{name}:{rank}", anomaly(name), what, by=by, after=60 * at))
    return heard


async def _run(store: Store, heard: Sequence[Delivery], name: str, folds: KeptFolds) -> Left:
    one = worker(store, folds=folds)
    for delivery in heard:
        await hear(store, [delivery])
        await work(one)
    found = await store.read(left)
    return Left(
        {key.replace(name, "-"): end for key, end in found.ends.items() if name in key},
        _anonymous(found.journals, name),
        _anonymous(found.errands, name),
    )


def _anonymous(lists: Mapping[str, Sequence[str]], name: str) -> dict[str, list[str]]:
    return {
        key.replace(name, "-"): [one.replace(name, "-") for one in ours] for key, ours in lists.items() if name in key
    }


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
async def test_facts_in_any_order_leave_what_whole_folds_leave(store: Store, steps: list[tuple[int, int]]) -> None:
    number = next(NUMBERS)
    kept, folded = f"k{number:04}", f"w{number:04}"
    found = await _run(store, _deliveries(kept, steps), kept, KeptFolds(long=2, often=2))
    assert found == await _run(store, _deliveries(folded, steps), folded, KeptFolds(long=1_000_000))


def test_fingerprint_counts_clauses_and_not_people(tmp_path: Path) -> None:
    (contract,) = folder(tmp_path).all
    (again,) = folder(tmp_path).all
    (edited,) = folder(tmp_path, CLOSURES, CLOSED_DAY).all
    assert fingerprint(contract) == fingerprint(again) == fingerprint(replace(contract, people=()))
    assert fingerprint(edited) != fingerprint(contract)
    later = replace(edited, previous=contract, since=contract.since or RAISED_AT)
    assert fingerprint(later) != fingerprint(edited)
    assert fingerprint(later) != fingerprint(replace(later, since=RAISED_AT + timedelta(hours=1)))
    assert len({fingerprint(one) for one in load_folder(PLAIN).all}) == len(load_folder(PLAIN).all)
