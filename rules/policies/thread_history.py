"""Tell every step of an anomaly in its thread, so that its history can be read there."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rules import events
from rules.change import Change
from rules.contract import CONTRACTED
from rules.effects import Effect, Message, PostThread, Say, Value
from rules.events import Happening, System
from rules.fold.kinds import kind_of


def _files(what: events.Raised | events.ClientAnswered) -> dict[str, Value]:
    return {"files": len(what.files)} if what.files else {}


_VALUES: Mapping[type[Happening], Callable[[Any], dict[str, Value]]] = {
    events.Raised: lambda what: {"title": what.title, "criticality": what.criticality} | _files(what),
    events.TicketAttached: lambda what: {"key": what.key},
    events.Declassified: lambda what: {"type": what.type},
    events.Reclassified: lambda what: {"type": what.type},
    events.MovedBack: lambda what: {"key": what.key},
    events.DuplicateOf: lambda what: {"key": what.key},
    events.NotDuplicate: lambda what: {"key": what.key},
    events.Assigned: lambda what: {"who": what.to.name},
    events.DescriptionRejected: lambda what: {"text": what.missing},
    events.ClientAnswered: lambda what: {"text": what.text} | _files(what),
    events.Qualified: lambda what: {"criticality": what.criticality, "text": what.reason},
    events.LevelChanged: lambda what: {"level": what.level.value, "text": what.reason},
    events.CauseFound: lambda what: {"text": what.cause},
    events.Informed: lambda what: {"text": what.text},
    events.DelayCommunicated: lambda what: {"text": what.text},
    events.WorkaroundDelivered: lambda what: {"text": what.note},
    events.Delivered: lambda what: {"text": what.note},
    events.Refused: lambda what: {"text": what.reason},
    events.Deployed: lambda what: {"text": what.note},
    events.Reopened: lambda what: {"text": what.reason},
    events.Paused: lambda what: {"reason": what.reason, "text": what.note},
    events.Resumed: lambda what: {"text": what.note},
    events.WaitExplained: lambda what: {"text": what.note},
    events.Snoozed: lambda what: {"until": what.until, "text": what.reason},
}

_AWAY = (events.TicketRemoved, events.Declassified, events.MovedAway)


def line(change: Change) -> Message | None:
    """The history line of a fact; None for those that leave no line."""
    what = change.fact.what
    say = kind_of(what).line
    if say is None:
        return None
    if isinstance(what, events.Qualified) and not change.after.in_scope:
        say = Say.LOG_OUT_OF_SCOPE
    if isinstance(what, events.Resumed) and what.term is not None:
        return Message(Say.LOG_RESUMED_AT_TERM, {"term": what.term})
    if isinstance(what, events.TicketAttached) and change.before.ticket:
        was = change.before.ticket.key
        return Message(Say.LOG_MOVED, {"who": change.fact.by.name, "was": was, "key": what.key})
    values: dict[str, Value] = {"who": change.fact.by.name, "via": change.fact.source.system.value}
    if type(what) in _VALUES:
        values |= _VALUES[type(what)](what)
    if isinstance(what, events.DelayCommunicated):
        values |= promised_values(what)
        say = Say.LOG_CORRECTED if what.replaces else say
    if say is Say.LOG_STEP:
        values["fact"] = what.kind
    return Message(say, values | _around(change))


def _around(change: Change) -> dict[str, Value]:
    """What a line says of the anomaly before the fact, or after it, and not of the fact itself."""
    what, before, after = change.fact.what, change.before, change.after
    if isinstance(what, events.MovedBack) and after.away:
        return {"since": after.away[-1].since}
    if isinstance(what, events.LevelChanged):
        return {"was": before.level.value if before.level else ""}
    if isinstance(what, events.Closed):
        return {"cause": after.cause, "answer": after.answer}
    return {}


def tell_of_a_return(change: Change) -> Iterator[Effect]:
    """A deleted issue exists again, whatever the source."""
    if change.before.removed_at is not None and change.after.removed_at is None:
        message = Message(Say.LOG_TICKET_RESTORED, {"name": change.after.name, "via": change.fact.source.system.value})
        yield PostThread(message, mention=change.after.owner)


def tell_the_thread(change: Change) -> Iterator[Effect]:
    """The client's own words in the chat are told even when nothing waited for them.

    What the provider wrote to the client in Jira is read there: the thread does not repeat it.
    """
    spoke = isinstance(change.fact.what, events.ClientAnswered) and change.fact.source.system is System.SLACK
    if isinstance(change.fact.what, events.Informed) and change.from_jira:
        return
    if (not change.counted and not spoke) or _told_before(change):
        return
    message = line(change)
    if message and change.after.raised_at is not None and not _overtaken(change):
        away = isinstance(change.fact.what, _AWAY)
        yield PostThread(message, mention=change.after.owner if away else None)


def _told_before(change: Change) -> bool:
    """Whether a departure or a remontée is heard of again, with its true instant."""
    if isinstance(change.fact.what, events.MovedAway):
        return change.before.elsewhere
    return isinstance(change.fact.what, events.Raised) and change.before.raised_at is not None


def _overtaken(change: Change) -> bool:
    """Whether it is heard late that an issue went away, which has come back since."""
    return isinstance(change.fact.what, _AWAY) and not change.after.gone


def promised_values(what: events.DelayCommunicated) -> dict[str, Value]:
    """The date told for each clock by the clock's name, and the one that it corrects under `<name>_was`."""
    told: dict[str, Value] = {one.clock.value: one.at for one in what.deadlines if one.at is not None}
    return told | {f"{one.clock.value}_was": one.at for one in what.replaces if one.at is not None}


def deadline_values(change: Change) -> dict[str, Value]:
    """The deadline of each clock that has one, by the clock's name."""
    readings = ((clock, change.reading(clock).deadline) for clock in CONTRACTED)
    return {clock.value: at for clock, at in readings if at is not None}
