"""Laws of the clocks, on histories that nobody chose: order, repetition, pauses, and what an explanation adds up to."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import events
from rules.clock import Mark, MarkKind, read, timeline
from rules.contract import (
    Choices,
    ClockName,
    Contract,
    Criticality,
    PauseReason,
    Requalification,
    ResolutionStop,
    Start,
)
from rules.events import Actor, Fact, Happening, Source, System
from rules.fold.folding import fold
from rules.workdays import add, between
from tests.cases.calendars import calendar
from tests.cases.case import DAYS, Week
from tests.cases.shape import Bounds
from tests.rules.cast import AGENT, ANSWERING, BOT, CONTRACT, CP, DEV, NINE, OPENING, RM, STRANGER
from tests.rules.clocks import TABLE
from tests.rules.shared_cases import oracle

law = settings(max_examples=100, derandomize=True)

CONTRACTS = st.sampled_from(
    [
        CONTRACT,
        replace(CONTRACT, choices=Choices(requalification=Requalification.FROM_CHANGE, recette_pauses=True)),
        replace(CONTRACT, choices=Choices(starts=Start.QUALIFIED, resolution_stop=ResolutionStop.DELIVERED)),
        replace(CONTRACT, choices=Choices(reopening_days=0)),
        ANSWERING,
        replace(ANSWERING, choices=Choices(pauses={PauseReason.CLIENT: (ClockName.RESOLUTION,)}, recette_pauses=True)),
    ]
)
QUARTER = timedelta(minutes=15)
ZONES = (
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "America/Havana",
    "Asia/Kolkata",
)
ages = st.integers(0, 1200).map(lambda quarter: quarter * QUARTER)
# One step in two leaves the quarter of an hour as it is, so that facts are often simultaneous.
quarters = st.lists(st.sampled_from([0, 0, 1, 3, 20, 90]), min_size=1, max_size=25)

LIFE: list[tuple[Actor, Happening]] = [
    (RM, events.Raised("Panier vide", Criticality.MAJEURE)),
    (CP, events.Qualified(Criticality.MAJEURE)),
    (CP, events.Qualified(Criticality.BLOQUANTE, reason="tous les clients")),
    (CP, events.Qualified(Criticality.MINEURE, in_scope=False)),
    (DEV, events.Taken()),
    (BOT, events.Assigned(DEV)),
    (DEV, events.DescriptionRejected("un compte")),
    (AGENT, events.ClientAnswered("voici")),
    (CP, events.Paused(PauseReason.THIRD_PARTY)),
    (DEV, events.Paused(PauseReason.CLIENT)),
    (CP, events.Resumed()),
    (CP, events.Informed("nous cherchons")),
    (DEV, events.WorkStarted()),
    (DEV, events.WorkaroundDelivered()),
    (RM, events.WorkaroundValidated()),
    (DEV, events.Delivered()),
    (RM, events.Accepted()),
    (RM, events.Refused("encore")),
    (DEV, events.Deployed()),
    (CP, events.Closed("cache", "vidé")),
    (RM, events.Reopened("encore")),
    (STRANGER, events.Closed("?", "?")),
    (CP, events.Declassified("Évolution")),
    (RM, events.Reclassified("Anomalie")),
    (CP, events.MovedAway()),
    (BOT, events.MovedBack("BOU-3")),
    (BOT, events.TicketRemoved()),
    (STRANGER, events.TicketRestored()),
    (BOT, events.WorkLogged("7", 3600)),
    (BOT, events.DuplicateOf("BOU-2")),
    (BOT, events.NotDuplicate("BOU-2")),
    (CP, events.TicketRemoved()),
]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Fact, ...]:
    """A remontée, then anything by anybody, in Jira or in Slack; most of it comes in an order that makes sense."""
    at, facts = NINE, [_fact(0, NINE, RM, LIFE[0][1], System.SLACK)]
    steps = draw(quarters)
    sensible = draw(st.booleans())
    for rank, step in enumerate(steps, 1):
        at += step * QUARTER
        by, what = LIFE[rank % len(LIFE)] if sensible else draw(st.sampled_from(LIFE))
        facts.append(_fact(rank, at, by, what, draw(st.sampled_from([System.SLACK, System.JIRA]))))
    return tuple(facts)


def _fact(rank: int, at: datetime, by: Actor, what: Happening, system: System) -> Fact:
    return Fact(f"{rank:03}", at, by, Source(system, str(rank)), what)


@law
@given(histories(), CONTRACTS, st.randoms(use_true_random=False))
def test_facts_may_arrive_in_any_order(facts: Sequence[Fact], contract: Contract, chance: random.Random) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert fold(shuffled, OPENING, contract) == fold(facts, OPENING, contract)


@law
@given(histories(), CONTRACTS, st.randoms(use_true_random=False))
def test_facts_may_arrive_any_number_of_times(facts: Sequence[Fact], contract: Contract, chance: random.Random) -> None:
    repeated = [*facts, *chance.choices(facts, k=len(facts))]
    chance.shuffle(repeated)
    once, again = fold(facts, OPENING, contract), fold(repeated, OPENING, contract)
    now = facts[-1].at + timedelta(days=1)
    assert replace(again, marks=()) == replace(once, marks=())
    for clock in ClockName:
        assert read(clock, again.marks, contract, now) == read(clock, once.marks, contract, now)


@law
@given(histories(), CONTRACTS, st.randoms(use_true_random=False), ages)
def test_two_routes_to_the_same_history_give_the_same_explanation(
    facts: Sequence[Fact], contract: Contract, chance: random.Random, age: timedelta
) -> None:
    """Facts one by one as they came, or all again in another order and repeated, as reconciliation brings them."""
    now = NINE + age
    seen = [fact for fact in facts if fact.at <= now]
    repeated = [*seen, *chance.choices(seen, k=3)]
    chance.shuffle(repeated)
    by_hook, by_crook = fold(seen, OPENING, contract), fold(repeated, OPENING, contract)
    for clock in ClockName:
        told = timeline(clock, by_hook.marks, contract, now)
        assert timeline(clock, by_crook.marks, contract, now) == told
        others_first = sorted(by_hook.marks, key=lambda mark: mark.clock is clock)
        assert timeline(clock, others_first, contract, now) == told


@law
@given(histories(), CONTRACTS, ages)
def test_the_counted_spans_of_an_explanation_are_the_elapsed_time(
    facts: Sequence[Fact], contract: Contract, age: timedelta
) -> None:
    marks, now = fold(facts, OPENING, contract).marks, NINE + age
    for clock in ClockName:
        spans, reading = timeline(clock, marks, contract, now), read(clock, marks, contract, now)
        assert sum((span.end - span.start for span in spans if span.counted), timedelta()) == reading.elapsed
        assert all(before.end == after.start for before, after in pairwise(spans))


@law
@given(
    st.lists(st.integers(0, 900), min_size=2, max_size=8, unique=True).map(sorted),
    st.sampled_from(list(TABLE)),
    st.sampled_from(Criticality),
    st.tuples(st.integers(0, 900), st.integers(0, 1200)),
    CONTRACTS,
)
def test_a_pause_never_brings_a_deadline_forward(
    edges: list[int],
    line: tuple[Criticality, ClockName],
    later: Criticality,
    instants: tuple[int, int],
    contract: Contract,
) -> None:
    """Pauses that do not meet, one more or one less, around a change of criticality."""
    (criticality, clock), (changed, age) = line, instants
    marks = [_mark(clock, 0, MarkKind.START, criticality), _mark(clock, changed, MarkKind.RETARGET, later)]
    for paused, resumed in zip(edges[2::2], edges[3::2], strict=False):
        marks += [_mark(clock, paused, MarkKind.PAUSE), _mark(clock, resumed, MarkKind.RESUME)]
    more = [*marks, _mark(clock, edges[0], MarkKind.PAUSE), _mark(clock, edges[1], MarkKind.RESUME)]
    now = NINE + age * QUARTER
    without, held = (read(clock, told, contract, now).deadline for told in (marks, more))
    assert (without is None) == (held is None)
    if without and held:
        assert held >= without


def _mark(clock: ClockName, quarter: int, kind: MarkKind, criticality: Criticality | None = None) -> Mark:
    return Mark(NINE + quarter * QUARTER, kind, clock, criticality=criticality)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Any hours outside those that a zone skips or repeats, where two readings of an edge can be defended."""
    edge = st.sampled_from([0, *range(5 * 60, 22 * 60, 30), 24 * 60])
    spans = st.lists(edge, min_size=2, max_size=4, unique=True).map(sorted)
    hours = spans.map(lambda edges: tuple(zip(edges[::2], edges[1::2], strict=False)))
    dates = st.sampled_from(
        [date(2026, month, day) for month, first in ((3, 26), (10, 22)) for day in range(first, first + 6)]
    )
    return Week(
        zone=draw(st.sampled_from(ZONES)),
        weekly={day: draw(hours if day in DAYS[:5] else st.just(())) for day in DAYS},
        holidays=draw(st.frozensets(dates, max_size=2)),
        shifts=draw(st.dictionaries(dates, hours, max_size=2)),
        breaks=draw(st.dictionaries(dates, hours, max_size=2)),
    )


@settings(max_examples=50, derandomize=True)
@given(
    week=weeks(),
    start=st.sampled_from([datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 10, 22, tzinfo=UTC)]),
    seconds=st.tuples(st.integers(0, 2 * 86400), st.integers(0, 3 * 86400), st.integers(-86400, 86400)),
)
def test_the_slow_oracle_agrees(
    reference: ModuleType, week: Week, start: datetime, seconds: tuple[int, int, int]
) -> None:
    """It steps real time minute by minute, and shares no code with ours."""
    since, length, opening = seconds
    slow, ours = reference.Calendar(_written(week)), calendar(week)
    low = start + timedelta(seconds=since)
    high = low + timedelta(seconds=length)
    first, last = int(low.timestamp()), int(high.timestamp())
    assert between(ours, low, high) == timedelta(seconds=slow.between(first, last))
    assert add(ours, low, timedelta(seconds=opening)).timestamp() == slow.add(first, opening)[0]


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The oracle, where it lies."""
    found = oracle()
    if found is None:
        pytest.skip("the slow oracle is not there")
    return found


def _written(week: Week) -> dict[str, Any]:
    """A week as a case file writes it."""
    return {
        "timezone": week.zone,
        "weekly": {day: _spans(bounds) for day, bounds in week.weekly.items()},
        "holidays": [day.isoformat() for day in week.holidays],
        "shifts": {day.isoformat(): _spans(bounds) for day, bounds in week.shifts.items()},
        "breaks": {day.isoformat(): _spans(bounds) for day, bounds in week.breaks.items()},
    }


def _spans(bounds: Bounds) -> list[list[str]]:
    return [[f"{edge // 60:02}:{edge % 60:02}" for edge in span] for span in bounds]
