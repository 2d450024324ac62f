"""Each step tells the people who owe the next one, privately, with the button that settles it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from rules import events
from rules.change import Change
from rules.contract import Criticality, DelayMessage, PauseReason, Role
from rules.effects import Effect, Message, Say, Value
from rules.events import DelayCommunicated, Happening
from rules.people.support_teams import project_of, team_of
from rules.people.visibility import secret
from rules.policies.automatic_delay import deadlines
from rules.policies.thread_history import deadline_values, promised_values
from rules.reminders.chasing import resuming
from rules.reminders.promised_dates import corrected


def _about(change: Change, **values: Value) -> dict[str, Value]:
    return {"name": change.after.name, "title": change.after.title, "who": change.fact.by.name, **values}


def _detected(change: Change, what: events.Detected) -> Iterator[Effect]:
    yield from change.tell(Role.RM, Message(Say.HANDED_OVER, _about(change, text=what.description), ("raise",)))


def _ticket(change: Change, _what: events.TicketAttached) -> Iterator[Effect]:
    """The CP is told the key (phase 2 ends there); a moved issue changes the key without a new message.

    Of a security anomaly they know already.
    """
    if change.before.ticket is not None or change.after.criticality is None:
        return
    if change.after.criticality is not Criticality.SECURITE:
        message = Message(Say.RAISED_TO_CP, raised_values(change), ("take", "qualify", "reject_description"))
        yield from change.tell(Role.CP, message)
        yield from change.tell_on_duty(message, change.contract.holders(Role.CP))


def _rejected(change: Change, what: events.DescriptionRejected) -> Iterator[Effect]:
    message = Message(Say.DESCRIPTION_REJECTED, _about(change, text=what.missing) | _until(change), ("answer",))
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def _answered(change: Change, what: events.ClientAnswered) -> Iterator[Effect]:
    ended = change.before.wait is not None and change.after.wait is None
    if change.after.closed:
        yield from change.tell(Role.CP, Message(Say.CLIENT_ANSWERED, _about(change, text=what.text), ("reopen",)))
    elif ended:
        yield from change.tell(Role.CP, Message(Say.CLIENT_ANSWERED, _about(change, text=what.text), ("qualify",)))


def _away(change: Change, what: events.AutomaticReply) -> Iterator[Effect]:
    """Nobody answered, and the wait holds: somebody may know whom else to ask, or that this was an answer after all."""
    wait = change.after.wait
    if wait is not None and wait.reason is PauseReason.CLIENT:
        yield from change.tell(Role.CP, Message(Say.AUTOMATIC_REPLY, _about(change, text=what.text), ("resume",)))


def raised_values(change: Change) -> dict[str, Value]:
    """The description of an anomaly for the person who must take it up."""
    who = change.after.raised_by.name if change.after.raised_by else change.fact.by.name
    level = change.after.criticality or Criticality.SECURITE
    return _about(change, criticality=level, key=change.after.name) | {"who": who} | deadline_values(change)


def _qualified(change: Change, what: events.Qualified) -> Iterator[Effect]:
    values = _about(change, criticality=what.criticality, text=what.reason)
    if not change.after.in_scope:
        message = Message(Say.OUT_OF_SCOPE, values)
        yield from change.tell(Role.RM, message)
        yield from change.write(Role.RM, message)
        return
    if change.contract.choices.delay_message is DelayMessage.CP_SENDS:
        yield from change.tell(Role.RM, Message(Say.QUALIFIED_TO_RM, values))
        due = DelayCommunicated("", deadlines(change.after, change.contract, change.now))
        due = replace(due, replaces=corrected(change.after, due.deadlines, change.contract, change.now))
        draft = Message(Say.DELAY_TO_SEND, values | promised_values(due), ("communicate",))
        for person in change.contract.holders(Role.CP):
            yield from change.tell_person(person, draft, Role.CP)


def _escalated(change: Change, what: events.LevelChanged) -> Iterator[Effect]:
    """The people of the level that it reaches are told, each once; of a security anomaly, not an agent."""
    move = "take_over" if change.after.claimed_at else "take"
    values = _about(change, level=what.level.value, text=what.reason)
    values["criticality"] = change.after.criticality or Criticality.SECURITE
    message = Message(Say.LEVEL_REACHED, values, (move,))
    for person in team_of(change.contract, what.level, project_of(change.after)):
        agent_only = person.roles <= {Role.AGENT}
        if person.id != change.fact.by.id and not (secret(change.after) and agent_only):
            yield from change.tell_people((person,), message)


def _communicated(change: Change, what: events.DelayCommunicated) -> Iterator[Effect]:
    say = Say.DELAY_CORRECTED if what.replaces else Say.DELAY_COMMUNICATED
    message = Message(say, _about(change, text=what.text) | promised_values(what))
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def _informed(change: Change, what: events.Informed) -> Iterator[Effect]:
    """Words written in Jira reach the client from there."""
    if change.from_jira:
        return
    message = Message(Say.INFORMED_TO_RM, _about(change, text=what.text), ("answer",))
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def _worked_around(change: Change, what: events.WorkaroundDelivered) -> Iterator[Effect]:
    message = Message(Say.WORKAROUND_TO_RM, _about(change, text=what.note), ("validate_workaround",))
    yield from change.tell(Role.RM, message)


def _delivered(change: Change, what: events.Delivered) -> Iterator[Effect]:
    message = Message(Say.RECETTE_ASKED, _about(change, text=what.note), ("accept", "refuse"))
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def _accepted(change: Change, what: events.Accepted) -> Iterator[Effect]:
    for role in (Role.CP, Role.DEVELOPER):
        yield from change.tell(role, Message(Say.RECETTE_ACCEPTED, _about(change), ("deploy",)))


def _refused(change: Change, what: events.Refused) -> Iterator[Effect]:
    for role in (Role.CP, Role.DEVELOPER):
        yield from change.tell(role, Message(Say.RECETTE_REFUSED, _about(change, text=what.reason)))


def _deployed(change: Change, what: events.Deployed) -> Iterator[Effect]:
    message = Message(Say.READY_TO_CLOSE, _about(change), ("close",))
    for person in change.contract.holders(Role.CP):
        yield from change.tell_person(person, message, Role.CP)


def _closed(change: Change, what: events.Closed) -> Iterator[Effect]:
    message = Message(Say.CLOSED_TO_RM, _about(change, cause=change.after.cause, answer=change.after.answer))
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def _paused(change: Change, what: events.Paused) -> Iterator[Effect]:
    """A pause made without a word, as Jira's statuses are, is asked for its reason at once."""
    if what.reason is PauseReason.CLIENT:
        yield from _ask(change, what.note)
    if change.after.wait is not None and change.after.wait.unexplained:
        message = Message(Say.WHY_ASKED, _about(change, reason=what.reason), ("say_why",))
        for person in change.contract.holders(Role.CP):
            yield from change.tell_person(person, message, Role.CP)


def _explained(change: Change, what: events.WaitExplained) -> Iterator[Effect]:
    """The client had been told that it is waited for, but not for what."""
    if change.after.wait is not None and change.after.wait.reason is PauseReason.CLIENT:
        yield from _ask(change, what.note)


def _ask(change: Change, note: str) -> Iterator[Effect]:
    message = Message(Say.PAUSED_FOR_CLIENT, _about(change, text=note) | _until(change), ("answer",))
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def _until(change: Change) -> dict[str, Value]:
    """When the pause will end without an answer, if it does."""
    until = resuming(change.after, change.contract)
    return {"term": until} if until is not None else {}


def _reopened(change: Change, what: events.Reopened) -> Iterator[Effect]:
    message = Message(Say.REOPENED_TO_PROVIDER, _about(change, text=what.reason), ("take",))
    for role in (Role.CP, Role.DEVELOPER):
        yield from change.tell(role, message)
    yield from change.tell_on_duty(
        message, (*change.contract.holders(Role.CP), *change.contract.holders(Role.DEVELOPER))
    )


def _hidden(change: Change, _what: events.TicketHidden) -> Iterator[Effect]:
    """Those who can mend it are told once, and not the client: its clocks run on."""
    message = Message(Say.TICKET_HIDDEN, _about(change, key=change.after.name), ("confirm_deletion",))
    yield from change.tell(Role.CP, message)


_TELL: Mapping[type[Happening], Callable[[Change, Any], Iterator[Effect]]] = {
    events.Detected: _detected,
    events.TicketAttached: _ticket,
    events.TicketHidden: _hidden,
    events.DescriptionRejected: _rejected,
    events.ClientAnswered: _answered,
    events.AutomaticReply: _away,
    events.Qualified: _qualified,
    events.LevelChanged: _escalated,
    events.DelayCommunicated: _communicated,
    events.Informed: _informed,
    events.WorkaroundDelivered: _worked_around,
    events.Delivered: _delivered,
    events.Accepted: _accepted,
    events.Refused: _refused,
    events.Deployed: _deployed,
    events.Closed: _closed,
    events.Reopened: _reopened,
    events.Paused: _paused,
    events.WaitExplained: _explained,
}


def tell_whom_it_concerns(change: Change) -> Iterator[Effect]:
    """Tells those whose turn comes next; nobody is told of their own act, nor of a fact that did not count."""
    tell = _TELL.get(type(change.fact.what))
    late = isinstance(change.fact.what, events.ClientAnswered) and change.after.closed
    if tell and (change.counted or late):
        yield from tell(change, change.fact.what)
