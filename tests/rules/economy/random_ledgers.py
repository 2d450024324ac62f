"""Journals of ledgers drawn at random from a seed: all that can be heard, in order or not, and contracts to match."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from rules.contract import Role
from rules.contract.budget_terms import OUT_OF_SCOPE, BelongsBy, Category, UnknownAuthor
from rules.economy.agreement import Agreement, Terms
from rules.economy.ledger_history import Recorded
from rules.events import Actor, Source, System
from rules.events.ledger_events import (
    Alarm,
    AuthorJudged,
    BudgetWarned,
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
from tests.rules.economy.random_contracts import NAMES, contract

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
DAYS = 170
_KINDS = (*NAMES, "unclaimed", OUT_OF_SCOPE)
_PEOPLE = (
    Actor("lea", "Léa", frozenset({Role.DEVELOPER})),
    Actor("marc", "Marc", frozenset({Role.CP})),
    Actor("rm", "Rose", frozenset({Role.RM})),
    Actor("nobody", "Inconnu"),
    Actor("somebody", "Autre inconnu"),
)
_JIRA = Source(System.JIRA, "saisie de temps")


def agreed(seed: int) -> Agreement:
    """A contract with categories, whose file was edited once, or never."""
    chance = Random(seed)  # noqa: S311
    found = _with_categories(contract(seed), chance)
    if chance.random() < 0.5:
        return found
    before = replace(_with_categories(contract(seed + 1), chance), start=found.start, zone=found.zone)
    since = START + timedelta(days=chance.randint(0, DAYS))
    return replace(found, since=since, previous=before)


def _with_categories(found: Agreement, chance: Random) -> Agreement:
    def terms(one: Terms) -> Terms:
        categories = tuple(Category(name, (chance.choice(_KINDS), name)) for name in _KINDS if chance.random() < 0.9)
        budget = replace(
            one.budget,
            categories=categories,
            belongs_by=chance.choice([*BelongsBy]),
            unknown_author=chance.choice([*UnknownAuthor]),
        )
        return replace(one, budget=budget)

    return replace(found, versions=tuple(map(terms, found.versions)))


def recorded(seed: int, most: int = 60, *, backward: bool = True) -> list[Recorded]:
    """A journal; closes come in their order, but for a few; instants go on, but for a few that go `backward`."""
    chance = Random(seed)  # noqa: S311
    at, month, found = START, Month(2026, 1), list[Recorded]()
    for rank in range(chance.randint(0, most)):
        at += timedelta(hours=chance.choice([0, 1, 20, 60, 150]))
        what = _closed(chance, month) if chance.random() < 0.12 else _what(chance, at, found)
        if isinstance(what, MonthClosed) and what.month == str(month):
            at = max(at, datetime.combine(month.plus(1).first, datetime.min.time(), UTC) + timedelta(hours=9))
            month = month.plus(1)
        back = timedelta(hours=chance.choice([0, 0, 0, 0, 0, 0, 0, 1, 200]) if backward else 0)
        said = max(START, at - timedelta(hours=chance.choice([0, 0, 0, 30, 900])))
        found.append(Recorded(LedgerFact(str(rank), said, chance.choice(_PEOPLE), _JIRA, what), at - back))
    return found


def _closed(chance: Random, month: Month) -> MonthClosed:
    named = month.plus(chance.choice([0, 0, 0, 0, 0, -1, 1]))
    return MonthClosed(str(named), f"digest of {named}")


def _what(chance: Random, at: datetime, before: list[Recorded]) -> LedgerHappening:
    draw = chance.random()
    if draw < 0.2:
        kind, labels = chance.choice(_KINDS), chance.choice([(), ("urgent",)])
        left = chance.random() < 0.1
        return IssueShown("default", chance.choice("123"), "BOU-1", "Filtre", kind, labels, left=left, opened=at)
    if draw < 0.26:
        return AuthorJudged(chance.choice(["nobody", "somebody"]), "Inconnu", chance.random() < 0.5)
    if draw < 0.34:
        month = str(Month.of((at - timedelta(days=30)).date()))
        way, minutes = chance.choice([*OverrunWay]), chance.randint(1, 90)
        return OverrunDecided(month, chance.choice(NAMES), minutes, way, months=3, lot="lot", rate=9000)
    decided = [one.fact for one in before if isinstance(one.fact.what, OverrunDecided)]
    if draw < 0.42 and decided:
        return OverrunAgreed("", "", chance.choice(decided).id, chance.random() < 0.8)
    if draw < 0.45:
        return BudgetWarned(str(Month.of(at.date())), "a", Alarm.FORECAST, 80, 10, 20, 30, empty_on=date(2026, 3, 4))
    started = at - timedelta(hours=chance.choice([0, 3, 30, 900, 1500]), minutes=chance.randint(0, 700))
    seconds = chance.choice([0, 60, 900, 1234, 5400, 40_000])
    created = chance.choice([None, at])
    return TimeSpent("default", chance.choice("abcdefgh"), chance.choice("123"), seconds, started, created)
