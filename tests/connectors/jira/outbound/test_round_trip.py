"""What the sandbox's Jira says over HTTP is believed and understood, and Vigie's own acts are not taken for news."""

from dataclasses import replace
from datetime import date

from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.jira.inbound.jira_signature import genuine, identity
from connectors.jira.outbound.issue_comments import Remark
from connectors.parsed_delivery import AboutIssue, Claim, Delivery, Ignored
from rules.anomaly.state import Anomaly
from rules.contract import JiraMeaning
from rules.events import CauseFound
from sandbox import seed
from tests.connectors.jira.conftest import SECRET, Stand
from tests.connectors.jira.samples import AT, SITE, contract

OWN = frozenset({seed.BOT_JIRA_ACCOUNT})
ACCOUNTS = {person.slack: person.jira for person in seed.PEOPLE}
RM, CP, DEV = (ACCOUNTS[slack] or "" for slack in ("U0RM", "U0CP", "U0DEV"))
CONTRACT = replace(
    contract(), people=tuple(replace(one, jira=ACCOUNTS.get(one.chat or "", one.jira)) for one in contract().people)
)


def _claims(stand: Stand, known: bool = True) -> list[tuple[str, ...]]:
    """What each webhook heard so far tells: kinds of facts, or the name under which it is ignored."""
    return [_told(raw, known) for raw in _bodies(stand)]


def _bodies(stand: Stand) -> list[Delivery]:
    deliveries = []
    for heard in stand.listener.heard:
        assert genuine(SECRET, heard.raw, heard.headers.get("x-hub-signature"))
        deliveries.append(Delivery("jira", SITE, identity(heard.headers, heard.raw), heard.raw, AT))
    return deliveries


def _told(delivery: Delivery, known: bool) -> tuple[str, ...]:
    found = read(delivery, OWN)
    told = facts_of(found, CONTRACT, known) if isinstance(found, Claim) else found
    assert isinstance(told, tuple | Ignored)
    return (told.name,) if isinstance(told, Ignored) else tuple(fact.what.kind for fact in told)


async def test_what_people_do_in_jira_is_understood(stand: Stand) -> None:
    ticket = await stand.opened()
    await stand.site.assign(ticket.key, CP, DEV)
    await stand.site.transition(ticket.key, "31", DEV)
    await stand.site.comment(ticket.key, RM, "Voici le compte.")
    await stand.site.transition(ticket.key, "41", DEV)
    await stand.site.edit(ticket.key, DEV, {"customfield_10050": "Cache"})
    await stand.site.settled()
    told = {kind for kinds in _claims(stand) for kind in kinds}
    assert told >= {"raised", "ticket_attached", "assigned", "paused", "client_answered", "resumed", "work_started"}
    assert "cause_found" in told


async def test_one_comment_heard_twice_is_one_fact(stand: Stand) -> None:
    ticket = await stand.opened()
    await stand.site.comment(ticket.key, RM, "Voici le compte.")
    await stand.site.settled()
    claims = [found for found in (read(delivery, OWN) for delivery in _bodies(stand)) if isinstance(found, Claim)]
    told = [facts for claim in claims if not isinstance(facts := facts_of(claim, CONTRACT, True), Ignored)]
    answers = [fact.id for facts in told for fact in facts if fact.what.kind == "client_answered"]
    assert len(answers) == 2
    assert len(set(answers)) == 1


async def test_an_order_heard_twice_then_reworded_is_one_fact(stand: Stand) -> None:
    ticket = await stand.opened()
    comment = await stand.site.comment(ticket.key, DEV, "/anomalie cause Cache périmé")
    await stand.site.discussion.edit_comment(ticket.key, comment, DEV, "/anomalie cause Cache vidé")
    await stand.site.settled()
    claims = [found for found in (read(delivery, OWN) for delivery in _bodies(stand)) if isinstance(found, Claim)]
    told = [facts for claim in claims if not isinstance(facts := facts_of(claim, CONTRACT, True), Ignored)]
    causes = [fact for facts in told for fact in facts if isinstance(fact.what, CauseFound)]
    assert {fact.what for fact in causes} == {CauseFound("Cache périmé")}
    assert len(causes) == 2
    assert len({fact.id for fact in causes}) == 1


async def test_what_vigie_does_comes_back_as_an_echo(stand: Stand) -> None:
    anomaly = Anomaly("3f2a9c1e77", "boutique", date(2026, 1, 1), title="Le panier se vide")
    ticket = await stand.jira.create(CONTRACT, anomaly, "Au paiement.")
    await stand.jira.transition(ticket, JiraMeaning.DIAGNOSIS, CONTRACT)
    await stand.jira.comment(ticket, Remark("Pris en charge.", "envoi-1"))
    await stand.jira.write(ticket, {"cause": "Cache"}, CONTRACT)
    await stand.site.settled()
    told = set(_claims(stand))
    assert told == {("ticket_attached",), ("jira: écho de Vigie",)}
    first = read(_bodies(stand)[0], OWN)
    assert isinstance(first, Claim)
    assert first.about == AboutIssue(SITE, ticket.id, ticket.key, "BOU", anomaly.id)
