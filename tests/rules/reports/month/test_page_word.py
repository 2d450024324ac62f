"""The word of a month is the gravest of its reasons, which stand beside it."""

from dataclasses import replace
from decimal import Decimal

from rules.contract import Contract, Criticality
from rules.contract.compensation_terms import Compensations, KeptRateTerms, PerPoint
from rules.reports.month.lives import Life
from rules.reports.month.month_report import MonthReport, month_report
from rules.reports.month.page_word import Judged, Why, Word, judged, target
from tests.rules.cast import CONTRACT
from tests.rules.reports.month.given import DECEMBER, END, NOVEMBER, QUALIFIED, TAKEN, life, raised

RATE = KeptRateTerms(PerPoint(Decimal(95), Decimal(1)))
PRICED = replace(CONTRACT, compensations=Compensations(rates=(RATE,)))


def november(*lives: Life) -> MonthReport:
    return month_report(lives, NOVEMBER, {})


def word(report: MonthReport, contract: Contract = CONTRACT, cents: int = 0) -> Judged:
    return judged(report, contract, cents, None)


def kept(name: str) -> Life:
    return life(("02 09:00", raised()), ("02 10:00", (TAKEN, QUALIFIED, *END)), name=name)


def late(name: str) -> Life:
    return life(("02 09:00", raised()), ("05 10:00", (TAKEN, QUALIFIED, *END)), name=name)


def test_a_month_in_which_nothing_was_missed_is_conform() -> None:
    assert word(november(kept("a"))) == Judged(Word.CONFORM, ())
    assert word(month_report((), NOVEMBER, {})) == Judged(Word.CONFORM, ())
    assert november().empty


def test_a_miss_is_to_be_watched_and_a_compensation_is_off() -> None:
    assert word(november(kept("a"), late("b"))) == Judged(Word.WATCH, (Why.MISSED,))
    assert word(november(late("b")), cents=1) == Judged(Word.OFF, (Why.COMPENSATION, Why.MISSED))


def test_a_rate_under_its_target_is_off_only_where_it_is_of_five_or_more() -> None:
    few, enough = november(late("a")), november(late("a"), kept("b"))
    assert word(few, PRICED).word is Word.WATCH
    assert word(enough, PRICED) == Judged(Word.OFF, (Why.UNDER_TARGET, Why.MISSED))
    assert word(november(kept("a"), kept("b")), PRICED).word is Word.CONFORM


def test_what_is_grave_late_and_open_is_off_whatever_the_month_of_its_deadline() -> None:
    grave = life(("02 09:00", raised(Criticality.BLOQUANTE)))
    report = month_report((grave,), DECEMBER, {})
    assert word(report).reasons == (Why.GRAVE_LATE, Why.STILL_LATE)


def test_the_target_of_tiers_is_the_least_rate_that_costs_nothing() -> None:
    tiers = ((Decimal(98), Decimal(0)), (Decimal(95), Decimal(0)), (Decimal(90), Decimal(5)))
    assert target(KeptRateTerms(tiers)) == 95
    assert target(RATE) == 95
