"""Words the personal-data delays, for the few who may read them."""

from collections.abc import Iterator
from datetime import datetime

from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.anomaly.personal_data import Standing, standings
from rules.anomaly.state import Anomaly, PersonalData
from rules.contract import Contract, Duty

NOTE = 200


def personal_lines(anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording) -> Iterator[str]:
    """The known data, then each delay with its deadline and the time left; empty while nobody said anything."""
    data = anomaly.personal
    if data is None:
        return
    note = one_line(data.note, NOTE)
    if data.since is None:
        yield wording.text("personal.none", note=note)
        return
    yield wording.text("personal.since", since=data.since, note=note)
    for one in standings(anomaly, contract):
        yield wording.text(
            "personal.line", what=wording.text(f"personal.{one.duty}"), state=_state(one, data, now, wording)
        )


def _state(one: Standing, data: PersonalData, now: datetime, wording: Wording) -> str:
    if one.settled_at is None:
        late = now >= one.deadline
        left = {"over" if late else "left": abs(one.deadline - now)}
        return wording.text("personal.late" if late else "personal.left", deadline=one.deadline, **left)
    decision = wording.text("personal.notified" if data.notified else "personal.not_notified")
    return wording.text(
        "personal.kept" if one.kept else "personal.missed",
        settled=one.settled_at,
        deadline=one.deadline,
        decision=decision if one.duty is Duty.DECIDE else None,
    )
