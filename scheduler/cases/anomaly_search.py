"""Searches past causes and answers, and open anomalies that sound alike."""

from collections.abc import Iterable

from connectors.store import Connection, searches
from connectors.store.searches import Found
from rules.contract import Contract
from rules.people.visibility import sees_security
from rules.reports.text_similarity import score, shared, terms

CANDIDATES = 100  # of each contract
MOST_ALIKE = 3
ALIKE = 0.5  # the part of a title's words that a duplicate shares


def search(tx: Connection, contracts: Iterable[Contract], user: str, text: str) -> tuple[Found, ...]:
    """The anomalies of contracts that have all the words of a text: closed ones first, then the best and the latest.

    `contracts` are those that name the Slack user.
    """
    wanted = terms(text)
    found = [
        one
        for contract in contracts
        for one in searches.find(tx, contract.id, wanted, sees_security(contract, user), CANDIDATES)
    ]
    latest = sorted(found, key=lambda one: one.closed_at or one.updated_at, reverse=True)
    best = sorted(latest, key=lambda one: -score(wanted, one.title, one.cause, one.answer))
    return tuple(sorted(best, key=lambda one: one.closed_at is None))


def alike(tx: Connection, contract: Contract, user: str, text: str) -> tuple[Found, ...]:
    """The few open anomalies of a contract that share the most words with a text; those that the user may see."""
    wanted = terms(text)
    found = searches.open_of(tx, contract.id, sees_security(contract, user)) if wanted else []
    judged = [(shared(wanted, one.words), one) for one in found]
    close = sorted((pair for pair in judged if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return tuple(one for _, one in close[:MOST_ALIKE])
