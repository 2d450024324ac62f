"""How long a decision takes on an anomaly that has a long history, beside one that has a short one."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.commands.demo import EXAMPLES
from connectors.contracts import Contracts, load_folder
from connectors.store import Connection, Store, anomalies, journal
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import PauseReason
from rules.events import Actor, Fact, Happening, Source, System
from rules.fold.folding import fold
from tests.bench import databases
from tests.bench.figure import Figure
from tests.bench.rounds import Named, in_turn
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RAISED, RM, TICKET, House

FEW, MANY = 25, 2000
DECISIONS = 40
WARMING = 16  # decisions that are not counted: connections are opened, and what is kept of a history is read
BEGUN = at("2026-09-01 09:00")
STEP = timedelta(minutes=20)
TURN: tuple[tuple[Happening, Actor], ...] = (
    (events.Paused(PauseReason.CLIENT, "Quel compte ?"), DEV),
    (events.ClientAnswered("Le compte de test."), RM),
    (events.WorkLogged("1", 600), DEV),
    (events.Informed("Nous regardons."), DEV),
    (events.Retitled("Panier vide après la connexion"), RM),
    (events.Paused(PauseReason.THIRD_PARTY, "L'hébergeur"), DEV),
    (events.Resumed(), DEV),
    (events.WorkStarted(), DEV),
)
PROMISED = ("première réponse", "point d'avancement")  # what the example may promise too, and leaves in comments


async def history() -> list[Figure]:
    """Forty decisions after two thousand facts, against forty after twenty-five."""
    figures = []
    for dialect, url in databases.urls():
        name = Named(databases.named("history", dialect), "ms/decision")
        figures += await in_turn([name], partial(_decided, url, MANY), partial(_decided, url, FEW))
    return figures


async def _decided(url: str, count: int) -> Sequence[float]:
    async with _house(url) as house:
        await house.store.write(partial(_written, house, count))
        house.hand.instant = BEGUN + count * STEP
        await _turned(house, WARMING)
        await _heard(house, DECISIONS)
        began = time.perf_counter()
        await _worked(house)
        spent = time.perf_counter() - began
    return (1000 * spent / DECISIONS,)


async def _turned(house: House, several: int) -> None:
    await _heard(house, several)
    await _worked(house)


async def _heard(house: House, several: int) -> None:
    for number in range(several):
        house.hand.instant += STEP
        what, by = TURN[number % len(TURN)]
        await house.hear(what, by)


async def _worked(house: House) -> None:
    while await house.worker.once():
        pass
    await asyncio.sleep(0)


@asynccontextmanager
async def _house(url: str) -> AsyncIterator[House]:
    with databases.fresh(url) as database, tempfile.TemporaryDirectory() as folder:
        store = Store(database)
        await store.open()
        house = House(store)
        house.casebook.contracts = _promising(Path(folder))
        try:
            yield house
        finally:
            await store.close()


def _promising(folder: Path) -> Contracts:
    """The example contract, its two delays of answering promised too: each word to the client opens another cycle."""
    (file,) = EXAMPLES.glob("boutique-exemple-*.yaml")
    text = file.read_text("utf-8")
    for name in PROMISED:
        text = text.replace(f"# {name}", name)
    (folder / file.name).write_text(text, "utf-8")
    return load_folder(folder)


def _written(house: House, count: int, tx: Connection) -> None:
    """The journal of one anomaly, and its row."""
    contract = house.casebook.contracts.current("boutique-exemple", BEGUN)
    assert contract is not None
    facts = tuple(_facts(count))
    journal.ANOMALIES.append(tx, "a1", facts, BEGUN)
    opening = Anomaly("a1", contract.id, contract.effective)
    anomalies.save(tx, fold(facts, opening, contract), BEGUN)


def _facts(count: int) -> Iterator[Fact]:
    born: tuple[tuple[Happening, Actor], ...] = ((RAISED, RM), (TICKET, RM), (events.Taken(), CP))
    for number in range(count):
        what, by = born[number] if number < len(born) else TURN[number % len(TURN)]
        yield Fact(f"past-{number}", BEGUN + number * STEP, by, Source(System.JIRA, str(number)), what)
