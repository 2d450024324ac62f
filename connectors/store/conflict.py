"""An insert that meets a row already there, said once for both databases."""

from sqlalchemy import Table, or_
from sqlalchemy.dialects import postgresql, sqlite

from connectors.store.prepared_statement import Statement


def keeping_the_first(table: Table, columns: tuple[str, ...], same: tuple[str, ...]) -> Statement:
    """An insert of `columns` that leaves as it is the row that has the `same` values."""
    return Statement(
        sqlite.insert(table).on_conflict_do_nothing(index_elements=same),
        postgresql=postgresql.insert(table).on_conflict_do_nothing(index_elements=same),
        columns=columns,
    )


def keeping_the_last(table: Table, columns: tuple[str, ...], *, if_different: bool = False) -> Statement:
    """An insert of `columns` that overwrites them in the row of the same primary key.

    With `if_different`, a row that says the same already is not written again; no column may then be null.
    """
    keys = [column.name for column in table.primary_key]
    names = [name for name in columns if name not in keys]
    lite, post = sqlite.insert(table), postgresql.insert(table)
    differs = [
        or_(*(table.c[name] != new.excluded[name] for name in names)) if if_different else None for new in (lite, post)
    ]
    return Statement(
        lite.on_conflict_do_update(
            index_elements=keys, set_={name: lite.excluded[name] for name in names}, where=differs[0]
        ),
        postgresql=post.on_conflict_do_update(
            index_elements=keys, set_={name: post.excluded[name] for name in names}, where=differs[1]
        ),
        columns=columns,
    )
