"""A criticality is tried before it is chosen: each clock before and after, and nothing decided."""

from dataclasses import replace

import pytest

from rules import events
from rules.clock import State, read
from rules.contract import Choices, ClockName, Contract, Criticality, PauseReason, Requalification
from rules.events import Fact
from rules.reports.criticality_preview import Outlook, preview
from tests.rules.calendars import at
from tests.rules.cast import ANSWERING, CONTRACT, CP, DEV, QUALIFIED, after, fact, raised

ACK, WORKAROUND, RESOLUTION = ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND, ClockName.RESOLUTION
FROM_CHANGE = replace(CONTRACT, choices=Choices(requalification=Requalification.FROM_CHANGE))
TEN_THIRTY = "2026-11-09 10:30"


def seen(
    facts: tuple[Fact, ...], level: Criticality, now: str, contract: Contract = CONTRACT
) -> dict[ClockName, Outlook]:
    found = preview(after(*facts, contract=contract), level, contract, at(now))
    return {one.then.clock: one for one in found}


@pytest.mark.parametrize("contract", [CONTRACT, FROM_CHANGE, ANSWERING], ids=["keep_elapsed", "from_change", "answers"])
@pytest.mark.parametrize("level", [Criticality.SECURITE, Criticality.BLOQUANTE, Criticality.MINEURE])
def test_what_is_foreseen_is_what_comes_true(contract: Contract, level: Criticality) -> None:
    facts = raised(QUALIFIED)
    real = after(*facts, fact(events.Qualified(level, None, "parce que"), CP, TEN_THIRTY), contract=contract)
    foreseen = seen(facts, level, TEN_THIRTY, contract)
    come_true = {clock: read(clock, real.marks, contract, at(TEN_THIRTY)) for clock in contract.clocks}
    assert {clock: one.then for clock, one in foreseen.items()} == come_true
    assert foreseen[WORKAROUND].before != foreseen[WORKAROUND].after


def test_a_stopped_clock_keeps_the_target_it_was_stopped_under() -> None:
    facts = raised(fact(events.Taken(), DEV, "09:10"), QUALIFIED)
    foreseen = seen(facts, Criticality.SECURITE, TEN_THIRTY)
    assert foreseen[ACK].ended
    assert foreseen[ACK].after == foreseen[ACK].before
    assert not foreseen[WORKAROUND].ended


def test_a_deadline_that_would_be_past_already_says_so() -> None:
    late = seen(raised(QUALIFIED), Criticality.BLOQUANTE, "2026-11-13 16:00")[WORKAROUND]
    assert late.breached
    assert late.after is not None
    assert late.after < at("2026-11-13 16:00")
    assert not seen(raised(QUALIFIED), Criticality.BLOQUANTE, "2026-11-13 16:00", FROM_CHANGE)[WORKAROUND].breached


def test_a_paused_clock_shows_what_it_would_be_if_it_resumed() -> None:
    facts = raised(QUALIFIED, fact(events.Paused(PauseReason.CLIENT), CP, "10:10"))
    held = seen(facts, Criticality.BLOQUANTE, "2026-11-10 10:00")[WORKAROUND]
    assert held.now.state is held.then.state is State.PAUSED
    assert held.after is not None
    assert held.after > at("2026-11-10 10:00")


def test_what_is_out_of_scope_would_run_again() -> None:
    facts = raised(QUALIFIED, fact(events.Qualified(Criticality.MAJEURE, False, "devis"), CP, "10:20"))
    back = seen(facts, Criticality.BLOQUANTE, TEN_THIRTY)[RESOLUTION]
    assert back.now.state is State.CANCELLED
    assert (back.before, back.ended) == (None, False)
    assert back.then.state is State.RUNNING


def test_nothing_is_foreseen_of_an_anomaly_that_is_not_raised() -> None:
    before = after(fact(events.Detected("Panier", ""), CP))
    assert all(one.now == one.then for one in preview(before, Criticality.SECURITE, CONTRACT, at(TEN_THIRTY)))
