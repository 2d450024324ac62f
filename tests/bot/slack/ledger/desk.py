"""A boutique with a budget behind the Slack room: time is booked, and people press the ledger's buttons."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from connectors.contracts import Contracts
from connectors.store import closed_months, journal
from connectors.store.closed_months import ClosedMonth
from rules.contract import Contract, Person, Role
from rules.contract.budget_terms import Batch, Budget, Category, ClientSees
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.bookkeeping import Books
from rules.events import Actor, Source, System
from rules.events.ledger_events import IssueShown, LedgerFact, LedgerHappening, TimeSpent
from scheduler.ledger.ledger_book import books
from scheduler.ledger.ledger_deliveries import booking
from tests.bot.slack.house import press, submission
from tests.bot.slack.world import HOUSE, Call, World, contracts

ID = HOUSE.id
CP, RM, DEV, DIRECTION, AGENT = "U0CP", "U0RM", "U0DEV", "U0DIR", "U0AGENT"
BUDGET = Budget(
    fee=150_000,
    categories=(Category("évolutif", ("Évolution",)),),
    envelopes=(Envelope("planifiée", 300, ("évolutif",), carry=Carry(CarryMode.KEPT)),),
    batches=(Batch("refonte", 1_200_000, 9_500, date(2026, 10, 1), date(2026, 12, 31)),),
)
PROVIDER = Actor("acc-dev", "Développeur", frozenset({Role.DEVELOPER}))
STRANGER = Actor("acc-x", "Paul Stage")
DIRECTOR = Person(frozenset({Role.DIRECTION}), "Direction", chat=DIRECTION)


def at(month: int, day: int, hour: int = 9) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def sold(sees: ClientSees = ClientSees.TIME, budget: Budget = BUDGET) -> Contract:
    """The boutique's contract with a budget since October 2026, and somebody of the direction."""
    people = (*(one for one in HOUSE.people if one.chat != DIRECTION), DIRECTOR)
    return replace(HOUSE, effective=date(2026, 10, 1), people=people, budget=replace(budget, client_sees=sees))


def known(contract: Contract | None = None) -> Contracts:
    """The contracts of the examples, the boutique's with a budget."""
    one = contract or sold()
    return replace(contracts(), all=(one, *(each for each in contracts().all if each.id != one.id)))


@dataclass
class Desk:
    """What happens to the boutique's ledger; each fact at the world's instant."""

    world: World
    _facts: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    async def book(self, what: LedgerHappening, by: Actor = PROVIDER, name: str = "") -> None:
        """A fact that Jira told."""
        named = name or f"ledger:{ID}:test:{next(self._facts)}"
        fact = LedgerFact(named, self.world.now, by, Source(System.JIRA, "saisie de temps 1"), what)
        await self.world.store.hear(booking(ID, fact, self.world.now))
        await self.world.settle()

    async def shown(self) -> None:
        """A demande of the boutique."""
        await self.book(IssueShown("default", "1", "BOU-1", "Filtre", "Évolution", opened=self.world.now))

    async def spend(self, minutes: int, when: datetime, entry: str = "", by: Actor = PROVIDER) -> None:
        """Time on it."""
        name = entry or f"w{next(self._facts)}"
        await self.book(TimeSpent("default", name, "1", minutes * 60, when, when), by)

    async def press(self, user: str, act: str, of: str, contract: str = ID) -> list[Call]:
        """Press a button of the ledger."""
        return await self.world.interact(press(user, f"ledger:{act}:0", f"{contract}|{of}"))

    async def decide(self, user: str, of: str, **values: str) -> list[Call]:
        """Send the form of an overrun's decision."""
        along = {"contract": ID, "channel": "C0BOUTIQUE", "kept": {"of": of}}
        form = submission(user, "x", values, along, callback_id="ledger:decide_overrun")
        return await self.world.interact(form)

    async def facts(self) -> list[str]:
        """The kinds of the ledger's facts, in order."""
        told = await self.world.store.read(lambda tx: journal.LEDGERS.read(tx, ID))
        return [one.what.kind for one in told]

    async def last(self) -> LedgerFact:
        """The last fact of the ledger."""
        return (await self.world.store.read(lambda tx: journal.LEDGERS.read(tx, ID)))[-1]

    async def books(self) -> Books:
        """The books as of now."""
        found = await self.world.store.read(lambda tx: books(tx, self.world.casebook.contracts, ID, self.world.now))
        assert found is not None
        return found

    async def closed(self) -> list[ClosedMonth]:
        """What is kept of the closed months."""
        return await self.world.store.read(lambda tx: closed_months.of(tx, ID))


def told(calls: list[Call], user: str) -> str:
    """What one person was told, in private or for their eyes only."""
    found = (call.text for call in calls if call.given.get("channel") in (f"D{user}", user) or _for(call, user))
    return plain("\n".join(found))


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def buttons(calls: list[Call]) -> list[tuple[str, str]]:
    """The ledger's buttons that were shown: act and value."""
    found: list[tuple[str, str]] = []
    for call in calls:
        for block in _blocks(call):
            found += [
                (one["action_id"].split(":")[1], one["value"])
                for one in block.get("elements", ())
                if str(one.get("action_id", "")).startswith("ledger:")
            ]
    return found


def _for(call: Call, user: str) -> bool:
    return call.method == "chat.postEphemeral" and call.given.get("user") == user


def _blocks(call: Call) -> list[dict[str, Any]]:
    given = call.given.get("blocks") or []
    return json.loads(given) if isinstance(given, str) else list(given)
