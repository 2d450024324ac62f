"""Dicts that many states of a ledger share: a copy costs little, and changes nothing of what it was copied from."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, Self, TypeVar

K = TypeVar("K")
L = TypeVar("L")
V = TypeVar("V")
_ABSENT: Any = object()


class SharedDict(Generic[K, V]):
    """Values by key; one that was `stored` is read when it is asked for, by `read`, and then as often as may be."""

    def __init__(self, stored: Mapping[K, Any] | None = None, read: Callable[[K, Any], V] | None = None) -> None:
        self._stored: Mapping[K, Any] = stored or {}
        self._read = read
        self._made: dict[K, V] = {}

    def copy(self) -> Self:
        """Another one, which holds the same."""
        other = type(self)(self._stored, self._read)
        other._made = dict(self._made)
        return other

    def get(self, key: K) -> V | None:
        """The value of a key; None where there is none."""
        found = self._made.get(key, _ABSENT)
        if found is _ABSENT:
            stored = self._stored.get(key, _ABSENT)
            if stored is _ABSENT or self._read is None:
                return None
            found = self._made[key] = self._read(key, stored)
        return found  # type: ignore[no-any-return]

    def __setitem__(self, key: K, value: V) -> None:
        self._made[key] = value

    def __iter__(self) -> Iterator[K]:
        """Every key."""
        made, stored = list(self._made), self._stored
        yield from stored
        yield from (key for key in made if key not in stored)

    def __len__(self) -> int:
        return len(self._stored) + sum(key not in self._stored for key in list(self._made))


class Drawers(SharedDict[K, dict[L, V]]):
    """Dicts by key, each copied before it is first changed."""

    def __init__(
        self, stored: Mapping[K, Any] | None = None, read: Callable[[K, Any], dict[L, V]] | None = None
    ) -> None:
        super().__init__(stored, read)
        self._own: set[K] = set()

    def copy(self) -> Self:
        """Another one, which holds the same; from now on neither owns what is in both."""
        self._own = set()
        return super().copy()

    def mine(self, key: K) -> dict[L, V]:
        """The dict of a key, made where there is none, to be changed."""
        found = self.get(key)
        if found is None or key not in self._own:
            found = self._made[key] = dict(found or {})
            self._own.add(key)
        return found

    def __setitem__(self, key: K, value: dict[L, V]) -> None:
        super().__setitem__(key, value)
        self._own.add(key)
