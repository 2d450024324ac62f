"""What a change of status tells, in the words of the contract: leaving a status can say as much as entering one."""

from connectors.jira.spelling import same
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
)
_WAITING = frozenset({JiraMeaning.WAITING_CLIENT, JiraMeaning.WAITING_THIRD_PARTY})
_SENT_BACK = frozenset({JiraMeaning.RESOLUTION, JiraMeaning.DIAGNOSIS})


def meaning(status: str, contract: Contract) -> JiraMeaning | None:
    """What a status means under the contract, however its name is accented or capitalised; None when undescribed."""
    return next((means for name, means in contract.jira.statuses.items() if same(name, status)), None)


def leaving(before: JiraMeaning | None, after: JiraMeaning | None) -> Happening | None:
    """What leaving a status tells by itself: an end of waiting, or a reopening; None when it tells nothing.

    A closed anomaly that goes to an undescribed status (archived, say) is not reopened.
    """
    if before is after:
        return None
    if before in _WAITING:
        return events.Resumed()
    return events.Reopened() if before is JiraMeaning.CLOSED and after is not None else None


def entering(before: JiraMeaning | None, after: JiraMeaning | None) -> Happening | None:
    """What entering a status tells; None when it tells nothing. Back from recette to the team is a refusal."""
    if before is after:
        return None
    if before is JiraMeaning.RECETTE and after in _SENT_BACK:
        return events.Refused("")
    return next((happening for means, happening in ENTERING if means is after), None)
