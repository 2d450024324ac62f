"""Whatever befalls the calls and the webhooks of a story, what stands after each of its gestures is the same.

Every call of the six phases meets every fault, once in each gesture; what stands is compared after each of them, so
that each gesture begins as if nothing had happened. The most dangerous fault, an answer lost after the work was done,
also meets each call alone: the first of each gesture, then the second, and so on. `VIGIE_FAULTS=alone` has every fault
meet each call alone, which takes minutes.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from connectors.jira.outbound.creation import INDEXING
from sandbox.jira import Fault
from sandbox.jira.mischief import Kind, Mischief
from sandbox.jira.ordered_faults import Outcome, jiras_words, retry_after
from tests.stories import plots
from tests.stories.hands import CP, RM, Hands, story
from tests.stories.plots import Plot
from tests.stories.standing import standing
from tests.stories.trouble import Trouble

pytestmark = pytest.mark.long

MOST = 4  # calls in one gesture
ASKED = timedelta(seconds=40)
PATIENCE, SLOW = 0.15, 0.25  # seconds

WRITES = {
    "POST issue",
    "PUT issue/",
    "PUT issue/ assignee",
    "POST issue/ transitions",
    "POST issue/ comment",
    "POST issue/ attachments",
}
KINDS = WRITES | {"GET issue/", "GET issue/ transitions"}

Stood = dict[str, dict[str, Any]]


def _fault(outcome: Outcome, headers: dict[str, str] | None = None, delay: float = 0.0) -> Fault:
    body = jiras_words(outcome) if isinstance(outcome, int) else None
    return Fault(".*", "", outcome, headers or {}, delay=delay, body=body)


FAULTS = {
    "429 that says when": _fault(429, retry_after(ASKED.total_seconds())),
    "429 that does not": _fault(429),
    "500": _fault(500),
    "503 and a page": _fault(503),
    "503 that says when": _fault(503, retry_after(ASKED.total_seconds())),
    "drop": _fault("drop"),
    "lose": _fault("lose"),
    "half": _fault("half"),
}
ALONE = tuple(FAULTS) if os.environ.get("VIGIE_FAULTS") == "alone" else ("lose",)
_untroubled: dict[Plot, Stood] = {}


@pytest.fixture(autouse=True)
def _nothing_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an errand missed must not be mended by whoever reads the past."""
    monkeypatch.setattr("scheduler.catching_up.reconciler.EVERY", timedelta(days=999))


async def _met(hands: Hands) -> Hands:
    """Once Vigie knows its own account on the site."""
    async with asyncio.timeout(10):
        while not any(hands.vigie.jira.own_accounts.values()):
            await hands.settle()
    return hands


async def _played(
    plot: Plot, hands: Hands, trouble: Trouble | None = None
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    if trouble:
        hands.sandbox.jira.traffic = trouble
    async for name in plot(hands):
        yield name, await standing(hands)
        if trouble:
            trouble.gesture()


async def _without_trouble(plot: Plot) -> Stood:
    if plot not in _untroubled:
        async with story() as hands:
            _untroubled[plot] = {name: stood async for name, stood in _played(plot, await _met(hands))}
    return _untroubled[plot]


async def _same(plot: Plot, fault: Fault, which: int | None = None) -> Trouble:
    """Play it with trouble, and find everything as it is without."""
    expected = await _without_trouble(plot)
    async with story() as hands:
        asked = ASKED if "Retry-After" in fault.headers else timedelta(0)
        trouble = Trouble(wall=hands.wall, fault=fault, which=which, asked=asked)
        async for name, stood in _played(plot, await _met(hands), trouble):
            assert stood == expected[name], f"after « {name} »"
    assert trouble.early == []
    return trouble


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_call_that_meets_a_fault_ends_as_if_it_had_not(fault: str) -> None:
    trouble = await _same(plots.from_slack, FAULTS[fault])
    assert {_kind(call) for call in trouble.struck} >= KINDS


@pytest.mark.parametrize("which", range(MOST))
@pytest.mark.parametrize("fault", ALONE)
async def test_a_call_that_meets_a_fault_alone_ends_as_if_it_had_not(fault: str, which: int) -> None:
    trouble = await _same(plots.from_slack, FAULTS[fault], which)
    assert trouble.struck


async def test_a_write_that_is_not_answered_in_time_ends_as_if_it_had_been(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.jira.outbound.connection.TIMEOUT", (PATIENCE, PATIENCE))
    trouble = await _same(plots.from_slack, Fault("POST|PUT", "", "pass", delay=SLOW))
    assert {_kind(call) for call in trouble.struck} >= WRITES


@pytest.mark.parametrize("kind", ["duplicate", "late", "reorder"])
async def test_webhooks_told_twice_or_late_or_out_of_order_change_nothing(kind: Kind) -> None:
    expected = await _without_trouble(plots.from_jira)
    async with story() as hands:
        hands.sandbox.jira.mischief.append(Mischief(kind, count=None, delay=0.02))
        async for name, stood in _played(plots.from_jira, await _met(hands)):
            assert stood == expected[name], f"after « {name} »"


async def test_every_webhook_of_its_own_calls_may_be_lost() -> None:
    expected = await _without_trouble(plots.from_slack)
    async with story() as hands:
        hands.sandbox.jira.mischief.append(Mischief("lose", count=None))
        async for name, stood in _played(plots.from_slack, await _met(hands)):
            assert stood == expected[name], f"after « {name} »"


@pytest.mark.parametrize(
    ("lag", "webhooks"),
    [(INDEXING - timedelta(seconds=1), False), (timedelta(hours=1), True)],
    ids=["webhook lost too", "search of no use"],
)
async def test_a_creation_whose_answer_is_lost_is_found_though_the_search_lags(lag: timedelta, webhooks: bool) -> None:
    async with story() as hands:
        site = (await _met(hands)).sandbox.jira
        site.search_lag = lag.total_seconds()
        site.mischief.extend(() if webhooks else (Mischief("lose", count=None),))
        site.faults.append(Fault("POST", "/issue$", "lose"))
        # The site's clock goes with the wall's, as it does in the world.
        hands.wall.passed = lambda span: hands.sandbox.clock.jump(hands.sandbox.clock.now() + span)
        await hands.type(RM, "majeure Panier vide")
        await hands.fill(RM, environment="production", observed="Le panier est vide.")
        assert not site.faults
        assert hands.issue()["key"] == "BOU-1"
        assert any("BOU-1" in told for told in hands.private(CP))


def _kind(call: str) -> str:
    """The call without the issue's number."""
    method, _, path = call.partition(" ")
    head, slash, rest = path.partition("/")
    last = rest.partition("/")[2]
    return f"{method} {head}{slash}" + (f" {last}" if last else "")
