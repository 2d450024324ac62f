"""Choose the buttons that an anomaly shows in its phase."""

from rules.anomaly.lifecycle import USEFUL, possible
from rules.anomaly.state import Anomaly
from rules.contract import RESPONSES, PauseReason

_WAITING = ("answer", "resume")
_OUT_OF_SCOPE = ("close", "qualify")
_ACTED_ON = 2


def useful(anomaly: Anomaly) -> tuple[str, ...]:
    """The moves that help now, the most expected first; all of them can be made by somebody."""
    chosen = _OUT_OF_SCOPE if anomaly.in_scope is False and not anomaly.closed else USEFUL[anomaly.phase]
    if anomaly.wait is not None:
        awaited = _WAITING if anomaly.wait.reason is PauseReason.CLIENT else ("resume",)
        chosen = (*awaited, *chosen)
    allowed = possible(anomaly)
    moves = tuple(move for move in chosen if move in allowed and not _made(anomaly, move))
    return (*moves[:_ACTED_ON], "inform", *moves[_ACTED_ON:]) if _awaits_news(anomaly) else moves


def on_personal_data(anomaly: Anomaly) -> tuple[str, ...]:
    """The moves that help about personal data: to say whether they are concerned, then what is owed for it."""
    data = anomaly.personal
    if data is None:
        chosen: tuple[str, ...] = ("personal_data", "no_personal_data")
    elif data.since is None:
        chosen = ()
    else:
        chosen = ("warn_client",) if data.warned_at is None else ()
        chosen += ("decide_authority",) if data.decided_at is None else ()
    return tuple(move for move in chosen if move in possible(anomaly))


def _awaits_news(anomaly: Anomaly) -> bool:
    """Whether the contract counts the time until the client hears of it; elsewhere the command is enough."""
    counted = any(mark.clock in RESPONSES for mark in anomaly.marks)
    return counted and anomaly.in_scope is not False and "inform" in possible(anomaly)


def _made(anomaly: Anomaly, move: str) -> bool:
    """Moves that could be repeated but help nobody as buttons."""
    done = {
        "take": anomaly.taken_at,
        "work_around": anomaly.workaround_at,
        "refuse": anomaly.accepted_at,
        "find_cause": anomaly.cause,
        "reject_description": anomaly.wait,
    }
    return bool(done.get(move))
