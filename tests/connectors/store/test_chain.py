"""A journal edited behind our back says where, even when the database itself was talked into it."""

from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Connection, text

from connectors.store import Store, chain, journal
from connectors.store.chain import Break
from rules.contract import Role
from rules.events import Actor, Fact, Source, System, Taken
from tests.connectors.store.samples import MINUTE, NOON, edition_fact, fact

LIFT = {
    "sqlite": ("DROP TRIGGER facts_no_update", "DROP TRIGGER facts_no_delete"),
    "postgresql": ("ALTER TABLE facts DISABLE TRIGGER USER",),
}
SWAP = (
    "UPDATE facts SET seq = -1 WHERE fact_id = '2'",
    "UPDATE facts SET seq = 2 WHERE fact_id = '3'",
    "UPDATE facts SET seq = 3 WHERE fact_id = '2'",
)
INSERT = (
    "INSERT INTO facts (seq, subject, fact_id, at, recorded_at, kind, fact, chain)"
    " SELECT {seq}, subject, 'new', at, recorded_at, kind, fact, chain FROM facts WHERE fact_id = '1'"
)

# What came after subjects, undone so that an older database can be played.
NEWER = (
    "DROP INDEX deliveries_topic",
    "DROP INDEX deliveries_other_topic",
    "DROP INDEX deliveries_urgent",
    "ALTER TABLE deliveries DROP COLUMN topic",
    "ALTER TABLE deliveries DROP COLUMN other_topic",
    "ALTER TABLE deliveries DROP COLUMN urgent",
    "DROP TABLE lane_heads",
    "DROP TABLE lane_changes",
    "DROP TABLE checkpoints",
    "DROP TABLE slack_installations",
    "DROP TABLE jira_users",
    "DROP TABLE contract_issues",
    "DROP TABLE time_entries",
    "DROP TABLE closed_months",
    "DROP TABLE budget_summaries",
    "DROP TABLE jira_names",
)


@pytest.fixture
async def told(store: Store) -> Store:
    """Four facts of one anomaly, then two of another."""
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1"), fact("2", NOON + MINUTE)], NOON))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("3"), fact("4")], NOON))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a2", [fact("5"), fact("6")], NOON + MINUTE))
    return store


def edit(*statements: str) -> Any:
    """The triggers lifted, as somebody who owns the database can, then the statements."""

    def work(tx: Connection) -> None:
        for statement in (*LIFT[tx.dialect.name], *statements):
            tx.execute(text(statement))

    return work


async def test_a_journal_that_was_only_appended_to_verifies(told: Store) -> None:
    assert await told.read(chain.verify) == []
    await told.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1"), fact("7"), fact("5"), fact("8")], NOON))
    await told.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("8")], NOON))
    assert await told.read(chain.verify) == []
    assert await told.read(lambda tx: chain.head(tx, "a1")) == chain.Head(
        6, await told.read(lambda tx: tx.execute(text("SELECT chain FROM facts WHERE fact_id = '8'")).scalar_one())
    )


@pytest.mark.parametrize(
    ("statements", "position", "flaw"),
    [
        (("UPDATE facts SET fact = replace(fact, 'Cheffe', 'Chef') WHERE fact_id = '2'",), 2, "altered"),
        (("UPDATE facts SET at = '2026-01-05T12:00:00.123457+00:00' WHERE fact_id = '3'",), 3, "altered"),
        (("UPDATE facts SET recorded_at = '2026-01-04T12:00:00.123456+00:00' WHERE fact_id = '4'",), 4, "altered"),
        (("UPDATE facts SET kind = 'x' WHERE fact_id = '1'",), 1, "altered"),
        (("UPDATE facts SET fact_id = '2b' WHERE fact_id = '2'",), 2, "altered"),
        (("UPDATE facts SET chain = '' WHERE fact_id = '2'",), 2, "altered"),
        (("DELETE FROM facts WHERE fact_id = '1'",), 1, "missing"),
        (("DELETE FROM facts WHERE fact_id = '3'",), 3, "missing"),
        (("DELETE FROM facts WHERE fact_id = '4'",), 4, "missing"),
        (("DELETE FROM facts WHERE subject = 'a1'",), 1, "missing"),
        ((INSERT.format(seq=0),), 1, "added"),
        ((INSERT.format(seq=100),), 5, "added"),
        (SWAP, 2, "reordered"),
        (("UPDATE heads SET chain = 'x' WHERE subject = 'a1'",), 4, "head"),
        (("DELETE FROM heads WHERE subject = 'a1'",), 4, "head"),
    ],
)
async def test_an_edit_is_found_and_named(told: Store, statements: tuple[str, ...], position: int, flaw: Any) -> None:
    await told.write(edit(*statements))
    assert await told.read(chain.verify) == [Break("a1", position, flaw)]
    assert await told.read(lambda tx: chain.verify(tx, "a2")) == []


async def test_a_fact_added_with_a_good_hash_is_found_by_the_head(told: Store) -> None:
    def forge(tx: Connection) -> None:
        kept = chain.head(tx, "a2")
        journal.ANOMALIES.append(tx, "a2", [fact("7")], NOON)
        assert kept is not None
        chain.move_head(tx, "a2", kept)

    await told.write(forge)
    assert await told.read(chain.verify) == [Break("a2", 3, "added")]


async def test_facts_that_follow_a_deletion_do_not_hide_it(told: Store) -> None:
    await told.write(edit("DELETE FROM facts WHERE fact_id = '4'"))
    await told.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("7")], NOON))
    assert await told.read(chain.verify) == [Break("a1", 4, "missing")]


async def test_two_anomalies_cannot_exchange_their_histories(told: Store) -> None:
    names = [("a1", "x"), ("a2", "a1"), ("x", "a2")]
    moves = [
        f"UPDATE {table} SET subject = '{new}' WHERE subject = '{old}'"  # noqa: S608 - names of ours
        for table in ("facts", "heads")
        for old, new in names
    ]
    await told.write(edit(*moves))
    assert await told.read(chain.verify) == [Break("a1", 1, "altered"), Break("a2", 1, "altered")]


async def test_an_instant_that_is_nonsense_is_found_too(sqlite_store: Store) -> None:
    await sqlite_store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))
    await sqlite_store.write(edit("UPDATE facts SET at = 'hier', fact = x'ff'"))
    assert await sqlite_store.read(chain.verify) == [Break("a1", 1, "altered")]


async def test_a_seal_outlives_new_facts_but_not_a_chain_computed_again(told: Store) -> None:
    upto = await told.write(chain.cut)
    kept = await told.read(lambda tx: chain.seal(tx, upto))
    assert (kept.anomalies, kept.facts) == (2, 6)
    await told.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("7")], NOON))
    assert await told.read(lambda tx: chain.seal(tx, upto)) == kept

    def forge(tx: Connection) -> None:
        edit("DELETE FROM facts WHERE subject = 'a2'", "DELETE FROM heads WHERE subject = 'a2'")(tx)
        journal.ANOMALIES.append(tx, "a2", [fact("5")], NOON)

    await told.write(forge)
    assert await told.read(chain.verify) == []
    assert await told.read(lambda tx: chain.seal(tx, upto)) != kept


async def test_an_empty_journal_is_whole(store: Store) -> None:
    assert await store.read(chain.verify) == []
    assert await store.write(chain.cut) == 0


async def test_an_anomaly_is_hashed_as_when_it_alone_had_a_journal(store: Store) -> None:
    # One role: a set of several is written in no order of its own.
    chief = Actor("U1", "Cheffe de projet", frozenset({Role.CP}))
    facts = [Fact(one, at, chief, Source(System.JIRA, one), Taken()) for one, at in (("1", NOON), ("2", NOON + MINUTE))]
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", facts, NOON))
    assert await store.read(lambda tx: chain.head(tx, "a1")) == chain.Head(
        2, "bc578b5711bb09d30b2a200df0ea5ba28ac3973aa9a74a7088e79e5b0914d26f"
    )


async def test_a_database_of_before_subjects_verifies_and_goes_on(told: Store) -> None:
    sealed = await told.read(lambda tx: chain.seal(tx, 6))
    older = "ALTER TABLE {table} RENAME COLUMN subject TO anomaly_id"
    await told.write(
        lambda tx: [
            tx.execute(text(statement))
            for statement in (
                *(older.format(table=table) for table in ("facts", "heads")),
                "DROP INDEX facts_subject",
                "CREATE INDEX facts_anomaly ON facts (anomaly_id, seq)",
                *NEWER,
                "UPDATE alembic_version SET version_num = '0014'",
            )
        ]
    )
    await told.close()
    await told.open()
    assert await told.read(chain.verify) == []
    assert await told.read(lambda tx: chain.seal(tx, 6)) == sealed
    await told.write(lambda tx: journal.CONTRACTS.append(tx, "boutique", [edition_fact("e1")], NOON))
    await told.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("7")], NOON))
    assert await told.read(chain.verify) == []
    assert await told.read(lambda tx: chain.seal(tx, 6)) == sealed
    after = await told.read(lambda tx: chain.seal(tx, 8))
    assert (after.anomalies, after.others, after.facts) == (2, 1, 8)


async def test_an_edit_of_a_contract_s_journal_is_named_by_its_key(told: Store) -> None:
    facts = [edition_fact("e1"), edition_fact("e2", NOON + MINUTE)]
    await told.write(lambda tx: journal.CONTRACTS.append(tx, "boutique", facts, NOON))
    assert await told.read(lambda tx: journal.CONTRACTS.read(tx, "boutique")) == tuple(facts)
    await told.write(edit("UPDATE facts SET fact = replace(fact, 'boutique.yaml', 'b.yaml') WHERE fact_id = 'e2'"))
    assert await told.read(chain.verify) == [Break("contract:boutique", 2, "altered")]
    assert await told.read(lambda tx: chain.verify(tx, "a1")) == []


async def test_facts_written_before_the_chain_are_chained_by_the_migration(told: Store) -> None:
    expected = await told.read(lambda tx: chain.seal(tx, 6))
    await told.write(
        edit(
            *NEWER,
            "ALTER TABLE facts RENAME COLUMN subject TO anomaly_id",
            "ALTER TABLE heads RENAME COLUMN subject TO anomaly_id",
            "DROP INDEX facts_subject",
            "CREATE INDEX facts_anomaly ON facts (anomaly_id, seq)",
            "ALTER TABLE errands DROP COLUMN channel",
            "ALTER TABLE errands DROP COLUMN address",
            "DROP TABLE preferences",
            "DROP INDEX clocks_missed",
            "ALTER TABLE clocks DROP COLUMN promised",
            "ALTER TABLE anomalies DROP COLUMN owed",
            "DROP TABLE watches",
            "DROP TABLE absences",
            "DROP TABLE webhooks",
            "DROP INDEX deliveries_ignored",
            "DROP TABLE slack_users",
            "DROP TABLE searches",
            "DROP TABLE watermarks",
            "DROP TABLE editions",
            "DROP TABLE heads",
            "ALTER TABLE facts DROP COLUMN chain",
            "UPDATE alembic_version SET version_num = '0002'",
        )
    )
    await told.write(_refuse_again)
    await told.close()
    await told.open()
    assert await told.read(chain.verify) == []
    assert await told.read(lambda tx: chain.seal(tx, 6)) == expected
    await told.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("7")], NOON))
    assert await told.read(chain.verify) == []
    for statement in ("UPDATE facts SET chain = ''", "DELETE FROM facts"):
        with pytest.raises(Exception, match="append-only"):
            await told.write(lambda tx, said=statement: tx.execute(text(said)).rowcount)  # type: ignore[misc]


def _refuse_again(tx: Connection) -> None:
    if tx.dialect.name == "postgresql":
        tx.execute(text("ALTER TABLE facts ENABLE TRIGGER USER"))
        return
    for statement in import_module("connectors.store.migrations.versions.0001_ground").REFUSALS["sqlite"]:
        tx.execute(text(statement))
