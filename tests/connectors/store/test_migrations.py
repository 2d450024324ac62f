"""The migrations build the tables that the code names, and opening a store twice changes nothing."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from connectors.store import Connection, Store, mailbox
from connectors.store.tables import metadata
from tests.connectors.store.samples import delivery


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
