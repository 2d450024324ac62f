"""Another version's envelopes are compared month by month on the same facts, and doubts between versions are named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from connectors.contracts import load_folder
from rules.contract import Contract
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode
from rules.contract.version_seams import SeamKind, seams
from rules.economy.agreement import agreement
from rules.economy.ledger_history import Recorded
from rules.events.ledger_events import LedgerFact
from rules.reports.ledger_comparison import LedgerComparison, compared
from rules.workdays.month import Month
from tests.plain_contracts import PLAIN
from tests.scheduler.ledger.kept_ledger import closed, issue, spent

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
PLANNED = Envelope("planifiée", 480, ("évolutif",), Carry(CarryMode.KEPT))
BUDGET = Budget(categories=(Category("évolutif", ("Évolution",)),), envelopes=(PLANNED,))
OWN = replace(load_folder(PLAIN).all[0], effective=date(2026, 10, 1), budget=BUDGET, source="a.yaml")
FACTS = (
    issue("220", "Filtre", when="2026-10-01 09:00"),
    spent("1", "220", 300, "2026-10-05 09:00"),
    closed("2026-10", "2026-11-03 09:00"),
    spent("2", "220", 600, "2026-11-05 09:00"),
)


def heard(facts: Sequence[LedgerFact]) -> list[Recorded]:
    return [Recorded(one, one.at + timedelta(seconds=1)) for one in facts]


def found(given: Contract, first: date = OCTOBER.first) -> LedgerComparison:
    result = compared(heard(FACTS), agreement([OWN]), given, first, date(2026, 11, 20))
    assert result is not None
    return result


def test_the_same_terms_change_nothing() -> None:
    assert found(OWN).differing == ()


def test_a_smaller_grant_and_a_billed_excess_show_where_they_bite() -> None:
    billed = replace(PLANNED, grant=360, overrun=Overrun(OverrunMode.BILLED, rate=6_000))
    result = found(replace(OWN, budget=replace(BUDGET, envelopes=(billed,))), NOVEMBER.first)
    (line,) = result.differing
    assert line.month == NOVEMBER
    assert line.was is not None
    assert line.would_be is not None
    # 180 min carried from October, 60 under the other version: what was before the months counts.
    assert (line.was.opening, line.would_be.opening) == (180, 60)
    assert (line.was.closing, line.would_be.billed) == (60, 180)
    assert (result.was, result.would_be) == (0, 18_000)


def test_an_envelope_of_one_version_alone_is_shown_against_nothing() -> None:
    result = found(replace(OWN, budget=replace(BUDGET, envelopes=(replace(PLANNED, name="forfait"),))))
    assert {(one.envelope, one.was is None, one.would_be is None) for one in result.differing} == {
        ("planifiée", False, True),
        ("forfait", True, False),
    }


def test_without_time_on_either_side_nothing_is_compared() -> None:
    bare = replace(OWN, budget=None)
    assert compared(heard(FACTS), None, bare, OCTOBER.first, OCTOBER.last) is None


def test_a_gap_an_overlap_and_a_silent_version_are_named_with_their_days() -> None:
    def version(day: date, ends: date | None = None, *, counts: bool = True) -> Contract:
        return replace(OWN, effective=day, budget=replace(BUDGET, ends=ends) if counts else None)

    first = date(2026, 1, 1)
    gap = [version(first, date(2026, 6, 30)), version(date(2026, 9, 1))]
    overlap = [version(first, date(2026, 9, 30)), version(date(2026, 9, 1))]
    silent = [version(first), version(date(2026, 9, 1), counts=False)]
    exact = [version(first, date(2026, 8, 31)), version(date(2026, 9, 1))]
    told = [[(one.kind, one.first, one.last) for one in seams(some)] for some in (gap, overlap, silent, exact)]
    assert told == [
        [(SeamKind.GAP, date(2026, 7, 1), date(2026, 8, 31))],
        [(SeamKind.OVERLAP, date(2026, 9, 1), date(2026, 9, 30))],
        [(SeamKind.SILENT, date(2026, 9, 1), None)],
        [],
    ]
