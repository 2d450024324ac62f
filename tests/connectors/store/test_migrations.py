"""The migrations build the tables that the code names, and opening a store twice changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import URL, Engine, make_url, text

from connectors.route import JIRA, MAIL, SLACK, Route
from connectors.store import Connection, Store, mailbox, outbox
from connectors.store.engines import WRITE, postgresql_engine, sqlite_engine
from connectors.store.outbox import Errand
from connectors.store.tables import metadata
from rules.contract import Audience
from rules.effects import Effect, Message, PostRoom, PostThread, Say, Tell, Write, WriteIssue
from tests.connectors.store import before_routes
from tests.connectors.store.samples import MINUTE, NOON, delivery, errand

ROUTES = {
    "card": ("slack:a1", Route(SLACK, "a1")),
    "thread": ("slack:a1", Route(SLACK, "a1")),
    "tell": ("slack:a1:U0CP", Route(SLACK, "U0CP")),
    "held": ("held:slack:a1:U0CP", Route(SLACK, "U0CP")),
    "mail": ("mail:a1:U0CP", Route(MAIL, "cp@prestataire.example")),
    "late": ("mail:a1:U0CP", Route(MAIL, "cp@prestataire.example")),
    "refused": ("mail:refused:U0CP", Route(MAIL, "cp@prestataire.example")),
    "team": ("slack:room:C0EQUIPE", Route(SLACK, "C0EQUIPE")),
    "answer": ("slack:answer:a1", Route(SLACK, "U0CP")),
    "home": ("slack:home:U0CP", Route(SLACK, "U0CP")),
    "issue": ("jira:a1", Route(JIRA, "a1")),
}


def differences(tx: Connection) -> list[Any]:
    context = MigrationContext.configure(tx, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
@pytest.mark.filterwarnings("ignore:autogenerate skipping")
async def test_the_migrations_build_the_tables_that_the_code_names(store: Store) -> None:
    assert await store.write(differences) == []


async def test_opening_again_keeps_what_is_there(store: Store, store_url: str) -> None:
    await store.hear(delivery("1"))
    await store.close()
    await store.open()
    assert await store.read(mailbox.count_by_state) == {"waiting": 1}


@pytest.fixture(params=["sqlite", "postgresql"])
def aged(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database without a table, on each dialect in turn."""
    if request.param == "sqlite":
        engine = sqlite_engine(make_url(request.getfixturevalue("sqlite_url")), WRITE, connections=1)
    else:
        url: URL = request.getfixturevalue("empty_database")
        engine = postgresql_engine(url, connections=1)
    yield engine
    engine.dispose()


async def test_errands_owed_before_routes_go_where_they_would(aged: Engine) -> None:
    before_routes.filled(aged, NOON, {"tell": "parked", "late": "done"})
    store = Store(aged.url.render_as_string(hide_password=False))
    await store.open()
    owed = {one.key: one for one in await store.read(_all)}
    assert {key: (one.lane, one.route) for key, one in owed.items() if key != "late"} == {
        key: way for key, way in ROUTES.items() if key != "late"
    }
    told, written, posted = owed["tell"].effect, owed["refused"].effect, owed["team"].effect
    assert isinstance(told, Tell)
    assert (told.to.chat, told.message.values["title"]) == ("U0CP", 'Panier "slack": vide')
    assert isinstance(written, Write)
    assert (written.message.say, written.message.values["via"]) == (Say.CHAT_REFUSES, "slack")
    assert isinstance(posted, PostRoom)
    assert posted.audience is Audience.TEAM
    claimed = await store.write(lambda tx: outbox.claim(tx, NOON, timedelta(minutes=1), 20))
    # The head of each lane: what is parked, done or behind another stays.
    assert {one.key for one in claimed} == {"card", "held", "mail", "refused", "answer", "home", "issue", "team"}
    await store.close()


def _all(tx: Connection) -> list[Errand]:
    found = (outbox.show(tx, number) for number in range(1, len(before_routes.ROWS) + 1))
    return [one for one in found if one]


def migrate(name: str, tx: Connection) -> None:
    with Operations.context(MigrationContext.configure(tx)):
        import_module(f"connectors.store.migrations.versions.{name}").upgrade()


async def test_a_line_queued_under_its_old_name_is_still_told(store: Store) -> None:
    line = Message(Say.LOG_STEP, {"who": "RM", "via": "slack", "fact": "accepted"})
    effects: tuple[Effect, ...] = (
        PostThread(line),
        WriteIssue({"phase": "resolution"}, message=line),
        PostThread(Message(Say.LOG_TAKEN)),
    )
    errands = [replace(errand(f"k{at}", f"lane {at}"), effect=one) for at, one in enumerate(effects)]
    await store.write(lambda tx: outbox.put(tx, errands))
    for new, old in (("log_step", "log_accepted"), (',"fact":"accepted"', "")):
        change = text("UPDATE errands SET effect = replace(effect, :new, :old)").bindparams(new=new, old=old)
        await store.write(lambda tx, change=change: tx.execute(change).rowcount)  # type: ignore[misc]
    await store.write(lambda tx: migrate("0016_plain_lines", tx))
    claimed = await store.write(lambda tx: outbox.claim(tx, NOON, MINUTE, 10))
    assert tuple(one.effect for one in claimed) == effects
