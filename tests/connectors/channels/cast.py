"""The anomaly of the sketches, told to the channels: its contract, its people, its history."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.channels.render_context import Stage
from connectors.channels.slack.anomaly_card import card
from connectors.channels.slack.block_kit import Post
from connectors.parsed_delivery import Reply
from connectors.wording import Wording
from rules import events
from rules.anomaly.state import Anomaly
from rules.clock import read
from rules.contract import (
    ChatMap,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    JiraMap,
    OpeningTime,
    PauseReason,
    Person,
    Role,
)
from rules.events import Actor, Fact, Happening, Source, System
from rules.fold.folding import fold
from rules.workdays import Calendar, Interval

PARIS = ZoneInfo("Europe/Paris")
_LONG, _SHORT = (Interval(540, 750), Interval(810, 1080)), (Interval(540, 750), Interval(810, 1020))
OFFICE = Calendar(
    "bureau", "Europe/Paris", (*(_LONG,) * 4, _SHORT, (), ()), holidays=lambda year: {date(year, 11, 11): "Armistice"}
)
_HOURS = {ClockName.ACKNOWLEDGEMENT: 4, ClockName.WORKAROUND: 16, ClockName.RESOLUTION: 24}
PEOPLE = (
    Person(frozenset({Role.AGENT}), "Agent", "U0AGENT", "agent@boutique.example"),
    Person(frozenset({Role.RM}), "Responsable", "U0RM", "rm@boutique.example"),
    Person(frozenset({Role.CP}), "Cheffe de projet", "U0CP", "cp@prestataire.example"),
    Person(frozenset({Role.DEVELOPER}), "Développeur", "U0DEV", "dev@prestataire.example"),
)
CONTRACT = Contract(
    id="boutique-exemple",
    client="Boutique Exemple",
    effective=date(2026, 1, 1),
    zone="Europe/Paris",
    language="fr",
    calendars={"bureau": OFFICE},
    commitments={
        (level, clock): Commitment(OpeningTime(timedelta(hours=hours)), "bureau")
        for level in Criticality
        for clock, hours in _HOURS.items()
    },
    jira=JiraMap("default", ("BOU",), ("Anomalie",), {}),
    chat=ChatMap("slack", "C0BOUTIQUE", "C0BOUSECU", "C0EQUIPE"),
    people=PEOPLE,
)
AGENT, RM, CP, DEV = (Actor(str(one.chat), one.name, one.roles) for one in PEOPLE)
OPENING = Anomaly("0a1b2c3d", CONTRACT.id, CONTRACT.effective)
LINK = "https://jira.example/browse/BOU-214"
FRENCH, ENGLISH = Wording("fr", "Europe/Paris"), Wording("en", "Europe/Paris")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026, in Paris."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def fact(what: Happening, by: Actor, when: datetime, source: str = "slack:1") -> Fact:
    """A fact; `source` is where it can be checked, `system:reference`."""
    system, _, ref = source.partition(":")
    return Fact(f"{what.kind}:{when.isoformat()}", when, by, Source(System(system), ref), what)


def story(title: str = "Panier vide après connexion", level: Criticality = Criticality.MAJEURE) -> tuple[Fact, ...]:
    """From the remontée of a Monday to the answer of the Tuesday."""
    return (
        fact(events.Raised(title, level), RM, at(9, 10, 5), "jira:changelog 48812"),
        fact(events.TicketAttached("default", "10001", "BOU-214"), RM, at(9, 10, 6), "jira:10001"),
        fact(events.Taken(), DEV, at(9, 10, 47)),
        fact(events.Qualified(level), CP, at(9, 11)),
        fact(events.DelayCommunicated("Bonjour"), CP, at(9, 11, 5)),
        fact(events.Paused(PauseReason.CLIENT, "un compte de test"), DEV, at(9, 14, 5), "slack:1794229500.1"),
        fact(events.ClientAnswered("Le voici"), RM, at(10, 9, 40), "jira:commentaire 90417"),
    )


RESOLVED = (
    fact(events.WorkaroundDelivered("Sans se connecter"), DEV, at(10, 11)),
    fact(events.Delivered("2.4.1"), DEV, at(12, 9, 30)),
    fact(events.Accepted(), RM, at(12, 10)),
    fact(events.Deployed(), DEV, at(12, 10, 30)),
    fact(events.Closed("Session trop courte", "Session allongée"), CP, at(12, 11)),
)


def after(*facts: Fact) -> Anomaly:
    """The anomaly that these facts leave."""
    return fold(facts, OPENING, CONTRACT)


def carded(anomaly: Anomaly, now: datetime, wording: Wording = FRENCH, contract: Contract = CONTRACT) -> Post:
    """Its living message."""
    readings = {clock: read(clock, anomaly.marks, contract, now) for clock in contract.clocks}
    return card(anomaly, contract, readings, now, wording, LINK)


def stage(
    anomaly: Anomaly | None,
    placed: tuple[str, str] | None = None,
    reply: Reply | None = None,
    key: str = "errand-1",
    *,
    now: datetime | None = None,
    wording: Wording = FRENCH,
    again: bool = False,
    address: str = "",
) -> Stage:
    """What a performer is given."""
    link = LINK if anomaly else ""
    instant = now or at(10, 10)
    return Stage(anomaly, CONTRACT, wording, instant, placed, key, reply, link, again, address=address)


def shown(post: Post) -> list[str]:
    """The lines of its paragraphs and small print."""
    lines: list[str] = []
    for block in post.blocks:
        if block["type"] == "section":
            lines += block["text"]["text"].split("\n")
        elif block["type"] == "context":
            lines += [element["text"] for element in block["elements"]]
    return lines


def buttons(post: Post) -> list[str]:
    """The moves that its buttons and its menu offer, in order."""
    found: list[str] = []
    for block in post.blocks:
        for element in block["elements"] if block["type"] == "actions" else ():
            options = [option["value"].partition(":")[0] for option in element.get("options", ())]
            found += options or [element["action_id"].removeprefix("move:")]
    return found
