"""How many deadlines business time gives a second, how long histories take to fold, and what a calendar weighs."""

import random
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from connectors.contracts.holidays import PublicHolidays
from rules import events
from rules.contract import Criticality
from rules.events import Actor, Fact, Happening, PauseReason, Source, System
from rules.fold import fold as folded
from rules.workdays import Calendar, Interval, add, between
from tests.bench.figure import Figure
from tests.bench.peers import ADDING, COUNTING, Peer
from tests.rules.cast import CONTRACT, CP, DEV, OPENING, RM

QUESTIONS = 10_000
ANOMALIES = 100_000
ZONE = "Europe/Paris"
HOURS = (Interval(9 * 60, 12 * 60 + 30), Interval(13 * 60 + 30, 18 * 60))
SINCE, YEARS = datetime(2024, 1, 1, tzinfo=UTC), 5

Question = tuple[datetime, Any]


def office() -> Calendar:
    """Two half-days from Monday to Friday, French holidays, nothing computed yet."""
    return Calendar("bureau", ZONE, (*(HOURS,) * 5, (), ()), PublicHolidays("FR"))


def asked() -> list[tuple[datetime, timedelta]]:
    """Any second of five years, and a span of 1 to 90 days; the same at every run."""
    chance = random.Random(7)  # noqa: S311
    return [
        (
            SINCE + timedelta(seconds=chance.randrange(YEARS * 365 * 86400)),
            timedelta(hours=chance.randint(24, 90 * 24)),
        )
        for _ in range(QUESTIONS)
    ]


async def workdays_add() -> list[Figure]:
    """So many hours of opening time later; 1 to 90 days are as many times eight hours."""
    calendar, questions = office(), [(start, span / 3) for start, span in asked()]
    ours = _rate(partial(add, calendar), questions)
    return [Figure("workdays_add", ours, "ops/s"), *_peers("workdays_add", ours, ADDING, questions)]


async def workdays_between() -> list[Figure]:
    """The opening time between two instants 1 to 90 days apart."""
    calendar, questions = office(), [(start, start + span) for start, span in asked()]
    ours = _rate(partial(between, calendar), questions)
    return [Figure("workdays_between", ours, "ops/s"), *_peers("workdays_between", ours, COUNTING, questions)]


async def fold() -> list[Figure]:
    """A hundred thousand anomalies with twenty facts each, in one process."""
    histories = _histories()
    began = time.perf_counter()
    for number in range(ANOMALIES):
        folded(histories[number % len(histories)], OPENING, CONTRACT)
    return [Figure("fold", time.perf_counter() - began, "s")]


async def calendar_memory() -> list[Figure]:
    """What one calendar holds once it has been asked about ten years, the holidays' library apart."""
    holidays = PublicHolidays("FR")
    for year in range(SINCE.year - 1, SINCE.year + 11):
        holidays(year)
    tracemalloc.start()
    try:
        calendar = Calendar("bureau", ZONE, (*(HOURS,) * 5, (), ()), holidays)
        between(calendar, SINCE, SINCE.replace(year=SINCE.year + 10))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return [Figure("calendar_memory", held / 2**20, "MiB")]


def _rate(operation: Callable[[datetime, Any], object], questions: Sequence[Question]) -> float:
    """Operations a second, the best of three rounds; the calendar is warm, since a process keeps it for good."""
    for question in questions[:: len(questions) // 50]:
        operation(*question)
    return len(questions) / min(_seconds(operation, questions) for _ in range(3))


def _seconds(operation: Callable[[datetime, Any], object], questions: Sequence[Question]) -> float:
    began = time.perf_counter()
    for start, asked_for in questions:
        operation(start, asked_for)
    return time.perf_counter() - began


def _peers(bench: str, ours: float, peers: tuple[Peer, ...], questions: Sequence[Question]) -> list[Figure]:
    """One line for each peer that is installed, on fewer questions where it is slow."""
    holidays = PublicHolidays("FR")
    closed = [day for year in range(SINCE.year - 1, SINCE.year + YEARS + 2) for day in holidays(year)]
    figures = []
    for peer in peers:
        operation = peer.make(closed)
        if operation is not None:
            theirs = _rate(operation, questions[: peer.questions])
            figures.append(Figure(f"{bench} against {peer.name}", ours, "ops/s", theirs))
    return figures


def _histories() -> list[tuple[Fact, ...]]:
    """A thousand histories of twenty facts, each in an order of arrival of its own."""
    chance = random.Random(7)  # noqa: S311
    made = []
    for number in range(1000):
        start = SINCE + timedelta(minutes=chance.randrange(YEARS * 365 * 1440))
        facts = [_fact(f"{number}:{rank}", start + rank * timedelta(hours=3), *done) for rank, done in enumerate(_LIFE)]
        chance.shuffle(facts)
        made.append(tuple(facts))
    return made


def _fact(identity: str, at: datetime, by: Actor, what: Happening) -> Fact:
    return Fact(identity, at, by, Source(System.SLACK, identity), what)


_LIFE: tuple[tuple[Actor, Happening], ...] = (
    (RM, events.Detected("Panier vide", "Le panier se vide")),
    (RM, events.Raised("Panier vide", Criticality.MAJEURE)),
    (RM, events.TicketAttached("martin", "10001", "BOU-1")),
    (DEV, events.Taken()),
    (CP, events.DescriptionRejected("Quel navigateur ?")),
    (RM, events.ClientAnswered("Firefox")),
    (CP, events.Qualified(Criticality.BLOQUANTE)),
    (CP, events.DelayCommunicated("Nous tiendrons")),
    (DEV, events.WorkStarted()),
    (DEV, events.Paused(PauseReason.THIRD_PARTY)),
    (DEV, events.Resumed()),
    (DEV, events.WorkaroundDelivered("Vider le cache")),
    (RM, events.WorkaroundValidated()),
    (DEV, events.CauseFound("Cache périmé")),
    (DEV, events.Delivered("v2")),
    (RM, events.Refused("Toujours vide")),
    (DEV, events.Delivered("v3")),
    (RM, events.Accepted()),
    (DEV, events.Deployed()),
    (CP, events.Closed("Cache périmé", "Cache vidé")),
)
