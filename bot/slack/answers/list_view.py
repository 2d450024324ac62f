"""The open anomalies as somebody asks for them: what is left of each, the most pressing first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.slack.commands.liste import ALL, LATE, MINE
from bot.slack.ports import Link
from connectors.channels.slack.block_kit import TEXT, Post, sections
from connectors.channels.slack.clock_text import in_words
from connectors.channels.slack.slack_text import cut, line, link
from connectors.wording import Wording
from rules.anomaly.lifecycle import MOVES_BY_NAME
from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, Verdict, read
from rules.contract import Contract, Role
from rules.people.next_owner import owed
from rules.people.stand_ins import ids_of
from rules.people.visibility import actor_in
from rules.reminders.promised_dates import Promise, promises

MOST = 20
_TITLE, _NAME = 90, 60
_LIVE = (State.RUNNING, State.PAUSED)
_NEVER = timedelta.max

Voice = Callable[[Contract | None], Wording]


@dataclass(frozen=True, slots=True)
class Row:
    """An open anomaly at one instant: the clock that leaves the least time, the date promised that went by, if any."""

    anomaly: Anomaly
    contract: Contract
    nearest: Reading | None
    broken: Promise | None
    late: bool


def row(anomaly: Anomaly, contract: Contract, now: datetime) -> Row:
    """The anomaly at `now`, under the contract that it is pinned to."""
    readings = [read(clock, anomaly.marks, contract, now) for clock in contract.clocks]
    live = [one for one in readings if one.state in _LIVE and one.deadline is not None]
    nearest = min(live, key=_left, default=None)
    told = promises(anomaly, contract, now)
    broken = next((one for one in told if one.verdict is Verdict.MISSED and one.reading.stopped_at is None), None)
    return Row(anomaly, contract, nearest, broken, broken is not None or any(one.breached for one in live))


def chosen(rows: Iterable[Row], scope: str, user: str) -> list[Row]:
    """The anomalies asked for, the least time left first."""
    keeps: Mapping[str, Callable[[Row], bool]] = {
        ALL: lambda _: True,
        LATE: lambda one: one.late,
        MINE: lambda one: _owes(one, user),
    }
    kept = [one for one in rows if keeps[scope](one)]
    return sorted(kept, key=lambda one: _left(one.nearest) if one.nearest else _NEVER)


def listing(rows: Sequence[Row], contracts: Sequence[Contract], scope: str, voice: Voice, to: Link) -> Post:
    """The list, at most MOST lines; `contracts` are those that it was drawn from."""
    words = voice(contracts[0])
    several = len(contracts) > 1
    title = words.text(
        "list.title",
        client=words.text("list.everywhere") if several else line(contracts[0].client, _NAME),
        count=words.plural("count.open", len(rows)),
        scope=None if scope == ALL else words.text(f"list.scope.{scope}"),
    )
    told = [_line(one, voice(one.contract), several, to) for one in rows[:MOST]]
    if not rows:
        told = [words.text("list.empty" if scope == ALL else f"list.empty.{scope}")]
    if len(rows) > MOST:
        told.append(words.text("list.more", more=words.plural("count.more", len(rows) - MOST)))
    return Post(cut("\n".join([title, *told]), TEXT), tuple(sections("\n".join([title, *told]))))


def _line(one: Row, words: Wording, several: bool, to: Link) -> str:
    anomaly = one.anomaly
    name = line(anomaly.name, _NAME)
    return words.text(
        "list.line",
        emoji=words.emoji(anomaly.criticality),
        name=link(to(anomaly.ticket), name) if anomaly.ticket else name,
        title=line(anomaly.title, _TITLE) or words.text("card.untitled"),
        phase=anomaly.phase,
        level=anomaly.level.value if anomaly.level else None,
        client=line(one.contract.client, _NAME) if several else None,
        clock=_clock(one, words),
        next=words.text(f"next.{owed(anomaly)}"),
    )


def _clock(one: Row, words: Wording) -> str | None:
    told = []
    if one.nearest:
        state = in_words(one.nearest, one.contract, words)
        told.append(words.text("list.clock", clock=one.nearest.clock, state=state))
    if one.broken:
        told.append(words.text("list.promise", clock=one.broken.clock, at=one.broken.promised))
    return " · ".join(told) or None


def _owes(one: Row, user: str) -> bool:
    """Whether the person owns the anomaly, or is among those whose move everybody waits for."""
    by = actor_in(one.contract, user)
    owner = one.anomaly.owner
    if owner is not None and owner.id in ids_of(one.contract, user):
        return True
    move = MOVES_BY_NAME[owed(one.anomaly)]
    # What an owner owes waits for nobody else of their team.
    theirs = owner is not None and Role.DEVELOPER in move.roles
    return not theirs and bool(by.roles & move.roles)


def _left(reading: Reading) -> timedelta:
    return reading.remaining if reading.remaining is not None else _NEVER
