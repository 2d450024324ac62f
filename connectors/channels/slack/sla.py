"""Each clock told interval by interval, so that a figure can be checked by the client who disputes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.channels.slack.blocks import Post, preformatted, section
from connectors.channels.slack.text import line, literal, visible
from connectors.channels.units import unit
from connectors.wording import Wording
from rules.anomaly import Anomaly
from rules.clock import Mark as ClockMark
from rules.clock import MarkKind, Reading, Span, State, Verdict, read, timeline
from rules.contract import BusinessDays, ClockName, Commitment, Contract, NextRelease, OpeningTime, WallClock
from rules.workdays import Reason

SHOWN = 9000
TITLE = 200
OMITTED = 120
_MIDNIGHT, _LAST_HOUR = "00:00", "24:00"


def sla(anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording) -> str:
    """Every counted and excluded interval of the three clocks at `now`, as lines of plain text to align in columns."""
    rows = _Rows(anomaly, contract, now, wording)
    title = wording.text("sla.title", name=anomaly.name, title=" ".join(anomaly.title.split()))
    return visible("\n\n".join([title, *("\n".join(rows.of(clock)) for clock in ClockName)]))


def sla_post(anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording) -> Post:
    """The same as a Slack message in fixed width; of a long story, the latest intervals of each clock."""
    rows = _Rows(anomaly, contract, now, wording)
    share = SHOWN // len(ClockName)
    told = [blocks for clock in ClockName for blocks in preformatted(literal(_latest(rows, clock, share)), share)]
    title = wording.text("sla.title", name=line(anomaly.name, TITLE), title=line(anomaly.title, TITLE))
    return Post(title, (section(title), *told))


def _latest(rows: "_Rows", clock: ClockName, room: int) -> str:
    """The lines of a clock that hold in `room` characters once escaped, the oldest intervals left out first."""
    first, *others = rows.of(clock)
    left_out = 0
    while others and len(literal("\n".join([first, *others]))) > room - OMITTED:
        others.pop(0)
        left_out += 1
    told = [first, *others]
    if left_out:
        told.insert(1, " " + rows.wording.plural("sla.more", left_out))
    return "\n".join(told)


@dataclass(frozen=True, slots=True)
class _Rows:
    anomaly: Anomaly
    contract: Contract
    now: datetime
    wording: Wording

    def of(self, clock: ClockName) -> Iterator[str]:
        """The lines of one clock: what was promised, each interval, the sum."""
        reading = read(clock, self.anomaly.marks, self.contract, self.now)
        if reading.state is State.WAITING:
            yield self.wording.text("sla.unstarted", clock=clock, state=self.wording.text(f"state.waiting.{clock}"))
            return
        yield self._promise(reading)
        spans = timeline(clock, self.anomaly.marks, self.contract, self.now)
        cells = [self._cells(span) for span in spans]
        widths = [max((len(one[column]) for one in cells), default=0) for column in range(3)]
        for kind, when, counted, why in cells:
            row = f" {kind:<{widths[0]}}   {when:<{widths[1]}}   {counted:<{widths[2]}}   {why}"
            yield row.rstrip()
        yield f" {self._sum(reading)}"

    def _promise(self, reading: Reading) -> str:
        promise = self.wording.text(
            "sla.clock",
            clock=reading.clock,
            target=target(reading.commitment, self.contract, self.wording),
            contract=self.contract.id,
            effective=self.contract.effective,
            criticality=self.wording.criticality(reading.criticality),
        )
        again = self.wording.text("sla.cycle", cycle=reading.cycle) if reading.cycle > 1 else ""
        return f"{promise} · {again}" if again else promise

    def _cells(self, span: Span) -> tuple[str, str, str, str]:
        kind = self.wording.text("sla.counted" if span.counted else "sla.excluded")
        counted = self.wording.duration(span.end - span.start, exact=True) if span.counted else ""
        return kind, self._between(span.start, span.end), counted, self._why(span)

    def _between(self, start: datetime, end: datetime) -> str:
        """The hours of one day, the day alone when it is whole, else both ends in full."""
        said = self.wording.instants
        first, last = said.local_date(start), said.local_date(end)
        if said.hour(start) == said.hour(end) == _MIDNIGHT and last - first >= timedelta(days=1):
            eve = end - timedelta(minutes=1)
            alone = said.local_date(eve) == first
            return said.day(start) if alone else f"{said.day(start)} → {said.day(eve)}"
        if said.hour(end) == _MIDNIGHT and last - first == timedelta(days=1):
            until = _LAST_HOUR
        else:
            until = said.hour(end) if first == last else f"{said.day(end)} {said.hour(end)}"
        return f"{said.day(start)} {said.hour(start)} → {until}"

    def _why(self, span: Span) -> str:
        told = []
        if span.reason is not Reason.OPEN:
            told.append(self.wording.text(f"sla.reason.{span.reason.value}", label=self._label(span.label)))
        if mark := span.opened_by:
            by = self.wording.text("sla.by", who=mark.by) if mark.by and told else ""
            what = by if told else self._fact(mark)
            told = [", ".join([*told, what]) if what else told[0]] if told else [what]
            told.append(f"({self._source(mark.source)})" if mark.source else "")
        return " ".join(part for part in told if part)

    def _label(self, label: str) -> str:
        """A pause is labelled by its reason's code, a holiday by its own name."""
        return next((self.wording.text(k) for k in (f"pause.{label}", f"fact.{label}") if self.wording.has(k)), label)

    def _fact(self, mark: ClockMark) -> str:
        if mark.kind is MarkKind.RETARGET:
            return self.wording.text("fact.retarget_why" if mark.why else "fact.retarget", why=mark.why)
        return self._label(mark.why)

    def _source(self, source: str) -> str:
        system, _, ref = source.partition(":")
        key = f"sla.source.{system}"
        return self.wording.text(key, ref=ref) if self.wording.has(key) else source

    def _sum(self, reading: Reading) -> str:
        say = self.wording
        parts = [
            say.text(
                "sla.total",
                elapsed=say.duration(reading.elapsed, exact=True),
                allowed=None if reading.allowed is None else say.duration(reading.allowed, exact=True),
            )
        ]
        if reading.state is State.PAUSED:
            parts.append(say.text("sla.paused"))
        if reading.deadline is not None:
            parts.append(say.text("sla.deadline", deadline=reading.deadline))
        if reading.breached and reading.remaining is not None:
            parts.append(say.text("sla.over", remaining=say.duration(reading.remaining, exact=True)))
        return " · ".join([*parts, say.text(_verdict(reading))])


def target(commitment: Commitment, contract: Contract, wording: Wording) -> str:
    """What was promised, in words."""
    match commitment.target:
        case OpeningTime(duration):
            return wording.text("target.opening", duration=duration, unit=unit(commitment, contract, wording))
        case WallClock(duration):
            return wording.text("target.wall", duration=duration)
        case BusinessDays(days, end_of_day):
            return wording.plural("target.days_end" if end_of_day else "target.days", days)
        case NextRelease():
            return wording.text("target.release")
    return wording.text("target.none")


def _verdict(reading: Reading) -> str:
    if reading.state is State.CANCELLED:
        return f"sla.cancelled.{reading.clock}"
    return "sla.none" if reading.verdict is Verdict.NONE else f"sla.{reading.verdict}.{reading.clock}"
