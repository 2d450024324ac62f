"""Over random lives and twelve months: the stock adds up, each delay is settled once, and a naive count agrees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules import events
from rules.contract import Contract
from rules.events import Fact, Source, System
from rules.fold.folding import fold
from rules.reports.month.lives import Life
from rules.reports.month.settled import JUDGED, Delay, readings, settled
from rules.reports.month.stock import Stock, stock
from rules.reports.month.window import Window, window
from rules.workdays.month import Month, span
from tests.rules.cast import CONTRACT, OPENING
from tests.rules.clock.test_clock_properties import CONTRACTS, LIFE, law
from tests.rules.fold.test_edited_laws import edited
from tests.rules.reports.month.given import LATER, added, when

FIRST = when("2026-01-05 09:00")
MONTHS = tuple(span(Month(2026, 1), Month(2026, 12)))
steps = st.lists(st.sampled_from([0, 1, 5, 17, 24 * 3, 24 * 20, 24 * 45]), min_size=1, max_size=20)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Life, ...]:
    """A few anomalies that live over a year, mostly in an order that makes sense."""
    contract = draw(st.one_of(CONTRACTS, edited()))
    return tuple(_life(draw, f"a{number}", contract) for number in range(draw(st.integers(1, 4))))


def _life(draw: st.DrawFn, name: str, contract: Contract) -> Life:
    at = FIRST + timedelta(hours=draw(st.integers(0, 24 * 200)))
    sensible = draw(st.booleans())
    facts = [_fact(name, 0, at, draw)]
    for rank, hours in enumerate(draw(steps), 1):
        at += timedelta(hours=hours)
        facts.append(_fact(name, rank, at, draw, rank % len(LIFE) if sensible else None))
    return Life(tuple(facts), replace(OPENING, id=name), contract)


def _fact(name: str, rank: int, at: datetime, draw: st.DrawFn, place: int | None = 0) -> Fact:
    by, what = draw(st.sampled_from(LIFE)) if place is None else LIFE[place]
    system = draw(st.sampled_from([System.SLACK, System.JIRA])) if rank else System.SLACK
    return Fact(f"{name}:{rank:03}", at, by, Source(system, str(rank)), what)


def windows() -> list[Window]:
    return [window(month, CONTRACT.zone, LATER) for month in MONTHS]


@law
@given(lives())
def test_the_stock_adds_up_and_is_that_of_the_next_month(found: tuple[Life, ...]) -> None:
    before: list[str] = []
    for each in windows():
        month = stock(found, each)
        assert added(month) == len(month.closing)
        assert sorted(one.anomaly for one in month.opening) == sorted(before)
        before = [one.anomaly for one in month.closing]


@law
@given(lives())
def test_each_delay_is_settled_in_one_month(found: tuple[Life, ...]) -> None:
    counted: Counter[tuple[str, str, int]] = Counter()
    known: set[tuple[str, str, int]] = set()
    for each in windows():
        month = settled(found, each)
        counted.update(_name(one) for one in month.delays)
        known |= {
            (life.opening.id, clock.value, cycle)
            for life in found
            for (clock, cycle), one in readings(life, each.until).items()
            if one.verdict in JUDGED
        }
        assert {_name(one) for one in month.still_late} <= known
    assert set(counted) == known
    assert set(counted.values()) <= {1}


def _name(one: Delay) -> tuple[str, str, int]:
    return one.ground.anomaly, one.clock.value, one.cycle


@law
@given(lives(), st.sampled_from(MONTHS))
def test_neither_what_came_later_nor_the_order_changes_a_month(found: tuple[Life, ...], month: Month) -> None:
    each = window(month, CONTRACT.zone, LATER)
    kept = tuple(
        replace(life, facts=tuple(reversed([fact for fact in life.facts if fact.at < each.end])), _folded={})
        for life in found
    )
    assert stock(kept, each) == stock(found, each)
    assert settled(kept, each) == settled(found, each)


@law
@given(lives(), st.sampled_from(MONTHS))
def test_a_naive_count_from_the_facts_finds_the_same_stock(found: tuple[Life, ...], month: Month) -> None:
    each = window(month, CONTRACT.zone, LATER)
    assert _counts(stock(found, each)) == _naive(found, each)


def _counts(found: Stock) -> dict[str, int]:
    fields = ("opening", "raised", "reopened", "restored", "closed", "removed", "closing")
    return {name: len(getattr(found, name)) for name in fields}


def _naive(found: Sequence[Life], month: Window) -> dict[str, int]:
    """The figures as the page of definitions says them, each from two folds of the raw facts."""
    count = Counter[str]()
    for life in found:
        before, after = (
            fold([fact for fact in life.facts if fact.at < at], life.opening, life.edition(at))
            for at in (month.start, month.end)
        )
        was_open = before.raised_at is not None and not before.closed and not before.gone
        is_open = after.raised_at is not None and not after.closed and not after.gone
        closed_now = after.closed_at is not None and (not before.closed or after.closed_at >= month.start)
        there = after.raised_at is not None and after.counted
        count["opening"] += was_open
        count["closing"] += is_open
        count["raised"] += before.raised_at is None and there
        count["reopened"] += before.closed and there and (is_open or closed_now)
        count["restored"] += before.raised_at is not None and before.gone and not before.closed and there
        count["closed"] += closed_now
        count["removed"] += was_open and after.gone and not after.closed
    return {name: count[name] for name in _counts(Stock())}


def test_a_month_counts_what_was_raised_in_it_as_the_raw_facts_say() -> None:
    """Where nothing is refused, removed or reopened, the facts alone are the figure."""
    raised = [
        Life(
            (Fact(f"{n}", FIRST + timedelta(days=9 * n), LIFE[0][0], Source(System.SLACK, "1"), LIFE[0][1]),),
            replace(OPENING, id=str(n)),
            CONTRACT,
        )
        for n in range(30)
    ]
    facts = [fact for life in raised for fact in life.facts if isinstance(fact.what, events.Raised)]
    for each in windows():
        assert len(stock(raised, each).raised) == sum(each.start <= fact.at < each.end for fact in facts)
