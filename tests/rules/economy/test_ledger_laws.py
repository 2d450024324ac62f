"""What holds of the books of any contract: nothing is created or lost, whatever is heard, in whatever order."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.contract.budget_terms import Rounding, RoundingScope, RoundingWay
from rules.contract.envelope_terms import Carry, CarryMode, DrawOrder
from rules.economy.bookkeeping import Books
from rules.economy.entries import EntryFact
from rules.economy.ledger_rows import AccountKind, Kind
from tests.rules.economy.given import JANUARY, agreed, books, closing, envelope, of, worked
from tests.rules.economy.random_contracts import NAMES, contract, history, settled

MONTHS = 5
seeds = st.integers(0, 2**32)
closed = st.integers(0, MONTHS)


@settings(max_examples=80, deadline=None)
@given(seeds, closed)
def test_every_envelope_and_month_adds_up(seed: int, closes: int) -> None:
    found = books(contract(seed), history(seed), months=MONTHS, closed=closes, settlements=settled(seed))
    left: dict[str, int] = {}
    for month in found.months:
        for one in month.envelopes:
            assert one.opening == left.get(one.envelope, 0)
            gains = one.granted + one.regranted + one.cascaded_out + one.excess_billed + one.pending
            uses = one.consumed + one.corrected + one.cascaded_in + one.spread + one.lapsed + one.lapsed_cap
            assert one.closing == one.opening + gains - uses
            lots = one.lots or {}
            assert one.closing == sum(lots.values()) - one.debt
            assert all(minutes > 0 for minutes in lots.values())
            assert one.debt >= 0
            left[one.envelope] = one.closing
        received = sum(one.cascaded_in for one in month.envelopes)
        assert received == sum(one.cascaded_out for one in month.envelopes)


@settings(max_examples=80, deadline=None)
@given(seeds, closed)
def test_the_rows_of_the_ledger_give_the_figures_again(seed: int, closes: int) -> None:
    found = books(contract(seed), history(seed), months=MONTHS, closed=closes, settlements=settled(seed))
    ids = Counter(row.id for row in found.rows)
    assert not [key for key, count in ids.items() if count > 1]
    for month in found.months:
        rows = [row for row in found.rows if row.month <= month.month and row.kind is not Kind.CLOSE]
        for one in month.envelopes:
            lots: Counter[str] = Counter()
            owed = 0
            for row in rows:
                for account, minutes in ((row.credit, row.minutes), (row.debit, -row.minutes)):
                    if account.envelope == one.envelope and account.kind is AccountKind.LOT:
                        lots[account.lot] += minutes
                    if account.envelope == one.envelope and account.kind is AccountKind.DEBT:
                        owed -= minutes
            assert {origin: left for origin, left in lots.items() if left} == {
                str(origin): left for origin, left in (one.lots or {}).items()
            }
            assert owed == one.debt
    consumed = sum(one.consumed + one.corrected for month in found.months for one in month.envelopes)
    drawn = sum(
        (row.minutes if row.credit.kind is AccountKind.CONSUMED else -row.minutes)
        for row in found.rows
        if AccountKind.CONSUMED in (row.credit.kind, row.debit.kind)
        and AccountKind.ASIDE not in (row.credit.kind, row.debit.kind)
    )
    assert drawn == consumed


@settings(max_examples=80, deadline=None)
@given(seeds, st.integers(1, MONTHS))
def test_what_comes_after_a_close_changes_no_closed_month(seed: int, closes: int) -> None:
    agreement, facts, last = contract(seed), history(seed), JANUARY.plus(closes - 1)
    late = [_of_another_site(one, closing(last)) for one in history(seed + 1)]
    before = books(agreement, facts, months=MONTHS, closed=closes)
    after = books(agreement, [*facts, *late], months=MONTHS, closed=closes)
    assert before.months[:closes] == after.months[:closes]
    assert _rows_until(before, closes) == _rows_until(after, closes)


def _of_another_site(fact: EntryFact, known: datetime) -> EntryFact:
    entry = fact.entry and replace(fact.entry, site="late")
    return replace(fact, key=("late", fact.key[1]), entry=entry, known=known + timedelta(hours=fact.revision))


def _rows_until(found: Books, closes: int) -> list[object]:
    return [row for row in found.rows if row.month < JANUARY.plus(closes)]


@settings(max_examples=80, deadline=None)
@given(seeds, closed)
def test_the_order_of_hearing_between_two_closes_changes_nothing(seed: int, closes: int) -> None:
    """Facts of one entry keep their order; each is heard at another instant between the same two closes."""
    agreement, facts = contract(seed), history(seed)
    instants = [_LONG_AGO, *(closing(JANUARY.plus(rank)) for rank in range(closes))]
    entries = [*{fact.key for fact in facts}]
    Random(seed).shuffle(entries)  # noqa: S311
    heard_again = []
    for fact in facts:
        start = max(instant for instant in instants if instant <= fact.known)
        later = timedelta(minutes=fact.revision, seconds=entries.index(fact.key))
        heard_again.append(replace(fact, known=start + later))
    one = books(agreement, facts, months=MONTHS, closed=closes)
    other = books(agreement, reversed(heard_again), months=MONTHS, closed=closes)
    assert one.months == other.months
    assert one.set_aside == other.set_aside
    assert [replace(row, heard_at=row.at) for row in one.rows] == [replace(row, heard_at=row.at) for row in other.rows]


_LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@settings(max_examples=80, deadline=None)
@given(seeds, closed)
def test_an_edit_is_a_deletion_and_a_new_entry(seed: int, closes: int) -> None:
    agreement, facts = contract(seed), history(seed)
    apart = [part for fact in facts for part in _deleted_and_new(fact)]
    one = books(agreement, facts, months=MONTHS, closed=closes)
    other = books(agreement, apart, months=MONTHS, closed=closes)
    assert one.months == other.months
    assert one.set_aside == other.set_aside


def _deleted_and_new(fact: EntryFact) -> list[EntryFact]:
    site, name = fact.key
    if not fact.revision:
        return [fact]
    before = replace(fact, key=(site, _named(name, fact.revision - 1)), entry=None)
    if fact.entry is None:
        return [before]
    new = replace(fact.entry, id=_named(name, fact.revision))
    return [before, replace(fact, key=new.key, entry=new)]


def _named(name: str, revision: int) -> str:
    return f"{name}-{revision}" if revision else name


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 4000), min_size=1, max_size=6), st.sampled_from(RoundingWay))
def test_rounding_by_ticket_does_not_depend_on_how_the_work_was_cut(parts: list[int], way: RoundingWay) -> None:
    by_ticket = agreed(envelope(grant=0), rounding=Rounding(15, RoundingScope.TICKET, way))
    cut = [worked(str(rank), seconds / 60, issue="BOU-1") for rank, seconds in enumerate(parts)]
    whole = [worked("all", sum(parts) / 60, issue="BOU-1")]
    assert of(books(by_ticket, cut), 1).consumed == of(books(by_ticket, whole), 1).consumed


@settings(max_examples=60, deadline=None)
@given(seeds, closed, st.sampled_from(NAMES))
def test_moving_an_entry_makes_no_minute(seed: int, closes: int, target: str) -> None:
    agreement, facts = contract(seed, rounded=False), history(seed)
    moving = worked("moving", 90, "2026-02-10", on="a", known="2026-02-11")
    assert moving.entry is not None
    known = moving.known + timedelta(days=60)
    moved = replace(moving, entry=replace(moving.entry, category=target), known=known, revision=1)
    still = books(agreement, [*facts, moving], months=7, closed=closes)
    after = books(agreement, [*facts, moving, moved], months=7, closed=closes)
    assert _drawn(still) == _drawn(after)


def _drawn(found: Books) -> int:
    return sum(one.consumed + one.corrected for month in found.months for one in month.envelopes)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), st.integers(1, 3), st.lists(st.integers(0, 500), min_size=MONTHS, max_size=MONTHS))
def test_the_oldest_first_never_loses_more_than_the_current_month_first(
    grant: int, expires_after: int, minutes: list[int]
) -> None:
    carry = Carry(CarryMode.KEPT, expires_after=expires_after)
    facts = [worked(str(rank), one, f"2026-0{rank + 1}-10") for rank, one in enumerate(minutes)]

    def lost(order: DrawOrder) -> tuple[int, int]:
        found = books(agreed(envelope(grant=grant, carry=carry, order=order)), facts, months=MONTHS, closed=MONTHS)
        figures = [of(found, month) for month in range(1, MONTHS + 1)]
        return sum(one.lapsed for one in figures), sum(one.pending for one in figures)

    oldest, current = lost(DrawOrder.OLDEST_FIRST), lost(DrawOrder.CURRENT_FIRST)
    assert oldest[0] <= current[0]
    assert oldest[1] <= current[1]


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_without_rounding_what_is_consumed_and_what_is_set_aside_are_the_entries_that_live(seed: int) -> None:
    facts = history(seed)
    found = books(contract(seed, rounded=False), facts, months=7)
    live = {fact.key: fact.entry for fact in sorted(facts, key=lambda one: (one.known, one.revision))}
    minutes = sum((entry.seconds + 30) // 60 for entry in live.values() if entry is not None)
    assert _drawn(found) + sum(found.set_aside.values()) == minutes
