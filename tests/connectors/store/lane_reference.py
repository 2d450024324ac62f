"""A plain model of the outbox, and the heads of lanes as a look through all errands finds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from connectors.store import Connection
from connectors.store.tables import errands, lane_changes, lane_heads

Head = tuple[int, datetime, datetime]


@dataclass
class Row:
    """An errand as far as lanes care."""

    id: int
    lane: str
    not_before: datetime
    state: str = "waiting"
    claimed_until: datetime | None = None
    attempts: int = 0
    error: str | None = None

    @property
    def due(self) -> datetime:
        """When it may go itself; for what is unfinished."""
        return self.claimed_until if self.state == "doing" and self.claimed_until else self.not_before


class Reference:
    """Does what the outbox promises, by going through everything each time."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}

    def put(self, number: int, lane: str, not_before: datetime) -> None:
        self.rows[number] = Row(number, lane, not_before)

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[tuple[int, int]]:
        """The id and the attempts of what is taken, in order."""
        heads = [min(lane, key=lambda row: row.id) for lane in self._lanes().values()]
        free = [row for row in heads if row.due <= now and not self._busy(row.lane, now)]
        taken = sorted(free, key=lambda row: (row.not_before, row.id))[:limit]
        for row in taken:
            row.state, row.claimed_until, row.attempts = "doing", now + lease, row.attempts + 1
        return [(row.id, row.attempts) for row in taken]

    def done(self, number: int) -> None:
        self._end(number, "done", None)

    def retry(self, number: int, not_before: datetime) -> None:
        if self.rows[number].state != "done":
            self._end(number, "waiting", "later")
            self.rows[number].not_before = not_before

    def park(self, number: int) -> None:
        if self.rows[number].state != "done":
            self._end(number, "parked", "never")

    def hold(self, until: datetime) -> list[int]:
        """What is under way, now held until then."""
        doing = [row for row in self.rows.values() if row.state == "doing"]
        for row in doing:
            row.claimed_until = until
        return [row.id for row in doing]

    def let_go(self) -> None:
        for row in self.rows.values():
            if row.state == "doing":
                row.state, row.claimed_until = "waiting", None

    def replay(self, numbers: Iterable[int]) -> int:
        parked = [self.rows[number] for number in numbers if self.rows[number].state == "parked"]
        for row in parked:
            row.state, row.attempts, row.error = "waiting", 1, None
        return len(parked)

    def _end(self, number: int, state: str, error: str | None) -> None:
        row = self.rows[number]
        row.state, row.claimed_until, row.error = state, None, error

    def _lanes(self) -> dict[str, list[Row]]:
        return by_lane(self.rows.values())

    def _busy(self, lane: str, now: datetime) -> bool:
        under_way = (row for row in self.rows.values() if row.lane == lane and row.state == "doing")
        return any(row.claimed_until and row.claimed_until > now for row in under_way)


def by_lane(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The unfinished errands of each lane."""
    lanes: dict[str, list[Row]] = {}
    for row in rows:
        if row.state in ("waiting", "doing"):
            lanes.setdefault(row.lane, []).append(row)
    return lanes


def said(tx: Connection) -> dict[str, Head]:
    """The head of each lane as the errands say it: its id, its order and when it is due."""
    lanes = by_lane(stored(tx))
    heads = {lane: min(rows, key=lambda row: row.id) for lane, rows in lanes.items()}
    leases = {lane: [row.due for row in rows if row.state == "doing"] for lane, rows in lanes.items()}
    return {lane: (head.id, head.not_before, max([head.due, *leases[lane]])) for lane, head in heads.items()}


def kept(tx: Connection) -> dict[str, Head]:
    """The head of each lane as the table has it."""
    rows = tx.execute(select(lane_heads.c.lane, lane_heads.c.errand_id, lane_heads.c.not_before, lane_heads.c.due))
    return {lane: (number, not_before, due) for lane, number, not_before, due in rows}


def noted(tx: Connection) -> set[str]:
    """The lanes that a claim looks at again."""
    return set(tx.execute(select(lane_changes.c.lane)).scalars())


def stored(tx: Connection) -> list[Row]:
    """Every errand."""
    columns = errands.c
    wanted = (
        columns.id,
        columns.lane,
        columns.not_before,
        columns.state,
        columns.claimed_until,
        columns.attempts,
        columns.error,
    )
    return [Row(*row) for row in tx.execute(select(*wanted).order_by(columns.id))]
