"""Reads a change of status in the contract's words: both the status left and the one entered."""

from connectors.jira.inbound.choices import Choice
from connectors.jira.inbound.name_spelling import described
from connectors.wording import said
from rules import events
from rules.contract import Contract, JiraMeaning, PauseReason
from rules.events import Happening

ENTERING: tuple[tuple[JiraMeaning, Happening], ...] = (
    (JiraMeaning.DIAGNOSIS, events.DiagnosisStarted()),
    (JiraMeaning.WAITING_CLIENT, events.Paused(PauseReason.CLIENT)),
    (JiraMeaning.WAITING_THIRD_PARTY, events.Paused(PauseReason.THIRD_PARTY)),
    (JiraMeaning.RESOLUTION, events.WorkStarted()),
    (JiraMeaning.RECETTE, events.Delivered()),
    (JiraMeaning.ACCEPTED, events.Accepted()),
    (JiraMeaning.REFUSED, events.Refused("")),
    (JiraMeaning.DEPLOYED, events.Deployed()),
    (JiraMeaning.CLOSED, events.Closed()),
    (JiraMeaning.CANCELLED, events.Closed(unrepaired=True)),
    (JiraMeaning.DROPPED, events.Closed(unrepaired=True)),
)
ENDED = frozenset({JiraMeaning.CLOSED, JiraMeaning.CANCELLED, JiraMeaning.DROPPED})
"""The meanings of the statuses that close an anomaly, repaired or not."""

_WAITING = frozenset({JiraMeaning.WAITING_CLIENT, JiraMeaning.WAITING_THIRD_PARTY})
_TESTED = frozenset({JiraMeaning.RECETTE, JiraMeaning.ACCEPTED})
_SENT_BACK = frozenset({JiraMeaning.RESOLUTION, JiraMeaning.DIAGNOSIS})


FIELD = "status"
"""The name of the field in a changelog."""

DONE = "done"
"""The key of Jira's category of statuses that end something, whatever they and it are called."""


def meaning(status: Choice, contract: Contract) -> JiraMeaning | None:
    """The meaning of a status under the contract, as `described` finds it; None where the contract has none."""
    return described(contract.jira.statuses, status)


def leaving(before: JiraMeaning | None, after: JiraMeaning | None, category: str = "") -> Happening | None:
    """The fact of leaving a status: an end of waiting or a reopening; None for neither.

    A closed anomaly that goes to a status which the contract does not describe is reopened only if Jira itself, by the
    `category` of that status, counts it as not done: it may have been archived.
    """
    if before is after:
        return None
    if before in _WAITING:
        return events.Resumed()
    reopened = after not in ENDED if after is not None else category not in ("", DONE)
    return events.Reopened() if before in ENDED and reopened else None


def undescribed(status: str, category: str) -> str:
    """The name under which a status that the contract does not describe is ignored: what it means is not guessed."""
    key = "inbound.last_status_undescribed" if category == DONE else "inbound.status_undescribed"
    return said(key, status=status)


def entering(before: JiraMeaning | None, after: JiraMeaning | None) -> Happening | None:
    """The fact of entering a status; None for none. A return from recette to the team is a refusal, accepted or not."""
    if before is after or (before in ENDED and after in ENDED):
        return None
    if before in _TESTED and after in _SENT_BACK:
        return events.Refused("")
    return next((happening for means, happening in ENTERING if means is after), None)
