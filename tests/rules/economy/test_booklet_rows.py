"""The rows of booklets balance."""

from collections import Counter
from datetime import date

import pytest

from rules.contract.budget_terms import Booklet, GivenBack
from rules.economy.booklet_rows import booklet_rows
from rules.economy.booklets import Cancel, Draw, Movement, Purchase, Requalify, follow
from rules.economy.ledger_rows import AccountKind

MOVEMENTS: list[Movement] = [
    Purchase(Booklet("C1", 3000, 30000, date(2026, 1, 5), date(2026, 6, 30))),
    Purchase(Booklet("C2", 2000, 20000, date(2026, 2, 5))),
    Draw("T1", date(2026, 3, 1), 4000),
    Draw("T2", date(2026, 3, 1), 2000),
    Requalify("T1", date(2026, 3, 2), 3000),
    Cancel("T2", date(2026, 7, 10)),
]


@pytest.mark.parametrize("given_back", GivenBack)
def test_the_rows_of_booklets_say_what_is_left_held_and_lapsed(given_back: GivenBack) -> None:
    found = follow(MOVEMENTS, given_back)
    rows = booklet_rows("boutique", "Europe/Paris", found.moves)
    balance: Counter[tuple[AccountKind, str]] = Counter()
    for row in rows:
        balance[row.credit.kind, row.credit.lot] += row.units
        balance[row.debit.kind, row.debit.lot] -= row.units
    assert {name: balance[AccountKind.BOOKLET, name] for name in found.lots} == dict(found.lots)
    assert balance[AccountKind.LAPSED, ""] == found.lapsed
    assert -balance[AccountKind.OVERRUN, ""] == found.overrun
    assert -balance[AccountKind.BOUGHT, ""] == 5000
    assert len({row.id for row in rows}) == len(rows)
