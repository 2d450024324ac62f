"""The lives that a ticket of the past year may have had, each a run of acts with the time between them."""

import random
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from tests.scheduler.recall import CP, DEV
from tests.stories.past_tickets import Ticket

Life = AsyncGenerator[timedelta, None]

CAUSE, ANSWER = "customfield_10050", "customfield_10051"


def hours(chance: random.Random, least: float, most: float) -> timedelta:
    """A while, to the minute."""
    return timedelta(minutes=round(60 * chance.uniform(least, most)))


async def _seen_to(ticket: Ticket, chance: random.Random) -> Life:
    """Assigned, looked into and qualified by the CP."""
    yield hours(chance, 0.1, 5)
    await ticket.client.site.assign(ticket.id, CP, DEV)
    yield hours(chance, 0.1, 3)
    await ticket.move("look", DEV)
    yield hours(chance, 0.1, 6)
    await ticket.assess(CP, chance)
    yield hours(chance, 0.1, 6)


async def _asked(ticket: Ticket, chance: random.Random, longest: float) -> Life:
    """The client is asked, answers or not, and the work goes on."""
    await ticket.move("wait", DEV, "Avec quel compte ?")
    yield hours(chance, 0.5, longest)
    if chance.random() < 0.6:
        await ticket.say(ticket.client.raiser, "Voici le compte.")
        yield hours(chance, 0.1, 5)
    await ticket.move("fix", DEV)
    yield hours(chance, 0.5, 8)


async def _repaired(ticket: Ticket, chance: random.Random) -> Life:
    """Delivered, refused at times, accepted, deployed and closed."""
    await ticket.move("fix", DEV)
    yield hours(chance, 0.5, 40)
    if chance.random() < 0.3:
        await ticket.assess(CP, chance)
        yield hours(chance, 0.1, 5)
    await ticket.move("test", DEV)
    yield hours(chance, 0.5, 60)
    if chance.random() < 0.2:
        await ticket.move("fix", ticket.client.raiser)
        yield hours(chance, 1, 20)
        await ticket.move("test", DEV)
        yield hours(chance, 0.5, 30)
    await ticket.edit(DEV, **{CAUSE: "Cache périmé", ANSWER: "Cache vidé à chaque livraison"})
    yield hours(chance, 0.1, 2)
    await ticket.move("accepted", ticket.client.raiser)
    yield hours(chance, 0.5, 30)
    await ticket.move("live", DEV)
    yield hours(chance, 0.5, 30)
    await ticket.move("closed", CP)
    yield hours(chance, 1, 60)


async def _whole(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    if chance.random() < 0.5:
        async for wait in _asked(ticket, chance, 70):
            yield wait
    async for wait in _repaired(ticket, chance):
        yield wait
    if chance.random() < 0.15:
        await ticket.move("fix", CP)
        yield hours(chance, 1, 30)


async def _half(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Left where it is, half-way."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    if chance.random() < 0.6:
        await ticket.move(chance.choice(("wait", "fix", "test")), DEV)


async def _forgotten(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """It waits for the client longer than the contract lets a pause last."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    async for wait in _asked(ticket, chance, 900):
        yield wait
    async for wait in _repaired(ticket, chance):
        yield wait


async def _repeated(known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """A duplicate, closed as one."""
    await ticket.open(chance)
    yield hours(chance, 0.2, 20)
    others = [one.id for one in known if one.id and one is not ticket and one.client is ticket.client]
    if others:
        await ticket.client.site.relations.link(ticket.id, chance.choice(others), "Duplicate", CP)
        yield hours(chance, 0.1, 3)
        await ticket.move("closed", CP)


async def _cancelled(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    await ticket.open(chance)
    yield hours(chance, 0.2, 60)
    await ticket.move("cancelled", CP)


async def _moved(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Moved to the client's other project, and perhaps back."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    await ticket.client.site.relations.move(ticket.id, CP, ticket.client.projects[1])
    yield hours(chance, 1, 40)
    if chance.random() < 0.4:
        await ticket.client.site.relations.move(ticket.id, CP, ticket.client.projects[0])
        yield hours(chance, 1, 10)
    async for wait in _repaired(ticket, chance):
        yield wait


async def _given_away(known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Moved to another client's project, where it begins anew."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    await _to_a_neighbour(known, ticket)
    yield hours(chance, 0.5, 5)
    async for wait in _seen_to(ticket, chance):
        yield wait
    async for wait in _repaired(ticket, chance):
        yield wait


async def _lent(known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """In another client's project for a while."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    home = ticket.client
    await _to_a_neighbour(known, ticket)
    yield hours(chance, 1, 60)
    if ticket.client is not home:
        await ticket.moved(home, home.projects[0], CP)
        yield hours(chance, 0.5, 8)
    async for wait in _repaired(ticket, chance):
        yield wait


async def _to_a_neighbour(known: Sequence[Ticket], ticket: Ticket) -> None:
    """A client of the same site, if it has another."""
    near = (one.client for one in known if one.client.world is ticket.client.world)
    other = next((one for one in near if one.contract != ticket.client.contract), None)
    if other is not None:
        await ticket.moved(other, other.projects[0], CP)


async def _retyped(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Taken for an evolution for a while."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    await ticket.edit(CP, issuetype={"name": "Évolution"})
    yield hours(chance, 1, 60)
    await ticket.edit(CP, issuetype={"name": "Anomalie"})
    yield hours(chance, 0.5, 8)
    async for wait in _repaired(ticket, chance):
        yield wait


async def _no_repeat(known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Taken for a duplicate for a while, and talked about: a comment is reworded, time is spent."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    site = ticket.client.site
    others = [one.id for one in known if one.id and one is not ticket and one.client is ticket.client]
    if others:
        link = await site.relations.link(ticket.id, chance.choice(others), "Duplicate", CP)
        yield hours(chance, 0.5, 5)
        await site.relations.unlink(link, CP)
    said = await site.comment(ticket.id, DEV, "Je regarde.")
    yield hours(chance, 0.5, 3)
    await site.discussion.edit_comment(ticket.id, said, DEV, "Je regarde les journaux.")
    await site.worklog(ticket.id, DEV, 3600, "Lecture des journaux")
    yield hours(chance, 0.5, 3)
    async for wait in _repaired(ticket, chance):
        yield wait


async def _born_later(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Created in another status, by a form or the import of another tool."""
    await ticket.open(chance, chance.choice(("wait", "fix", "closed")))
    yield hours(chance, 1, 20)
    await ticket.say(ticket.client.raiser, "Une précision : cela n'arrive que le soir.")


async def _migrated(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Its status was set by a migration, of which the changelog says nothing."""
    await ticket.open(chance)
    yield hours(chance, 1, 20)
    site = ticket.client.site
    status = ticket.client.statuses[chance.choice(("wait", "closed"))]
    await site.ledger.put(replace(site.issue(ticket.id), status=status, updated=site.ledger.now()))


async def _hidden(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Put behind a security level, for good."""
    await ticket.open(chance)
    async for wait in _seen_to(ticket, chance):
        yield wait
    ticket.client.site.ledger.unseen.add(ticket.id)


async def _seen_again(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Behind a security level for a while."""
    async for wait in _hidden(_known, ticket, chance):
        yield wait
    yield hours(chance, 5, 60)
    ticket.client.site.ledger.unseen.discard(ticket.id)
    async for wait in _repaired(ticket, chance):
        yield wait


async def _careless(_known: Sequence[Ticket], ticket: Ticket, chance: random.Random) -> Life:
    """Moved to its end by the developer alone: nobody qualifies it, and the client accepts nothing."""
    await ticket.open(chance)
    for meaning in ("look", "fix", "test", "accepted", "live", "closed"):
        yield hours(chance, 0.5, 30)
        await ticket.move(meaning, DEV)


KINDS: tuple[tuple[str, Callable[[Sequence[Ticket], Ticket, random.Random], Life]], ...] = (
    ("whole", _whole),
    ("half", _half),
    ("repeated", _repeated),
    ("moved", _moved),
    ("whole", _whole),
    ("forgotten", _forgotten),
    ("cancelled", _cancelled),
    ("born later", _born_later),
    ("given away", _given_away),
    ("lent", _lent),
    ("retyped", _retyped),
    ("no repeat", _no_repeat),
    ("whole", _whole),
    ("hidden", _hidden),
    ("seen again", _seen_again),
    ("migrated", _migrated),
    ("careless", _careless),
)
LIVES = dict(KINDS)
