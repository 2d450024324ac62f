"""An act whose answer was lost after the work was done is not done again, on Cloud and on Data Center."""

from collections.abc import AsyncIterator

import pytest

from connectors.delivery_errors import NotNow
from connectors.jira.outbound.issue_comments import Remark
from connectors.jira.outbound.jira_client import Jira
from rules.anomaly.state import Ticket
from rules.contract import JiraMeaning
from sandbox.jira import Fault
from tests.connectors.jira.outbound.test_jira_client import ANOMALY
from tests.connectors.jira.samples import SITE, contract
from tests.scheduler.recall import World, world

CONTRACT = contract()
SAID = Remark("Voici la cause.", "fait:0")


@pytest.fixture(params=["Cloud", "Server"])
async def jira(request: pytest.FixtureRequest) -> AsyncIterator[tuple[World, Jira]]:
    """A site of each kind, and a client of it."""
    async with world(deployment=request.param) as site:
        client = Jira(SITE, site.url, None, site.auth)
        yield site, client
        await client.close()


def _lose(site: World, method: str, path: str) -> None:
    site.site.faults.append(Fault(method, path, "lose"))


async def test_a_creation_is_found_by_its_label(jira: tuple[World, Jira]) -> None:
    site, client = jira
    _lose(site, "POST", "/issue$")
    with pytest.raises(NotNow):
        await client.create(CONTRACT, ANOMALY, "Au paiement.")
    ticket = await client.create(CONTRACT, ANOMALY, "Au paiement.", again=True)
    assert [issue.key for issue in site.site.ledger.issues] == [ticket.key]


async def test_a_comment_is_found_by_its_mark(jira: tuple[World, Jira]) -> None:
    site, client = jira
    ticket = await _opened(site)
    _lose(site, "POST", "/comment$")
    with pytest.raises(NotNow):
        await client.comment(ticket, SAID)
    assert not await client.comment(ticket, SAID, again=True)
    assert len(site.site.issue(ticket.key).comments) == 1


async def test_a_comment_written_with_fields_is_found_by_its_mark(jira: tuple[World, Jira]) -> None:
    site, client = jira
    ticket = await _opened(site)
    _lose(site, "PUT", "/issue/")
    with pytest.raises(NotNow):
        await client.write(ticket, {"cause": "Cache périmé"}, CONTRACT, remark=SAID)
    await client.write(ticket, {"cause": "Cache périmé"}, CONTRACT, remark=SAID, again=True)
    assert len(site.site.issue(ticket.key).comments) == 1


async def test_a_transition_finds_the_issue_where_it_was_to_go(jira: tuple[World, Jira]) -> None:
    site, client = jira
    ticket = await _opened(site)
    _lose(site, "POST", "/transitions$")
    with pytest.raises(NotNow):
        await client.transition(ticket, JiraMeaning.WAITING_CLIENT, CONTRACT)
    assert not await client.transition(ticket, JiraMeaning.WAITING_CLIENT, CONTRACT)
    moves = [item for entry in site.site.issue(ticket.key).histories for item in entry.items if item.name == "status"]
    assert len(moves) == 1


async def _opened(site: World) -> Ticket:
    key = await site.opened()
    return Ticket(SITE, site.site.issue(key).id, key)
