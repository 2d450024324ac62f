"""Gives a statement a whole list as one parameter, which each database unfolds in its own way."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Subquery, Text, TypeDecorator, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine


class _Listed(TypeDecorator[Sequence[Any]]):
    """A list of `item`s: an array in PostgreSQL, a JSON text in SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that the database knows."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.item))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """On the way in."""
        return json.dumps(value) if dialect.name == "sqlite" else value


def listed(name: str, item: type[TypeEngine[Any]]) -> tuple[Subquery, Subquery]:
    """The rows of the list parameter `name`, for SQLite and for PostgreSQL; their only column is `value`."""
    given: Any = bindparam(name, type_=_Listed(item))
    lite = select(func.json_each(given).table_valued("value").c.value).subquery("given")
    post = select(func.unnest(given, type_=item).column_valued("value")).subquery("given")
    return lite, post
