"""Laws of the journal of a ledger, over facts drawn at random: the order of arrival, and what a move makes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.contract import Role
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.agreement import Agreement, Terms
from rules.economy.bookkeeping import Books
from rules.economy.ledger_history import Recorded, history
from rules.economy.month_close import kept
from rules.events import Actor, Source, System
from rules.events.ledger_events import IssueShown, LedgerFact, LedgerHappening, MonthClosed, TimeSpent

BUDGET = Budget(
    categories=(Category("évolutif", ("Évolution",)),),
    envelopes=(
        Envelope("planifiée", 300, ("évolutif",), carry=Carry(CarryMode.KEPT, cap=400, expires_after=2)),
        Envelope("provision", 200, ("correctif",)),
    ),
)
AGREED = Agreement("boutique", "Europe/Paris", date(2026, 1, 1), (Terms(date(2026, 1, 1), BUDGET),))
START, TODAY = datetime(2026, 1, 5, 9, tzinfo=UTC), date(2026, 5, 20)
DEV = Actor("lea", "Léa", frozenset({Role.DEVELOPER}))
JIRA = Source(System.JIRA, "saisie de temps")
seeds = st.integers(0, 10_000)


def facts(seed: int) -> list[LedgerFact]:
    """Two issues that change their kind, and entries that are made, changed and taken away; each at its own instant."""
    chance = Random(seed)  # noqa: S311
    found: list[LedgerHappening] = []
    for _ in range(chance.randint(1, 25)):
        issue = chance.choice("12")
        if chance.random() < 0.25:
            found.append(_issue(issue, chance.choice(["Évolution", "Anomalie"])))
            continue
        started = START + timedelta(days=chance.randint(0, 120))
        seconds = 60 * chance.choice([0, 10, 45, 90, 400])
        found.append(TimeSpent("default", chance.choice("abcdef"), issue, seconds, started, started))
    shown = [_issue(number, "Évolution") for number in "12"]
    return [_fact(str(rank), START + timedelta(hours=rank), one) for rank, one in enumerate([*shown, *found])]


def _issue(number: str, kind: str) -> IssueShown:
    return IssueShown("default", number, f"BOU-{number}", "Filtre", kind, anomaly=kind == "Anomalie", opened=START)


def _fact(name: str, at: datetime, what: LedgerHappening) -> LedgerFact:
    return LedgerFact(name, at, DEV, JIRA, what)


def written(told: list[LedgerFact], *later: LedgerFact) -> Books:
    """The books of what was written down in that order, then after a close of January."""
    close = _fact("close", datetime(2026, 2, 3, tzinfo=UTC), MonthClosed("2026-01", "x"))
    first = [Recorded(one, START + timedelta(seconds=rank)) for rank, one in enumerate(told)]
    rest = [Recorded(one, close.at + timedelta(seconds=rank)) for rank, one in enumerate([close, *later])]
    return kept(AGREED, history([*first, *rest], AGREED), TODAY)


@settings(max_examples=60)
@given(seeds)
def test_the_order_of_arrival_changes_nothing(seed: int) -> None:
    told = facts(seed)
    mixed = [*told]
    Random(seed + 1).shuffle(mixed)  # noqa: S311
    assert written(told).months == written(mixed).months


@settings(max_examples=60)
@given(seeds, seeds)
def test_what_is_heard_after_a_close_changes_no_figure_of_that_month(seed: int, other: int) -> None:
    told = facts(seed)
    later = [replace(one, id=f"late-{one.id}", at=one.at + timedelta(days=60)) for one in facts(other)]
    assert written(told).months[0] == written(told, *later).months[0]


@settings(max_examples=60)
@given(seeds)
def test_what_is_drawn_is_the_time_that_stands_whatever_the_issues_became(seed: int) -> None:
    told = facts(seed)
    stands = {one.what.entry: one.what.seconds for one in told if isinstance(one.what, TimeSpent)}
    found = written(told)
    drawn = sum(one.consumed + one.corrected for month in found.months for one in month.envelopes)
    assert drawn + sum(found.set_aside.values()) == sum(stands.values()) // 60
