"""No wait on PostgreSQL is without end: a server that falls silent, a lock, a slow statement, a door that is shut."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import make_url, text

from connectors.store import Connection, Store, engines, mailbox, passing
from tests.connectors.store.samples import delivery
from tests.connectors.store.silent_proxy import SilentProxy, proxy

SHORT = 1.0  # seconds of silence
LIMIT = 20.0  # seconds: connections of the pool are given up one after the other


@pytest.fixture
async def silenced(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Store, SilentProxy]]:
    """A store that is open behind a proxy, and soon loses patience."""
    monkeypatch.setattr(engines, "SILENCE", SHORT)
    monkeypatch.setitem(engines._NETWORK, "connect_timeout", 2)
    with proxy(make_url(postgresql_url)) as way:
        store = Store(way.url.render_as_string(hide_password=False))
        await store.open()
        await store.hear(delivery("1"))
        await store.read(mailbox.count_by_state)
        yield store, way
        await asyncio.wait_for(store.close(), LIMIT)


async def test_whatever_is_asked_of_a_silent_server_ends_with_a_fault_that_passes(
    silenced: tuple[Store, SilentProxy],
) -> None:
    store, way = silenced
    way.silent.set()
    asked = (
        store.hear(delivery("2")),
        store.read(mailbox.count_by_state),
        store.write(lambda tx: mailbox.keep(tx, [delivery("3")])),
    )
    ends = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), LIMIT)
    assert [passing(one) for one in ends if isinstance(one, BaseException)] == [True] * 3, ends
    way.silent.clear()
    assert await asyncio.wait_for(store.hear(delivery("4")), LIMIT)
    assert (await asyncio.wait_for(store.read(mailbox.count_by_state), LIMIT))["waiting"] >= 2


async def test_a_server_that_falls_silent_in_the_middle_of_a_transaction_is_given_up(
    silenced: tuple[Store, SilentProxy],
) -> None:
    store, way = silenced

    def half(tx: Connection) -> None:
        mailbox.keep(tx, [delivery("2")])
        way.silent.set()
        mailbox.keep(tx, [delivery("3")])

    with pytest.raises(Exception, match=r"silent|closed|lost") as caught:
        await asyncio.wait_for(store.write(half), LIMIT)
    assert passing(caught.value)
    way.silent.clear()
    assert await asyncio.wait_for(store.read(mailbox.count_by_state), LIMIT) == {"waiting": 1}


async def test_the_server_is_told_how_long_a_statement_a_lock_and_an_idle_transaction_may_last(
    postgresql_url: str,
) -> None:
    store = Store(postgresql_url)
    await store.open()

    def limits(tx: Connection) -> list[str]:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone")
        return [str(tx.execute(text(f"SHOW {name}")).scalar_one()) for name in names]

    try:
        assert await store.read(limits) == ["30s", "3s", "5min", "UTC"]
    finally:
        await store.close()


async def test_a_lock_that_nobody_lets_go_is_waited_for_so_long_and_no_longer(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    await store.open()
    held, let_go = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(tx: Connection) -> None:
        tx.execute(text("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE"))
        loop.call_soon_threadsafe(held.set)
        asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result(LIMIT)

    holding = asyncio.create_task(store.write(hold))
    await held.wait()
    begun = time.monotonic()
    try:
        with pytest.raises(Exception, match="lock timeout") as caught:
            await store.write(lambda tx: mailbox.keep(tx, [delivery("1")]))
        assert passing(caught.value)
        assert time.monotonic() - begun < LIMIT
    finally:
        let_go.set()
        await holding
        await store.close()


async def test_what_the_address_says_of_the_network_holds(postgresql_url: str) -> None:
    url = make_url(postgresql_url).update_query_dict({"options": "-c statement_timeout=1234ms"}, append=False)
    store = Store(url.render_as_string(hide_password=False))
    await store.open()
    try:
        assert await store.read(lambda tx: tx.execute(text("SHOW statement_timeout")).scalar_one()) == "1234ms"
    finally:
        await store.close()
