"""The reminders of the delays that run once personal data may be concerned: at any hour, whatever the clocks do."""

from datetime import datetime

from rules.anomaly.personal_data import SHARES, Standing, standing
from rules.contract import Duty
from rules.events import AuthorityDecisionDue, ClientWarningDue, PersonalReminding
from rules.reminders.look import Look, Reminder
from rules.reminders.thresholds import NextAlert


def _reminder(what: type[ClientWarningDue] | type[AuthorityDecisionDue], duty: Duty) -> Reminder:
    """The row of one of the two delays."""

    def left(look: Look) -> tuple[Standing, tuple[float, ...]] | None:
        """The untold part of a delay that nothing has answered."""
        stands = standing(look.anomaly, look.contract, duty)
        if stands is None or stands.settled_at is not None or look.anomaly.personal is None:
            return None
        about = what(1.0, stands.since, stands.deadline).about
        told = max((one.share for one in look.anomaly.personal.reminded if one.about == about), default=0.0)
        return stands, tuple(share for share in SHARES if share > told)

    def following(look: Look) -> NextAlert | None:
        found = left(look)
        return NextAlert(found[0].at(found[1][0]), found[1][0]) if found and found[1] else None

    def reached(look: Look) -> PersonalReminding | None:
        found = left(look)
        if found is None:
            return None
        stands, shares = found
        gravest = max((share for share in shares if stands.at(share) <= look.now), default=None)
        return what(gravest, stands.since, stands.deadline) if gravest is not None else None

    def owed_at(look: Look, said: PersonalReminding) -> datetime | None:
        stands = standing(look.anomaly, look.contract, duty)
        return stands.at(said.share) if stands else None

    return Reminder(what, following, reached, owed_at, of_the_whole=True)


CLIENT_WARNING = _reminder(ClientWarningDue, Duty.WARN_CLIENT)
AUTHORITY_DECISION = _reminder(AuthorityDecisionDue, Duty.DECIDE)
