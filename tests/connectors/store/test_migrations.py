"""The migrations build the tables that the code names, and opening a store twice changes nothing."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from connectors.store import Connection, Store, mailbox, outbox
from connectors.store.tables import metadata
from rules.effects import Effect, Message, PostThread, Say, WriteIssue
from tests.connectors.store.samples import MINUTE, NOON, delivery, errand


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
    await store.write(lambda tx: migrate("0019_plain_lines", tx))
    claimed = await store.write(lambda tx: outbox.claim(tx, NOON, MINUTE, 10))
    assert tuple(one.effect for one in claimed) == effects
