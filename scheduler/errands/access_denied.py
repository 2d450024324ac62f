"""Answers those who may not see an anomaly, without revealing that it exists."""

from datetime import datetime

from connectors.contracts import Contracts
from connectors.parsed_delivery import About, AboutKey, Claim, Delivery
from connectors.store.outbox import Errand
from rules.effects import Answer, Message, Say
from rules.people.visibility import sees
from scheduler.cases.case_loader import Case
from scheduler.errands.queueing import errand


def not_theirs(about: About, *, named: bool) -> Message:
    """The same words whether the anomaly does not exist or may not be shown; others where no contract names them."""
    if not named:
        return Message(Say.NO_CONTRACT)
    return Message(Say.UNKNOWN_ANOMALY, {"key": about.key} if isinstance(about, AboutKey) else {})


def hidden(heard: Claim, case: Case) -> bool:
    """Whether a person asks about an anomaly that may not be shown to them."""
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
    key = f"{delivery.source}:{delivery.identity}:unknown"
    return (errand(answer, None, heard.reply.user, key=key, at=at, reply=heard.reply),)
