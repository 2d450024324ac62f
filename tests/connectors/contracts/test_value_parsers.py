"""The texts of a contract mean what the paper contract means, in French and in English."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from connectors.contracts import value_parsers
from connectors.contracts.packs import PACKS
from rules.contract import BusinessDays, Criticality, NextRelease, NoCommitment, OpeningTime, Target, WallClock


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("4h", OpeningTime(timedelta(hours=4))),
        ("4 heures", OpeningTime(timedelta(hours=4))),
        ("4h ouvrées", OpeningTime(timedelta(hours=4))),
        ("24h", OpeningTime(timedelta(hours=24))),
        ("30min", OpeningTime(timedelta(minutes=30))),
        ("90min", OpeningTime(timedelta(minutes=90))),
        ("1h30", OpeningTime(timedelta(minutes=90))),
        ("1h30min", OpeningTime(timedelta(minutes=90))),
        ("1H30", OpeningTime(timedelta(minutes=90))),
        ("1h 05", OpeningTime(timedelta(minutes=65))),
        ("4 hours", OpeningTime(timedelta(hours=4))),
        ("2j", BusinessDays(2)),
        ("2 jours ouvrés", BusinessDays(2)),
        ("1 business day", BusinessDays(1)),
        ("2 business days", BusinessDays(2)),
        ("2j fin de journée", BusinessDays(2, end_of_day=True)),
        ("2d end of day", BusinessDays(2, end_of_day=True)),
        ("72h calendaires", WallClock(timedelta(hours=72))),
        ("72h calendar", WallClock(timedelta(hours=72))),
        ("3 jours calendaires", WallClock(timedelta(days=3))),
        ("prochaine version", NextRelease()),
        ("Prochaine  Version", NextRelease()),
        ("next release", NextRelease()),
        ("aucun", NoCommitment()),
        ("None", NoCommitment()),
    ],
)
def test_a_commitment_is_read_as_the_parties_wrote_it(text: str, target: Target) -> None:
    assert value_parsers.target(text) == target


@pytest.mark.parametrize(
    "text",
    [*("4 heurs", "4", "h", "-4h", "4h fin de journée", "1h60", "1,5h", "0.5j", "4h30h", "999999h", "²h", "٤h", "j"),
     *("0h", "0j", "0min", "0h calendaires", "0j fin de journée")],
)  # fmt: skip
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        value_parsers.target(text)


@given(st.integers(0, 99), st.integers(0, 59))
def test_every_duration_of_hours_and_minutes_is_read_back(hours: int, minutes: int) -> None:
    assert value_parsers.duration(f"{hours}h{minutes:02}") == timedelta(hours=hours, minutes=minutes)
    assert value_parsers.duration(f"{hours * 60 + minutes}min") == timedelta(hours=hours, minutes=minutes)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text: str) -> None:
    readers: tuple[Callable[[str], object], ...] = (
        *(
            value_parsers.target,
            value_parsers.duration,
            value_parsers.days,
            value_parsers.days_count,
            value_parsers.dates,
            value_parsers.day,
        ),
        *(value_parsers.hours, value_parsers.share, value_parsers.zone),
    )
    for reader in readers:
        with suppress(PydanticCustomError):
            reader(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("lundi", (0,)),
        ("Lundi", (0,)),
        ("lundi-jeudi", (0, 1, 2, 3)),
        ("lundi à jeudi", (0, 1, 2, 3)),
        ("du lundi au jeudi", (0, 1, 2, 3)),
        ("lundi, mercredi", (0, 2)),
        ("lundi-mardi, vendredi", (0, 1, 4)),
        ("vendredi-lundi", (4, 5, 6, 0)),
        ("week-end", (5, 6)),
        ("weekend", (5, 6)),
        ("semaine", (0, 1, 2, 3, 4)),
        ("tous les jours", (0, 1, 2, 3, 4, 5, 6)),
        ("Monday to Thursday", (0, 1, 2, 3)),
        ("mon-fri", (0, 1, 2, 3, 4)),
    ],
)
def test_days_are_named_alone_in_ranges_and_in_groups(text: str, numbers: tuple[int, ...]) -> None:
    assert value_parsers.days(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("09:00-12:30", (540, 750)),
        ("9h-12h30", (540, 750)),
        ("09:00 - 12:30", (540, 750)),
        ("00:00-24:00", (0, 1440)),
        ("22:00-06:00", (1320, 1800)),
    ],
)
def test_hours_are_minutes_from_midnight(text: str, edges: tuple[int, int]) -> None:
    found = value_parsers.hours(text)
    assert (found.start, found.end) == edges


@pytest.mark.parametrize(
    "text", ["09:00", "9-12", "09:00-25:00", "09:60-12:00", "24:00-06:00", "09:00-09:00", "18:00-13:30"]
)
def test_what_is_no_opening_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        value_parsers.hours(text)


def test_a_closure_counts_both_its_ends() -> None:
    assert value_parsers.dates("2026-12-31..2027-01-01").each() == (date(2026, 12, 31), date(2027, 1, 1))


def test_every_pack_promises_something_readable_for_each_criticality() -> None:
    for pack in PACKS.values():
        assert list(pack) == list(Criticality)
        for row in pack.values():
            assert len([value_parsers.target(text) for text in row]) == 3
