"""What the tests of the lists share: a look at the timetable as after a restart, and what was sent."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from connectors.contracts import load_folder
from connectors.store import Connection, absences, preferences
from connectors.store.tables import facts
from connectors.wording import Wording
from rules import events
from rules.contract import ClockName, Criticality
from rules.digest_model import Chapter
from rules.effects import Message, PostRoom, Say, Tell, Write
from rules.events import Actor, Deadline, Happening
from rules.people.stand_ins import Absence
from scheduler.cases.case_loader import Casebook
from scheduler.jobs.timetable import Timetable
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RM, House

TOLD = Tell | Write | PostRoom


def timetable(house: House) -> Timetable:
    """A timetable over the house's store; made anew, it is the same as after a restart."""
    return Timetable(house.store, house.casebook, house.hand.now, house.wall.now, lambda: None)


async def look(house: House, when: str) -> None:
    """Start Vigie again at a local instant, and let what is due happen."""
    house.hand.turn(when)
    await timetable(house).once()
    await house.settle()


def sent(house: House, say: Say) -> list[TOLD]:
    """What was sent of a kind of list."""
    found = [one for one, _ in house.performer.done if isinstance(one, TOLD)]
    return [one for one in found if one.message.say is say]


def said(house: House, say: Say) -> list[Message]:
    """The messages of a kind of list."""
    return [one.message for one in sent(house, say)]


def chapters(message: Message) -> dict[str, list[str]]:
    """The names that stand under each heading."""
    return {one.heading: [each.name for each in one.lines] for one in _chapters(message)}


def line(message: Message, name: str) -> Mapping[str, Any]:
    """The values of the first line of an anomaly."""
    return next(each for one in _chapters(message) for each in one.lines if each.name == name).values


def worded(message: Message) -> str:
    """The French text of a list, its no-break spaces told as spaces."""
    return Wording("fr", "Europe/Paris").message(message, "private").replace("\u00a0", " ")


async def choose(house: House, user: str, **chosen: str) -> None:
    """Let somebody prefer something."""
    for name, value in chosen.items():
        await house.store.write(partial(_choose, user, name, value))


async def happen(
    house: House, anomaly: str, *facts: tuple[Happening, Actor], contract: str = "boutique-exemple"
) -> None:
    """Let it all be heard of an anomaly, a minute apart."""
    for what, by in facts:
        await house.hear(what, by, anomaly, contract=contract)
        house.hand.later(minutes=1)
    await house.settle()


def raised(level: Criticality = Criticality.MAJEURE, title: str = "Panier vide") -> tuple[Happening, Actor]:
    """The RM raises an anomaly."""
    return events.Raised(title, level), RM


def qualified() -> tuple[tuple[Happening, Actor], ...]:
    """It is raised, taken, qualified."""
    return raised(), (events.Taken(), DEV), (events.Qualified(Criticality.MAJEURE), CP)


def promised(when: str, clock: ClockName = ClockName.RESOLUTION) -> tuple[Happening, Actor]:
    """A date is told to the client."""
    return events.DelayCommunicated("", (Deadline(clock, at(when)),)), CP


async def away(house: House, user: str, stand_in: str, day: str) -> None:
    """Somebody is away for a day."""
    only = date.fromisoformat(day)
    absence = Absence("absence", user, only, only, stand_in, at("2026-01-01 00:00"))
    await house.store.write(partial(absences.keep, one=absence))


async def spoil(house: House, anomaly: str) -> None:
    """Let something stand in an anomaly's journal that nobody can read."""
    await house.store.write(partial(_spoil, anomaly))


def amended(house: House, folder: Path, *changes: tuple[str, str], contract: str = "boutique-exemple") -> None:
    """The house reads the contracts, or those whose file begins so, as somebody wrote them otherwise."""
    for file in PLAIN.glob("*.yaml"):
        text = file.read_text("utf-8")
        for before, after in changes if file.name.startswith(contract) else ():
            assert before in text, before
            text = text.replace(before, after)
        (folder / file.name).write_text(text, "utf-8")
    loaded = load_folder(folder)
    assert not getattr(loaded, "problems", ())
    house.casebook = Casebook(house.store, loaded)


def _chapters(message: Message) -> list[Chapter]:
    told = message.values["chapters"]
    assert isinstance(told, tuple)
    return [one for one in told if isinstance(one, Chapter)]


def _spoil(anomaly: str, tx: Connection) -> None:
    noon = at("2026-11-09 12:00")
    row = {"subject": anomaly, "fact_id": f"{anomaly}:spoilt", "at": noon, "recorded_at": noon}
    tx.execute(facts.insert().values(**row, kind="taken", fact="{}"))


def _choose(user: str, name: str, value: str, tx: Connection) -> None:
    preferences.keep(tx, user, name, value, at("2026-01-01 00:00"))
