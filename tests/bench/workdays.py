"""How many deadlines business time gives a second, beside the libraries that give some, and what a calendar weighs."""

import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from connectors.contracts.holidays import PublicHolidays
from rules.workdays import Calendar, Interval, add, between
from tests.bench.figure import Figure
from tests.bench.peers import ADDING, COUNTING, ZONE, Peer

QUESTIONS = 10_000
CHECKED = 50
MEASURED = 2.0  # seconds: a machine shared with others slows down by half for as long as a second
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
    """So many hours of opening time later: 8 to 720, and whole ones because pandas counts no others."""
    calendar, questions = office(), [(start, timedelta(hours=span // timedelta(hours=3))) for start, span in asked()]

    def alike(ours: datetime, theirs: datetime) -> bool:
        # pandas goes on to the next opening where we stay at closing time: no opening time lies between the two.
        return not between(calendar, ours, theirs)

    return _figures("workdays_add", partial(add, calendar), questions, ADDING, alike)


async def workdays_between() -> list[Figure]:
    """The opening time between two instants 1 to 90 days apart."""
    calendar, questions = office(), [(start, start + span) for start, span in asked()]
    return _figures("workdays_between", partial(between, calendar), questions, COUNTING, timedelta.__eq__)


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


def _figures(
    bench: str,
    operation: Callable[[datetime, Any], Any],
    questions: Sequence[Question],
    peers: tuple[Peer, ...],
    alike: Callable[[Any, Any], bool],
) -> list[Figure]:
    """Our rate, then a line for each peer that is installed and answers as we do, on fewer questions where slow."""
    holidays = PublicHolidays("FR")
    closed = {day for year in range(SINCE.year - 1, SINCE.year + YEARS + 2) for day in holidays(year)}
    ours = _rate(operation, questions)
    figures = [Figure(bench, ours, "ops/s")]
    for peer in peers:
        if not peer.installed():
            print(f"{bench}: {peer.name} is not installed, see the extra `bench`", file=sys.stderr)
            continue
        theirs = peer.make(closed)
        if not all(alike(operation(*each), peer.read(theirs(*each))) for each in questions[:CHECKED]):
            print(f"{bench}: {peer.name} answers otherwise than we do, a ratio would mean nothing", file=sys.stderr)
            continue
        reference = _rate(theirs, questions[: peer.questions])
        figures.append(Figure(f"{bench} against {peer.name}", ours, "ops/s", reference))
    return figures


def _rate(operation: Callable[[datetime, Any], object], questions: Sequence[Question]) -> float:
    """Operations a second in the best of all rounds; the calendar is warm, since a process keeps it for good."""
    for question in questions[:: max(1, len(questions) // 50)]:
        operation(*question)
    rounds: list[float] = []
    while len(rounds) < 3 or sum(rounds) < MEASURED:
        rounds.append(_seconds(operation, questions))
    return len(questions) / min(rounds)


def _seconds(operation: Callable[[datetime, Any], object], questions: Sequence[Question]) -> float:
    began = time.perf_counter()
    for start, asked_for in questions:
        operation(start, asked_for)
    return time.perf_counter() - began
