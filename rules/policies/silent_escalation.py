"""An alert that nobody answered goes up the contract's escalation."""

from collections.abc import Iterator

from rules.change import Change
from rules.effects import Effect, Message, PostThread, Say
from rules.events import Unanswered
from rules.policies.clock_alerts import alert_values


def go_up(change: Change) -> Iterator[Effect]:
    """The next step is told privately; the thread records it without mentioning anybody."""
    what = change.fact.what
    if not isinstance(what, Unanswered) or what.gathered:
        return
    steps = change.contract.alerts(change.reading(what.clock).criticality, what.clock).escalation
    people = change.contract.at_step(steps[what.step]) if what.step < len(steps) else ()
    values = alert_values(change, what.clock, what.deadline) | {"since": what.since}
    if change.reading(what.clock).breached and (over := values.pop("remaining", None)):
        values["over"] = over
    names = ", ".join(person.name for person in people)
    yield PostThread(Message(Say.LOG_UNANSWERED, {"since": what.since, "clock": what.clock, "people": names}))
    message = Message(Say.UNANSWERED, values, ("acknowledge", "inform"))
    yield from change.tell_people(people, message)
