"""Brings an anomaly from one support level to another."""

from rules import events
from rules.anomaly.state import Anomaly, LevelMove, changed
from rules.contract import Contract
from rules.events import Fact


def level_changed(anomaly: Anomaly, fact: Fact, what: events.LevelChanged, contract: Contract) -> Anomaly:
    """The people of another level answer for it; a level that the contract has not changes nothing."""
    if anomaly.level is None or contract.support is None or what.level not in contract.support.named:
        return anomaly
    if what.level is anomaly.level:
        return anomaly
    move = LevelMove(fact.at, anomaly.level, what.level)
    return changed(anomaly, level=what.level, level_moves=(*anomaly.level_moves, move))
