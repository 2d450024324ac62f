"""How long a CP with two thousand open anomalies waits for their Home."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answers.home_publishing import Homes
from connectors.contracts import Contracts, load_folder
from connectors.store import Connection, Store, anomalies, clocks, journal
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import CONTRACTED, Contract, Criticality, PauseReason, Role
from rules.events import Actor, Deadline, Fact, Happening, Source, System
from rules.fold.folding import fold
from scheduler.cases.case_loader import Casebook
from scheduler.cases.clock_rows import clock_rows
from tests.bench.figure import Figure
from tests.bench.projects import EXAMPLES
from tests.rules.calendars import at

OPEN, CONTRACTS, TIMES = 2000, 10, 30
NOW = at("2026-11-20 11:00")
CP, OWNER = "U0CP", Actor("U0CP", "Cheffe de projet", frozenset({Role.CP}))
EVERYBODY = Actor("U0ALL", "Toute l'équipe", frozenset(Role))


async def home_view() -> list[Figure]:
    """The worst page of their Home: the first, which counts everything; each person's is built anew."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.db'}")
        await store.open()
        contracts = _contracts()
        await store.write(lambda tx: _fill(tx, contracts))
        client = AsyncWebClient("xoxb-bench", retry_handlers=[])
        homes = Homes(
            client, store, Casebook(store, contracts), "fr", lambda ticket: f"https://jira.example/{ticket.key}"
        )
        figures = [await _measured(homes, CP, "home_view"), await _measured(homes, "U0DIR", "home_view_direction")]
        await store.close()
    return figures


async def _measured(homes: Homes, user: str, name: str) -> Figure:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await homes.view(user, 1, NOW)
        took.append(time.perf_counter() - began)
    return Figure(name, sorted(took)[TIMES // 2] * 1000, "ms")


def _contracts() -> Contracts:
    first, second = load_folder(EXAMPLES).all
    models = (first, replace(second, language="fr"))
    return Contracts(tuple(replace(models[n % 2], id=f"contrat-{n}", client=f"Client {n}") for n in range(CONTRACTS)))


def _fill(tx: Connection, contracts: Contracts) -> None:
    for number in range(OPEN):
        contract = contracts.all[number % CONTRACTS]
        opening = Anomaly(f"{number:016x}", contract.id, contract.effective)
        facts = tuple(_history(number, contract))
        anomaly = fold(facts, opening, contract)
        journal.ANOMALIES.append(tx, opening.id, facts, NOW)
        anomalies.save(tx, anomaly, NOW)
        clocks.save(tx, clock_rows(anomaly, contract, NOW))


def _history(number: int, contract: Contract) -> Iterator[Fact]:
    """One that went some of the way, raised within the last two weeks."""
    raised = NOW - timedelta(hours=number * 7 % 330, minutes=number % 60)
    level = tuple(Criticality)[number % 4]
    promised = NOW + timedelta(hours=number % 90 - 10)
    way: tuple[Happening, ...] = (
        events.Raised(f"Panne {number}", level),
        events.TicketAttached(contract.jira.site, str(number), f"{contract.jira.projects[0]}-{number}"),
        events.Taken(),
        events.Qualified(level),
        events.DelayCommunicated("", tuple(Deadline(clock, promised) for clock in CONTRACTED)),
        events.Paused(PauseReason.CLIENT, "un compte de test") if number % 5 == 0 else events.Delivered(),
    )
    for place, what in enumerate(way[: 2 + number % 5]):
        yield _fact(number, place, what, raised + timedelta(minutes=10 * place))


def _fact(number: int, place: int, what: Happening, when: datetime) -> Fact:
    by = OWNER if number % 2 else EVERYBODY
    return Fact(f"bench:{number}:{place}", when, by, Source(System.SLACK, "1.1"), what)
