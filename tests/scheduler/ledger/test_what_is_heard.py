"""Each issue of a contract is known, and the time spent on it is booked once, by whichever way it is heard."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from connectors.contracts import Contracts, load_folder
from connectors.store import Store, chain, contract_issues, journal, mailbox
from rules.contract import Contract, Role
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Envelope, Overrun, OverrunMode
from rules.economy.bookkeeping import Books
from rules.economy.entries import Aside
from rules.events import Actor, Source, System
from rules.events.ledger_events import LedgerFact, TimeSpent
from rules.workdays.month import Month
from scheduler.ledger.ledger_book import books
from scheduler.ledger.ledger_deliveries import booking
from tests.plain_contracts import PLAIN
from tests.scheduler.recall import CP, DEV, RM, START, House, World, world

EVOLUTION = {"id": "10101"}
NOVEMBER = Month(2026, 11)
BUDGET = Budget(
    fee=150_000,
    categories=(
        Category("évolutif", ("Évolution",)),
        Category("out_of_scope", labels=("devis",)),
    ),
    envelopes=(
        Envelope("planifiée", 480, ("évolutif",), overrun=Overrun(OverrunMode.CASCADE, "provision")),
        Envelope("provision", 300, ("correctif",)),
    ),
)


def counted(budget: Budget = BUDGET) -> Contracts:
    """The contracts of the examples, the boutique's with a budget."""

    def version(one: Contract) -> Contract:
        return replace(one, budget=budget) if one.id == "boutique-exemple" else one

    return Contracts(tuple(version(one) for one in load_folder(PLAIN).all))


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira of its own."""
    async with world() as running:
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that follows the boutique's project."""
    held = House(store, jira, contracts=counted())
    await held.reconcile()
    jira.later(minutes=1)
    yield held
    await held.history.close()


async def books_of(house: House) -> Books:
    """The books of the boutique, as of now."""
    now = house.world.clock.now()
    found = await house.store.read(lambda tx: books(tx, house.casebook.contracts, "boutique-exemple", now))
    assert found is not None
    return found


async def consumed(house: House) -> dict[str, int]:
    """The minutes that each envelope gave in November."""
    month = (await books_of(house)).month(NOVEMBER)
    assert month is not None
    return {one.envelope: one.consumed for one in month.envelopes}


async def hear(house: House) -> None:
    """Hear all that Jira said."""
    house.world.later(minutes=3)
    await house.hear(await house.world.webhooks())


async def demandes(house: House) -> list[tuple[str, str, bool]]:
    """The open demandes of the boutique: key, title and type."""
    found = await house.store.read(lambda tx: contract_issues.demandes(tx, "boutique-exemple"))
    return [(one.shown.key, one.shown.title, one.shown.anomaly) for one in found]


async def test_time_spent_on_an_anomaly_and_on_a_demande_is_booked(house: House) -> None:
    anomaly = await house.world.opened()
    demande = await house.world.opened(summary="Ajouter un filtre", issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(anomaly, DEV, 3600)
    await house.world.site.discussion.log_work(demande, CP, 5400)
    await hear(house)
    assert await demandes(house) == [(demande, "Ajouter un filtre", False)]
    assert await consumed(house) == {"planifiée": 90, "provision": 60}
    assert (await house.counts()).get("parked", 0) == 0


async def test_what_is_heard_twice_is_booked_once_and_the_journal_holds(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(demande, CP, 5400)
    await hear(house)
    await house.reconcile()
    await hear(house)
    assert await consumed(house) == {"planifiée": 90, "provision": 0}
    facts = await house.store.read(lambda tx: journal.LEDGERS.read(tx, "boutique-exemple"))
    assert [fact.what.kind for fact in facts] == ["issue_shown", "time_spent"]
    assert await house.store.read(chain.verify) == []


async def test_a_correction_a_deletion_and_another_kind_change_what_is_consumed(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    site = house.world.site
    entry = await site.discussion.log_work(demande, DEV, 3600)
    other = await site.discussion.log_work(demande, DEV, 600)
    await hear(house)
    await site.discussion.edit_work(demande, entry.id, DEV, 7200)
    await site.discussion.delete_work(demande, other.id, DEV)
    await hear(house)
    assert await consumed(house) == {"planifiée": 120, "provision": 0}
    await site.edit(demande, CP, {"labels": ["devis"]})
    await hear(house)
    assert await consumed(house) == {"planifiée": 0, "provision": 0}
    assert (await books_of(house)).set_aside == {Aside.OUT_OF_SCOPE: 120}


async def test_the_clients_time_is_never_counted_and_a_strangers_is_shown(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(demande, RM, 3600)
    unnamed = (replace(one, people=tuple(who for who in one.people if who.jira != DEV)) for one in counted().all)
    house.casebook.contracts = Contracts(tuple(unnamed))
    await house.world.site.discussion.log_work(demande, DEV, 1800)
    await hear(house)
    assert await consumed(house) == {"planifiée": 0, "provision": 0}
    assert (await books_of(house)).set_aside == {Aside.CLIENT: 60, Aside.UNKNOWN: 30}


async def test_time_on_an_issue_that_was_never_heard_of_waits_until_it_is_read(house: House) -> None:
    demande = await house.world.opened(summary="Ajouter un filtre", issuetype=EVOLUTION)
    await house.world.site.settled()
    house.world.listener.heard.clear()  # its creation was never told
    await house.world.site.discussion.log_work(demande, CP, 5400)
    await hear(house)
    assert await demandes(house) == [(demande, "Ajouter un filtre", False)]
    assert await consumed(house) == {"planifiée": 90, "provision": 0}


async def test_time_on_an_issue_of_nobodys_is_asked_for_once(house: House) -> None:
    elsewhere = await house.world.site.create("POR", RM, {"summary": "Ailleurs"})
    await house.world.site.settled()
    house.world.listener.heard.clear()
    house.casebook.contracts = Contracts(
        tuple(one for one in house.casebook.contracts.all if one.id == "boutique-exemple")
    )
    for _ in range(2):
        await house.world.site.discussion.log_work(elsewhere, CP, 600)
        await hear(house)
    asked = [one for one in house.world.requests if one.startswith("POST search") or "issue/" in one]
    assert len(asked) == 1, asked
    assert await consumed(house) == {"planifiée": 0, "provision": 0}


async def test_lost_webhooks_of_demandes_and_worklogs_are_found_again(house: House) -> None:
    demande = await house.world.opened(summary="Ajouter un filtre", issuetype=EVOLUTION)
    entry = await house.world.site.discussion.log_work(demande, CP, 5400)
    gone = await house.world.site.discussion.log_work(demande, CP, 600)
    house.world.later(minutes=10)
    await house.reconcile()
    assert await demandes(house) == [(demande, "Ajouter un filtre", False)]
    assert await consumed(house) == {"planifiée": 100, "provision": 0}
    await house.world.site.discussion.delete_work(demande, gone.id, CP)
    await house.world.site.discussion.edit_work(demande, entry.id, CP, 3600)
    await house.world.site.edit(demande, CP, {"summary": "Ajouter deux filtres"})
    house.world.later(minutes=10)
    await house.reconcile()
    assert await consumed(house) == {"planifiée": 60, "provision": 0}
    assert await demandes(house) == [(demande, "Ajouter deux filtres", False)]


async def test_an_imported_past_is_booked_in_its_own_months(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(demande, CP, 5400, started=START - timedelta(days=30))
    house.world.later(minutes=10)
    await house.imports(START - timedelta(days=60))
    await house.settle()
    october = (await books_of(house)).month(Month(2026, 10))
    assert october is not None
    assert [one.consumed for one in october.envelopes] == [90, 0]


async def test_a_demande_that_is_deleted_or_moved_away_is_listed_no_more_and_its_time_stays(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(demande, CP, 5400)
    await hear(house)
    await house.world.site.delete(demande, CP)
    await hear(house)
    assert await demandes(house) == []
    assert await consumed(house) == {"planifiée": 90, "provision": 0}


async def test_a_demande_whose_deletion_is_heard_before_its_creation_is_none(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    house.world.later(minutes=1)
    await house.world.site.delete(demande, CP)
    await house.hear(list(reversed(await house.world.webhooks())))
    assert await demandes(house) == []
    assert await house.store.read(lambda tx: journal.LEDGERS.read(tx, "boutique-exemple")) == ()


async def test_a_contract_without_a_budget_counts_no_time_and_knows_its_demandes(jira: World, store: Store) -> None:
    house = House(store, jira)
    await house.reconcile()
    demande = await jira.opened(summary="Ajouter un filtre", issuetype=EVOLUTION)
    await jira.site.discussion.log_work(demande, CP, 5400)
    await hear(house)
    assert await demandes(house) == [(demande, "Ajouter un filtre", False)]
    kinds = [fact.what.kind for fact in await store.read(lambda tx: journal.LEDGERS.read(tx, "boutique-exemple"))]
    assert kinds == ["issue_shown"]
    await house.history.close()


async def test_a_ledger_whose_contract_is_gone_parks_with_its_remedy(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await hear(house)
    number, now = house.world.site.issue(demande).id, house.world.clock.now()
    spent = TimeSpent("default", "900", number, 5400, now)
    by = Actor(CP, "Chef", frozenset({Role.CP}))
    fact = LedgerFact("ledger:one", now, by, Source(System.JIRA, "saisie de temps 900"), spent)
    house.casebook.contracts = Contracts(())
    await house.store.hear(booking("boutique-exemple", fact, now))
    await house.settle()
    (parked,) = await house.store.read(mailbox.parked)
    assert parked.outcome == "contrat boutique-exemple inconnu : remettez son fichier dans le dossier"
    house.casebook.contracts = counted()
    await house.store.write(partial(mailbox.replay, id=parked.delivery.id))
    await house.settle()
    assert await consumed(house) == {"planifiée": 90, "provision": 0}
