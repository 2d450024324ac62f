"""The personal data that an anomaly may concern: two delays by the wall clock, that nothing but their answer ends."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules import events
from rules.anomaly.state import Anomaly, PersonalData, changed
from rules.contract import Contract, Duty, Side
from rules.events import Fact

SHARES = (0.5, 0.75, 0.9, 1.0)
"""The shares of a delay at which it is spoken of, the last one being its end."""

_PRIVATE = (
    events.PersonalDataFound,
    events.NoPersonalData,
    events.AuthorityDecided,
    events.ClientWarningDue,
    events.AuthorityDecisionDue,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the two delays: from the instant when it was known to its deadline; `settled_at` once it was answered."""

    duty: Duty
    since: datetime
    deadline: datetime
    settled_at: datetime | None

    @property
    def kept(self) -> bool:
        """Whether it was answered in time; meaningless before it was."""
        return self.settled_at is not None and self.settled_at <= self.deadline

    def at(self, share: float) -> datetime:
        """When a share of it is used up."""
        return self.since + share * (self.deadline - self.since)


def standings(anomaly: Anomaly, contract: Contract) -> tuple[Standing, ...]:
    """Both delays, the provider's first; none while nobody said that personal data may be concerned."""
    data = anomaly.personal
    if data is None or data.since is None:
        return ()
    lasting: dict[Duty, timedelta] = {
        Duty.WARN_CLIENT: contract.choices.personal_data.warn_client,
        Duty.DECIDE: contract.choices.personal_data.decide,
    }
    settled = {Duty.WARN_CLIENT: data.warned_at, Duty.DECIDE: data.decided_at}
    return tuple(Standing(duty, data.since, data.since + lasting[duty], settled[duty]) for duty in Duty)


def standing(anomaly: Anomaly, contract: Contract, duty: Duty) -> Standing | None:
    """One of them."""
    return next((one for one in standings(anomaly, contract) if one.duty is duty), None)


def unsaid(history: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The same history for those who are not to know: a warning to the client is news to it like any other."""
    told = (
        replace(fact, what=events.Informed()) if isinstance(fact.what, events.ClientWarned) else fact
        for fact in history
    )
    return tuple(fact for fact in told if not isinstance(fact.what, _PRIVATE))


def found(anomaly: Anomaly, fact: Fact, what: events.PersonalDataFound, contract: Contract) -> Anomaly:
    """Known no later than it is said; a client that says so itself need not be told."""
    since = min(what.since or anomaly.raised_at or fact.at, fact.at)
    known = anomaly.personal or PersonalData()
    told = fact.at if fact.by.side is Side.CLIENT else None
    return changed(anomaly, personal=replace(known, since=since, note=what.note, warned_at=known.warned_at or told))


def denied(anomaly: Anomaly, fact: Fact, what: events.NoPersonalData, contract: Contract) -> Anomaly:
    """Facts told and decided stay known, even if they turn out otherwise."""
    return changed(anomaly, personal=replace(anomaly.personal or PersonalData(), since=None, note=what.reason))


def warned(anomaly: Anomaly, fact: Fact, what: events.ClientWarned, contract: Contract) -> Anomaly:
    """The provider's delay is answered."""
    return changed(anomaly, personal=replace(anomaly.personal or PersonalData(), warned_at=fact.at))


def decided(anomaly: Anomaly, fact: Fact, what: events.AuthorityDecided, contract: Contract) -> Anomaly:
    """The client's is; a notification counts from when it was made, however late that is recorded."""
    at = min(what.at or fact.at, fact.at) if what.notified else fact.at
    known = anomaly.personal or PersonalData()
    return changed(anomaly, personal=replace(known, decided_at=at, notified=what.notified))


def reminded(anomaly: Anomaly, fact: Fact, what: events.PersonalReminding, contract: Contract) -> Anomaly:
    """Each is told once."""
    known = anomaly.personal or PersonalData()
    return changed(anomaly, personal=replace(known, reminded=(*known.reminded, what)))
