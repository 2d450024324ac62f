"""One key on two sites: people get the anomaly of their own contract, and are asked only where both are theirs."""

from dataclasses import replace

import pytest

from connectors.contracts import Contracts
from connectors.contracts.collection import rooms
from connectors.parsed_delivery import AboutHere, AboutKey
from connectors.store import Store, anomalies
from rules import events
from rules.contract import Contract, Person, Role
from rules.effects import Offer
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.operator_names import AmbiguousKey, row_named
from tests.connectors.jira.samples import created
from tests.scheduler.cases.test_issue_owner import NOW, Doors, contracts, issue
from tests.scheduler.given import CP
from tests.scheduler.plain_deliveries import said, work

OURS, THEIRS = "default-BOU", "autre-BOU"


def _of(contract_id: str) -> Contract:
    return next(one for one in shared().all if one.id == contract_id)


def shared() -> Contracts:
    """The contracts of two clients who share the CP, each with an RM of its own."""
    return Contracts(tuple(replace(one, people=_people(one)) for one in contracts().all if one.id in (OURS, THEIRS)))


def _people(contract: Contract) -> tuple[Person, ...]:
    own = {Role.RM: f"U0RM{contract.jira.site.upper()}"}
    return tuple(
        replace(one, chat=next((own[role] for role in one.roles if role in own), one.chat)) for one in contract.people
    )


@pytest.fixture
async def doors(store: Store) -> Doors:
    """Two clients' BOU-1; the other client's changed last."""
    doors = Doors(store)
    doors.casebook.contracts = shared()
    await doors.hear("default", created(issue(20001, "BOU-1", summary="Le nôtre")))
    await doors.hear("autre", created(issue(31, "BOU-1", summary="Le leur")))
    return doors


@pytest.fixture
def book(doors: Doors) -> Casebook:
    """Their casebook."""
    return doors.casebook


async def _title(book: Casebook, user: str, channel: str = "") -> str:
    found = await book.look_up(AboutKey("bou-1", user=user, channel=channel), NOW)
    assert isinstance(found, Case)
    return found.anomaly.title


async def test_a_key_is_looked_up_among_what_the_asker_may_see(book: Casebook) -> None:
    assert await _title(book, "U0RMDEFAULT") == "Le nôtre"
    assert await _title(book, "U0RMAUTRE") == "Le leur"
    assert await _title(book, "U0RMAUTRE", _of(OURS).chat.channel) == "Le leur"
    assert await book.look_up(AboutKey("BOU-1", user="U0STRANGER"), NOW) is None


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(("contract", "title"), [(OURS, "Le nôtre"), (THEIRS, "Le leur")])
async def test_the_channels_contract_comes_first(book: Casebook, contract: str, title: str, place: int) -> None:
    assert await _title(book, "U0CP", rooms(_of(contract))[place]) == title


async def test_where_several_remain_they_are_offered_with_their_client(book: Casebook) -> None:
    found = await book.look_up(AboutKey("BOU-1", user="U0CP", channel="D0CP", said="prendre"), NOW)
    assert isinstance(found, Offer)
    assert found.said == "prendre"
    assert {(one.name, one.client, one.title) for one in found.choices} == {
        ("BOU-1", "default BOU", "Le nôtre"),
        ("BOU-1", "autre BOU", "Le leur"),
    }
    here = await book.point(AboutHere("", "sla", "U0CP", "D0CP"), NOW)
    assert isinstance(here, Offer)
    assert {one.client for one in here.choices} == {"default BOU", "autre BOU"}


async def test_a_preview_is_by_site_and_key(book: Casebook) -> None:
    for site, title in (("default", "Le nôtre"), ("autre", "Le leur")):
        found = await book.look(AboutKey("BOU-1", site), NOW)
        assert found is not None
        assert found.anomaly.title == title
    assert await book.look(AboutKey("BOU-1"), NOW) is None


@pytest.mark.parametrize(("site", "title"), [("default", "Le nôtre"), ("autre", "Le leur")])
async def test_a_pasted_address_means_the_issue_of_its_own_site(book: Casebook, site: str, title: str) -> None:
    book.locate = lambda url: (url.split("/")[2], "BOU-1")
    about = AboutKey("BOU-1", user="U0CP", channel=_of(OURS).chat.channel, page=f"https://{site}/browse/BOU-1")
    found = await book.look_up(about, NOW)
    assert isinstance(found, Case)
    assert found.anomaly.title == title


@pytest.mark.usefixtures("doors")
async def test_an_operator_names_the_site_of_a_key_that_two_sites_share(store: Store) -> None:
    with pytest.raises(AmbiguousKey, match=r"(?s)(?=.*default:BOU-1)(?=.*autre:BOU-1)"):
        await store.read(lambda tx: row_named(tx, "bou-1"))
    for name, site in (("default:BOU-1", "default"), ("Autre:bou-1", "autre")):
        row = await store.read(lambda tx, name=name: row_named(tx, name))  # type: ignore[misc]
        assert row is not None
        assert row.site == site
    assert await store.read(lambda tx: row_named(tx, "ailleurs:BOU-1")) is None
    row = await store.read(lambda tx: anomalies.by_issue(tx, "autre", "31"))
    assert row is not None
    assert await store.read(lambda tx: row_named(tx, row.id)) == row


async def test_a_move_on_a_shared_key_is_made_on_the_channels_anomaly(store: Store, doors: Doors) -> None:
    about = AboutKey("BOU-1", user="U0CP", channel=_of(OURS).chat.channel)
    await doors.store.hear(said("slack", "typed", about, events.Taken(), by=CP, after=3 * 3600))
    await work(doors.worker)
    ours = await store.read(lambda tx: anomalies.by_issue(tx, "default", "20001"))
    theirs = await store.read(lambda tx: anomalies.by_issue(tx, "autre", "31"))
    assert ours is not None
    assert theirs is not None
    assert (ours.owner_id, theirs.owner_id) == (CP.id, None)
