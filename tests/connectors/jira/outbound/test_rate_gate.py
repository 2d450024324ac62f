"""A site that keeps silent is left in peace, tried now and then, and holds up no other."""

import asyncio
import time
from datetime import timedelta

import pytest
import requests

from connectors.delivery_errors import NotNow
from connectors.jira.outbound.rate_gate import FIRST_REST, LONGEST_ASKED, MOST, SILENCES, Gate
from rules.anomaly.state import Ticket
from tests.connectors.jira.answering import Stand, standing
from tests.connectors.jira.conftest import Seconds
from tests.connectors.jira.samples import contract

CONTRACT = contract()


def _silent(gate: Gate, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(requests.Timeout), gate.calling():
            raise requests.Timeout


def _answers(gate: Gate) -> None:
    with gate.calling():
        pass


def _rests(gate: Gate) -> bool:
    try:
        _answers(gate)
    except NotNow:
        return True
    return False


def test_a_site_rests_after_repeated_silence_and_not_before() -> None:
    gate = Gate(4, Seconds())
    _silent(gate, SILENCES - 1)
    _answers(gate)
    _silent(gate, SILENCES - 1)
    assert not _rests(gate)
    _silent(gate, SILENCES)
    assert _rests(gate)


def test_after_the_rest_one_call_tries_and_the_others_wait_for_what_becomes_of_it() -> None:
    clock = Seconds()
    gate = Gate(4, clock)
    _silent(gate, SILENCES)
    clock.now += FIRST_REST
    with gate.calling():
        assert _rests(gate)
    assert not _rests(gate)


def test_a_site_that_stays_silent_rests_twice_as_long() -> None:
    clock = Seconds()
    gate = Gate(4, clock)
    _silent(gate, SILENCES)
    clock.now += FIRST_REST
    _silent(gate)
    clock.now += FIRST_REST
    assert _rests(gate)
    clock.now += FIRST_REST
    assert not _rests(gate)


def test_a_refusal_is_an_answer() -> None:
    gate = Gate(4, Seconds())
    for _ in range(2 * SILENCES):
        with pytest.raises(NotNow), gate.calling():
            raise NotNow("429")
    assert not _rests(gate)


def test_a_site_rests_as_long_as_it_asks_and_whoever_comes_is_spread_after_that() -> None:
    clock = Seconds()
    gate = Gate(4, clock)
    gate.rest(timedelta(seconds=30))
    turns = []
    for _ in range(5):
        gate.begin()
        with pytest.raises(NotNow) as held, gate.calling():
            pass
        assert not held.value.tried
        turns.append(held.value.after or timedelta())
    assert turns == sorted(set(turns))
    assert turns[0] > timedelta(seconds=30)
    clock.now += 29.9
    assert _rests(gate)
    clock.now += 0.1
    assert not _rests(gate)


def test_a_site_that_asks_for_hours_is_tried_after_minutes() -> None:
    clock = Seconds()
    gate = Gate(4, clock)
    gate.rest(timedelta(hours=20))
    clock.now += LONGEST_ASKED
    assert not _rests(gate)


def test_an_errand_held_back_after_its_first_call_was_tried() -> None:
    gate = Gate(4, Seconds())
    gate.begin()
    _answers(gate)
    gate.rest(timedelta(seconds=30))
    with pytest.raises(NotNow) as held, gate.calling():
        pass
    assert held.value.tried


def test_past_the_bound_each_call_is_given_a_turn_of_its_own() -> None:
    gate = Gate(4, Seconds())
    turns: list[timedelta] = []

    def enter(left: int) -> None:
        with gate.entered():
            if left > 1:
                enter(left - 1)
                return
            for _ in range(3):
                with pytest.raises(NotNow) as crowded, gate.entered():
                    pass
                assert not crowded.value.tried
                turns.append(crowded.value.after or timedelta())

    enter(MOST)
    assert turns == sorted(set(turns))
    with gate.entered():
        pass


async def _write(stand: Stand, number: int) -> str:
    try:
        await stand.jira.write(Ticket("x", str(number), "BOU-1"), {"title": "x"}, CONTRACT)
    except NotNow as later:
        return later.why
    return "done"


async def test_a_hanging_site_slows_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.jira.outbound.connection.TIMEOUT", (0.5, 0.5))
    async with standing(site="pendu") as hanging, standing(site="sain") as well:
        hanging.server.delay = 3.0
        stuck = [asyncio.create_task(_write(hanging, number)) for number in range(64)]
        await asyncio.sleep(0)
        began = time.monotonic()
        assert await asyncio.gather(*(_write(well, number) for number in range(20))) == ["done"] * 20
        assert time.monotonic() - began < 2.0
        told = await asyncio.gather(*stuck)
        # Hardly more hands than there are threads waited for the silence; the others were sent away at once.
        assert sum("à temps" in why for why in told) < 4 + SILENCES
        assert time.monotonic() - began < 2.0
        asked = len(hanging.server.asked)
        assert await _write(hanging, 99) in told
        assert len(hanging.server.asked) == asked
        hanging.server.delay = 0.0
