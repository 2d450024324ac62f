"""Finds what stands in the way of a fact, which for Jira's own statement of a status is less than for a move."""

from dataclasses import replace

from rules.anomaly.lifecycle import BY_EVENT, Missing, Move, missing
from rules.anomaly.state import Anomaly
from rules.events import Closed, Fact, System
from rules.fold.kinds import kind_of

UNKNOWABLE = frozenset({"qualified", "delivered", "accepted", "deployed", "cause", "answer"})
"""The preconditions that nobody could meet where there was no Vigie to tell."""


def obstacles(anomaly: Anomaly, fact: Fact) -> tuple[Missing, ...]:
    """The obstacles to a fact; empty when it counts, or when the lifecycle does not judge its kind.

    A status of a time without Vigie, or the one in which an issue arrives, counts as Jira shows it. Jira let somebody
    put it, and no rule of Vigie's could be followed then. So does the end of what will not be repaired.
    """
    move = BY_EVENT.get(type(fact.what))
    if move is None:
        return ()
    if not (_stands(fact) or _is_over(anomaly, fact)):
        return missing(anomaly, move, fact.by, fact.what, fact.source.system)
    return tuple(one for one in _asked(anomaly, fact, move) if not _is_unknowable(one, fact))


def unknown(anomaly: Anomaly, fact: Fact) -> tuple[Missing, ...]:
    """The preconditions of which nothing is known for a status that stands as Jira shows it; empty for other facts."""
    move = BY_EVENT.get(type(fact.what))
    if move is None or not _stands(fact):
        return ()
    return tuple(one for one in _asked(anomaly, fact, move) if _is_unknowable(one, fact))


def _is_over(anomaly: Anomaly, fact: Fact) -> bool:
    """Whether Jira ends what will not be repaired: cancelled, dropped, or closed as the duplicate of another."""
    in_jira = fact.source.system is not System.SLACK and not fact.ordered
    return in_jira and isinstance(fact.what, Closed) and (fact.what.unrepaired or bool(anomaly.duplicate_of))


def _stands(fact: Fact) -> bool:
    return fact.stated and kind_of(fact.what).status


def _asked(anomaly: Anomaly, fact: Fact, move: Move) -> tuple[Missing, ...]:
    """The obstacles for somebody whose role nobody judges."""
    nobody = replace(fact.by, roles=frozenset())
    return missing(anomaly, move, nobody, fact.what, fact.source.system)


def _is_unknowable(one: Missing, fact: Fact) -> bool:
    return kind_of(fact.what).leads_on and one.code in UNKNOWABLE
