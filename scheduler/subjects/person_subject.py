"""What people say of themselves: how they want to be told things, and when they are away."""

from connectors.parsed_delivery import CalledOff, Delivery, Planned, Preferred
from connectors.store import Connection, absences, outbox, preferences
from connectors.wording import said
from scheduler.errands.queueing import repainting
from scheduler.subjects.subject import Desk, Settled


class PersonSubject:
    """Keeps a person's last word; their Home shows it. Nothing of it is journalled, so that it can be forgotten."""

    hears = (Preferred, Planned, CalledOff)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: Preferred | Planned | CalledOff) -> Settled:
        """Keep what the person said, and have their Home painted again."""
        done = self._prefer(tx, heard) if isinstance(heard, Preferred) else self._plan(tx, heard)
        outbox.put(tx, repainting(delivery, heard.reply, self._desk.wall()))
        return Settled(delivery, "handled", done)

    def _prefer(self, tx: Connection, heard: Preferred) -> str:
        preferences.keep(tx, heard.reply.user, heard.name, heard.value, heard.at)
        return said("deliveries.preference", name=heard.name)

    def _plan(self, tx: Connection, heard: Planned | CalledOff) -> str:
        if isinstance(heard, Planned):
            absences.keep(tx, heard.absence)
        else:
            absences.cancel(tx, heard.absence, heard.reply.user, heard.at)
        self._desk.casebook.mind(tx, self._desk.now())
        return said("deliveries.absence" if isinstance(heard, Planned) else "deliveries.absence_cancelled")
