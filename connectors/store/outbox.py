"""Keeps errands until each is done, or parked with its remedy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, bindparam, func, or_, select, update

from connectors.parsed_delivery import Reply
from connectors.required_field import Unfilled, Wanted, as_json, from_json
from connectors.route import Route
from connectors.store import lane_heads
from connectors.store.codec import effect_from_json, effect_to_json, reply_from_json, reply_to_json
from connectors.store.conflict import keeping_the_first
from connectors.store.lanes import settled, unfinished
from connectors.store.listed_values import listed
from connectors.store.prepared_statement import Statement
from connectors.store.tables import DOING_STATE, DONE_STATE, PARKED_STATE
from connectors.store.tables import errands as table
from connectors.store.unread_rows import Unread, tell
from connectors.wording import said
from rules.effects import Effect

State = Literal["waiting", "doing", "done", "parked"]
PARKED: State = "parked"

_columns = table.c
_OWED = ("key", "anomaly_id", "lane", "channel", "address", "effect", "reply", "not_before", "created_at")
_PUT = keeping_the_first(table, _OWED, same=("key",))
_NAMES = tuple(column.name for column in table.columns if column.name != "claimed_until")
ALL = select(*(_columns[name] for name in _NAMES))
_PARKED = Statement(ALL.where(settled(table), _columns.state == PARKED_STATE).order_by(_columns.id))
_ONE = update(table).where(_columns.id == bindparam("wanted"))
_SHOW = Statement(ALL.where(_columns.id == bindparam("wanted")))
_KEPT = Statement(ALL.where(_columns.state != DONE_STATE).order_by(_columns.id))
_WHY = Statement(select(_columns.error).where(_columns.id == bindparam("wanted"), _columns.state == PARKED_STATE))
_NEXT = Statement(lane_heads.in_turn(ALL))
_HOLDING = {"state": "doing", "claimed_until": bindparam("until"), "attempts": _columns.attempts + 1}
_HOLD, _HOLD_THERE = (
    lane_heads.if_free(update(table).where(_columns.id.in_(select(ids.c.value))))
    .values(_HOLDING)
    .returning(_columns.id)
    for ids in listed("ids", BigInteger)
)
_TAKE = Statement(_HOLD, postgresql=_HOLD_THERE)
_KEEP = Statement(_ONE.where(_columns.state == "doing").values(claimed_until=bindparam("until")))
# What was done cannot be undone by a slower hand whose lease ran out.
_UNDONE = _ONE.where(_columns.state != "done")
_DONE = Statement(
    _UNDONE.values(
        state="done",
        done_at=bindparam("when"),
        result=bindparam("outcome"),
        claimed_until=None,
        error=None,
        remedy=None,
    )
)
_RETRY = Statement(
    _UNDONE.values(state="waiting", not_before=bindparam("after"), error=bindparam("why"), claimed_until=None)
)
_PUT_OFF = Statement(
    _UNDONE.values(
        state="waiting",
        not_before=bindparam("after"),
        error=bindparam("why"),
        claimed_until=None,
        attempts=_columns.attempts - 1,
    )
)
_AHEAD = Statement(
    update(table)
    .where(
        unfinished(table),
        _columns.state == "waiting",
        or_(
            and_(_columns.created_at > bindparam("now"), _columns.not_before == _columns.created_at),
            and_(_columns.attempts > 0, _columns.not_before > bindparam("far")),
        ),
    )
    .values(not_before=bindparam("now"))
    .returning(_columns.lane)
)
_HELD = Statement(
    select(_columns.id, _columns.claimed_until).where(
        _columns.state == DOING_STATE, _columns.claimed_until > bindparam("far")
    )
)
_FREE = Statement(
    update(table)
    .where(
        _columns.id == bindparam("wanted"),
        _columns.state == DOING_STATE,
        _columns.claimed_until == bindparam("until"),
    )
    .values(state="waiting", claimed_until=None)
    .returning(_columns.lane)
)
_PARK = Statement(
    _UNDONE.values(
        state="parked",
        error=bindparam("why"),
        remedy=bindparam("mend"),
        result=bindparam("outcome"),
        claimed_until=None,
    )
)


def _replay(*which: ColumnElement[bool]) -> Statement:
    waiting = update(table).where(_columns.state == PARKED_STATE, *which)
    return Statement(waiting.values(state="waiting", attempts=1, error=None, remedy=None).returning(_columns.lane))


_REPLAY = _replay(_columns.id == bindparam("wanted"))
_REPLAY_OF = _replay(settled(table), _columns.anomaly_id == bindparam("about"))
_REPLAY_LANE = _replay(settled(table), _columns.lane == bindparam("same"))
_REPLAY_ALIKE = _replay(settled(table), _columns.error == bindparam("why"))
_PARKED_OF = Statement(
    ALL.where(settled(table), _columns.state == PARKED_STATE, _columns.anomaly_id == bindparam("about")).order_by(
        _columns.id
    )
)
_WANTED = "wanted"
_LET_GO = Statement(
    update(table)
    .where(_columns.state == DOING_STATE)
    .values(state="waiting", claimed_until=None)
    .returning(_columns.lane)
)
_REDONE = Statement(
    select(func.max(_columns.id)).where(
        unfinished(table),
        _columns.lane == bindparam("same"),
        _columns.id > bindparam("wanted"),
        _columns.effect == bindparam("effect"),
    )
)
_COUNTS = tuple(
    Statement(select(_columns.state, func.count()).where(part(table)).group_by(_columns.state))
    for part in (unfinished, settled)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One effect to perform by its `route`, once as far as `key` can tell.

    Errands of one `lane` go one at a time, oldest first. `not_before` None means at once. `attempts` counts the one
    under way; `result` is what the other side gave back, and for what is parked what it wants of people.
    """

    key: str
    lane: str
    route: Route
    effect: Effect
    created_at: datetime
    anomaly_id: str | None = None
    reply: Reply | None = None
    not_before: datetime | None = None
    id: int = 0
    state: State = "waiting"
    attempts: int = 0
    error: str | None = None
    remedy: str | None = None
    done_at: datetime | None = None
    result: Mapping[str, Any] | None = None

    @property
    def origin(self) -> str:
        """The id of the fact that it comes from: its key is that and a number."""
        return self.key.rpartition(":")[0]


def put(tx: Connection, errands: Sequence[Errand]) -> int:
    """Owe each errand whose key is not there yet; how many were not."""
    lane_heads.note(tx, [errand.lane for errand in errands])
    return _PUT.change_all(
        tx,
        [
            {
                "key": errand.key,
                "anomaly_id": errand.anomaly_id,
                "lane": errand.lane,
                "channel": errand.route.channel,
                "address": errand.route.address,
                "effect": effect_to_json(errand.effect),
                "reply": reply_to_json(errand.reply),
                "not_before": errand.not_before or errand.created_at,
                "created_at": errand.created_at,
            }
            for errand in errands
        ],
    )


def claim(tx: Connection, now: datetime, lease: timedelta, limit: int) -> list[Errand]:
    """Take the due heads of the lanes until `now + lease`, after which anybody may take them again."""
    lane_heads.look_again(tx)
    until = now + lease
    found, unread = _NEXT.each(tx, {"now": now, "most": limit}, lambda row: (str(row[-1]), errand_of(row[:-1])))
    _park_unread(tx, unread)
    heads = dict(found)
    if not heads:
        return []
    ids = [errand.id for errand in heads.values()]
    taken = {one for (one,) in _TAKE.all(tx, {"ids": ids, "now": now, "until": until})}
    free = {lane: errand for lane, errand in heads.items() if errand.id in taken and errand.lane == lane}
    lane_heads.move(tx, list(free), until)
    lane_heads.rebuild(tx, [lane for lane in heads if lane not in free])
    return [replace(errand, state="doing", attempts=errand.attempts + 1) for errand in free.values()]


def hold(tx: Connection, ids: Sequence[int], until: datetime) -> None:
    """Keep what was claimed, and is not done yet, until another instant."""
    _KEEP.change_all(tx, [{"wanted": one, "until": until} for one in sorted(ids)])
    lane_heads.note_of(tx, ids)


def done(tx: Connection, id: int, at: datetime, result: Mapping[str, Any] | None = None) -> None:  # noqa: A002
    """The errand was performed; `result` is what a later errand may need of it, as JSON can say it."""
    outcome = None if result is None else json.dumps(dict(result), ensure_ascii=False)
    _DONE.change(tx, {"wanted": id, "when": at, "outcome": outcome})
    lane_heads.note_of(tx, [id])


def retry(tx: Connection, id: int, not_before: datetime, error: str, *, tried: bool = True) -> None:  # noqa: A002
    """Not now: its lane waits for it until `not_before`; what was not `tried` is no attempt."""
    (_RETRY if tried else _PUT_OFF).change(tx, {"wanted": id, "after": not_before, "why": error})
    lane_heads.note_of(tx, [id])


def judge_again(tx: Connection, now: datetime, longest: timedelta) -> int:
    """Let go at once what waits for an instant that a clock which was ahead had set; how many there were.

    What was owed later than now, and is due from then on, or was tried and is to wait for more than the `longest` wait.
    """
    return _changed(tx, _AHEAD, {"now": now, "far": now + longest})


def leases(tx: Connection, beyond: datetime) -> dict[int, datetime]:
    """The errands under way that are held beyond an instant, and until when."""
    return dict(_HELD.readable(tx, {"far": beyond}, _lease))


def free(tx: Connection, held: Mapping[int, datetime]) -> int:
    """Let what is still held until the same instants wait again: nobody renews it."""
    changed = [{"wanted": one, "until": until} for one, until in sorted(held.items())]
    return sum(_changed(tx, _FREE, each) for each in changed)


def park(tx: Connection, id: int, error: str, remedy: str, wanted: Sequence[Wanted] = ()) -> None:  # noqa: A002
    """Not without somebody's help, were it with the `wanted` fields: its lane goes on without it."""
    outcome = json.dumps({_WANTED: as_json(wanted)}, ensure_ascii=False) if wanted else None
    _PARK.change(tx, {"wanted": id, "why": error, "mend": remedy, "outcome": outcome})
    lane_heads.note_of(tx, [id])


def let_go(tx: Connection) -> int:
    """Take back what a process that is gone held, without waiting for its leases: only where there is but one."""
    return _changed(tx, _LET_GO, {})


def parked(tx: Connection) -> list[Errand]:
    """All that is parked, oldest first, but for what `unread` gives."""
    return _PARKED.each(tx, {}, errand_of)[0]


def show(tx: Connection, id: int) -> Errand | None:  # noqa: A002
    """One errand, whatever became of it. Raises UnreadRow."""
    return _SHOW.one(tx, {"wanted": id}, errand_of)


def unread(tx: Connection) -> list[Unread]:
    """The errands, done ones left out, that cannot be read."""
    return _KEPT.each(tx, {}, errand_of)[1]


def park_unread(tx: Connection) -> int:
    """Park what waits and cannot be read, since a head whose instant cannot be read never comes up; how many."""
    bad = [one for one in unread(tx) if one.columns["state"] != PARKED]
    _park_unread(tx, bad)
    return len(bad)


def replay(tx: Connection, id: int) -> bool:  # noqa: A002
    """Let a parked errand wait again; False where there is no such one.

    Its attempts are forgotten but for one: it was tried before, and may have succeeded without our knowing.
    """
    return _changed(tx, _REPLAY, {"wanted": id}) == 1


def replay_alike(tx: Connection, id: int) -> int:  # noqa: A002
    """The same for all that is parked for the reason of one; how many there were."""
    why = _WHY.value(tx, {"wanted": id})
    return 0 if why is None else _changed(tx, _REPLAY_ALIKE, {"why": why})


def replay_of(tx: Connection, anomaly_id: str) -> int:
    """The same for all that is parked of one anomaly; how many there were."""
    return _changed(tx, _REPLAY_OF, {"about": anomaly_id})


def replay_lane(tx: Connection, lane: str) -> int:
    """The same for all that is parked of one lane, which takes it up in its order; how many there were."""
    return _changed(tx, _REPLAY_LANE, {"same": lane})


def redone(errand: Errand, tx: Connection) -> bool:
    """Whether the very same effect is owed again, further on in the lane."""
    wanted = {"same": errand.lane, "wanted": errand.id, "effect": effect_to_json(errand.effect)}
    return _REDONE.value(tx, wanted) is not None


def replay_move(tx: Connection, anomaly_id: str, origin: str) -> int:
    """The same for what is parked of one move, by the id of its fact; how many there were."""
    return sum(replay(tx, one.id) for one in _parked_of(tx, anomaly_id) if one.origin == origin)


def unfilled(tx: Connection, anomaly_id: str) -> Unfilled | None:
    """The fields that the latest parked errand of an anomaly waits for; None where none waits for any."""
    for one in reversed(_parked_of(tx, anomaly_id)):
        if wanted := from_json(one.result or {}, _WANTED):
            return Unfilled(one.origin, wanted)
    return None


def count_by_state(tx: Connection) -> dict[State, int]:
    """The number of errands in each state; a state without any is absent."""
    return dict([pair for count in _COUNTS for pair in count.all(tx)])


def _lease(row: tuple[Any, ...]) -> tuple[int, datetime]:
    number, until = row
    return number, until


def _changed(tx: Connection, change: Statement, params: Mapping[str, Any]) -> int:
    lanes = [lane for (lane,) in change.all(tx, params)]
    lane_heads.note(tx, lanes)
    return len(lanes)


def _park_unread(tx: Connection, bad: Sequence[Unread]) -> None:
    """Park rows as they are: their lanes go on without them."""
    tell(bad)
    for one in bad:
        park(tx, one.columns["id"], said("operations.rows.unread", row=one.name, error=one.fault), _remedy())


def _remedy() -> str:
    return said("operations.rows.remedy")


def _parked_of(tx: Connection, anomaly_id: str) -> list[Errand]:
    return _PARKED_OF.readable(tx, {"about": anomaly_id}, errand_of)


def errand_of(row: tuple[Any, ...]) -> Errand:
    """An errand back, from a row of ALL."""
    values = dict(zip(_NAMES, row, strict=True))
    values["route"] = Route(values.pop("channel"), values.pop("address"))
    values["effect"] = effect_from_json(values["effect"])
    values["reply"] = reply_from_json(values["reply"])
    values["result"] = values["result"] and json.loads(values["result"])
    return Errand(**values)
