"""Builds the line of one anomaly in a list; a security anomaly shows its key only."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from connectors.wording.graphemes import cut
from connectors.wording.hour_units import hours
from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, read
from rules.contract import Contract, Criticality
from rules.digest_model import Chapter, Heading, Kind, Line, Said
from rules.events import Actor
from rules.people.next_owner import debtors, owed
from scheduler.cases.case_loader import Case

TITLE, TEXT, NAME, CLIENT = 60, 90, 40, 30
FEW = 3
FAR = timedelta.max


def chapter(heading: Heading, lines: Iterable[Line | None], count: int) -> tuple[Chapter, ...]:
    """The first lines under a heading, of `count` in all; nothing, which is no chapter, where there are none."""
    told = tuple(one for one in lines if one)
    return (Chapter(heading, count, told),) if told else ()


def since(one: Line) -> datetime:
    """The instant that a line speaks of, by which the oldest comes first."""
    at = one.values["at"]
    assert isinstance(at, datetime)  # noqa: S101 - for the type checker: that of every wait
    return at


def line(kind: Kind, case: Case, several: bool, **told: Said | None) -> Line:
    """A line of that kind; its client is named in a list of `several` contracts."""
    anomaly = case.anomaly
    secret = anomaly.criticality is Criticality.SECURITE
    values: dict[str, Said | None] = {
        "criticality": anomaly.criticality,
        "title": short(anomaly.title, TITLE),
        "client": short(case.contract.client, CLIENT) if several else None,
        **told,
    }
    hidden = ("title", "text") if secret else ()
    shown = {name: value for name, value in values.items() if value not in (None, "", ()) and name not in hidden}
    return Line(kind, anomaly.name, shown, anomaly.ticket)


def step(anomaly: Anomaly, contract: Contract) -> dict[str, Said | None]:
    """The next step, and who owes it."""
    move = owed(anomaly)
    if not move:
        return {}
    people = debtors(move, anomaly.owner.id if anomaly.owner else None, contract)
    return {"step": move, "owes": names(one.name for one in people)}


def asked(case: Case, several: bool) -> Line | None:
    """The answer that the client owes; None where it owes none."""
    wait = case.anomaly.wait
    if wait is None:
        return None
    return line("answer", case, several, at=wait.since, who=by(wait.by), text=short(wait.note, TEXT))


def judged(case: Case, several: bool) -> Line | None:
    """The recette that the client owes a word on; None where there is none."""
    at = case.anomaly.delivered_at
    return line("accept", case, several, at=at) if at else None


def nearest(case: Case, now: datetime) -> Reading | None:
    """The running clock of an anomaly that leaves the least time."""
    readings = (read(clock, case.anomaly.marks, case.contract, now) for clock in case.contract.clocks)
    running = [one for one in readings if one.state is State.RUNNING and one.deadline is not None]
    return min(running, key=lambda one: FAR if one.remaining is None else one.remaining, default=None)


def time_left(reading: Reading, contract: Contract) -> dict[str, Said | None]:
    """A running clock's time left and its deadline, or its delay."""
    left = reading.remaining or timedelta()
    unit = hours(reading.commitment, reading.edition(contract), left)
    if reading.breached:
        return {"clock": reading.clock, "over": abs(left), "unit": unit}
    return {"clock": reading.clock, "left": left, "unit": unit, "at": reading.deadline}


def by(actor: Actor) -> tuple[str, ...]:
    """The name of who did something; none for an automation, or where it is not known."""
    return names((actor.name,)) if actor.human else ()


def names(people: Iterable[str]) -> tuple[str, ...]:
    """The names of a few people."""
    return tuple(short(one, NAME) for one in people if one.strip())[:FEW]


def short(text: str, most: int) -> str:
    """A text on one line of so many characters."""
    return cut(" ".join(text.split()), most)
