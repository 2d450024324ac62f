"""Lives of anomalies for the tests of a month's figures, by their days: "03 10:00" is 3 November 2026."""

from dataclasses import replace
from datetime import datetime, timedelta

from rules import events
from rules.contract import Contract, Criticality
from rules.events import Actor, Fact, Happening, Source, System
from rules.reports.month.lives import Life
from rules.reports.month.stock import Stock
from rules.reports.month.window import Window, window
from rules.workdays.month import Month
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, DEV, OPENING, RM

LATER = at("2027-06-01 00:00")
NOVEMBER = window(Month(2026, 11), CONTRACT.zone, LATER)
OCTOBER = window(Month(2026, 10), CONTRACT.zone, LATER)
DECEMBER = window(Month(2026, 12), CONTRACT.zone, LATER)

TAKEN = events.Taken()
QUALIFIED = events.Qualified(Criticality.MAJEURE)
WORKED_AROUND = events.WorkaroundDelivered()
DELIVERED = events.Delivered("v2")
ACCEPTED = events.Accepted()
DEPLOYED = events.Deployed()
CLOSED = events.Closed("Cache périmé", "Cache vidé")
REOPENED = events.Reopened("encore")
REMOVED = events.TicketRemoved()
REFUSED = events.Refused("non")
END = (DELIVERED, ACCEPTED, DEPLOYED, CLOSED)
_CLIENT = (events.Raised, events.Accepted, events.Refused, events.Reopened, events.ClientAnswered)
_LEAD = (events.Qualified, events.Closed, events.Paused, events.Resumed, events.DelayCommunicated)
_BY: dict[type, Actor] = {**dict.fromkeys(_CLIENT, RM), **dict.fromkeys(_LEAD, CP)}
_JIRA = (events.TicketRemoved, events.TicketRestored, events.Declassified, events.Reclassified)


def when(text: str) -> datetime:
    """ "03 10:00" of November, "10-03 10:00" of another month of 2026, or a whole date."""
    return at({8: "2026-11-", 11: "2026-"}.get(len(text), "") + text)


def life(*told: tuple[str, Happening | tuple[Happening, ...]], name: str = "a1", contract: Contract = CONTRACT) -> Life:
    """The life of an anomaly, by whoever usually makes each fact; facts told together are a minute apart."""
    facts: list[Fact] = []
    for text, whats in told:
        for minute, what in enumerate(whats if isinstance(whats, tuple) else (whats,)):
            system = System.JIRA if isinstance(what, _JIRA) else System.SLACK
            rank = len(facts)
            instant = when(text) + timedelta(minutes=minute)
            facts.append(Fact(f"{name}:{rank}", instant, _BY.get(type(what), DEV), Source(system, str(rank)), what))
    return Life(tuple(facts), replace(OPENING, id=name), contract)


def raised(level: Criticality = Criticality.MAJEURE) -> events.Raised:
    """A remontée."""
    return events.Raised("Panier vide", level)


def names(grounds: object) -> list[str]:
    """The anomalies that a figure rests on."""
    assert isinstance(grounds, tuple)
    return [getattr(one, "anomaly", None) or one.ground.anomaly for one in grounds]


def known(until: str) -> Window:
    """November before it is over."""
    return window(NOVEMBER.month, CONTRACT.zone, when(until))


def added(found: Stock) -> int:
    """The stock at the end, as its start and its movements make it."""
    came = len(found.raised) + len(found.reopened) + len(found.restored)
    return len(found.opening) + came - len(found.closed) - len(found.removed)
