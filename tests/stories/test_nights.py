"""Nights, weekends, holidays and changes of hour, the clock turned by hand: who is told what, and at which instant."""

from collections.abc import Iterator
from datetime import datetime

from connectors.store import Store, clocks
from rules import events
from rules.contract import Criticality
from rules.effects import PostThread, Say
from rules.events import Happening
from tests.rules.calendars import at
from tests.scheduler.given import House
from tests.stories.hands import PARIS

CLOCKS = {"acknowledgement": "prise en charge", "workaround": "contournement", "resolution": "résolution"}
MAJEURE = events.Raised("Panier vide", Criticality.MAJEURE)
BLOQUANTE = events.Raised("Plus de vente", Criticality.BLOQUANTE)


async def told(store: Store, what: Happening, raised: str, until: str) -> list[str]:
    """What the thread says of an anomaly raised at a local instant, and when, if nobody ever does anything.

    The clock is turned to each instant at which Vigie means to look.
    """
    house = House(store)
    house.hand.turn(raised)
    await house.hear(what)
    await house.settle()
    said: list[str] = []
    while house.hand.now() < at(until):
        following = await store.read(lambda tx: clocks.next_due(tx, house.hand.now()))
        house.hand.instant = min(following or at(until), at(until))
        house.performer.done.clear()
        while await house.sweep.once():
            await house.settle()
        said.extend(f"{_local(house.hand.now())} {one}" for one in _spoken(house))
    return said


def _spoken(house: House) -> Iterator[str]:
    for one, _ in house.performer.done:
        if isinstance(one, PostThread) and one.message.say in (Say.WARNING, Say.BREACH):
            passed = one.message.say is Say.BREACH
            share = "passée" if passed else f"{one.message.values['percent']} %"
            yield f"{CLOCKS[str(one.message.values['clock'])]} {share}"


def _local(instant: datetime) -> str:
    """The day and the hour in Paris, the second where there is one; the hour of summer is told from that of winter."""
    shown = instant.astimezone(PARIS)
    return f"{shown:%a %d %H:%M:%S %Z}".replace(":00 CE", " CE")


async def test_a_majeure_of_friday_evening_waits_for_monday_and_goes_round_the_holiday(sqlite_store: Store) -> None:
    assert await told(sqlite_store, MAJEURE, raised="2026-11-06 19:00", until="2026-11-13 00:00") == [
        "Mon 09 11:00 CET prise en charge 50 %",
        "Mon 09 12:00 CET prise en charge 75 %",
        "Mon 09 13:36 CET prise en charge 90 %",
        "Mon 09 14:00:01 CET prise en charge passée",
        "Mon 09 18:00 CET contournement 50 %",
        "Tue 10 14:00 CET contournement 75 %",
        "Tue 10 14:00 CET résolution 50 %",
        "Tue 10 16:24 CET contournement 90 %",
        "Thu 12 09:00:01 CET contournement passée",
        "Thu 12 11:00 CET résolution 75 %",
        "Thu 12 15:36 CET résolution 90 %",
    ]


async def test_a_bloquante_of_friday_evening_is_told_through_the_night_and_the_weekend(sqlite_store: Store) -> None:
    assert await told(sqlite_store, BLOQUANTE, raised="2026-11-06 19:00", until="2026-11-13 00:00") == [
        "Fri 06 19:30 CET prise en charge 50 %",
        "Fri 06 19:45 CET prise en charge 75 %",
        "Fri 06 20:00:01 CET prise en charge passée",
        "Fri 06 21:00 CET contournement 50 %",
        "Fri 06 22:00 CET contournement 75 %",
        "Fri 06 22:36 CET contournement 90 %",
        "Fri 06 23:00:01 CET contournement passée",
        "Sat 07 07:00 CET résolution 50 %",
        "Sat 07 13:00 CET résolution 75 %",
        "Sat 07 16:36 CET résolution 90 %",
        "Sat 07 19:00:01 CET résolution passée",
    ]


async def test_a_majeure_of_the_eve_of_the_armistice_waits_for_the_day_after(sqlite_store: Store) -> None:
    assert await told(sqlite_store, MAJEURE, raised="2026-11-10 17:00", until="2026-11-18 00:00") == [
        "Thu 12 10:00 CET prise en charge 50 %",
        "Thu 12 11:00 CET prise en charge 75 %",
        "Thu 12 11:36 CET prise en charge 90 %",
        "Thu 12 12:00:01 CET prise en charge passée",
        "Thu 12 17:00 CET contournement 50 %",
        "Fri 13 12:00 CET contournement 75 %",
        "Fri 13 12:00 CET résolution 50 %",
        "Fri 13 15:24 CET contournement 90 %",
        "Mon 16 09:00:01 CET contournement passée",
        "Mon 16 11:00 CET résolution 75 %",
        "Mon 16 15:36 CET résolution 90 %",
        "Tue 17 09:00:01 CET résolution passée",
    ]


async def test_a_bloquante_of_the_eve_of_the_armistice_is_told_on_the_holiday(sqlite_store: Store) -> None:
    assert await told(sqlite_store, BLOQUANTE, raised="2026-11-10 17:00", until="2026-11-18 00:00") == [
        "Tue 10 17:30 CET prise en charge 50 %",
        "Tue 10 17:45 CET prise en charge 75 %",
        "Tue 10 18:00:01 CET prise en charge passée",
        "Tue 10 19:00 CET contournement 50 %",
        "Tue 10 20:00 CET contournement 75 %",
        "Tue 10 20:36 CET contournement 90 %",
        "Tue 10 21:00:01 CET contournement passée",
        "Wed 11 05:00 CET résolution 50 %",
        "Wed 11 11:00 CET résolution 75 %",
        "Wed 11 14:36 CET résolution 90 %",
        "Wed 11 17:00:01 CET résolution passée",
    ]


async def test_the_weekend_that_loses_an_hour_costs_office_hours_nothing(sqlite_store: Store) -> None:
    assert await told(sqlite_store, MAJEURE, raised="2026-03-27 16:00", until="2026-04-05 00:00") == [
        "Mon 30 10:00 CEST prise en charge 50 %",
        "Mon 30 11:00 CEST prise en charge 75 %",
        "Mon 30 11:36 CEST prise en charge 90 %",
        "Mon 30 12:00:01 CEST prise en charge passée",
        "Mon 30 17:00 CEST contournement 50 %",
        "Tue 31 12:00 CEST contournement 75 %",
        "Tue 31 12:00 CEST résolution 50 %",
        "Tue 31 15:24 CEST contournement 90 %",
        "Tue 31 17:00:01 CEST contournement passée",
        "Wed 01 10:00 CEST résolution 75 %",
        "Wed 01 14:36 CEST résolution 90 %",
        "Wed 01 17:00:01 CEST résolution passée",
    ]


async def test_on_call_an_hour_that_is_skipped_is_not_counted(sqlite_store: Store) -> None:
    assert await told(sqlite_store, BLOQUANTE, raised="2026-03-29 01:15", until="2026-03-31 00:00") == [
        "Sun 29 01:45 CET prise en charge 50 %",
        "Sun 29 03:00 CEST prise en charge 75 %",
        "Sun 29 03:15:01 CEST prise en charge passée",
        "Sun 29 04:15 CEST contournement 50 %",
        "Sun 29 05:15 CEST contournement 75 %",
        "Sun 29 05:51 CEST contournement 90 %",
        "Sun 29 06:15:01 CEST contournement passée",
        "Sun 29 13:45 CEST résolution 50 %",
        "Sun 29 19:30 CEST résolution 75 %",
        "Sun 29 22:57 CEST résolution 90 %",
        "Mon 30 01:15:01 CEST résolution passée",
    ]


async def test_the_weekend_that_gains_an_hour_gives_office_hours_nothing(sqlite_store: Store) -> None:
    assert await told(sqlite_store, MAJEURE, raised="2026-10-23 16:00", until="2026-10-31 00:00") == [
        "Mon 26 10:00 CET prise en charge 50 %",
        "Mon 26 11:00 CET prise en charge 75 %",
        "Mon 26 11:36 CET prise en charge 90 %",
        "Mon 26 12:00:01 CET prise en charge passée",
        "Mon 26 17:00 CET contournement 50 %",
        "Tue 27 12:00 CET contournement 75 %",
        "Tue 27 12:00 CET résolution 50 %",
        "Tue 27 15:24 CET contournement 90 %",
        "Tue 27 17:00:01 CET contournement passée",
        "Wed 28 10:00 CET résolution 75 %",
        "Wed 28 14:36 CET résolution 90 %",
        "Wed 28 17:00:01 CET résolution passée",
    ]


async def test_on_call_an_hour_that_comes_twice_is_counted_twice(sqlite_store: Store) -> None:
    assert await told(sqlite_store, BLOQUANTE, raised="2026-10-25 01:45", until="2026-10-27 00:00") == [
        "Sun 25 02:15 CEST prise en charge 50 %",
        "Sun 25 02:30 CEST prise en charge 75 %",
        "Sun 25 02:45:01 CEST prise en charge passée",
        "Sun 25 02:45 CET contournement 50 %",
        "Sun 25 03:45 CET contournement 75 %",
        "Sun 25 04:21 CET contournement 90 %",
        "Sun 25 04:45:01 CET contournement passée",
        "Sun 25 13:15 CET résolution 50 %",
        "Sun 25 19:30 CET résolution 75 %",
        "Sun 25 23:15 CET résolution 90 %",
        "Mon 26 01:45:01 CET résolution passée",
    ]
