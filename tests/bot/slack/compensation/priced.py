"""A boutique whose contract prices missed promises: an anomaly is late, and people record the steps of its penalty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from connectors.contracts import Contracts
from connectors.store import Connection, anomalies, clocks, journal
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Contract, Criticality, Person
from rules.contract.budget_terms import Budget, ClientSees
from rules.contract.compensation_terms import (
    AmountPerUnit,
    Compensations,
    ExclusionCause,
    ExclusionTerm,
    LateUnit,
    ScaleLine,
)
from rules.events import Fact, Happening, Source, System
from rules.events.compensation_events import CompensationEvent
from rules.events.contract_events import ContractEdited
from rules.fold.folding import fold
from scheduler.cases.clock_rows import clock_rows
from scheduler.ledger.compensation_watch import CompensationWatch
from tests.bot.slack.house import EVERYBODY, press, submission
from tests.bot.slack.ledger.desk import DIRECTOR
from tests.bot.slack.world import HOUSE, Call, World, contracts

ID = HOUSE.id
LATE = "0123456789abcdef"
ACK, RESOLUTION = f"{LATE}:acknowledgement:1@2026-10", f"{LATE}:resolution:1@2026-10"
TERMS = Compensations(
    scale=(
        ScaleLine((ClockName.ACKNOWLEDGEMENT,), AmountPerUnit(5_000), clause="art. 12"),
        ScaleLine((ClockName.RESOLUTION,), AmountPerUnit(8_000), unit=LateUnit.OPENING_HOUR, clause="art. 12"),
    ),
    exclusions=(ExclusionTerm(ExclusionCause.FORCE_MAJEURE), ExclusionTerm(ExclusionCause.CLIENT)),
    base=150_000,
)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def priced(
    terms: Compensations | None = TERMS, sees: ClientSees | None = None, people: Sequence[Person] | None = None
) -> Contract:
    """The boutique's contract with a scale since October, and somebody of the direction."""
    known = people or (*(one for one in HOUSE.people if one.chat != DIRECTOR.chat), DIRECTOR)
    budget = None if sees is None else Budget(client_sees=sees)
    return replace(HOUSE, effective=date(2026, 10, 1), people=tuple(known), compensations=terms, budget=budget)


def known(contract: Contract) -> Contracts:
    """The contracts of the examples, the boutique's as given."""
    return replace(contracts(), all=(contract, *(each for each in contracts().all if each.id != contract.id)))


LIFE: tuple[tuple[datetime, Happening], ...] = (
    (at(10, 5, 8), events.Raised("Panier vide", Criticality.MAJEURE)),
    (at(10, 5, 8, 1), events.TicketAttached("default", "214", "BOU-214")),
    (at(10, 7, 8), events.Taken()),
    (at(10, 7, 9), events.Qualified(Criticality.MAJEURE)),
    (at(10, 16, 9), events.Delivered("v2")),
    (at(10, 16, 10), events.Accepted()),
    (at(10, 16, 11), events.Deployed()),
    (at(10, 16, 12), events.Closed("Cache périmé", "Cache vidé")),
)


@dataclass
class Priced:
    """What happens to the boutique's penalties."""

    world: World
    contract: Contract

    async def lived(self, life: Sequence[tuple[datetime, Happening]] = LIFE, name: str = LATE) -> Anomaly:
        """An anomaly to which these things happened."""
        history = tuple(
            Fact(f"{name}:{rank}", when, EVERYBODY, Source(System.SLACK, f"{rank}.1"), what)
            for rank, (when, what) in enumerate(life)
        )
        anomaly = fold(history, Anomaly(name, ID, self.contract.effective), self.contract)

        def save(tx: Connection) -> None:
            journal.ANOMALIES.append(tx, name, history, self.world.now)
            anomalies.save(tx, anomaly, self.world.now)
            clocks.save(tx, clock_rows(anomaly, self.contract, self.world.now))

        await self.world.store.write(save)
        return anomaly

    async def press(self, user: str, act: str, line: str = RESOLUTION, contract: str = ID) -> list[Call]:
        """Press a button under a line."""
        return await self.world.interact(press(user, f"ledger:{act}:0", f"{contract}|{line}"))

    async def send(self, user: str, act: str, line: str = RESOLUTION, contract: str = ID, **values: str) -> list[Call]:
        """Send the form of a step."""
        return await self.world.interact(form(user, act, line, contract, **values))

    async def steps(self) -> list[CompensationEvent]:
        """The facts of the contract's penalties, in order."""
        facts = await self.world.store.read(lambda tx: journal.CONTRACTS.read(tx, ID))
        return [one.what for one in facts if not isinstance(one.what, ContractEdited)]

    async def kinds(self) -> list[str]:
        """Their kinds, without the calculations."""
        return [one.kind.removeprefix("compensation_") for one in await self.steps() if "calculated" not in one.kind]

    async def looked(self) -> list[Call]:
        """What is told by a look at the terms, as after a restart."""
        one = self.world
        one.client.calls.clear()
        await CompensationWatch(one.store, one.casebook, lambda: one.now, lambda: None).once()
        await one.settle()
        return list(one.client.calls)


def form(user: str, act: str, line: str = RESOLUTION, contract: str = ID, **values: str) -> dict[str, Any]:
    """The form of a step, as Slack sends it."""
    along = {"contract": contract, "channel": "C0BOUTIQUE", "kept": {"of": line}}
    return submission(user, "x", values, along, callback_id=f"ledger:{act}")
