"""Since when those who answer for an anomaly are called because it is about security."""

from rules.anomaly.state import Anomaly, changed
from rules.events import Fact
from rules.people.visibility import secret


def alarmed(anomaly: Anomaly, fact: Fact) -> Anomaly:
    """The anomaly with the alarm given by this fact, unless it was before; one that is not about security has none."""
    if not secret(anomaly):
        return changed(anomaly, alarmed_at=None)
    return anomaly if anomaly.alarmed_at else changed(anomaly, alarmed_at=fact.at)
