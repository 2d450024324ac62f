"""The ledger of the boutique, filled the way the service fills it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from connectors.contracts import Contracts
from connectors.parsed_delivery import Booked
from connectors.store import Connection, Store
from rules.contract import Role
from rules.events import Actor, Source, System
from rules.events.ledger_events import IssueShown, LedgerFact, LedgerHappening, MonthClosed, TimeSpent
from scheduler.cases.case_loader import Casebook
from scheduler.ledger.ledger_deliveries import booking
from scheduler.subjects.ledger_subject import LedgerSubject
from scheduler.subjects.subject import Desk
from tests.rules.calendars import at

BOUTIQUE, SITE = "boutique-exemple", "principal"
DEV = Actor("5b10ac000000000000000003", "Léa Petit", frozenset({Role.DEVELOPER}))
CP = Actor("5b10ac000000000000000002", "Marc Aubry", frozenset({Role.CP}))
STRANGER = Actor("5b10ac000000000000000099", "Inconnue")


def told(name: str, what: LedgerHappening, when: str, by: Actor = DEV) -> LedgerFact:
    """A fact of a ledger, at a local time of Paris."""
    return LedgerFact(name, at(when), by, Source(System.JIRA, name), what)


def issue(
    number: str, title: str, kind: str = "Évolution", when: str = "2026-09-01 09:00", **more: object
) -> LedgerFact:
    """An issue of the boutique, `BOU-NUMBER`."""
    shown = IssueShown(SITE, number, f"BOU-{number}", title, kind, opened=at(when), **more)  # type: ignore[arg-type]
    return told(f"issue-{number}", shown, when)


def spent(name: str, number: str, minutes: int, when: str, by: Actor = DEV, heard: str = "") -> LedgerFact:
    """Time on an issue: work that began at a local time, heard then unless it was later."""
    what = TimeSpent(SITE, name, number, minutes * 60, at(when), at(heard or when))
    return told(f"spent-{name}-{heard or when}", what, heard or when, by)


def closed(month: str, when: str) -> LedgerFact:
    """A month closed by the CP."""
    return told(f"closed-{month}", MonthClosed(month, "0" * 64), when, CP)


async def fill(store: Store, contracts: Contracts, facts: Iterable[LedgerFact], contract: str = BOUTIQUE) -> None:
    """Let the ledger hear facts, each a moment after it happened."""
    hand = [at("2026-01-01 00:00")]

    def now() -> datetime:
        return hand[0]

    subject = LedgerSubject(Desk(Casebook(store, contracts), {}, now, now, ()))

    def hear(tx: Connection) -> None:
        for fact in facts:
            hand[0] = fact.at + timedelta(seconds=2)
            settled = subject.settle(tx, booking(contract, fact, now()), Booked(contract, fact))
            assert settled.state == "handled", settled

    await store.write(hear)
