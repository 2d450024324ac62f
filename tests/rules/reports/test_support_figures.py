"""A month counts the escalations of its own days, and the level at which each anomaly was closed."""

from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import SupportLevel
from rules.reports.support_figures import Resolved, SupportFigures, support_figures
from tests.rules.calendars import at
from tests.rules.cast import ACCEPTED, CLOSED, CP, DELIVERED, DEPLOYED, DEV, QUALIFIED, after, fact, raised
from tests.rules.fold.test_support_levels import LEVELLED, N2, N3

MONTH = (at("2026-11-01 00:00"), at("2026-12-01 00:00"))
END = (QUALIFIED, DELIVERED, ACCEPTED, DEPLOYED, CLOSED)


def moved(level: SupportLevel, when: str) -> events.Fact:
    return fact(events.LevelChanged(level), DEV, when)


def anomaly(*facts: events.Fact) -> Anomaly:
    return after(*raised(*facts), contract=LEVELLED)


def test_escalations_and_returns_are_counted_in_their_month_and_closures_at_their_level() -> None:
    cases = [
        anomaly(*END),
        anomaly(moved(N3, "10:30"), *END),
        anomaly(moved(N3, "10:30"), moved(N2, "10:45"), moved(N3, "10:50"), *END),
        anomaly(moved(N3, "2026-12-02 09:00")),
        anomaly(moved(N3, "10:30"), moved(N2, "2026-12-02 09:00"), *END),
    ]
    assert support_figures(cases, *MONTH) == SupportFigures(
        escalations=4, returns=1, escalated=3, resolved=(Resolved(N2, 1, 25), Resolved(N3, 3, 75))
    )


def test_an_anomaly_without_a_level_or_gone_counts_nothing() -> None:
    gone = fact(events.TicketRemoved(), CP, "11:00")
    cases = [after(*raised(*END)), anomaly(moved(N3, "10:30"), gone)]
    assert support_figures(cases, *MONTH) == SupportFigures(0, 0, 0, ())
    assert support_figures([], *MONTH) == SupportFigures(0, 0, 0, ())
