"""Compiles SQL once and runs it on the driver's cursor: SQLAlchemy's execution costs several times SQLite's."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Dialect, Float, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from connectors.store.unread_rows import Unread, UnreadRow, parted, tell

T = TypeVar("T")
Process = Callable[[Any], Any]
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The text for one dialect, and what its types do to values on the way in (by name) and out (by position)."""

    sql: str
    order: tuple[str, ...] | None
    fixed: Params
    inward: tuple[tuple[str, Process], ...]
    outward: tuple[tuple[int, Process], ...]

    def bind(self, given: Params) -> Any:
        values = {**self.fixed, **given}
        for name, process in self.inward:
            values[name] = process(values[name])
        return values if self.order is None else tuple([values[name] for name in self.order])

    def back(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for index, process in self.outward:
            values[index] = process(values[index])
        return tuple(values)


class Statement:
    """A SELECT, an UPDATE, a DELETE, or an INSERT of given `columns`, whose parameters are named.

    `postgresql` is the same statement where that dialect has a construct of its own. What goes wrong is raised as the
    driver says it.
    """

    def __init__(
        self,
        construct: Select[Any] | Update | Delete | Insert,
        *,
        postgresql: Select[Any] | Update | Delete | Insert | None = None,
        columns: Sequence[str] | None = None,
    ) -> None:
        self._constructs = {"sqlite": construct, "postgresql": construct if postgresql is None else postgresql}
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def all(self, tx: Connection, params: Params | None = None) -> list[tuple[Any, ...]]:
        """Every row."""
        compiled, rows = self._rows(tx, params or {})
        return [compiled.back(row) for row in rows] if compiled.outward else list(rows)

    def each(
        self, tx: Connection, params: Params, decode: Callable[[tuple[Any, ...]], T]
    ) -> tuple[list[T], list[Unread]]:
        """Every row of a SELECT, decoded one by one, and apart those that cannot be."""
        compiled, rows = self._rows(tx, params)
        return parted(rows, lambda row: decode(compiled.back(row)), self._apart)

    def readable(self, tx: Connection, params: Params, decode: Callable[[tuple[Any, ...]], T]) -> list[T]:
        """The same without those that cannot be decoded, which are named in the log."""
        good, bad = self.each(tx, params, decode)
        tell(bad)
        return good

    def one(self, tx: Connection, params: Params, decode: Callable[[tuple[Any, ...]], T]) -> T | None:
        """The first row of a SELECT, decoded, if any. Raises UnreadRow where it cannot be."""
        good, bad = self.each(tx, params, decode)
        if bad and not good:
            raise UnreadRow(bad[0])
        return good[0] if good else None

    def first(self, tx: Connection, params: Params | None = None) -> tuple[Any, ...] | None:
        """The first row, if any."""
        compiled, rows = self._rows(tx, params or {}, most=1)
        return compiled.back(rows[0]) if rows else None

    def value(self, tx: Connection, params: Params | None = None) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self.first(tx, params)
        return None if row is None else row[0]

    def change(self, tx: Connection, params: Params) -> int:
        """Run it; how many rows it changed."""
        return self._run(tx, params)[1].rowcount

    def change_all(self, tx: Connection, several: Sequence[Params]) -> int:
        """Run it once for each, in one round; how many rows that changed in all."""
        if not several:
            return 0
        if len(several) == 1:
            return self.change(tx, several[0])
        compiled, cursor = self._for(tx), _cursor(tx)
        cursor.executemany(compiled.sql, [compiled.bind(params) for params in several])
        return cursor.rowcount

    def _rows(
        self, tx: Connection, params: Params, most: int | None = None
    ) -> tuple[_Compiled, Sequence[tuple[Any, ...]]]:
        compiled, cursor = self._run(tx, params)
        try:
            return compiled, _fetched(cursor, most)
        except sqlite3.OperationalError as error:
            if not str(error).startswith("Could not decode"):
                raise
        # One text that is no UTF-8 hides all rows from the driver: asked again, they are given as they are.
        driver: Any = tx.connection.driver_connection
        usual, driver.text_factory = driver.text_factory, _any_text
        try:
            compiled, cursor = self._run(tx, params)
            return compiled, _fetched(cursor, most)
        finally:
            driver.text_factory = usual

    def _apart(self, row: tuple[Any, ...], fault: str) -> Unread:
        """A row that cannot be decoded, by the key of the table that its first column is of."""
        construct = next(iter(self._constructs.values()))
        assert isinstance(construct, Select)  # noqa: S101 - nothing else is decoded
        columns = list(construct.selected_columns)
        values = {str(column.key): value for column, value in zip(columns, row, strict=True)}
        table: Any = getattr(columns[0], "table", None)
        key = () if table is None else tuple(column.key for column in table.primary_key if column.key in values)
        return Unread("?" if table is None else table.name, key or (str(columns[0].key),), values, fault)

    def _run(self, tx: Connection, params: Params) -> tuple[_Compiled, DBAPICursor]:
        compiled, cursor = self._for(tx), _cursor(tx)
        cursor.execute(compiled.sql, compiled.bind(params))
        return compiled, cursor

    def _for(self, tx: Connection) -> _Compiled:
        name = tx.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _compile(self._constructs[name], tx.dialect, self._columns)
        return self._compiled[name]


def _fetched(cursor: DBAPICursor, most: int | None) -> Sequence[tuple[Any, ...]]:
    if most is None:
        return cursor.fetchall()
    row = cursor.fetchone()
    return [] if row is None else [row]


def _any_text(raw: bytes) -> str:
    return raw.decode(errors="backslashreplace")


def _cursor(tx: Connection) -> DBAPICursor:
    # SQLAlchemy opens its transaction at the first statement that it runs itself, and would miss ours.
    if not tx.in_transaction():
        tx.begin()
    return tx.connection.cursor()


def _compile(
    construct: Select[Any] | Update | Delete | Insert, dialect: Dialect, columns: Sequence[str] | None
) -> _Compiled:
    # for_executemany: nobody reads the key of a new row, so that no RETURNING is wanted.
    compiled = construct.compile(dialect=dialect, column_keys=columns, for_executemany=isinstance(construct, Insert))
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what these constructs compile to
    inward = {name: _inward(bind.type, dialect) for name, bind in compiled.binds.items()}
    fixed = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    outward = _outward(construct, dialect) if isinstance(construct, Select) else ()
    return _Compiled(
        compiled.string,
        None if compiled.positiontup is None else tuple(compiled.positiontup),
        {name: process(value) if (process := inward[name]) else value for name, value in fixed.items()},
        tuple((name, process) for name, process in inward.items() if process and name not in fixed),
        outward,
    )


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _outward(construct: Select[Any], dialect: Dialect) -> tuple[tuple[int, Process], ...]:
    # Both drivers give a float as a float, and SQLAlchemy would ask for its PostgreSQL type number to say so.
    kinds = [None if isinstance(column.type, Float) else column.type for column in construct.selected_columns]
    processes = [kind and kind.dialect_impl(dialect).result_processor(dialect, None) for kind in kinds]
    return tuple((index, process) for index, process in enumerate(processes) if process)
