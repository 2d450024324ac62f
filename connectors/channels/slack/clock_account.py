"""The explanation of an anomaly within what a Slack message holds: of a long story the latest, and every sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from connectors.channels.slack.block_kit import Block, Post, preformatted, section
from connectors.channels.slack.slack_text import escape, line, literal
from connectors.documents.cycles import Clock
from connectors.documents.explanation import Explanation
from connectors.documents.text_columns import clock_lines, fact_lines, facts_title, heading, interval_lines
from connectors.wording import Wording
from connectors.wording.graphemes import units

CLOCKS = 9000
FACTS = 2500
TITLE = 200
OMITTED = 90


def sla_post(told: Explanation, wording: Wording) -> Post:
    """The explanation in fixed width: each clock its share of the room, then the facts."""
    whole = ["\n".join(clock_lines(clock, wording)) for clock in told.clocks]
    blocks: list[Block] = []
    for clock, share in zip(told.clocks, _shares([_size(one) for one in whole]), strict=True):
        blocks += preformatted(literal(_clock(clock, share, wording)), share)
    if told.support:
        blocks.append(section(escape(told.support)))
    if told.personal:
        blocks.append(section(escape("\n".join(told.personal))))
    if told.facts:
        blocks += preformatted(literal(_facts(told, wording)), FACTS)
    title = wording.text("sla.title", name=line(told.name, TITLE), title=line(told.title, TITLE))
    return Post(title, (section(title), *blocks))


def _shares(sizes: Sequence[int]) -> list[int]:
    """The room of each clock: what it needs, or an equal part of what those that need less leave."""
    left, shares = CLOCKS, [0] * len(sizes)
    for rank, place in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        shares[place] = min(sizes[place], left // (len(sizes) - rank))
        left -= shares[place]
    return shares


@dataclass(slots=True)
class _Told:
    """The lines of a cycle that are still to be said; `left_out` counts the intervals that are not any more."""

    heading: str
    rows: list[str]
    sum: str
    left_out: int = 0
    sizes: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.sizes = [_size(row) for row in self.rows]

    @property
    def size(self) -> int:
        """The room that it takes now."""
        return _size(self.heading) + sum(self.sizes) + _size(self.sum) + (OMITTED if self.left_out else 0)

    def forget(self, too_much: int) -> int:
        """Leave out the oldest intervals that take `too_much` room, all of them at most; the room that it gives."""
        before = self.size
        freed = list(accumulate(self.sizes))
        count = next((place + 1 for place, room in enumerate(freed) if room >= too_much), len(freed))
        self.left_out += count
        del self.rows[:count], self.sizes[:count]
        return before - self.size

    def lines(self, wording: Wording) -> list[str]:
        """The remaining parts, in order."""
        omitted = [" " + wording.plural("sla.more", self.left_out)] if self.left_out else []
        return [self.heading, *omitted, *self.rows, self.sum]


def _clock(clock: Clock, room: int, wording: Wording) -> str:
    """A clock in `room` characters once escaped: the oldest intervals go first, then whole cycles, never the last."""
    if not clock.cycles:
        return wording.text("sla.unstarted", clock=clock.name, state=clock.state)
    told = [
        _Told(heading(clock, place, wording), interval_lines(cycle), f" {cycle.sum}")
        for place, cycle in enumerate(clock.cycles)
    ]
    last = [f" {ending}" for ending in clock.endings]
    too_much = sum(one.size for one in told) + sum(map(_size, last)) - room
    for one in told:
        if too_much > 0:
            too_much -= one.forget(too_much + OMITTED)
    gone = 0
    too_much += _size(told[0].heading) + OMITTED if too_much > 0 else 0  # the promise is said again
    while too_much > 0 and len(told) > 1:
        too_much -= told.pop(0).size
        gone += 1
    return "\n".join([*_left(clock, gone, told, wording), *last])


def _left(clock: Clock, gone: int, told: Sequence[_Told], wording: Wording) -> Iterator[str]:
    """The lines that are left; after cycles that are gone, the promise is said again."""
    if gone:
        yield " ".join((heading(clock, gone, wording, whole=True), wording.plural("sla.more_cycles", gone)))
    for place, one in enumerate(told):
        lines = one.lines(wording)
        yield from lines[1:] if gone and not place else lines


def _facts(told: Explanation, wording: Wording) -> str:
    """The latest facts that hold, under their title."""
    lines = fact_lines(told.facts)
    kept = _latest(lines, FACTS - OMITTED - _size(facts_title(told, wording)))
    left_out = len(lines) - len(kept)
    omitted = [" " + wording.plural("explain.more", left_out)] if left_out else []
    return "\n".join([facts_title(told, wording), *omitted, *kept])


def _latest(lines: Sequence[str], room: int) -> list[str]:
    kept: list[str] = []
    for one in reversed(lines):
        room -= _size(one)
        if room < 0:
            break
        kept.insert(0, one)
    return kept


def _size(text: str) -> int:
    """The room that a line takes once escaped, its end included."""
    return units(literal(text)) + 1
