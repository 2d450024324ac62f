"""Finds the issue that a person names by its key, among the contracts in which they may make a gesture."""

from collections.abc import Iterable
from datetime import datetime

from connectors.contracts import Contracts
from connectors.parsed_delivery import Reply
from connectors.store import Connection, contract_issues
from connectors.store.contract_issues import KnownIssue
from rules.contract import Contract
from rules.people.ledger_gestures import LedgerGesture
from rules.people.visibility import actor_in

Named = tuple[Contract, KnownIssue]
"""An issue, and the contract whose it is."""


def allowing(
    contracts: Contracts, gesture: LedgerGesture, reply: Reply, at: datetime
) -> tuple[tuple[Contract, ...], tuple[Contract, ...]]:
    """The contracts in which a person may make a gesture: the channel's own, where it has one, and all of them."""

    def may(some: Iterable[Contract]) -> tuple[Contract, ...]:
        return tuple(one for one in some if gesture.allows(actor_in(one, reply.user)))

    every = may(contracts.for_person(reply.user, at))
    return may(contracts.around(reply.user, reply.channel, at)) or every, every


def named(
    tx: Connection, contracts: Contracts, key: str, gesture: LedgerGesture, reply: Reply, at: datetime
) -> tuple[Named, ...]:
    """The issues of that key that are still there: those of the channel's contract alone, if it has one.

    Who may not make the gesture is never told whether there is such an issue.
    """
    for among in allowing(contracts, gesture, reply, at):
        known = [(one, issue) for one in among if (issue := contract_issues.called(tx, one.id, key))]
        if found := tuple((one, issue) for one, issue in known if not issue.shown.left):
            return found
    return ()
