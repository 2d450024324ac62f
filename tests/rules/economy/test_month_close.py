"""A month is closed in its turn, and its digest proves what its close froze."""

from dataclasses import replace
from datetime import UTC, date, datetime

from rules.contract import Role
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.agreement import Agreement, Terms
from rules.economy.ledger_history import History, Recorded, history
from rules.economy.month_close import Against, against, altered, closed, first_open, frozen, kept
from rules.economy.settlements import ToAgree
from rules.events import Actor, Source, System
from rules.events.ledger_events import (
    AuthorJudged,
    IssueShown,
    LedgerFact,
    LedgerHappening,
    MonthClosed,
    OverrunAgreed,
    OverrunDecided,
    OverrunWay,
    TimeSpent,
)
from rules.workdays.month import Month

CP = Actor("acc-cp", "Léa Petit", frozenset({Role.CP}))
STRANGER = Actor("acc-x", "Paul Stage")
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2026, number) for number in (9, 10, 11, 12))
BUDGET = Budget(
    envelopes=(Envelope("planifiée", 300, ("évolutif",), carry=Carry(CarryMode.KEPT)),),
    categories=(),
)
AGREED = Agreement("boutique", "Europe/Paris", date(2026, 10, 1), (Terms(date(2026, 10, 1), BUDGET),))


def at(day: int, month: int = 10, hour: int = 9) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def fact(what: LedgerHappening, when: datetime, by: Actor = CP, name: str = "") -> Recorded:
    """A fact written down when it happened."""
    found = name or f"{what.kind}:{when.isoformat()}"
    return Recorded(LedgerFact(found, when, by, Source(System.SLACK, "1.1"), what), when)


def spent(minutes: int, when: datetime, entry: str = "", by: Actor = CP, known: datetime | None = None) -> Recorded:
    """Time on the demande."""
    told = TimeSpent("default", entry or when.isoformat(), "1", minutes * 60, when)
    return replace(fact(told, when, by, f"spent:{entry}:{when.isoformat()}:{minutes}"), at=known or when)


SHOWN = fact(IssueShown("default", "1", "BOU-1", "Filtre", "Évolution", labels=()), at(1))


def told(*facts: Recorded, budget: Budget = BUDGET) -> tuple[Agreement, History]:
    """The agreement, and what a journal tells under it."""
    whole = replace(budget, categories=(Category("évolutif", ("Évolution",)),))
    agreed = replace(AGREED, versions=(Terms(date(2026, 10, 1), whole),))
    return agreed, history((SHOWN, *facts), agreed)


def test_a_month_that_is_not_over_closed_or_not_the_first_open_is_not_closed() -> None:
    agreed, nothing = told()
    assert against(OCTOBER, agreed, nothing, date(2026, 10, 31)) is Against.NOT_OVER
    assert against(OCTOBER, agreed, nothing, date(2026, 11, 1)) is None
    assert against(NOVEMBER, agreed, nothing, date(2026, 12, 3)) is Against.EARLIER_OPEN
    assert against(SEPTEMBER, agreed, nothing, date(2026, 12, 3)) is Against.OUTSIDE
    _, once = told(fact(MonthClosed("2026-10", "x"), at(3, 11)))
    assert against(OCTOBER, agreed, once, date(2026, 12, 3)) is Against.ALREADY
    assert against(NOVEMBER, agreed, once, date(2026, 12, 3)) is None
    assert first_open(agreed, once, date(2026, 12, 3)) == NOVEMBER


def test_the_last_month_of_a_contract_is_over_with_the_contract() -> None:
    agreed, nothing = told()
    ending = replace(agreed, end=date(2026, 10, 15))
    assert against(OCTOBER, ending, nothing, date(2026, 10, 16)) is None
    assert against(NOVEMBER, ending, nothing, date(2026, 12, 16)) is Against.OUTSIDE


def test_a_digest_holds_what_the_journal_comes_to_and_that_of_the_month_before() -> None:
    agreed, before = told(spent(90, at(5)))
    one = closed(OCTOBER, agreed, before, at(3, 11), "Léa Petit")
    assert (one.before, len(one.digest)) == ("", 64)
    closing = fact(MonthClosed("2026-10", one.digest), at(3, 11))
    _, after = told(spent(90, at(5)), closing)
    assert altered(agreed, after, at(4, 11).date()) == ()
    second = closed(NOVEMBER, agreed, after, at(3, 12), "Léa Petit")
    assert second.before == one.digest
    _, other = told(spent(91, at(5)), closing)
    assert altered(agreed, other, at(4, 11).date()) == (OCTOBER,)


def test_what_is_learnt_later_leaves_a_closed_month_and_its_digest_alone() -> None:
    agreed, before = told(spent(90, at(5)))
    one = closed(OCTOBER, agreed, before, at(3, 11), "")
    closing = fact(MonthClosed("2026-10", one.digest), at(3, 11))
    agreed, late = told(spent(90, at(5)), closing, spent(30, at(20), "late", known=at(5, 11)))
    assert altered(agreed, late, at(6, 11).date()) == ()
    books = kept(agreed, late, at(6, 11).date())
    october, november = books.months
    assert frozen(october) == frozen(one.figures)
    assert (november.envelopes[0].corrected, november.envelopes[0].consumed) == (30, 0)
    (row,) = [row for row in books.rows if row.month == NOVEMBER and row.origin == OCTOBER and row.source]
    assert (row.minutes, row.kind) == (30, "correction")


def test_the_time_of_somebody_unknown_counts_once_the_provider_says_so() -> None:
    agreed, unknown = told(spent(60, at(5), by=STRANGER))
    assert [(one.name, one.seconds) for one in unknown.strangers] == [("Paul Stage", 3600)]
    assert kept(agreed, unknown, at(6).date()).set_aside == {"unknown": 60}
    judged = fact(AuthorJudged("acc-x", "Paul Stage", counts=True), at(7))
    agreed, counted = told(spent(60, at(5), by=STRANGER), judged, spent(30, at(8), by=STRANGER))
    assert counted.strangers == ()
    assert kept(agreed, counted, at(9).date()).months[0].envelopes[0].consumed == 90
    left = fact(AuthorJudged("acc-x", "Paul Stage", counts=False), at(9))
    agreed, out = told(spent(60, at(5), by=STRANGER), judged, spent(30, at(8), by=STRANGER), left)
    assert kept(agreed, out, at(10).date()).set_aside == {"ignored": 90}


def test_a_judgement_after_a_close_is_posted_in_the_first_open_month() -> None:
    agreed, before = told(spent(60, at(5), by=STRANGER))
    one = closed(OCTOBER, agreed, before, at(3, 11), "")
    closing = fact(MonthClosed("2026-10", one.digest), at(3, 11))
    judged = fact(AuthorJudged("acc-x", "Paul Stage", counts=True), at(4, 11))
    agreed, after = told(spent(60, at(5), by=STRANGER), closing, judged)
    october, november = kept(agreed, after, at(5, 11).date()).months
    assert (october.envelopes[0].consumed, november.envelopes[0].corrected) == (0, 60)
    assert altered(agreed, after, at(5, 11).date()) == ()


def overrun(way: OverrunWay, minutes: int = 100, agreed: bool = True, **more: object) -> tuple[Recorded, ...]:
    """October exceeded by 100 minutes, closed, then decided and answered in November."""
    decided = OverrunDecided("2026-10", "planifiée", minutes, way, **more)  # type: ignore[arg-type]
    closing = fact(MonthClosed("2026-10", ""), at(3, 11))
    proposed = fact(decided, at(4, 11), name="decided")
    answer = fact(OverrunAgreed("2026-10", "planifiée", "decided", agreed), at(5, 11), name="answered")
    return spent(400, at(5)), closing, proposed, answer


def test_what_exceeds_is_to_be_agreed_until_both_have_said_so() -> None:
    agreed, waiting = told(*overrun(OverrunWay.INVOICE, rate=9_000)[:3])
    books = kept(agreed, waiting, at(6, 11).date())
    assert (books.months[0].envelopes[0].pending, books.to_agree) == (100, (ToAgree(OCTOBER, "planifiée", 100),))
    agreed, refused = told(*overrun(OverrunWay.INVOICE, agreed=False, rate=9_000))
    assert kept(agreed, refused, at(6, 11).date()).to_agree == (ToAgree(OCTOBER, "planifiée", 100),)


def test_an_invoice_that_is_agreed_is_posted_in_the_month_of_the_agreement() -> None:
    agreed, done = told(*overrun(OverrunWay.INVOICE, rate=9_000))
    books = kept(agreed, done, at(6, 11).date())
    november = books.months[1].envelopes[0]
    assert (november.settled, november.closing, books.to_agree) == (100, 300, ())
    (row,) = [row for row in books.rows if row.kind == "billing"]
    assert (row.month, row.origin, row.minutes, row.cents, row.source) == (NOVEMBER, OCTOBER, 100, 15_000, "decided")


def test_a_debt_that_is_spread_is_paid_back_month_by_month() -> None:
    agreed, done = told(*overrun(OverrunWay.SPREAD, months=3))
    books = kept(agreed, done, datetime(2027, 3, 10, tzinfo=UTC).date())
    found = [(one.envelopes[0].spread, one.envelopes[0].repaid, one.envelopes[0].debt) for one in books.months[1:]]
    assert found == [(100, 0, 100), (0, 34, 66), (0, 34, 32), (0, 32, 0)] + [(0, 0, 0)] * (len(found) - 4)


def test_the_balance_adds_up_whatever_is_decided() -> None:
    for way in OverrunWay:
        agreed, done = told(*overrun(way, months=2, rate=9_000, lot="refonte"))
        for month in kept(agreed, done, datetime(2027, 3, 10, tzinfo=UTC).date()).months:
            one = month.envelopes[0]
            gains = one.opening + one.granted + one.pending - one.spread
            assert one.closing == gains - one.consumed - one.corrected - one.lapsed - one.lapsed_cap, way
            assert one.closing == sum((one.lots or {}).values()) - one.debt, way
