"""Which steps a penalty is open to, so that buttons and lists offer nothing that would be refused."""

from datetime import date

from rules.economy.compensation.penalty_life import OVER, LifeState, Penalty, Term

NOTIFY, OBSERVE, APPLY = "notify_penalty", "observe_penalty", "apply_penalty"
WAIVE, EXCLUDE = "waive_penalty", "exclude_penalty"


def open_steps(penalty: Penalty, today: date, term: Term) -> tuple[str, ...]:
    """The moves on a penalty that can be made today, the next one first; none where nothing is at stake."""
    if not penalty.cents or (penalty.state in OVER and penalty.state is not LifeState.APPLIED):
        return ()
    match penalty.state:
        case LifeState.CALCULATED:
            return (NOTIFY, WAIVE, EXCLUDE) if term.causes else (NOTIFY, WAIVE)
        case LifeState.NOTIFIED if answerable(penalty, today):
            return OBSERVE, WAIVE
        case LifeState.NOTIFIED:
            return APPLY, WAIVE, OBSERVE
        case LifeState.OBSERVATIONS | LifeState.LATE_OBSERVATIONS:
            return APPLY, WAIVE
    return (WAIVE,)


def answerable(penalty: Penalty, today: date) -> bool:
    """Whether the provider was notified and may still answer in time."""
    return penalty.state is LifeState.NOTIFIED and penalty.until is not None and today <= penalty.until
