"""What is told to whom an anomaly is none of the business of: nothing of it, not even that it exists."""

from datetime import datetime

from connectors.contracts import Contracts
from connectors.parsed_delivery import About, AboutKey, Claim, Delivery
from connectors.store.outbox import Errand
from rules.effects import Answer, Message, Say
from rules.people.visibility import sees
from scheduler.cases.case_loader import Case


def not_theirs(about: About, *, named: bool) -> Message:
    """The same words whether the anomaly does not exist or may not be shown; others where no contract names them."""
    if not named:
        return Message(Say.NO_CONTRACT)
    return Message(Say.UNKNOWN_ANOMALY, {"key": about.key} if isinstance(about, AboutKey) else {})


def hidden(heard: Claim, case: Case) -> bool:
    """Whether what was asked in Slack is about something that may not be shown to whoever asks."""
    return heard.reply is not None and not sees(case.contract, case.anomaly, heard.reply.user)


def turned_away(
    heard: Claim, delivery: Delivery, contracts: Contracts, at: datetime, *, unnamed: bool = False
) -> tuple[Errand, ...]:
    """The errand that says so; none where nobody waits. `at` is the machine's instant.

    When `unnamed` only those whom no contract names are turned away.
    """
    if heard.reply is None:
        return ()
    named = bool(contracts.for_person(heard.reply.user, heard.at))
    if named and unnamed:
        return ()
    answer = Answer(not_theirs(heard.about, named=named))
    key, lane = f"{delivery.source}:{delivery.identity}:unknown", f"answer:{heard.reply.user}"
    return (Errand(key=key, lane=lane, effect=answer, created_at=at, reply=heard.reply),)
