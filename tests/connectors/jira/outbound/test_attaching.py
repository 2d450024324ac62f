"""A file stands on its issue once, without a comment; what Jira will not have says what to do about it."""

import io
from collections.abc import AsyncIterator

import pytest

from connectors.contracts import load_folder
from connectors.delivery_errors import Never, NotNow
from connectors.jira.inbound import jira_delivery_reader
from connectors.jira.outbound.attaching import SETTLING, Enclosure
from connectors.jira.outbound.jira_client import Jira
from connectors.parsed_delivery import Claim, Heard, Ignored
from rules.anomaly.state import Ticket
from rules.events import ClientAnswered, Fact
from sandbox.jira import Fault
from tests.connectors.jira.samples import SITE
from tests.plain_contracts import PLAIN
from tests.scheduler.recall import OWN, RM, World, world

CONTRACT = next(one for one in load_folder(PLAIN).all if "BOU" in one.jira.projects)


@pytest.fixture(params=["Cloud", "Server"])
async def jira(request: pytest.FixtureRequest) -> AsyncIterator[tuple[World, Jira, Ticket]]:
    """A site of each kind, a client of it, and an issue."""
    async with world(deployment=request.param) as site:
        client = Jira(SITE, site.url, None, site.auth)
        key = await site.opened()
        yield site, client, Ticket(SITE, site.site.issue(key).id, key)
        await client.close()


def _enclosed(content: bytes = b"\x89PNG", name: str = "capture.png") -> Enclosure:
    return Enclosure("F0A1", name, "image/png", io.BytesIO(content))


async def test_a_file_is_put_on_the_issue_under_its_reserved_name(jira: tuple[World, Jira, Ticket]) -> None:
    site, client, ticket = jira
    assert not await client.has_file(ticket, "F0A1")
    await client.attach(ticket, _enclosed())
    (held,) = site.site.issue(ticket.key).attachments
    assert (held.filename, held.mime_type, held.content) == ("F0A1-capture.png", "image/png", b"\x89PNG")
    assert await client.has_file(ticket, "F0A1")
    assert not await client.has_file(ticket, "F0A")


async def test_nothing_is_said_in_public_about_it(jira: tuple[World, Jira, Ticket]) -> None:
    site, client, ticket = jira
    await client.attach(ticket, _enclosed())
    assert site.site.issue(ticket.key).comments == ()


async def test_a_file_whose_upload_was_not_answered_is_found_there(jira: tuple[World, Jira, Ticket]) -> None:
    site, client, ticket = jira
    site.site.faults.append(Fault("POST", "/attachments$", "lose"))
    with pytest.raises(NotNow) as caught:
        await client.attach(ticket, _enclosed())
    assert caught.value.after == SETTLING
    assert await client.has_file(ticket, "F0A1")


async def test_what_jira_says_it_would_not_take_is_not_sent(jira: tuple[World, Jira, Ticket]) -> None:
    site, client, ticket = jira
    site.site.upload_limit = 3
    with pytest.raises(Never, match="dépasse") as large:
        await client.attach(ticket, _enclosed())
    site.site.attachments_enabled = False
    with pytest.raises(Never, match="n'accepte pas") as disabled:
        await client.attach(ticket, _enclosed())
    assert "aussi lourd" in large.value.remedy
    assert "activez" in disabled.value.remedy
    assert not any(one.startswith("POST") for one in site.requests)


@pytest.mark.parametrize(("status", "remedy"), [(403, "droit de joindre"), (413, "trop"), (404, "n'existe plus")])
async def test_a_refusal_comes_with_its_own_remedy(jira: tuple[World, Jira, Ticket], status: int, remedy: str) -> None:
    site, client, ticket = jira
    site.site.faults.append(Fault("POST", "/attachments$", status))
    with pytest.raises(Never) as caught:
        await client.attach(ticket, _enclosed())
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "F0A1-_.._etc_passwd"),
        ("un nom\n\x00étrange?.png", "F0A1-un nométrange_.png"),
        ("", "F0A1-fichier"),
        ("é" * 300 + ".png", "F0A1-" + "é" * 145 + "….png"),
    ],
)
def test_a_name_is_made_harmless(name: str, kept: str) -> None:
    assert _enclosed(name=name).reserved == kept


async def test_our_own_upload_is_no_answer_of_the_clients_and_theirs_is(jira: tuple[World, Jira, Ticket]) -> None:
    site, client, ticket = jira
    await site.webhooks()
    heard = len(site.listener.heard)
    await client.attach(ticket, _enclosed())
    ours = (await site.webhooks())[heard:]
    await site.site.discussion.attach(ticket.key, RM, "F0A1-la-mienne.png", "image/png", b"x")
    theirs = (await site.webhooks())[heard + len(ours) :]
    assert ours
    for delivery in ours:
        claim = jira_delivery_reader.read(delivery, OWN)
        assert not isinstance(claim, Claim) or isinstance(jira_delivery_reader.facts(claim, CONTRACT, True), Ignored)
    told = {fact.id: fact.what for one in theirs for fact in _facts(jira_delivery_reader.read(one, OWN))}
    assert list(told.values()) == [ClientAnswered()]


def _facts(heard: Heard) -> tuple[Fact, ...]:
    found = jira_delivery_reader.facts(heard, CONTRACT, True) if isinstance(heard, Claim) else ()
    return () if isinstance(found, Ignored) else found
