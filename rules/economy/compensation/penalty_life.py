"""The life of one penalty: calculated, notified, observations within a term, then applied or waived."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from rules.contract.compensation_terms import ExclusionCause
from rules.economy.compensation.lateness import Worked
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
    CompensationObserved,
    CompensationWaived,
)
from rules.workdays.month import Month

_LONGEST_CLOSURE = 366


class LifeState(StrEnum):
    """Where a penalty stands."""

    CALCULATED = "calculated"
    NOTIFIED = "notified"
    OBSERVATIONS = "observations"
    LATE_OBSERVATIONS = "late_observations"
    APPLIED = "applied"
    WAIVED = "waived"
    EXCLUDED = "excluded"


class Refused(StrEnum):
    """Why a step changes nothing."""

    NOT_CALCULATED = "not_calculated"
    NOT_NOTIFIED = "not_notified"
    ALREADY_NOTIFIED = "already_notified"
    TOO_EARLY = "too_early"
    MORE_THAN_LEFT = "more_than_left"
    OVER = "over"
    CAUSE_NOT_AGREED = "cause_not_agreed"
    NOTHING = "nothing"
    BEFORE_MONTH = "before_month"
    BEFORE_NOTICE = "before_notice"


NOTHING: Mapping[str, "Penalty"] = MappingProxyType({})
OVER = (LifeState.APPLIED, LifeState.WAIVED, LifeState.EXCLUDED)


@dataclass(frozen=True, slots=True)
class Term:
    """How long the provider has to answer a notice; a term on a day that is not worked is `rolled` to the next.

    `causes` are those that the contract excludes.
    """

    days: int
    worked: Worked
    rolled: bool = True
    causes: tuple[ExclusionCause, ...] = ()

    def ends(self, received: date) -> date:
        """The last day of the term, which counts from the day after the receipt."""
        until = received + timedelta(days=self.days)
        following = (until + timedelta(days=later) for later in range(_LONGEST_CLOSURE))
        return next((day for day in following if self.worked(day)), until) if self.rolled else until


@dataclass(frozen=True, slots=True)
class Penalty:
    """One penalty as its facts leave it: cents still at stake, cents waived; `until` is the term once notified.

    `difference` is what a later calculation found beyond the notified amount: the parties decide of it.
    """

    line: str
    month: Month
    cents: int
    state: LifeState = LifeState.CALCULATED
    received: date | None = None
    until: date | None = None
    waived: int = 0
    difference: int = 0
    reason: str = ""
    cause: ExclusionCause | None = None
    reference: str = ""


Stepped = tuple[Penalty | None, Refused | None]


def stepped(penalty: Penalty | None, event: CompensationEvent, term: Term) -> Stepped:
    """The penalty after an event, or the penalty as it was and why the event changes nothing."""
    if isinstance(event, CompensationCalculated):
        return _calculated(penalty, event), None
    if penalty is None:
        return None, Refused.NOT_CALCULATED
    refusal = _against(penalty, event, term)
    return (penalty, refusal) if refusal else (_changed(penalty, event, term), None)


def _changed(penalty: Penalty, event: CompensationEvent, term: Term) -> Penalty:
    match event:
        case CompensationNotified():
            penalty = replace(penalty, state=LifeState.NOTIFIED, received=event.on, until=term.ends(event.on))
        case CompensationObserved():
            late = penalty.until is not None and event.on > penalty.until
            penalty = replace(penalty, state=LifeState.LATE_OBSERVATIONS if late else LifeState.OBSERVATIONS)
        case CompensationApplied():
            penalty = replace(penalty, state=LifeState.APPLIED, reference=event.reference)
        case CompensationWaived():
            penalty = _waived(penalty, event)
        case CompensationExcluded():
            penalty = replace(penalty, state=LifeState.EXCLUDED, cents=0, cause=event.cause, reason=event.note)
    return penalty


def lives(
    events: Iterable[CompensationEvent], term_in: Callable[[Month], Term], before: Mapping[str, Penalty] = NOTHING
) -> dict[str, Penalty]:
    """Every penalty of a contract by its line, after all the events in order; a refused one changes nothing.

    `term_in` gives the term that the contract grants for a month, `before` the penalties that were there already.
    """
    found = dict(before)
    for event in events:
        known = found.get(event.line)
        after, _ = stepped(known, event, term_in(known.month if known else _month(event)))
        if after is not None:
            found[event.line] = after
    return found


def month_of(line: str) -> Month:
    """The month that the name of a penalty tells. Raises ValueError for a name that tells none."""
    return Month.read(line.rpartition("@")[2])


def _month(event: CompensationEvent) -> Month:
    return Month.of(event.month) if isinstance(event, CompensationCalculated) else month_of(event.line)


def _calculated(penalty: Penalty | None, event: CompensationCalculated) -> Penalty:
    if penalty is None:
        return Penalty(event.line, Month.of(event.month), event.cents)
    if penalty.state is LifeState.CALCULATED:
        return replace(penalty, cents=max(0, event.cents - penalty.waived), month=Month.of(event.month))
    # What was notified is never rewritten.
    return replace(penalty, difference=event.cents - penalty.cents - penalty.waived)


def _against(penalty: Penalty, event: CompensationEvent, term: Term) -> Refused | None:
    """Why an event cannot be, where the penalty stands."""
    # What was applied may still be waived, wholly or a part more.
    waived_late = penalty.state is LifeState.APPLIED and isinstance(event, CompensationWaived)
    if penalty.state in OVER and not waived_late:
        return Refused.OVER
    match event:
        case CompensationExcluded(cause=cause) if cause not in term.causes:
            return Refused.CAUSE_NOT_AGREED
        case CompensationApplied() if _early(penalty, event.on):
            return Refused.TOO_EARLY
        case CompensationWaived(cents=int() as cents) if cents > penalty.cents:
            return Refused.MORE_THAN_LEFT
    return _out_of_turn(event, penalty.state is not LifeState.CALCULATED) or _out_of_place(penalty, event)


def _out_of_place(penalty: Penalty, event: CompensationEvent) -> Refused | None:
    """Why a step cannot bear its date, or bears on nothing."""
    match event:
        case CompensationNotified() if not penalty.cents:
            return Refused.NOTHING
        case CompensationNotified(on=on) if on < penalty.month.first:
            return Refused.BEFORE_MONTH
        case CompensationObserved(on=on) | CompensationApplied(on=on) if penalty.received and on < penalty.received:
            return Refused.BEFORE_NOTICE
    return None


def _out_of_turn(event: CompensationEvent, notified: bool) -> Refused | None:
    """Why a step does not come after, or before, the notice."""
    if notified and isinstance(event, CompensationNotified | CompensationExcluded):
        return Refused.ALREADY_NOTIFIED
    if not notified and isinstance(event, CompensationObserved | CompensationApplied):
        return Refused.NOT_NOTIFIED
    return None


def _early(penalty: Penalty, on: date) -> bool:
    """Whether the provider may still answer and has not."""
    return penalty.state is LifeState.NOTIFIED and penalty.until is not None and on <= penalty.until


def _waived(penalty: Penalty, event: CompensationWaived) -> Penalty:
    cents = penalty.cents if event.cents is None else event.cents
    left = penalty.cents - cents
    # What is left of a notified penalty is decided by the same act; before the notice it can still be notified.
    kept = LifeState.CALCULATED if penalty.state is LifeState.CALCULATED else LifeState.APPLIED
    state = kept if left else LifeState.WAIVED
    return replace(penalty, state=state, cents=left, waived=penalty.waived + cents, reason=event.reason)
