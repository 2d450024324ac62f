"""Finds what stands in the way of a fact, which for Jira's own statement of a status is less than for a move."""

from dataclasses import replace

from rules.anomaly.lifecycle import BY_EVENT, Missing, missing
from rules.anomaly.state import Anomaly
from rules.events import Fact
from rules.fold.kinds import kind_of

UNKNOWABLE = frozenset({"qualified", "delivered", "accepted", "deployed", "cause", "answer"})
"""The preconditions that nobody could meet where there was no Vigie to tell."""


def obstacles(anomaly: Anomaly, fact: Fact) -> tuple[Missing, ...]:
    """The obstacles to a fact; empty when it counts, or when the lifecycle does not judge its kind.

    A status of a time without Vigie, or the one in which an issue arrives, counts as Jira shows it. Jira let somebody
    put it, and no rule of Vigie's could be followed then.
    """
    move, kind = BY_EVENT.get(type(fact.what)), kind_of(fact.what)
    if move is None:
        return ()
    if not (fact.stated and kind.status):
        return missing(anomaly, move, fact.by, fact.what, fact.source.system)
    nobody = replace(fact.by, roles=frozenset())
    against = missing(anomaly, move, nobody, fact.what, fact.source.system)
    return tuple(one for one in against if not (kind.leads_on and one.code in UNKNOWABLE))
