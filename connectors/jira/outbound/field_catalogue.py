"""Caches a site's fields, those that it refused lately, and those that it requires."""

import time
from collections.abc import Callable, Collection, Mapping

from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.field_types import Kind, kinds
from connectors.jira.outbound.jira_refusals import Refused
from connectors.required_field import Wanted
from rules.contract import JiraMeaning

AGAIN_AFTER = 600.0
FORGOTTEN_AFTER = 3600.0
_UNTOLD = frozenset({403, 404, 405, 410})


class Catalogue:
    """The fields of one site; `clock` counts seconds."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection, self._clock = connection, clock
        self._known: dict[str, Kind] = {}
        self._asked: float | None = None
        self._refused: dict[tuple[str, str], float] = {}
        self._wanted: dict[tuple[str, JiraMeaning], tuple[Wanted, ...]] = {}

    def kinds(self, wanted: Collection[str]) -> Mapping[str, Kind]:
        """The kinds of the site's fields, read again when one of the `wanted` is not among them, but not too often.

        A site that does not tell them has none: what is written there is a line of text.
        """
        stale = self._asked is None or self._clock() > self._asked + AGAIN_AFTER
        if stale and not self._known.keys() >= set(wanted):
            self._known = self._read()
            self._asked = self._clock()
        return self._known

    def request_type(self) -> str | None:
        """The field that holds what customers of a service project see an issue as; None where there is none."""
        stale = self._asked is None
        known = self.kinds(("",)) if stale else self._known
        return next((name for name, kind in known.items() if kind is Kind.REQUEST), None)

    def refuses(self, project: str, field: str) -> bool:
        """Whether the field was refused in that project lately: it is not tried at every decision."""
        return self._clock() < self._refused.get((project, field), 0.0)

    def refused(self, project: str, field: str) -> None:
        """Remember it for a while."""
        self._refused[project, field] = self._clock() + FORGOTTEN_AFTER

    def wants(self, project: str, meaning: JiraMeaning, wanted: tuple[Wanted, ...]) -> None:
        """Remember what the screen on the way to a status asks people for, in place of what it asked before."""
        self._wanted[project, meaning] = wanted

    def wanted(self, project: str, meaning: JiraMeaning) -> tuple[Wanted, ...]:
        """The fields required when it was last seen; none before."""
        return self._wanted.get((project, meaning), ())

    def _read(self) -> dict[str, Kind]:
        try:
            return kinds(self._connection.read("field"))
        except Refused as refused:
            if refused.status not in _UNTOLD:
                raise
        except ValueError:
            pass
        return {}
