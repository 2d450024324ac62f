"""The living message: one anomaly at a glance, edited in place at each step."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from connectors.channels.slack.block_kit import TEXT, Block, Post, context, section, sections
from connectors.channels.slack.buttons import made, row
from connectors.channels.slack.clock_text import in_words
from connectors.channels.slack.slack_text import cut, escape, line, link
from connectors.channels.slack.step_buttons import on_personal_data, useful
from connectors.wording import Wording
from connectors.wording.personal_lines import personal_lines
from rules.anomaly.state import PHASES, Anomaly, Phase, changed
from rules.clock import Reading, State
from rules.contract import ClockName, Contract
from rules.people.next_owner import owed
from rules.people.visibility import secret

TITLE = 200
NAME = 80
NOTE = 500
ANSWER = 2500
_FIRST = 2


def card(
    anomaly: Anomaly,
    contract: Contract,
    readings: Mapping[ClockName, Reading],
    now: datetime,
    wording: Wording,
    url: str = "",
    *,
    among_few: bool = False,
) -> Post:
    """The living message as it stands at `now`; `url` opens the Jira issue, "" where there is none.

    What concerns personal data is shown only `among_few`.
    """
    moves = useful(anomaly)
    if among_few and (secret(anomaly) or anomaly.personal):
        moves = (*moves[:_FIRST], *on_personal_data(anomaly), *moves[_FIRST:])
    told = "\n".join(personal_lines(anomaly, contract, now, wording)) if among_few else ""
    blocks = [
        section(f"{headline(anomaly, wording, url)}\n{_steps(anomaly, wording)}"),
        section("\n".join(_clocks(anomaly, contract, readings, wording))),
        *_absence(anomaly, wording),
        *(_outcome(anomaly, wording) if anomaly.closed else _underway(anomaly, contract, wording)),
        *_snoozed(anomaly, now, wording),
        *([section(escape(told))] if told else []),
        *row(anomaly.id, moves, wording, owed(anomaly), made(anomaly)),
        context(_as_of(contract, now, wording)),
    ]
    return Post(_text(anomaly, wording), tuple(blocks))


def discreet(anomaly: Anomaly, wording: Wording) -> Anomaly:
    """The part of a security anomaly that an open channel may read: its state, not its content."""
    if not secret(anomaly):
        return anomaly
    wait = replace(anomaly.wait, note="") if anomaly.wait else None
    return changed(anomaly, title=wording.text("redacted.title"), cause="", answer="", wait=wait)


def moved(wording: Wording) -> Post:
    """The remains of a card that now stands in the security channel: none of its content."""
    told = wording.text("card.moved")
    return Post(told, (section(told),))


def headline(anomaly: Anomaly, wording: Wording, url: str) -> str:
    """The anomaly's heading: emoji, name that opens `url`, title and criticality."""
    return wording.text(
        "card.title",
        emoji=wording.text("emoji.closed") if anomaly.closed else wording.emoji(anomaly.criticality),
        name=link(url, line(anomaly.name, NAME)),
        title=line(anomaly.title, TITLE) or wording.text("card.untitled"),
        criticality=line(wording.criticality(anomaly.criticality), NAME),
    )


def _text(anomaly: Anomaly, wording: Wording) -> str:
    told = wording.text(
        "card.text",
        emoji=wording.text("emoji.closed") if anomaly.closed else wording.emoji(anomaly.criticality),
        name=line(anomaly.name, NAME),
        title=line(anomaly.title, TITLE) or wording.text("card.untitled"),
        criticality=line(wording.criticality(anomaly.criticality), NAME),
        phase=anomaly.phase,
    )
    return cut(told, TEXT)


def _steps(anomaly: Anomaly, wording: Wording) -> str:
    here = PHASES.index(anomaly.phase)
    told = (wording.text(f"card.step.{_step(anomaly, place, here)}", phase=one) for place, one in enumerate(PHASES))
    return " → ".join(told)


def _step(anomaly: Anomaly, place: int, here: int) -> str:
    if place > here:
        return "todo"
    if place == here and not anomaly.closed:
        return "current"
    return "skipped" if PHASES[place] is Phase.DELAY and anomaly.communicated_at is None else "done"


def _clocks(
    anomaly: Anomaly, contract: Contract, readings: Mapping[ClockName, Reading], wording: Wording
) -> Iterator[str]:
    promised = {one.clock: one.at for one in anomaly.promised if one.at is not None}
    for clock, reading in readings.items():
        state = in_words(reading, contract, wording)
        counts = reading.state in (State.RUNNING, State.UNCOMMITTED) and reading.stopped_at is None
        if counts and promised.get(clock, reading.deadline) != reading.deadline:
            state = wording.text("card.promised", state=state, at=promised[clock])
        yield wording.text("card.clock", clock=clock, state=state)


def _absence(anomaly: Anomaly, wording: Wording) -> Iterator[Block]:
    """The issue's state in Jira, if it changes what is owed or where to look."""
    absence = anomaly.absence
    if absence and absence.removed_at and absence.removed_by:
        who = line(absence.removed_by.name, NAME)
        yield section(wording.text("card.removed", who=who, at=absence.removed_at))
    if absence and absence.other_type:
        yield section(wording.text("card.other_type", type=line(absence.other_type, NAME)))
    if absence and absence.elsewhere:
        yield section(wording.text("card.moved_away", at=anomaly.away[-1].since))
    spent = [one for one in anomaly.away if one.until is not None]
    if spent:
        yield context(*(wording.text("card.away", since=one.since, until=one.until) for one in spent))
    if anomaly.duplicate_of:
        yield context(wording.text("card.duplicate", key=line(anomaly.duplicate_of, NAME)))


def _underway(anomaly: Anomaly, contract: Contract, wording: Wording) -> Iterator[Block]:
    if anomaly.in_scope is False:
        yield section(wording.text("card.out_of_scope"))
    if wait := anomaly.wait:
        told = wording.text(
            f"wait.{wait.reason.value}",
            since=wait.since,
            who=line(wait.by.name, NAME),
            client=line(contract.client, NAME),
            note=line(wait.note.rstrip(" .;"), NOTE),
        )
        yield section(told)
    awaited = () if anomaly.gone else (wording.text(f"next.{owed(anomaly)}"),)
    yield context(*awaited, *_people(anomaly, wording))


def _snoozed(anomaly: Anomaly, now: datetime, wording: Wording) -> Iterator[Block]:
    """The person who snoozed the reminders, shown to all."""
    snooze = anomaly.snooze
    if snooze is None or snooze.until <= now or anomaly.closed:
        return
    who, why = line(snooze.by.name, NAME), line(snooze.reason.rstrip(" .;"), NOTE)
    yield context(wording.text("card.snoozed", until=snooze.until, who=who, reason=why))


def _people(anomaly: Anomaly, wording: Wording) -> Iterator[str]:
    if anomaly.owner:
        yield wording.text("card.owner", owner=line(anomaly.owner.name, NAME))
    else:
        yield wording.text("card.nobody")
    if anomaly.level is not None:
        yield wording.text("card.level", level=anomaly.level.value, climbs=anomaly.escalations or None)
    if anomaly.cycle > 1:
        yield wording.text("card.cycle", cycle=anomaly.cycle)


def _outcome(anomaly: Anomaly, wording: Wording) -> Iterator[Block]:
    for key, said in (("card.cause", anomaly.cause), ("card.answer", anomaly.answer)):
        if said.strip():
            yield from sections(wording.text(key, text=cut(escape(said.strip()), ANSWER)))
    if anomaly.closed_at:
        yield context(wording.text("card.closed", at=anomaly.closed_at), *_people(anomaly, wording))


def _as_of(contract: Contract, now: datetime, wording: Wording) -> str:
    return wording.text("card.asof", now=now, contract=line(contract.id, NAME), effective=contract.effective)
