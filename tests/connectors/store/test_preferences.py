"""Of two choices the later one holds, whichever is handled first; what is not offered any more counts as none."""

from datetime import timedelta
from functools import partial

from connectors.preference_choices import Preferences
from connectors.store import Store, preferences
from tests.connectors.store.samples import MINUTE, NOON


async def test_whoever_chose_nothing_has_what_is_usual(store: Store) -> None:
    assert await store.read(partial(preferences.of, user="U0CP")) == Preferences()


async def test_the_later_choice_holds_whichever_is_handled_first(store: Store) -> None:
    for value, after in (("en", MINUTE), ("fr", timedelta()), ("en", MINUTE)):
        await store.write(partial(preferences.keep, user="U0CP", name="language", value=value, at=NOON + after))
    assert (await store.read(partial(preferences.of, user="U0CP"))).language == "en"
    await store.write(lambda tx: preferences.keep(tx, "U0CP", "language", "fr", NOON + 2 * MINUTE))
    assert (await store.read(partial(preferences.of, user="U0CP"))).language == "fr"


async def test_each_persons_choices_are_their_own(store: Store) -> None:
    await store.write(lambda tx: preferences.keep(tx, "U0CP", "morning", "none", NOON))
    await store.write(lambda tx: preferences.keep(tx, "U0CP", "mentions", "off", NOON))
    assert await store.read(partial(preferences.of, user="U0CP")) == Preferences(morning="none", mentions="off")
    assert await store.read(partial(preferences.of, user="U0DEV")) == Preferences()
    assert await store.read(preferences.everybody) == {"U0CP": Preferences(morning="none", mentions="off")}


async def test_a_value_that_is_not_offered_any_more_counts_as_none(store: Store) -> None:
    await store.write(lambda tx: preferences.keep(tx, "U0CP", "morning", "03:00", NOON))
    assert await store.read(partial(preferences.of, user="U0CP")) == Preferences()
    assert await store.read(preferences.everybody) == {"U0CP": Preferences()}
