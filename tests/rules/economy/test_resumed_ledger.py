"""A ledger that goes on from where it stood, or was kept, comes to what its whole journal comes to."""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.economy.agreement import Agreement
from rules.economy.entries import Entry, aside, month_of
from rules.economy.ledger import Ledger, NotInOrder, opened, whole
from rules.economy.ledger_history import History, Recorded, history
from rules.economy.ledger_revival import revived
from rules.economy.ledger_snapshot import written
from rules.economy.month_close import against, closed, first_open, kept
from rules.economy.month_terms import MonthTerms
from rules.economy.sold_beside import live
from tests.rules.economy.random_ledgers import DAYS, START, agreed, recorded

seeds = st.integers(0, 2**32)


def cut(told: list[Recorded], seed: int) -> list[list[Recorded]]:
    """A journal in the pieces in which it is heard."""
    chance, pieces = Random(seed), list[list[Recorded]]()  # noqa: S311
    while told:
        size = chance.choice([0, 1, 1, 2, 5, 20])
        pieces.append(told[:size])
        told = told[size:]
    return pieces


def resumed(told: list[Recorded], agreement: Agreement, seed: int) -> Ledger:
    """The ledger after hearing it in pieces, kept and read back here and there; read whole where it cannot go on."""
    chance, found, so_far = Random(seed), opened(agreement), list[Recorded]()  # noqa: S311
    for piece in cut(told, seed):
        so_far += piece
        try:
            found = found.heard(piece)
        except NotInOrder:
            found = whole(so_far, agreement)
        if chance.random() < 0.5:
            found = revived(written(found), agreement)
        if chance.random() < 0.3:
            look(found, START.date() + timedelta(days=chance.randint(0, DAYS)))
    return found


def look(ledger: Ledger, today: date) -> None:
    """A look, which must change nothing."""
    try:
        ledger.until(today, rows=True)
    except NotInOrder:
        return


def days(told: list[Recorded]) -> list[date]:
    last = max((one.at for one in told), default=START)
    return [last.date(), last.date() + timedelta(days=40), START.date() - timedelta(days=60)]


@settings(max_examples=120, deadline=None)
@given(seeds, seeds, seeds)
def test_the_resumed_books_are_those_of_the_whole_journal(terms: int, seed: int, cuts: int) -> None:
    agreement, told = agreed(terms), recorded(seed)
    ledger, all_told = resumed(told, agreement, cuts), history(told, agreement)
    assert ledger.history() == History((), *(getattr(all_told, name) for name in History.__slots__[1:]))
    for today in days(told):
        expected = kept(agreement, all_told, today)
        try:
            books = ledger.until(today)
            with_rows = ledger.until(today, rows=True)
        except NotInOrder:
            continue
        assert (books.months, books.set_aside, books.to_agree) == (
            expected.months,
            expected.set_aside,
            expected.to_agree,
        )
        still_open = {one.month for one in expected.months if not one.closed}
        assert with_rows.rows == tuple(row for row in expected.rows if row.month in still_open)
        assert with_rows.months == expected.months


@settings(max_examples=60, deadline=None)
@given(seeds, seeds, seeds)
def test_a_month_is_closed_as_the_whole_journal_would_close_it(terms: int, seed: int, cuts: int) -> None:
    agreement, told = agreed(terms), recorded(seed)
    ledger, all_told = resumed(told, agreement, cuts), history(told, agreement)
    at = max((one.at for one in told), default=START) + timedelta(days=70)
    month = first_open(agreement, all_told, at.date())
    if against(month, agreement, all_told, at.date()) is not None:
        return
    try:
        found = ledger.closing(month, at, "Marc")
    except NotInOrder:
        assert agreement.since is not None or any(one.month > month for one in all_told.closes)
        return
    assert found == closed(month, agreement, all_told, at, "Marc")


@settings(max_examples=60, deadline=None)
@given(seeds, seeds, seeds)
def test_what_no_envelope_may_take_is_among_what_is_left_to_others(terms: int, seed: int, cuts: int) -> None:
    agreement, told = agreed(terms), recorded(seed)
    ledger, all_told = resumed(told, agreement, cuts), history(told, agreement)
    offered, standing = live(ledger.untaken()), live(all_told.entries)
    assert [one for one in standing if one in offered] == offered
    assert unclaimed(agreement, standing) <= set(offered)


def unclaimed(agreement: Agreement, standing: list[Entry]) -> set[Entry]:
    """The entries that may draw, and that no envelope claims under the terms of now."""
    months = ((one, month_of(one, agreement)) for one in standing)
    return {
        one
        for one, month in months
        if aside(one, month, agreement) is None and MonthTerms(month, agreement).claiming(one.category) is None
    }


def test_most_journals_that_are_in_order_are_gone_on_from() -> None:
    halves = [(recorded(seed, backward=False), agreed(seed)) for seed in range(100)]
    assert sum(refused(told, agreement) for told, agreement in halves) < 40


def refused(told: list[Recorded], agreement: Agreement) -> bool:
    half = len(told) // 2
    try:
        whole(told[:half], agreement).heard(told[half:])
    except NotInOrder:
        return True
    return False
