"""A security anomaly calls those who answer for it at once, at any hour and whatever Jira does."""

from collections.abc import Iterator

from rules.change import Change
from rules.contract import ClockName, Role
from rules.effects import Effect, Message, Say
from rules.policies.next_steps import raised_values

MOVES = ("take", "qualify", "reject_description", "personal_data", "no_personal_data")


def raise_the_alarm(change: Change) -> Iterator[Effect]:
    """Once each time that it becomes one: told and written to the CP, the direction and the contract's escalation.

    A CP who says so themselves is told too: the steps to take are in that message.
    """
    if change.after.alarmed_at is None or change.before.alarmed_at is not None:
        return
    message = Message(Say.SECURITY_RAISED, raised_values(change), MOVES)
    heads = (person for role in (Role.CP, Role.DIRECTION) for person in change.contract.holders(role))
    chain = change.contract.alerts(change.after.criticality, ClockName.ACKNOWLEDGEMENT).escalation
    higher = (person for step in chain for person in change.contract.at_step(step))
    called = tuple(dict.fromkeys((*heads, *higher)))
    yield from change.tell_people(called, message)
    yield from change.tell_on_duty(message, called)
