"""Whose turn it is: the one step that everybody waits for, and the people of the contract who owe it."""

from rules.anomaly.lifecycle import MOVES_BY_NAME
from rules.anomaly.state import Anomaly
from rules.contract import Contract, PauseReason, Person, Role
from rules.people.stand_ins import in_place_of

_TEAM = frozenset({Role.CP, Role.DEVELOPER})

OWED = (
    "raise",
    "answer",
    "resume",
    "take",
    "qualify",
    "communicate",
    "deliver",
    "accept",
    "deploy",
    "find_cause",
    "close",
)
"""Every step that people may wait for."""


def owed(anomaly: Anomaly) -> str:
    """The move that everybody waits for; "" once closed, and where Jira has no such anomaly any more."""
    if anomaly.closed or anomaly.gone:
        return ""
    if anomaly.raised_at is None:
        return "raise"
    if anomaly.wait is not None and anomaly.wait.reason is not PauseReason.RECETTE:
        return "answer" if anomaly.wait.reason is PauseReason.CLIENT else "resume"
    if anomaly.taken_at is None:
        return "take"
    return "close" if anomaly.in_scope is False else _owed_in_scope(anomaly)


def debtors(move: str, owner: str | None, contract: Contract) -> tuple[Person, ...]:
    """The people who owe a move: a team's move falls to the owner (by id) if any, else to all who may make it.

    Whoever is away owes nothing that somebody else is told of.

    An agent owes nothing: the responsable de maintenance answers for the client.
    """
    roles = MOVES_BY_NAME[move].roles - {Role.AGENT}
    able = tuple(person for person in contract.people if (person.roles - person.silent) & roles)
    owning = in_place_of(contract, owner) if owner and roles == _TEAM else None
    return (owning,) if owning and owning.roles & roles else able


def _owed_in_scope(anomaly: Anomaly) -> str:
    steps = (
        ("qualify", anomaly.in_scope),
        ("communicate", anomaly.communicated_at or anomaly.delivered_at),
        ("deliver", anomaly.delivered_at),
        ("accept", anomaly.accepted_at),
        ("deploy", anomaly.deployed_at),
        ("find_cause", anomaly.cause),
    )
    return next((move for move, done in steps if not done), "close")
