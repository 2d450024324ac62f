"""The people of the rules' tests, and facts written as short as they are said."""

from dataclasses import replace
from datetime import datetime, timedelta

from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Commitment, Contract, Criticality, OpeningTime, Person, Role
from rules.decide import Decision, decide
from rules.events import Actor, Fact, Happening, Source, System, Template
from rules.fold.folding import fold
from tests.rules.calendars import at
from tests.rules.clocks import CONTRACT as TABLE

AGENT = Actor("U0AGENT", "Agent", frozenset({Role.AGENT}))
RM = Actor("U0RM", "Responsable", frozenset({Role.RM}))
CP = Actor("U0CP", "Chef de projet", frozenset({Role.CP}))
DEV = Actor("U0DEV", "Développeur", frozenset({Role.DEVELOPER}))
STRANGER = Actor("U0WHO", "Quelqu'un")
BOT = Actor("jira:bot", "Automate", human=False)

DIRECTION = Person(frozenset({Role.DIRECTION}), "Direction", chat="U0DIR", email="direction@exemple.example")
PEOPLE = [
    Person(actor.roles, actor.name, chat=actor.id, email=f"{actor.id.lower()}@exemple.example")
    for actor in (AGENT, RM, CP, DEV)
]
CONTRACT = replace(TABLE, people=(*PEOPLE, DIRECTION))
PROMISED = {
    (Criticality.MAJEURE, ClockName.FIRST_REPLY): Commitment(OpeningTime(timedelta(hours=2)), "bureau"),
    (Criticality.MAJEURE, ClockName.NEXT_UPDATE): Commitment(OpeningTime(timedelta(hours=4)), "bureau"),
}
ANSWERING = replace(CONTRACT, commitments={**CONTRACT.commitments, **PROMISED})
OPENING = Anomaly("a1", CONTRACT.id, CONTRACT.effective)

NINE = at("2026-11-09 09:00")
RAISED = events.Raised("Panier vide", Criticality.MAJEURE, Template(observed="rien"))
TICKET = events.TicketAttached("martin", "10001", "BOU-1")


def fact(what: Happening, by: Actor, when: datetime | str = NINE, system: System = System.SLACK, id: str = "") -> Fact:  # noqa: A002
    """A fact at an instant ("10:05" is that Monday's), with an identity of its own."""
    instant = when if isinstance(when, datetime) else at(when if "-" in when else f"2026-11-09 {when}")
    return Fact(id or f"{what.kind}:{instant.isoformat()}", instant, by, Source(system, "1"), what)


def raised(*others: Fact) -> tuple[Fact, ...]:
    """A history that begins with a remontée at nine and its ticket."""
    return (fact(RAISED, RM), fact(TICKET, RM, "09:01", System.JIRA), *others)


def after(*facts: Fact, contract: Contract = CONTRACT) -> Anomaly:
    """The anomaly that these facts leave."""
    return fold(facts, OPENING, contract)


def told(
    history: tuple[Fact, ...],
    *facts: Fact,
    contract: Contract = CONTRACT,
    refusable: bool = False,
    late: timedelta = timedelta(),
) -> Decision:
    """The decision on facts, taken when the last of them happened or a while later."""
    now = max(one.at for one in facts) + late
    return decide(history, facts, OPENING, contract, now, refusable)


QUALIFIED = fact(events.Qualified(Criticality.MAJEURE), CP, "10:00")
COMMUNICATED = fact(
    events.DelayCommunicated("Nous tiendrons", (events.Deadline(ClockName.RESOLUTION, at("2026-11-12 09:00")),)),
    CP,
    "10:10",
)
DELIVERED = fact(events.Delivered("v2"), DEV, "11:00")
ACCEPTED = fact(events.Accepted(), RM, "11:30")
DEPLOYED = fact(events.Deployed(), DEV, "12:00")
CLOSED = fact(events.Closed("Cache périmé", "Cache vidé"), CP, "12:10")
WHOLE = (*raised(), QUALIFIED, COMMUNICATED, DELIVERED, ACCEPTED, DEPLOYED, CLOSED)
