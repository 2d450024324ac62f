"""Vigie's client before a Jira that others wrote: `jira820`, an emulator of Data Center 8.20 (REST version 2).

Where it is plainly not what the vendor does, nothing is asked of it here: it finds an issue by its key alone (the
vendor by its number too, which no move changes), leaves out `update` when an issue is edited and `expand` when issues
are searched, reads no instant in milliseconds in JQL, and keeps no property of a comment.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from jira820.config import Config
from jira820.server import make_app

from connectors.delivery_errors import Never
from connectors.jira.history.past import Found, Lexicon, entry, in_order
from connectors.jira.history.synthetic_webhooks import retold
from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.jira.inbound.jira_payload import mapping, mappings
from connectors.jira.outbound.credentials import Bearer
from connectors.jira.outbound.issue_comments import Remark
from connectors.jira.outbound.jira_client import Jira
from connectors.parsed_delivery import Claim
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Contract, Criticality, JiraMeaning, Person
from rules.events import Fact
from tests.connectors.jira.samples import OWN, SITE, contract
from tests.connectors.jira.samples import RM as CLIENT
from tests.sandbox.jira.server import address, free_socket, serving

TODAY = date(2026, 11, 9)
ANOMALY = Anomaly("3f2a9c1e77", "boutique", TODAY, title="Le panier se vide", criticality=Criticality.BLOQUANTE)
RM = Person(frozenset(), "Responsable de maintenance", jira=CLIENT)
DEV = Person(frozenset(), "Développeur", jira="dev")
STATUSES = (
    ("À qualifier", "todo", "1"),
    ("En diagnostic", "inprogress", "3"),
    ("En attente client", "inprogress", "10001"),
    ("En cours", "inprogress", "10002"),
    ("En recette", "inprogress", "10003"),
    ("Clos", "done", "10004"),
)
WAYS = {
    "À qualifier": ["En diagnostic"],
    "En diagnostic": ["En attente client", "En cours"],
    "En attente client": ["En diagnostic"],
    "En cours": ["En recette", "Clos"],
    "En recette": ["Clos"],
}
SCREENS = {"Clos": ["resolution", "assignee", "comment?"], "En recette": ["worklog"]}


@dataclass(frozen=True, slots=True)
class Other:
    """The other server, and Vigie's client of it."""

    url: str
    jira: Jira

    async def created(self) -> Ticket:
        """A new issue, by the key that this server knows it by."""
        return _by_key(await self.jira.create(contract(), ANOMALY, "Au paiement.", RM))

    async def issue(self, ticket: Ticket) -> Mapping[str, Any]:
        """The whole issue, with its past."""
        found = await self.jira.read(f"issue/{ticket.key}", expand="changelog")
        assert isinstance(found, dict)
        return found

    async def status(self, ticket: Ticket) -> str:
        """The status that its people see."""
        return str(mapping(mapping(await self.issue(ticket), "fields"), "status")["name"])


@pytest.fixture
async def other() -> AsyncIterator[Other]:
    """An empty project of it, with the workflow of a contract."""
    config = Config(
        project_key="BOU",
        base_date=TODAY,
        current_user=CLIENT,
        issue_types=[["Anomalie", "1"], ["Sub-task", "2"]],
        priorities=[["Highest", "1"], ["High", "2"], ["Medium", "3"]],
        statuses=[list(one) for one in STATUSES],
        transition_scheme=WAYS,
        transition_screens=SCREENS,
        epics_per_module=0,
        standalone_per_module=0,
        history_per_module=0,
    )
    held = free_socket()
    jira = Jira(SITE, address(held), None, Bearer("jeton"))
    async with serving(make_app(config=config), held):
        yield Other(address(held), jira)
        await jira.close()


def _by_key(ticket: Ticket) -> Ticket:
    return Ticket(ticket.site, ticket.key, ticket.key)


async def test_an_issue_is_created_whole_and_found_again_by_its_label(other: Other) -> None:
    made = await other.jira.create(contract(), ANOMALY, "Au paiement.", RM)
    assert await other.jira.create(contract(), ANOMALY, "Au paiement.", RM, again=True) == made
    second = Anomaly("77e1c9a2f3", "boutique", TODAY, title="Autre")
    assert await other.jira.create(contract(), second, "", again=True) != made
    fields = (await other.issue(made))["fields"]
    assert (fields["summary"], fields["description"]) == ("Le panier se vide", "Au paiement.")
    assert fields["labels"] == ["vigie-3f2a9c1e77"]
    assert (fields["priority"]["name"], fields["reporter"]["name"]) == ("Highest", CLIENT)


async def test_an_issue_goes_to_the_status_that_the_contract_means(other: Other) -> None:
    ticket = await other.created()
    for means, status in (
        (JiraMeaning.DIAGNOSIS, "En diagnostic"),
        (JiraMeaning.WAITING_CLIENT, "En attente client"),
        (JiraMeaning.DIAGNOSIS, "En diagnostic"),
        (JiraMeaning.RESOLUTION, "En cours"),
    ):
        assert await other.jira.transition(ticket, means, contract())
        assert not await other.jira.transition(ticket, means, contract())
        assert await other.status(ticket) == status
    with pytest.raises(Never, match="aucune transition"):
        await other.jira.transition(ticket, JiraMeaning.DIAGNOSIS, contract())


async def test_a_screen_is_filled_in_as_far_as_vigie_may(other: Other) -> None:
    ticket = await other.created()
    for means in (JiraMeaning.DIAGNOSIS, JiraMeaning.RESOLUTION):
        await other.jira.transition(ticket, means, contract())
    for means, lacking in ((JiraMeaning.RECETTE, "Log Work"), (JiraMeaning.CLOSED, "Assignee")):
        with pytest.raises(Never) as refused:
            await other.jira.transition(ticket, means, contract())
        assert lacking in refused.value.remedy
    await other.jira.write(ticket, {}, contract(), assignee=DEV)
    assert await other.jira.transition(ticket, JiraMeaning.CLOSED, contract())
    fields = (await other.issue(ticket))["fields"]
    assert (fields["status"]["name"], fields["resolution"]["name"]) == ("Clos", "Done")
    assert fields["assignee"]["name"] == "dev"


async def test_fields_are_written_and_a_comment_said_once(other: Other) -> None:
    ticket = await other.created()
    assert await other.jira.write(ticket, {"title": "Panier vidé", "priority": "majeure"}, contract()) == ()
    remark = Remark("Pris en charge.", "envoi-1")
    assert await other.jira.comment(ticket, remark)
    assert not await other.jira.comment(ticket, remark, again=True)
    issue = await other.issue(ticket)
    assert (issue["fields"]["summary"], issue["fields"]["priority"]["name"]) == ("Panier vidé", "High")
    comments = (await other.jira.read(f"issue/{ticket.key}/comment"))["comments"]
    assert [one["body"] for one in comments] == ["Pris en charge."]


async def test_more_issues_than_a_page_are_all_found(other: Other) -> None:
    titles = {f"Panne {number}" for number in range(130)}
    for title in sorted(titles):
        await other.jira.create(contract(), Anomaly(title, "boutique", TODAY, title=title), "")
    jql = 'project = "BOU" AND issuetype = "Anomalie" ORDER BY key ASC'
    found = [one async for one in other.jira.search(jql, ("summary", "labels"))]
    ours = [one["fields"]["summary"] for one in found if one["fields"]["labels"]]
    assert sorted(ours) == sorted(titles)


async def test_the_past_of_its_issue_is_told_as_its_webhooks_would(other: Other) -> None:
    ticket = await other.created()
    for means in (JiraMeaning.DIAGNOSIS, JiraMeaning.WAITING_CLIENT):
        await other.jira.transition(ticket, means, contract())
    await other.jira.comment(ticket, Remark("Voici le compte.", "envoi-1"))
    issue = await other.issue(ticket)
    comments = mappings(await other.jira.read(f"issue/{ticket.key}/comment"), "comments")
    statuses = {one["id"]: one for one in await other.jira.read("status")}
    shown = {name: value for name, value in issue.items() if name in ("id", "key", "self", "fields")}
    past = in_order([entry(one) for one in mappings(mapping(issue, "changelog"), "histories")])
    now = datetime(2026, 11, 9, 20, tzinfo=UTC)
    found = Found(shown, now, past, tuple(comments), lexicon=Lexicon(statuses=statuses))
    told = [fact for one in retold(SITE, found, now) for fact in _facts(read(one.delivery, OWN), contract())]
    # It dates a change with its day alone and a comment with the machine's hour: only their own order counts.
    assert [fact.what.kind for fact in told if fact.what.kind != "client_answered"] == [
        "raised",
        "ticket_attached",
        "diagnosis_started",
        "paused",
    ]
    (answer,) = [fact for fact in told if fact.what.kind == "client_answered"]
    assert answer.by.name == "Responsable de maintenance"


def _facts(heard: Any, under: Contract) -> tuple[Fact, ...]:
    assert isinstance(heard, Claim), heard
    facts = facts_of(heard, under, True)
    assert isinstance(facts, tuple), facts
    return facts
