"""What exceeds is settled by people, and what is known late of a closed month is posted in an open one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.contract import Contract
from rules.contract.budget_terms import Budget, Straddling
from rules.contract.envelope_terms import OverrunMode
from rules.economy.agreement import Agreement, Terms, agreement
from rules.economy.bookkeeping import Books, keep
from rules.economy.ledger_rows import AccountKind, Kind, Why
from rules.economy.settlements import Settlement, ToAgree, Way
from rules.workdays.month import Month, span
from tests.connectors.contracts.sample import changed, loaded
from tests.rules.economy.given import JANUARY, KEPT, agreed, books, closes, closing, envelope, gone, of, overrun, worked

FEBRUARY, MARCH = JANUARY.plus(1), JANUARY.plus(2)
MONTHS = tuple(span(JANUARY, JANUARY.plus(5)))
EXCEEDED = [worked("1", 400)]


def _settled(*settlements: Settlement, closed: int = 1) -> Books:
    terms = agreed(envelope(grant=100, carry=KEPT))
    return keep(terms, EXCEEDED, closes(*MONTHS[:closed]), MONTHS, settlements=settlements)


def _at(month: Month, day: int = 10) -> datetime:
    return datetime(month.year, month.number, day, 9, tzinfo=UTC)


def test_what_nobody_settled_is_left_to_be_agreed() -> None:
    assert _settled().to_agree == (ToAgree(JANUARY, "provision", 300),)


def test_an_excess_is_spread_over_the_months_that_follow() -> None:
    found = _settled(Settlement("s1", JANUARY, "provision", 90, Way.SPREAD, _at(FEBRUARY), months=3))
    figures = [of(found, month) for month in range(1, 7)]
    # Settled in February, once its grant is there; 30 a month are paid from March to May.
    assert [one.repaid for one in figures] == [0, 0, 30, 30, 30, 0]
    assert (figures[1].settled, figures[1].spread, figures[1].debt, figures[1].closing) == (90, 90, 90, 10)
    assert [one.debt for one in figures] == [0, 90, 60, 30, 0, 0]
    assert figures[5].closing == 500 - 90
    assert found.to_agree == (ToAgree(JANUARY, "provision", 210),)


@pytest.mark.parametrize(
    ("way", "account"),
    [(Way.INVOICE, AccountKind.BILLED), (Way.LOT, AccountKind.BATCH), (Way.WAIVE, AccountKind.WAIVED)],
)
def test_an_excess_is_invoiced_put_on_a_lot_or_waived(way: Way, account: AccountKind) -> None:
    found = _settled(Settlement("s1", JANUARY, "provision", 300, way, _at(FEBRUARY), lot="refonte", cents=47500))
    assert found.to_agree == ()
    (row,) = [row for row in found.rows if row.why is Why.SETTLED]
    assert (row.debit.kind, row.credit.kind, row.minutes) == (account, AccountKind.TO_AGREE, 300)
    assert (row.month, row.origin, row.source, row.cents) == (FEBRUARY, JANUARY, "s1", 47500)
    assert of(found, 2).closing == 100


def test_what_is_settled_after_a_close_changes_no_closed_month() -> None:
    settlement = Settlement("s1", JANUARY, "provision", 300, Way.SPREAD, closing(MARCH) + timedelta(hours=1), months=2)
    before, after = _settled(closed=3), _settled(settlement, closed=3)
    assert before.months[:3] == after.months[:3]
    assert of(after, 4).spread == 300


def test_a_spread_waits_behind_the_debt_that_is_due_at_once() -> None:
    owing = agreed(envelope(grant=100, overrun=overrun(OverrunMode.DEBT, debt_cap=80)))
    settlement = Settlement("s1", JANUARY, "provision", 60, Way.SPREAD, _at(JANUARY, 20), months=2)
    found = keep(owing, [worked("1", 260)], closes(JANUARY, FEBRUARY), MONTHS, settlements=[settlement])
    # January exceeds by 160: 80 are owed, 80 to be agreed, of which 60 are spread. February pays 80, then 20 of the 30.
    assert [of(found, month).repaid for month in (1, 2, 3, 4)] == [0, 100, 30, 10]


def _edited(before: Agreement, since: datetime, grant: int, fee: int) -> Agreement:
    terms = Terms(JANUARY.first, Budget(fee=fee, envelopes=(envelope(grant=grant, carry=KEPT),)))
    return Agreement("boutique", "Europe/Paris", JANUARY.first, (terms,), None, since, before)


def test_an_amendment_known_after_a_close_is_granted_in_the_first_open_month() -> None:
    before = agreed(envelope(carry=KEPT), fee=150000)
    after = _edited(before, closing(FEBRUARY) + timedelta(days=3), grant=420, fee=180000)
    found = keep(after, [], closes(JANUARY, FEBRUARY), MONTHS)
    assert found.months[:2] == keep(before, [], closes(JANUARY, FEBRUARY), MONTHS).months[:2]
    march = of(found, 3)
    assert (march.granted, march.regranted, march.closing) == (420, 240, 600 + 420 + 240)
    assert (found.months[2].fee, found.months[2].fee_corrected) == (180000, 60000)
    rows = [row for row in found.rows if row.kind is Kind.GRANT and row.why is Why.AMENDED]
    assert [(row.month, row.origin, row.minutes) for row in rows] == [(MARCH, JANUARY, 120), (MARCH, FEBRUARY, 120)]


def test_an_amendment_that_grants_less_takes_back_what_closed_months_gave() -> None:
    before = agreed(envelope(carry=KEPT))
    found = keep(_edited(before, closing(JANUARY) + timedelta(days=3), 200, 0), [], closes(JANUARY), MONTHS[:2])
    assert (of(found, 2).regranted, of(found, 2).closing) == (-100, 300 + 200 - 100)


def test_an_entry_across_two_months_is_shared_where_the_contract_says_so() -> None:
    late = worked("1", 60, "2026-01-31")
    assert late.entry is not None
    across = replace(late.entry, started=datetime(2026, 1, 31, 22, 30, tzinfo=UTC))  # 23:30 in Paris
    fact = replace(late, entry=across)
    split = agreed(envelope(), straddling=Straddling.SPLIT)
    assert [of(books(agreed(envelope()), [fact]), month).consumed for month in (1, 2)] == [60, 0]
    assert [of(books(split, [fact]), month).consumed for month in (1, 2)] == [30, 30]
    removed = books(split, [fact, gone("1", "2026-02-20")], closed=1)
    assert [(of(removed, month).consumed, of(removed, month).corrected) for month in (1, 2)] == [(30, 0), (0, -30)]


def _contract(folder: Path, effective: str, fee: int, **history: Any) -> Contract:
    text = changed(("effet: 2026-01-01", f"effet: {effective}")) + f"budget: {{abonnement: {fee}}}\n"
    return replace(loaded(folder, text=text), **history)


def test_a_contract_s_files_agree_on_what_each_version_and_edition_says(tmp_path: Path) -> None:
    first, edited = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
    old = _contract(tmp_path, "2026-01-01", 1500, since=first)
    new = _contract(tmp_path, "2026-01-01", 1600, since=edited, previous=old)
    amended = _contract(tmp_path, "2026-02-01", 1800, since=datetime(2026, 4, 1, tzinfo=UTC))
    found = agreement([amended, new])
    assert found is not None
    assert [one.budget.fee for one in found.versions] == [160000, 180000]
    assert [one.budget.fee for one in found.as_of(edited - timedelta(seconds=1)).versions] == [150000]
    assert [one.budget.fee for one in found.as_of(edited).versions] == [160000]


def test_a_contract_without_a_budget_agrees_on_nothing(tmp_path: Path) -> None:
    assert agreement([loaded(tmp_path)]) is None
