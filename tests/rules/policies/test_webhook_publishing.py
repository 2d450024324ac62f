"""What is published is what the contract's webhooks asked for: each step and each alert, once, with no private word."""

from dataclasses import replace

import pytest

from rules import events
from rules.contract import Announcement, ClockName, Criticality, PauseReason, Webhook
from rules.effects import Effect, Happened, Publish
from rules.events import VIGIE, Fact, PromiseAlerted, System, ThresholdReached
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, DEV, QUALIFIED, RAISED, RM, fact, raised, told

HEARD = replace(CONTRACT, webhooks=(Webhook("equipe"),))
DEADLINE = at("2026-11-09 14:00")
TAKEN = fact(events.Taken(), DEV, "10:00")


def published(history: tuple[Fact, ...], *facts: Fact, contract: object = HEARD) -> list[Happened]:
    """What goes to a webhook, in order."""
    assert isinstance(contract, type(HEARD))
    return [one.happened for one in of(told(history, *facts, contract=contract).effects)]


def of(effects: tuple[Effect, ...]) -> list[Publish]:
    return [one for one in effects if isinstance(one, Publish)]


def reached(share: float, when: str = "14:00") -> Fact:
    return fact(ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, share, DEADLINE), VIGIE, when, System.CLOCK)


@pytest.mark.parametrize(
    ("what", "announced"),
    [
        (events.Taken(), Announcement.TAKEN),
        (events.Assigned(DEV), Announcement.TAKEN),
        (events.Qualified(Criticality.MINEURE, False), Announcement.OUT_OF_SCOPE),
        (events.Paused(PauseReason.CLIENT), Announcement.PAUSED),
        (events.DescriptionRejected("Quelle page ?"), Announcement.PAUSED),
        (events.TicketRemoved(), Announcement.WITHDRAWN),
        (events.Declassified("Évolution"), Announcement.WITHDRAWN),
        (events.MovedAway(), Announcement.WITHDRAWN),
        (events.TicketAttached("martin", "10001", "POR-7"), Announcement.TICKET),
        (events.Closed("Session", "Allongée"), None),
        (events.Informed("Nous cherchons"), None),
        (events.CauseFound("Session"), None),
    ],
)
def test_each_fact_that_counts_and_matters_outside_has_its_name(
    what: events.Happening, announced: Announcement | None
) -> None:
    found = published(raised(), fact(what, CP, "10:00", System.JIRA))
    assert [one.what for one in found] == ([announced] if announced else [])


def test_what_is_withdrawn_and_comes_back_is_told_twice() -> None:
    gone = fact(events.TicketRemoved(), CP, "10:00", System.JIRA)
    back = fact(events.TicketRestored(), CP, "11:00", System.JIRA)
    assert [one.what for one in published(raised(gone), back)] == [Announcement.RESTORED]


def test_an_answer_that_ends_a_wait_resumes_and_another_says_nothing() -> None:
    wait = fact(events.Paused(PauseReason.CLIENT), DEV, "10:00")
    answer = fact(events.ClientAnswered("Voici"), RM, "11:00")
    assert [one.what for one in published(raised(TAKEN, wait), answer)] == [Announcement.RESUMED]
    assert published(raised(TAKEN), answer) == []


def test_a_new_criticality_publishes_the_qualification_then_the_deadlines_that_moved() -> None:
    graver = fact(events.Qualified(Criticality.BLOQUANTE), CP, "11:00")
    found = published(raised(QUALIFIED), graver)
    assert [one.what for one in found] == [Announcement.QUALIFIED, Announcement.DEADLINES_MOVED]


def test_a_warning_and_a_breach_say_which_clock_and_how_it_stands() -> None:
    (warning,) = published(raised(), reached(0.75, "12:10"))
    assert (warning.what, warning.clock, warning.percent) == (Announcement.WARNING, ClockName.ACKNOWLEDGEMENT, 75)
    (breach,) = published(raised(), reached(1.0))
    assert (breach.what, breach.percent, breach.gathered) == (Announcement.BREACH, 100, False)
    assert {one.clock for one in breach.clocks} == set(HEARD.clocks)


def test_a_promise_that_is_broken_is_told() -> None:
    promised = at("2026-11-09 12:00")
    deadline = events.Deadline(ClockName.RESOLUTION, promised)
    communicated = fact(events.DelayCommunicated("Demain", (deadline,)), CP, "10:30")
    what = PromiseAlerted(ClockName.RESOLUTION, 1, 1.0, promised)
    found = published(raised(TAKEN, QUALIFIED, communicated), fact(what, VIGIE, "12:00", System.CLOCK))
    assert [(one.what, one.clock) for one in found] == [(Announcement.PROMISE_BROKEN, ClockName.RESOLUTION)]


def test_each_webhook_hears_of_what_it_asked_for() -> None:
    some = (Webhook("equipe"), Webhook("statut", (Announcement.TAKEN,)))
    effects = told(raised(), TAKEN, contract=replace(CONTRACT, webhooks=some)).effects
    assert [one.to for one in of(effects)] == ["equipe", "statut"]
    graver = fact(events.Qualified(Criticality.MINEURE), CP, "11:00")
    effects = told(raised(TAKEN), graver, contract=replace(CONTRACT, webhooks=some)).effects
    assert {one.to for one in of(effects)} == {"equipe"}


def test_a_security_anomaly_leaves_without_its_title_and_a_detection_does_not_leave() -> None:
    secret = fact(replace(RAISED, criticality=Criticality.SECURITE), RM)
    (happened,) = published((), secret)
    assert (happened.title, happened.criticality) == ("", Criticality.SECURITE)
    assert published((), fact(events.Detected("Panier vide", "…"), RM, "08:00")) == []


def test_a_moved_issue_is_told_under_its_new_key() -> None:
    (moved,) = published(raised(), fact(events.TicketAttached("martin", "10001", "POR-7"), CP, "10:00", System.JIRA))
    assert (moved.what, moved.key, moved.name) == (Announcement.TICKET, "POR-7", "POR-7")


def test_a_contract_without_a_webhook_publishes_nothing() -> None:
    assert published(raised(), TAKEN, contract=CONTRACT) == []
