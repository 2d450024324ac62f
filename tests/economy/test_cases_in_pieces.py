"""The months that were worked by hand come out the same where the books hear one fact after the other."""

from collections.abc import Mapping
from typing import Any

import pytest

from rules.economy.bookkeeping import Books, RunningBooks, keep
from rules.economy.closes import Close, counted
from rules.economy.entries import in_order
from rules.workdays.month import Month
from tests.economy import envelopes
from tests.economy.worked_cases import cases
from tests.shared import there

_FILE = there("economy/cases.json")
_GIVEN = [
    given for one in (cases(_FILE) if _FILE else ()) for given in one["given"].values() if given["model"] == "envelopes"
]


@pytest.mark.parametrize("given", _GIVEN)
def test_the_books_that_hear_fact_by_fact_are_those_that_hear_all(given: Mapping[str, Any]) -> None:
    agreement, months = envelopes.agreement(given), [Month.read(text) for text in given["months"]]
    closes = [Close(Month.read(one["month"]), envelopes.instant(one["at"])) for one in given.get("closes", ())]
    whole = keep(agreement, envelopes.facts(given), closes, months)
    if agreement.since is not None:
        pytest.skip("a ledger whose terms were edited is read whole")
    books, known = RunningBooks(agreement), list[Close]()
    for fact in in_order(envelopes.facts(given)):
        while closes_before := [one for one in closes if one not in known and one.at <= fact.known]:
            known.append(min(closes_before, key=lambda one: one.at))
            books = books.copy()
            books.hear((), counted(known, months[0], months[-1]))
        books = books.copy()
        books.hear((fact,), books.closed)
    books.hear((), counted(closes, months[0], months[-1]))
    assert _told(books.until(months, None, rows=False)) == _told(whole)


def _told(books: Books) -> tuple[object, ...]:
    return books.months, books.set_aside, books.to_agree
