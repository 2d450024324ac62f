"""Compares what the envelopes of a contract come to under its own versions and under another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.contract import Contract
from rules.economy.agreement import Agreement, Terms, agreement
from rules.economy.bookkeeping import Books
from rules.economy.figures import EnvelopeFigures
from rules.economy.ledger_history import Recorded, history
from rules.economy.month_close import kept
from rules.workdays.month import Month, span


@dataclass(frozen=True, slots=True)
class EnvelopeComparison:
    """An envelope in a month under both; None under the one that has no such envelope."""

    month: Month
    envelope: str
    was: EnvelopeFigures | None
    would_be: EnvelopeFigures | None


@dataclass(frozen=True, slots=True)
class LedgerComparison:
    """The envelopes that differ, in order, and what the excess bills in cents over the months under both."""

    differing: tuple[EnvelopeComparison, ...]
    was: int
    would_be: int


def compared(
    recorded: Sequence[Recorded], own: Agreement | None, given: Contract, first: date, last: date
) -> LedgerComparison | None:
    """The comparison over the months of two dates; None where neither side counts time.

    Both sides hear the same facts from the contract's start on, so that what is carried into the months is right. The
    given version holds from the start.
    """
    theirs = agreement([given])
    if own is None and theirs is None:
        return None
    start = own.start if own else first
    if theirs is not None and given.budget is not None:
        theirs = replace(theirs, start=start, versions=(Terms(start, given.budget, given.source),))
    months = tuple(span(Month.of(first), Month.of(last)))
    was, would_be = (_kept(recorded, one, last) for one in (own, theirs))
    pairs = [
        EnvelopeComparison(month, name, _of(was, month, name), _of(would_be, month, name))
        for month in months
        for name in dict.fromkeys((*_names(was, month), *_names(would_be, month)))
    ]
    return LedgerComparison(
        tuple(one for one in pairs if one.was != one.would_be), _billed(was, months), _billed(would_be, months)
    )


def _kept(recorded: Sequence[Recorded], terms: Agreement | None, last: date) -> Books | None:
    if terms is None or terms.start > last:
        return None
    return kept(terms, history(recorded, terms), last, rows=False)


def _names(books: Books | None, month: Month) -> tuple[str, ...]:
    figures = books.month(month) if books else None
    return tuple(one.envelope for one in figures.envelopes) if figures else ()


def _of(books: Books | None, month: Month, name: str) -> EnvelopeFigures | None:
    figures = books.month(month) if books else None
    return figures.envelope(name) if figures else None


def _billed(books: Books | None, months: Sequence[Month]) -> int:
    every = books.months if books else ()
    return sum(one.cents for figures in every if figures.month in months for one in figures.envelopes)
