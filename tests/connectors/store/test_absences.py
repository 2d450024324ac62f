"""Of two words on an absence the later one holds, whichever is handled first, and each person's are their own."""

from dataclasses import replace
from datetime import date
from functools import partial

from connectors.store import Store, absences
from rules.people.stand_ins import Absence
from tests.connectors.store.samples import MINUTE, NOON

AWAY = Absence("a1", "U0CP", date(2026, 11, 9), date(2026, 11, 13), "U0DEV", NOON)
DAY = date(2026, 11, 10)


async def told(store: Store, *words: Absence) -> tuple[Absence, ...]:
    for one in words:
        await store.write(partial(absences.keep, one=one))
    return await store.read(lambda tx: absences.since(tx, DAY))


async def test_the_later_word_holds_whichever_is_handled_first(store: Store) -> None:
    later = replace(AWAY, last=date(2026, 11, 20), stand_in="", chosen_at=NOON + MINUTE)
    assert await told(store, later, AWAY) == (later,)


async def test_what_is_over_or_called_off_is_not_there(store: Store) -> None:
    over = replace(AWAY, id="a0", last=date(2026, 11, 9))
    assert await told(store, over, AWAY) == (AWAY,)
    await store.write(lambda tx: absences.cancel(tx, "a1", "U0CP", NOON - MINUTE))
    assert await told(store) == (AWAY,)
    await store.write(lambda tx: absences.cancel(tx, "a1", "U0CP", NOON + MINUTE))
    assert await told(store, AWAY) == ()


async def test_nobody_changes_the_absence_of_another(store: Store) -> None:
    forged = replace(AWAY, user="U0RM", stand_in="U0RM", chosen_at=NOON + MINUTE)
    assert await told(store, AWAY, forged) == (AWAY,)
    await store.write(lambda tx: absences.cancel(tx, "a1", "U0RM", NOON + MINUTE))
    assert await told(store) == (AWAY,)
