"""Says the support level of an anomaly, and by which passages it got there."""

from connectors.wording.voice import Wording
from rules.anomaly.state import Anomaly


def support_line(anomaly: Anomaly, wording: Wording) -> str:
    """One line; "" where the contract has no levels."""
    if anomaly.level is None:
        return ""
    moves = (
        wording.text("support.move", was=one.was.value, now_at=one.now.value, at=one.at) for one in anomaly.level_moves
    )
    return wording.text(
        "support.line",
        level=anomaly.level.value,
        climbs=anomaly.escalations or None,
        moves=", ".join(moves) or None,
    )
